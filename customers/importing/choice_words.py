"""What other systems write where Baton has a choice, in English and Chinese: data, compared as headers are."""

#: What other systems write for our choices (beside the value itself and its label in both languages).
CHOICES: dict[str, dict[str, str]] = {
    "grade": {
        "A": (
            "a级, a类, high, hot, key, key account, strategic, vip, 重点, 重要, 高, 重点客户, 重要客户, 战略客户, "
            "大客户, 核心客户, sランク, aランク"
        ),
        "B": "b级, b类, medium, warm, normal, 普通, 一般, 中, 普通客户, 一般客户",
        "C": "c级, c类, low, cold, 低, 小客户, 低价值客户",
    },
    "status": {
        "prospect": (
            "lead, new, potential, interested, interessent, potenziell, 見込み, 見込み客, 見込客, "
            "未着手, 新規, subscriber, marketing qualified lead, sales qualified lead, opportunity, "
            "潜在, prospecto, cliente potencial, "
            "潜在客户, 意向, 意向客户, 未成交, 新客户, 跟进中"
        ),
        "active": (
            "customer, kunde, bestandskunde, client, cliente, 取引中, 既存, 既存顧客, 契約中, current, "
            "signed, won, existing customer, evangelist, 合作中, 成交, 成交客户, 正常, 活跃, "
            "已成交, 已签约, 多次成交, 老客户, 使用, ativo, activo, actif, aktiv, активный"
        ),
        "dormant": "inactive, inativo, inactivo, inactif, inaktiv, 禁用, sleeping, on hold, 休眠中, 休止, 沉睡, "
        "休眠, 不活跃, 停用, 沉睡客户",
        "lost": "churned, 取引停止, 解約, 終了, former, gone, former customer, 流失, 已流失, 终止合作, 流失客户",
    },
    "role": {
        "decides": "decision maker, decider, economic buyer, 决策人, 决策者, 拍板人",
        "influences": "influencer, 影响者, 影响人",
        "uses": "user, end user, 使用者, 使用人, 用户",
        "buys": "buyer, purchasing, procurement, purchaser, 采购, 采购人, 经办人",
        "blocks": "blocker, opponent, 反对者",
        "other": "其他, 其它",
    },
    "preferred_channel": {
        "phone": "call, telephone, mobile, 电话, 手机",
        "mail": "email, e-mail, 邮件, 邮箱",
        "wechat": "weixin, wecom, 微信, 企业微信",
        "visit": "in person, meeting, 拜访, 面谈, 上门",
    },
    "stage": {
        "prospecting": (
            "incoming, incoming leads, "
            "prospect, qualification, new, initial, lead, lead in, appointment scheduled, appointmentscheduled, "
            "первичный контакт, lead generated, lead identified, アポ, アポイント, 初回訪問, 初回接触, "
            "未着手, backlog, identify, initial contact, "
            "first contact, crm.stage_lead1, 初步接洽, 初步接触, 线索, 意向, "
            "验证客户, 初步沟通, 发现商机, 初期沟通, 新建, 立项, 立项跟踪, 初步意向"
        ),
        "qualifying": (
            "qualify, qualified, discovery, needs analysis, qualified to buy, qualifiedtobuy, contact made, "
            "qualified lead, qualified leads, sales qualified lead, sales qualified leads, sql, "
            "feasibility, ヒアリング, 課題把握, "
            "ニーズ確認, 案件化, perception analysis, id. decision makers, identify decision makers, develop, "
            "crm.stage_lead2, 需求确认, 需求分析, 确认需求, 需求确定, 需求沟通, 需求调研, 资格确认"
        ),
        "engaging": (
            "engaged, presentation, demo, value proposition, meeting, presentation scheduled, presentationscheduled, "
            "demo scheduled, demo done, demo completed, デモ, 商談中, 検討中, decision maker bought-in, "
            "decisionmakerboughtin, solution, evaluation, trial, poc, "
            "proof of concept, 方案, 方案沟通, 跟进中, 方案演示, 产品演示, 试用, 测试, 方案制定, 方案验证"
        ),
        "quoted": (
            "quote, angebot, angebot erstellt, devis, proposition commerciale, propuesta, presupuesto, "
            "proposta, offerta, "
            "offerte, proposal, 提案, 提案中, 見積, 見積中, 見積提出, 見積もり, 提案書提出, quoted, "
            "proposal/commercials sent, price quote, proposal/price quote, proposal sent, proposal made, "
            "proposition, propose, "
            "quotation, quotation sent, pricing, crm.stage_lead3, 报价, 方案报价, 已报价, 方案/报价, 报价阶段, "
            "招投标, 投标, 招标, 方案与报价"
        ),
        "negotiating": (
            "negotiation, negotiations, 交渉, 交渉中, クロージング, 契約交渉, 内示, 口頭内示, "
            "negotiation/review, contract sent, contractsent, contract, negotiations started, "
            "in negotiation, negotiating, переговоры, verhandlung, négociation, negociación, negociação, trattativa, "
            "onderhandeling, verbal commit, commit, "
            "contracting, close, legal, procurement, 谈判, 商务谈判, "
            "合同谈判, 谈判审核, 谈判/审核, 谈判/复审, 商务, 商务洽谈, 合同审批, 合同签订, 签约, 合同, 合同阶段, "
            "待签约"
        ),
        "closed": "已关闭, 关闭",
    },
    "deal_state": {
        "open": "offen, in process, in progress, active, ongoing, on hold, 进行中, 打开, 跟进中, 未关闭, 未结束",
        "won": (
            "успешно реализовано, gagnée, ganada, ganha, ganho, vinto, gewonnen, gagné, ganado, closed won, "
            "closedwon, win, success, "
            "closed - won, sold, project won, ordered, 受注, 受注済, 受注済み, 成約, 成約済み, deal won, "
            "crm.stage_lead4, 赢单, 成交, 已成交, "
            "赢得, 已赢单, 赢单关闭, 成功, 已签约"
        ),
        "lost": (
            "закрыто и не реализовано, perdue, perdida, perso, verloren, perdu, perdido, closed lost, "
            "closedlost, lose, failed, "
            "abandoned, dead, not relevant, project lost, 失注, 見送り, 中止, 辞退, cancelled, canceled, "
            "closed lost to competition, "
            "closed-lost to competition, closed - lost, out-sold, outsold, disqualified, deal lost, 输单, 丢单, "
            "失败, 已输单, 无效, 输单关闭, 已丢单, 已失败, 废弃, 作废, 暂停关闭"
        ),
    },
    "contract_state": {
        "draft": (
            "new, pending, in approval, in approval process, invoiced, 草稿, 待签, 审批中, 未生效, 待审批, 审核中"
        ),
        "active": (
            "signed, running, activated, in force, executed, current, 生效, 执行中, 已签, 已生效, 履行中, 有效, "
            "正常, 已签约, 已签署, 审批通过"
        ),
        "expired": "ended, completed, finished, closed, 到期, 已到期, 过期, 完成, 已完成, 结束",
        "terminated": "cancelled, canceled, void, on hold, 终止, 已终止, 作废, 解除, 已作废",
    },
    "task_state": {
        "open": (
            "not started, 未着手, 対応中, 未対応, in progress, pending, to do, todo, new, waiting, "
            "deferred, started, planned, scheduled, "
            "waiting for input, waiting on someone else, overdue, today, active, false, no, 0, 未开始, 进行中, 待办, "
            "未完成, 待处理, 待执行, 执行中, 逾期, 否"
        ),
        "done": (
            "completed, 完了, 対応済, 対応済み, complete, closed, finished, held, true, yes, 1, 完成, "
            "已完成, 已结束, 是"
        ),
        "cancelled": "canceled, dropped, not held, 取消, 已取消, 已作废",
    },
    "activity_kind": {
        "call": "phone, phone call, telephone, outbound call, inbound call, 电话, 通话, 电话沟通, 电话拜访",
        "visit": (
            "meeting, in person, event, appointment, demo, lunch, 拜访, 会议, 面谈, 上门, 上门拜访, 客户拜访, "
            "实地拜访, 现场拜访"
        ),
        "mail": "email, e-mail, message, incoming email, 邮件, 发邮件, 邮件沟通",
        "note": "comment, other, task, wechat, sms, follow up, 记录, 备注, 其他, 跟进, 微信, 微信沟通, 短信",
    },
    "currency": {
        "CNY": "rmb, cn¥, ¥, ￥, yuan, 人民币, 元",
        "USD": "$, us$, us dollar, dollar, 美元",
        "EUR": "€, euro, 欧元",
        "GBP": "£, pound, 英镑",
        "JPY": "jp¥, yen, 日元",
        "HKD": "hk$, 港币, 港元",
    },
}

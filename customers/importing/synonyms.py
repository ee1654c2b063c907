"""What other systems call our fields, in English and Chinese: data, compared without case, spaces and punctuation."""

#: Names of columns that mean the same on every kind of record that has the field.
COMMON: dict[str, str] = {
    "source": "source, source system, 来源系统",
    "source_id": (
        "id, source id, record id, external id, unique id, uuid, key, 编号id, 记录id, 唯一标识, 数据id, 主键"
    ),
    "owner": (
        "owner, owner name, owner email, record owner, sales owner, account owner, customer owner, deal owner, "
        "opportunity owner, contact owner, assigned to, assignee, sales agent, sales rep, salesperson, rep, "
        "responsible, responsible person, account manager, 负责人, 所有者, 所有人, 归属人, 业务员, 销售, 销售代表, "
        "销售人员, 客户经理, 跟进人, 销售负责人, 负责人主属, 客户所有人, 商机所有人, 负责人邮箱"
    ),
    "customer": (
        "customer, customer name, customer code, account, account name, account id, company, company name, client, "
        "client name, organization, organisation, related customer, parent account, 客户, 客户名称, 客户编号, 公司, "
        "公司名称, 所属客户, 关联客户, 单位名称, 甲方"
    ),
    "deal": (
        "deal, deal name, deal id, opportunity, opportunity name, opportunity id, 商机, 商机名称, 商机编号, 关联商机"
    ),
    "product": "product, product name, item, sku, 产品, 产品名称, 商品, 商品名称",
    "contact": "contact, contact name, contact person, 联系人, 联系人姓名",
    "currency": "currency, currency code, ccy, 币种, 货币",
    "amount": (
        "amount, value, deal value, deal amount, close value, total, total amount, price, contract amount, "
        "contract value, order amount, order total, revenue, 金额, 总金额, 合同金额, 商机金额, 预计金额, 销售金额, "
        "预计销售金额, 订单金额, 成交金额"
    ),
    "note": "note, notes, remark, remarks, comment, comments, 备注, 说明",
}

#: Names of columns by kind of record; they win over the common ones.
BY_KIND: dict[str, dict[str, str]] = {
    "people": {
        "name": (
            "name, full name, user name, employee, employee name, sales agent, sales rep, 姓名, 员工, 员工姓名, 人员"
        ),
        "email": "email, e-mail, mail, email address, work email, 邮箱, 电子邮箱, 邮件, 工作邮箱, 电子邮件",
        "title": "title, job title, position, 职位, 职务, 岗位",
        "office": "office, regional office, location, branch, 办公室, 办事处, 分公司, 地区",
        "team": "team, department, group, 团队, 部门, 小组",
        "manager": "manager, team lead, supervisor, reports to, 经理, 上级, 主管, 直属上级",
    },
    "products": {
        "name": "product, product name, name, item, 产品, 产品名称, 名称, 商品名称",
        "series": (
            "series, product line, family, category, product family, product category, 系列, 产品系列, 产品线, 产品分类"
        ),
        "list_price": (
            "price, list price, sales price, unit price, retail price, 价格, 单价, 标准价格, 目录价, 零售价"
        ),
    },
    "customers": {
        "code": (
            "code, customer code, account code, customer number, account number, customer no, 编号, 客户编号, "
            "客户编码, 编码"
        ),
        "name": (
            "name, customer, customer name, account, account name, company, company name, 名称, 客户, 客户名称, "
            "公司名称, 公司, 企业名称"
        ),
        "grade": "grade, level, rating, tier, customer level, 等级, 级别, 客户级别, 客户等级",
        "status": "status, state, customer status, account status, 状态, 客户状态",
        "industry": "industry, sector, 行业, 所属行业",
        "region": "region, country, office location, province, 区域, 大区, 省份, 国家, 地区",
        "territory": "territory, sales territory, district, 片区, 销售区域, 辖区",
        "address": "address, street, billing address, billing street, 地址, 详细地址, 公司地址",
        "annual_value": (
            "annual value, yearly value, annual contract value, acv, 年度价值, 年成交额, 年合作额, 年度金额"
        ),
        "parent": (
            "parent, parent account, parent company, subsidiary of, belongs to, 上级客户, 母公司, 上级公司, 所属集团"
        ),
        "next_step": "next step, next action, 下一步, 下一步计划, 后续计划",
        "next_step_on": "next step on, next step date, next follow up, 下一步日期, 下次跟进时间, 下次联系时间",
    },
    "contacts": {
        "name": "name, contact, contact name, full name, 姓名, 联系人, 联系人姓名, 名称",
        "title": "title, job title, position, 职位, 职务, 岗位",
        "role": "role, decision role, buying role, role in the decision, 角色, 决策角色, 决策作用",
        "email": "email, e-mail, mail, email address, 邮箱, 电子邮箱, 邮件, 电子邮件",
        "phone": "phone, telephone, mobile, mobile phone, phone number, tel, 电话, 手机, 手机号, 联系电话, 电话号码",
        "preferred_channel": "preferred channel, preferred contact method, channel, 偏好渠道, 首选联系方式, 沟通方式",
        "preferred_time": "preferred time, best time, best time to call, 偏好时间, 方便时间",
    },
    "deals": {
        "source_id": "opportunity id, deal id, opportunity number, deal number, 商机编号, 商机id",
        "name": "name, deal, deal name, opportunity, opportunity name, 名称, 商机, 商机名称, 项目名称",
        "stage": (
            "stage, deal stage, sales stage, opportunity stage, pipeline stage, 阶段, 商机阶段, 销售阶段, 销售流程阶段"
        ),
        "state": "state, status, deal status, 状态, 商机状态",
        "probability": "probability, win probability, probability (%), 概率, 赢率, 赢单率, 成交概率",
        "opened_on": (
            "opened, opened on, engage date, created, created on, created time, create date, 创建日期, 创建时间, "
            "立项日期"
        ),
        "expected_close_on": (
            "expected close, expected close date, expected close on, closing date, forecast date, "
            "预计成交日期, 预计成交时间, 预计结单日期, 预计签约日期"
        ),
        "closed_on": "closed, closed on, close date, closed date, won date, 成交日期, 关闭日期, 结单日期",
    },
    "contracts": {
        "number": "number, contract number, contract no, contract id, contract code, 合同编号, 合同号, 编号",
        "title": "title, name, contract, contract name, subject, 合同名称, 合同标题, 名称, 合同",
        "state": "state, status, contract status, 状态, 合同状态",
        "starts_on": (
            "start, starts, starts on, start date, effective date, 开始日期, 生效日期, 合同开始日期, 起始日期"
        ),
        "ends_on": (
            "end, ends, ends on, end date, expiry date, expiration date, expires, 结束日期, 到期日期, 合同结束日期, "
            "终止日期, 到期日"
        ),
        "renewal_notice_on": (
            "renewal notice, renewal notice on, renewal notice date, renewal date, 续约提醒日期, 续约日期, 续签提醒"
        ),
        "paid": "paid, amount paid, paid amount, received, 已付, 已付金额, 回款, 回款金额, 已回款",
    },
    "orders": {
        "number": "number, order, order number, order no, order id, 订单编号, 订单号, 编号, 单号",
        "description": "description, details, content, 描述, 内容, 订单内容, 明细",
        "ordered_on": "ordered, ordered on, order date, date, purchase date, 下单日期, 订单日期, 下单时间, 日期",
    },
    "tasks": {
        "title": "title, task, subject, to do, todo, name, 任务, 标题, 主题, 任务名称, 待办",
        "due_on": "due, due on, due date, deadline, 截止日期, 到期日, 截止时间, 完成期限",
        "state": "state, status, 状态, 任务状态",
        "done_at": "done, done at, completed, completed at, completed on, completion date, 完成时间, 完成日期",
    },
    "activities": {
        "kind": "kind, type, activity type, 类型, 活动类型, 跟进方式, 方式",
        "at": "at, date, when, time, activity date, start time, 时间, 日期, 活动时间, 跟进时间, 拜访时间",
        "by": "by, who, user, sales rep, created by, owner, 跟进人, 负责人, 记录人, 创建人",
        "subject": "subject, title, topic, summary, 主题, 标题, 摘要",
        "body": "body, text, description, content, details, notes, note, 内容, 描述, 跟进内容, 详情, 备注",
    },
}

#: Words in a file's or a sheet's name that tell what it holds.
NAMES: dict[str, str] = {
    "people": "people, users, employees, staff, team, teams, reps, 人员, 员工, 用户",
    "products": "products, product, items, 产品, 商品",
    "customers": "customers, customer, accounts, account, companies, clients, 客户, 公司",
    "contacts": "contacts, contact, 联系人",
    "deals": "deals, deal, opportunities, opportunity, pipeline, 商机, 机会",
    "contracts": "contracts, contract, 合同",
    "orders": "orders, order, 订单",
    "tasks": "tasks, task, todos, 任务, 待办",
    "activities": "activities, activity, calls, visits, 活动, 跟进, 拜访, 跟进记录",
}

#: What other systems write for our choices (beside the value itself and its label in both languages).
CHOICES: dict[str, dict[str, str]] = {
    "grade": {
        "A": "a级, high, hot, key, 重点, 重要, 高",
        "B": "b级, medium, warm, 普通, 一般, 中",
        "C": "c级, low, cold, 低",
    },
    "status": {
        "prospect": "lead, new, potential, 潜在, 潜在客户, 意向, 意向客户",
        "active": "customer, current, signed, won, 合作中, 成交, 成交客户, 正常, 活跃, 已成交",
        "dormant": "inactive, sleeping, 沉睡, 休眠, 不活跃",
        "lost": "churned, former, gone, 流失, 已流失, 终止合作",
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
        "prospecting": "prospect, qualification, new, initial, lead, 初步接洽, 初步接触, 线索, 意向, 验证客户",
        "qualifying": "qualify, qualified, discovery, needs analysis, 需求确认, 需求分析, 确认需求",
        "engaging": "engaged, presentation, demo, value proposition, meeting, 方案, 方案沟通, 跟进中, 方案演示",
        "quoted": (
            "quote, proposal, price quote, proposal/price quote, proposal sent, 报价, 方案报价, 已报价, 方案/报价"
        ),
        "negotiating": "negotiation, negotiation/review, contract sent, contract, 谈判, 商务谈判, 合同谈判, 谈判审核",
        "closed": "已关闭, 关闭",
    },
    "deal_state": {
        "open": "in progress, active, ongoing, 进行中, 打开, 跟进中, 未关闭",
        "won": "closed won, win, success, 赢单, 成交, 已成交, 赢得, 已赢单",
        "lost": "closed lost, lose, failed, abandoned, cancelled, canceled, 输单, 丢单, 失败, 已输单, 无效",
    },
    "contract_state": {
        "draft": "new, pending, in approval, 草稿, 待签, 审批中, 未生效",
        "active": "signed, running, activated, in force, executed, 生效, 执行中, 已签, 已生效, 履行中, 有效",
        "expired": "ended, completed, finished, closed, 到期, 已到期, 过期, 完成, 已完成, 结束",
        "terminated": "cancelled, canceled, void, 终止, 已终止, 作废, 解除",
    },
    "task_state": {
        "open": (
            "not started, in progress, pending, to do, todo, new, waiting, deferred, 未开始, 进行中, 待办, "
            "未完成, 待处理"
        ),
        "done": "completed, complete, closed, finished, 完成, 已完成, 已结束",
        "cancelled": "canceled, dropped, 取消, 已取消",
    },
    "activity_kind": {
        "call": "phone, phone call, telephone, 电话, 通话",
        "visit": "meeting, in person, event, 拜访, 会议, 面谈, 上门, 上门拜访",
        "mail": "email, e-mail, message, 邮件",
        "note": "comment, other, task, 记录, 备注, 其他, 跟进",
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

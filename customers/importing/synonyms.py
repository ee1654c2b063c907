"""What other systems call our fields, in English and Chinese: data, compared without case, spaces and punctuation.

Of several columns that fit one field, the one whose name comes first here fills it. `headers.py` knows what may stand
around a name: "(required)", the noun of the record, "id" after the name of another record.
"""

#: Names of columns that mean the same on every kind of record that has the field.
COMMON: dict[str, str] = {
    "source": "source system, 来源系统, source",
    "source_id": (
        "id, record id, source id, external id, internal id, unique id, uuid, key, 编号id, 记录id, 唯一标识, 数据id, "
        "主键"
    ),
    "owner": (
        "owner, record owner, sales owner, account owner, customer owner, deal owner, opportunity owner, "
        "contact owner, task owner, order owner, contract owner, sales order owner, potential owner, owner name, "
        "owner full name, ownerid name, assigned user name, assigned to, activity assigned to, assigned user, "
        "assigned, assignee, assignees, salesperson, sales agent, sales rep, sales representative, rep, user, "
        "owned by, assigned to user, responsible, responsible user, responsible person, account manager, 负责人, "
        "所有者, 所有人, 归属人, 拥有者, 业务员, 销售, 销售代表, 销售人员, 客户经理, 跟进人, 销售负责人, 负责人姓名, "
        "负责人名称, 客户所有人, 商机所有人, 联系人所有人, 客户负责人, 客户所有者, 商机负责人, 执行人, 处理人, 销售员, "
        "营销员, 业务员名称, 业务员姓名, 添加人, 添加员工, 跟进员工, 负责销售, 添加成员, person owner, record manager, "
        "所属员工, 所属成员, 跟进成员, sales employee, user name, 销售顾问, 所属销售, 归属导购, 专属导购, 导购, "
        "manager, manager name"
    ),
    "owner_email": "owner email, owner e-mail, account owner email, deal owner email, 负责人邮箱, 所有人邮箱",
    "owner_key": (
        "owner code, owner id, owner employee id, ownerid value, assigned user id, manager id, responsible id, "
        "assigned by id, 负责人工号, 负责人编号"
    ),
    "customer": (
        "customer, customer name, acct, acct name, account, account name, account id name, company, company name, "
        "company account, client, client name, organization, organization name, organisation, organisation name, "
        "related customer, related company, related account, associated company, primary associated company, "
        "potential customer, partner, partner name, parent customer, regarding account, customerid name, "
        "parentcustomerid name, parent account, 客户, 客户名称, 客户全称, 公司, 公司名称, 公司名, 企业名称, 所属客户, "
        "关联客户, 单位名称, 甲方, 签约客户, 甲方单位, 甲方名称, 客户单位, 签约单位, organizations, companies, "
        "accounts, sales accounts, linked to, company domain, associated company domain"
    ),
    "members": (
        "team members, members, collaborators, account team, sales team members, shared with, sharing with, 相关团队, "
        "团队成员, 协作人, 协同人, 参与人, 相关人员, 协作人员, 协同人员, 共同负责人"
    ),
    "customer_key": (
        "account id, customer id, customer code, customerid value, parentcustomerid value, parentaccountid value, "
        "所属客户编号"
    ),
    "deal": (
        "deal, deal name, opportunity, opportunity name, associated deal, related deal, potential name, 商机, "
        "商机名称, 关联商机, 所属商机"
    ),
    "about": (
        "related to, regarding, regarding object, regardingobjectid, what, what name, related record, parent name, "
        "document name, res name, linked to, 关联对象, 相关对象, 关联记录, 相关记录, 关联业务, 关于, 跟进对象, "
        "拜访对象, 拜访客户"
    ),
    "about_key": "what id, parent id, associated id, regardingobjectid value, res id, se module id",
    "product": "product, product name, item, sku, 产品, 产品名称, 商品, 商品名称, 存货名称, 物料名称",
    "contact": (
        "contact, contact name, contact person, associated contact, person name, who name, 联系人, 联系人姓名, "
        "客户联系人"
    ),
    "currency": (
        "currency, currency code, ccy, currency iso code, amount currency, transaction currency, "
        "transactioncurrencyid, currency of value, currency id, deal currency code, 币种, 货币, 币别"
    ),
    "amount": (
        "amount, value, deal value, deal amount, close value, total amount, grand total, amount total, total, "
        "total price, price, contract amount, contract value, order amount, order total, net price, est revenue, "
        "estimated revenue, estimated value, expected revenue, expected amount, revenue, actual revenue, "
        "opportunity amount, opportunity value, deal size, budget, sale, sales value, 金额, 总金额, 合同金额, "
        "合同总额, 商机金额, 预计金额, 销售金额, 预计销售金额, 订单金额, 订单总额, 销售订单金额, 成交金额, 签约金额, "
        "预估金额, 成交额, 预计成交额, 合同额, amt, opp amount, 合计, 价税合计, 含税金额"
    ),
    "note": (
        "note, notes, description, details, remark, remarks, comment, comments, full comments, task notes, 备注, 说明, "
        "描述, 内容"
    ),
    "recorded_on": (
        "created time, create date, created on, created at, created date, created, creation date, date created, "
        "add time, 创建时间, 创建日期, 录入时间, 新建时间"
    ),
}

#: Names of columns by kind of record; they win over the common ones.
BY_KIND: dict[str, dict[str, str]] = {
    "people": {
        "name": (
            "name, full name, display name, user full name, employee name, employee, user, sales agent, sales rep, "
            "姓名, 员工, 员工姓名, 人员, 名称, 用户姓名, 显示名称, 昵称"
        ),
        "first_name": "first name, given name, 名",
        "last_name": "last name, surname, family name, 姓",
        "source_id": "systemuserid, employee id, employee number, user id, 员工编号, 工号, 员工id, 用户id",
        "email": (
            "email, e-mail, mail, email address, work email, primary email, internal email address, user email, login, "
            "username, user name, domain name, 邮箱, 电子邮箱, 邮件, 工作邮箱, 电子邮件, 企业邮箱, 登录名"
        ),
        "title": "job title, position, title, 职位, 职务, 岗位",
        "office": "office, regional office, location, branch, site, 办公室, 办事处, 分公司, 地区",
        "team": (
            "team, default team name, sales team, main team, teams, department, business unit, group, 团队, 部门, "
            "主属部门, 所属部门, 小组"
        ),
        "manager": "manager, manager name, team lead, supervisor, reports to, 经理, 上级, 主管, 直属上级, 汇报对象",
        "active": "active, is active, status, state, user status, 状态, 启用状态, 在职状态, 是否启用, 账号状态",
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
            "code, customer code, account code, customer number, account number, customer no, account no, "
            "organization number, organisation number, bp code, card code, reference, 编号, 客户编号, 客户编码, 编码, "
            "客户代码, 代码"
        ),
        "name": (
            "name, account name, customer name, company name, bp name, card name, organization name, "
            "organisation name, account, customer, company, client name, complete name, display name, 客户名称, 名称, "
            "客户, 公司名, 企业名, 客户名, 公司名称, 公司, 企业名称, 客户全称, 单位名称, 客户姓名, 客户昵称"
        ),
        "grade": (
            "grade, level, account level, customer level, tier, rating, account rating, label, 等级, 级别, 客户级别, "
            "客户等级, 客户分级"
        ),
        "status": (
            "customer status, account status, status, state, deal status, lifecycle stage, status label, 客户状态, "
            "成交状态, 状态, 客户阶段"
        ),
        "industry": (
            "industry, sector, industry code, industry type, 行业, 所属行业, 1级行业, 一级行业, 客户行业, 2级行业"
        ),
        "region": "region, 区域, 大区, 地区, office location, sales region, 所在区域, 所属区域, 所属地区, 所在地区",
        "territory": "territory, sales territory, district, 片区, 销售区域, 辖区",
        "address": (
            "address, street, street address, street 1, street 2, street2, address line 1, address line 2, city, "
            "state, province, state region, state province, county, zip, postal code, zip code, zip postal code, "
            "postcode, town, country, country region, organization address, full address, 地址, 详细地址, 公司地址, "
            "街道, 街道地址, 国家, 省, 省份, 市, 城市, 区, 区县, 邮编, 办公地址, 联系地址"
        ),
        "annual_value": (
            "annual value, yearly value, annual contract value, acv, 年度价值, 年成交额, 年合作额, 年度金额, 年成交金额"
        ),
        "parent": (
            "parent, parent account, parent company, parent name, parent organization, related company, subsidiary of, "
            "member of, belongs to, 父记录, 上级客户, 母公司, 上级公司, 所属集团, 所属集团公司"
        ),
        "next_step": "next step, next action, 下一步, 下一步计划, 后续计划",
        "next_step_on": (
            "next step on, next step date, next activity date, next follow up, 下一步日期, 下次跟进时间, 下次联系时间, "
            "下次跟进日期"
        ),
    },
    "contacts": {
        "name": (
            "name, full name, contact name, contact, person name, display name, 姓名, 联系人姓名, 联系人, 名称, "
            "联系人名称, primary contact, primary contact name, main contact, key contact, contact person, person, "
            "linked contact, 对接人, 主联系人, 主要联系人, 首要联系人"
        ),
        "first_name": "first name, given name, person first name, 名",
        "last_name": "last name, surname, family name, person last name, 姓",
        "title": "job title, position, job position, function, organization title, title, 职位, 职务, 岗位, 头衔",
        "role": "decision role, buying role, role in the decision, role, 决策角色, 角色, 决策作用",
        "email": (
            "email, e-mail, mail, email address, emailaddress1, primary email, work email, email work, "
            "person email work, person email, person email home, person email other, secondary email, email 2, "
            "emailaddress2, other email, emails, non primary e mails, secondary e mail, e mail 1 value, "
            "e mail 2 value, primary contact email, primary contact primary email, main contact email, e mail 3 value, "
            "e mail 2 address, e mail 3 address, 联系邮箱, 邮箱, 电子邮箱, 邮件, 电子邮件, 工作邮箱, 备用邮箱"
        ),
        "phone": (
            "phone, telephone, primary contact phone, primary contact primary phone, business phone, work phone, "
            "phone number, main phone, telephone1, phone work, person phone, person phone work, mobile, mobile phone, "
            "mobile phone number, mobile number, cell, cell phone, person phone mobile, phone mobile, tel, "
            "direct phone, asst phone, other phone, home phone, person phone home, person phone other, phone 1 value, "
            "phone 2 value, phone 3 value, primary phone, office phone, home, business phone 2, home phone 2, "
            "company main phone, 电话, 手机, 手机号, 手机号码, 联系电话, 电话号码, 固定电话, 座机, 办公电话, 移动电话, "
            "telephone number"
        ),
        "preferred_channel": (
            "preferred channel, preferred contact method, preferred method of contact, channel, 偏好渠道, "
            "首选联系方式, 沟通方式"
        ),
        "preferred_time": "preferred time, best time, best time to call, 偏好时间, 方便时间",
    },
    "deals": {
        "source_id": "opportunity id, deal id, opportunity number, deal number, 商机编号, 商机id",
        "name": (
            "name, deal name, opportunity name, deal, opp name, deal title, title, opportunity, topic, subject, "
            "potential name, 交易名称, 交易, 名称, 商机名称, 商机, 项目名称, 商机主题, 机会名称"
        ),
        "stage": (
            "stage, deal stage, sales stage, opportunity stage, pipeline stage, stage name, pipeline phase, step name, "
            "pipeline step, step, milestone, current stage, sales phase, 交易阶段, 阶段, 商机阶段, 销售阶段, "
            "销售流程阶段, 当前阶段, 项目阶段"
        ),
        "state": "deal status, opportunity status, state, status, statecode, status type, 商机状态, 状态, "
        "赢单状态, 输赢状态",
        "is_won": "is won, won, is closed won, 是否赢单",
        "is_closed": "is closed, is deal closed, 是否关闭, 是否结束",
        "probability": (
            "probability, win probability, probability (%), close probability, deal probability, success rate, prob, "
            "confidence, chance of success, win likelihood, win, customized win likelihood, likelihood, 概率, 赢率, "
            "赢单率, 成交概率, 成功率"
        ),
        "opened_on": "opened, opened on, open date, engage date, start date, 立项日期, 发现日期, 开始日期",
        "expected_close_on": (
            "expected close, expected close date, expected close on, expected closing, expected closing date, "
            "est close date, exp close, est close, estimated close date, anticipated close date, "
            "anticipated closed date, anticipated closing, planned close date, target close date, "
            "projected close date, forecast date, date deadline, 预计成交日期, 预计成交时间, 预计结单日期, "
            "预计签约日期, 预计结束日期, 预计关闭日期"
        ),
        "closed_on": (
            "closed, closed on, closed at, close date, closing date, closed date, closed time, actual close date, "
            "won date, won time, lost time, date won, date lost, 成交日期, 关闭日期, 结单日期, 实际成交日期, 赢单时间, "
            "输单时间"
        ),
    },
    "contracts": {
        "number": (
            "number, contract number, contract no, contract id, contract code, 合同编号, 合同号, 编号, 销售合同编号"
        ),
        "title": (
            "title, contract name, name, contract, subject, contract title, 合同名称, 合同标题, 名称, 合同, 合同主题"
        ),
        "state": "state, contract status, status, statecode, 合同状态, 状态",
        "starts_on": (
            "start, starts, starts on, start date, contract start date, effective date, active on, 开始日期, 生效日期, "
            "合同开始日期, 起始日期, 合同开始时间, 开始时间, 合同生效日期"
        ),
        "ends_on": (
            "end, ends, ends on, end date, contract end date, expiry date, expiration date, expires, expires on, "
            "结束日期, 到期日期, 合同结束日期, 终止日期, 到期日, 合同到期日, 合同结束时间, 结束时间, 合同到期日期"
        ),
        "renewal_notice_on": (
            "renewal notice, renewal notice on, renewal notice date, owner expiration notice, renewal date, "
            "续约提醒日期, 续约日期, 续签提醒"
        ),
        "paid": (
            "paid, amount paid, paid amount, received, 已付, 已付金额, 已付款, 回款, 回款金额, 已回款, 已回款金额, "
            "已收, 已收款, 已收金额, 实收, 实收金额, 到账金额"
        ),
    },
    "orders": {
        "number": (
            "number, order number, order no, so number, sales order number, order reference, order id, order, "
            "order name, name, 订单编号, 订单号, 编号, 单号, 单据编号, 单据号, 销售订单编号"
        ),
        "description": "description, details, content, subject, 描述, 内容, 订单内容, 明细, 备注",
        "ordered_on": (
            "ordered, ordered on, order date, order start date, effective date, date order, purchase date, date, "
            "下单日期, 订单日期, 单据日期, 下单时间, 日期, 成交日期"
        ),
    },
    "tasks": {
        "title": (
            "title, task, subject, task title, to do, todo, name, summary, 任务, 标题, 主题, 任务名称, 待办, 任务主题"
        ),
        "due_on": (
            "due, due on, due date, due date only, deadline, date deadline, activity date, scheduled end, date end, "
            "date due, 截止日期, 到期日, 截止时间, 完成期限, 到期时间, 计划完成时间"
        ),
        "state": "state, status, task status, activity status, statecode, done, 状态, 任务状态, 完成状态",
        "done_at": (
            "done at, completed, completed at, completed on, completed date, completion date, closed time, actual end, "
            "date completed, completed date time, 完成时间, 完成日期, 实际完成时间"
        ),
    },
    "activities": {
        "kind": (
            "kind, activity type, type, interaction type, engagement type, 活动类型, 类型, 跟进方式, 方式, 跟进类型, "
            "销售记录类型, 拜访类型"
        ),
        "at": (
            "at, date, when, time, activity date, activity date time, start date time, start time, start, start date, "
            "date start, from, call start time, actual start, actual end, due date, 时间, 日期, 活动时间, 跟进时间, "
            "拜访时间, 开始时间, 跟进日期, 签到时间, 发生时间"
        ),
        "by": (
            "by, who, owner, user, sales rep, event owner, host, call owner, note owner, assigned to, "
            "activity assigned to, assigned user name, created by, 跟进人, 负责人, 记录人, 拜访人, 创建人"
        ),
        "subject": (
            "subject, title, topic, summary, note title, call title, meeting name, event title, event name, name, "
            "主题, 标题, 摘要"
        ),
        "body": (
            "body, text, description, content, note content, call notes, meeting notes, note body, details, notes, "
            "note, full comments, comments, 内容, 描述, 跟进内容, 详情, 备注, 跟进记录, 销售记录内容, 拜访总结, "
            "沟通内容"
        ),
    },
}

"""What other systems call the fields that several kinds of record have."""

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
        "accounts, sales accounts, linked to, company domain, associated company domain, employer, current employer, "
        "所属公司, 所在公司, 所属单位, 工作单位"
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

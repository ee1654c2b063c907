"""The words by which a kind of record goes, and the columns that are none of ours: data, compared as headers are."""

#: The nouns by which a kind of record goes in headers and in the names of files and sheets.
NOUNS: dict[str, str] = {
    "people": "user, employee, system user, staff, 用户, 员工, 人员, 社員, ユーザー",
    "products": "product, item, 产品, 商品",
    "customers": "account, customer, company, organization, organisation, client, 客户, 公司, 企业, "
    "取引先, 得意先, 顧客, 会社, 企業",
    "contacts": "contact, person, child ids, 联系人, 取引先責任者, 連絡先, コンタクト",
    "deals": "deal, opportunity, potential, lead, 商机, 机会, 商談, 案件",
    "contracts": "contract, agreement, service contract, 合同, 协议, 销售合同, 契約",
    "orders": "order, sales order, salesorder, 订单, 销售订单, 受注, 注文",
    "tasks": "task, todo, 任务, 待办, タスク",
    "activities": (
        "activity, event, call, visit, meeting, note, phone call, appointment, 活动, 跟进, 拜访, 跟进记录, 日程, "
        "销售记录, 活動, 商談履歴, 訪問"
    ),
}

#: Words in a file's or a sheet's name that tell what it holds, beside the nouns and their plurals.
NAMES: dict[str, str] = {
    "people": "people, team, teams, reps, staff, res.users, systemusers",
    "products": "products, items",
    "customers": "companies, clients, kunden, kundenliste, kundenstamm, debitoren, clientes, empresas, clienti, "
    "klanten, "
    "sociétés, клиенты, компании, контрагенты, res.partner, accountobj, 客户名单, 客户列表, 顧客リスト",
    "contacts": "people, kontakte, ansprechpartner, contactos, contatos, contatti, контакты, contactobj, leads, "
    "リード, interessenten",
    "deals": "opportunities, verkaufschancen, opportunités, affaires, oportunidades, negocios, negócios, "
    "opportunità, "
    "сделки, pipeline, crm.lead, newopportunityobj, opportunityobj",
    "contracts": "verträge, vertraege, contrats, contratos, договоры, salecontractobj",
    "orders": "aufträge, auftraege, commandes, pedidos, заказы, sale.order, salesorderobj",
    "tasks": "aufgaben, tâches, tareas, tarefas, задачи, todos, project.task",
    "activities": "activities, mail.activity, activeRecordObj",
}

#: Columns that are never one of ours, however alike their names are.
NEVER = (
    "created by, created by id, created by name, modified by, modified by id, modified by name, last modified by, "
    "last modified by id, modified time, modified on, modified at, modified date, last modified date, "
    "last modified time, system modstamp, last activity time, last activity date, last viewed date, "
    "updated at, updated on, updated time, update time, last update, date modified, дата изменения, "
    "phonetic first name, phonetic middle name, phonetic last name, middle name, "
    "更新日, 更新日時, 作成者, 更新者, 最終更新者, 最終更新日, fax番号, ファックス, 従業員数, 資本金, 設立年, "
    "売上高, "
    "last referenced date, is deleted, deleted, locked, tag, tags, fax, date of birth, birthday, birthdate, "
    "email opt out, has opted out of email, row checksum, row version, master record id, annual revenue, revenue, "
    "number of employees, employees, website, web site, company domain name, ticker symbol, sic, sic code, "
    "exchange rate, forecast category, layout, unsubscribed mode, unsubscribed time, change log time, parent type, "
    "record type id, lead source, account source, customer source, contact source, deal source, opportunity source, "
    "salutation, do not call, 创建人, 最后修改人, 最后修改时间, 修改人, 修改时间, "
    "更新时间, 锁定状态, 生命状态, 锁定人, 业务类型, 分配状态, 所属公海, 领取分配时间, 负责人变更时间, 最后跟进时间, "
    "预计收回时间, 退回收回时间, 转手次数, 最后一次成交时间, 外部负责人, 合作伙伴, 统一社会信用代码, 负责人主属部门, "
    "归属部门, 网址, 官网, 传真, 生日, 注册资本, 员工人数, 待回款金额, 公司负责人, "
    "企业负责人, 单位负责人, 客户方负责人, 法人, 法定代表人, 代表者, 代表者名"
)
#: Columns that a file of this kind does not have: they name what belongs to such a record, or is counted at it.
AGAINST: dict[str, str] = {
    "people": (
        "owner, account owner, record owner, contact owner, account name, customer name, lead status, "
        "lifecycle stage, contacts count, primary contact name, 负责人, 所有人, 客户名称"
    ),
    "contacts": (
        "contacts count, contact count, number of contacts, num contacts, primary contact name, num opportunities, "
        "number of opportunities, number of deals, 联系人数, 联系人数量"
    ),
    "customers": (
        "合同编号, 合同号, 合同名称, 订单编号, 订单号, 商机名称, 商机编号, 发票号, 发票编号, 应收金额, "
        "应付金额, 回款金额, "
        "工单编号, "
        "card url, list name, list id, board name, board id, 单据编号, "
        "contract number, contract name, order number, order id, opportunity name, opportunity id, deal name, "
        "deal id, "
        "invoice number, invoice no, invoice date, amount due, balance due, payment date, ticket id, ticket number, "
        "ticket count, case number, 契約番号, 受注番号, 請求番号, 商談名, 案件名, rechnungsnummer, auftragsnummer"
    ),
    "contracts": (
        "应收款名, 应收款名称, 应收金额, 应收时间, 应付金额, 应付款名, 发票号, 发票编号, 开票金额, "
        "回款编号, invoice number, "
        "invoice no, invoice date, amount due, balance due, payment date, 請求番号, 請求日, rechnungsnummer"
    ),
}
#: Who is in charge: of a customer with an address to write to, this is more likely the one there than the one here.
THEIRS_OR_OURS = frozenset({"担当者", "担当者名", "担当"})
#: Ids of what is none of the records a field may name: Salesforce's "who" is a contact or a lead.
NOT_OURS = frozenset({"whoid", "whocount", "whatcount"})
#: Before the name of a field they make it another: who made a record is not its owner.
OTHERS = frozenset(
    {"created", "modified", "updated", "changed", "deleted", "closed", "last", "previous", "former", "old", "by",
     "parent", "referred", "technical", "executive", "partner", "competitor", "second", "secondary", "shadow", "backup",
     "report", "reports"}
)  # fmt: skip
OTHERS_CHINESE = ("创建", "修改", "更新", "原", "前", "上级", "外部", "最后", "协同", "推荐", "合作")
#: Before the name of an amount they make it one that is none of ours.
OTHER_AMOUNTS = frozenset(
    {"tax", "discount", "commission", "weighted", "paid", "received", "refund", "cost", "costs", "quota", "target",
     "minimum", "maximum", "min", "max", "previous", "last", "annual", "margin", "profit", "balance", "outstanding",
     "due", "lost", "exchange", "unit", "recurring", "monthly", "line", "shipping"}
)  # fmt: skip
OTHER_AMOUNTS_CHINESE = (
    "应收",
    "应付",
    "回款",
    "欠款",
    "未收",
    "已收",
    "税",
    "折扣",
    "提成",
    "佣金",
    "成本",
    "请款",
    "請求",
    "原価",
)

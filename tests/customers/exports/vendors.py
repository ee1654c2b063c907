# ruff: noqa: E501, ISC004 - rows of data
"""Small exports as each vendor's product writes them: the headers it writes, two or three rows of one made-up firm.

Every set tells the same: two customers, 华东钢铁 of 陈静 (Chen Jing) and Northwind of Bob Gone, whom nobody here knows;
a contact at the first; an open deal of the first and a won deal of the second; whatever else the product has.
"""

import csv
import io

STEEL, NORTH = "华东钢铁", "Northwind"
CHEN, BOB = "陈静", "Bob Gone"
Files = dict[str, tuple[str, list[list[str]]]]


def as_csv(header: str, rows: list[list[str]], delimiter: str = ",") -> str:
    """The text of a file: `header` has its columns between semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    columns = [column.strip() for column in header.split(";")]
    writer.writerow(columns)
    writer.writerows(row + [""] * (len(columns) - len(row)) for row in rows)
    return text.getvalue()


ZOHO: Files = {
    "Accounts_001.csv": (
        "Record Id;Account Owner.id;Account Owner;Account Name;Phone;Parent Account.id;Parent Account;Website;"
        "Account Type;Industry;Employees;Annual Revenue;Created By.id;Created By;Modified By.id;Modified By;"
        "Created Time;Modified Time;Billing Street;Billing City;Billing State;Billing Code;Billing Country;Description;"
        "Last Activity Time;Locked;Tag",
        [
            ["zcrm_1001", "zcrm_9001", CHEN, STEEL, "021-1", "", "", "x.example", "Customer", "Steel", "10", "99",
             "zcrm_9001", CHEN, "zcrm_9001", CHEN, "2026-01-01 10:00:00", "2026-01-02 10:00:00",
             "1 Main St", "Shanghai", "SH", "200000", "China"],
            ["zcrm_1002", "zcrm_9002", BOB, NORTH, "", "zcrm_1001", STEEL, "", "Customer"],
        ],
    ),
    "Contacts_001.csv": (
        "Record Id;Contact Owner.id;Contact Owner;Lead Source;First Name;Last Name;Account Name.id;Account Name;Email;"
        "Title;Department;Phone;Mobile;Fax;Date of Birth;Contact Name;Mailing Street;Mailing City;Salutation;"
        "Email Opt Out;Secondary Email;Reporting To.id",
        [["zcrm_2001", "zcrm_9001", CHEN, "Web", "Mary", "Jones", "zcrm_1001", STEEL, "mary@steel.example", "Buyer",
          "", "021-555", "13800000000", "", "1980-01-01", "Mary Jones"]],
    ),
    "Deals_001.csv": (
        "Record Id;Deal Owner.id;Deal Owner;Amount;Deal Name;Closing Date;Account Name.id;Account Name;Contact Name.id;"
        "Contact Name;Stage;Probability;Expected Revenue;Next Step;Type;Lead Source;Pipeline;Reason For Loss;"
        "Description;Currency;Created By.id;Created By;Created Time",
        [
            ["zcrm_3001", "zcrm_9001", CHEN, "120000", "Frame 2027", "2026-12-31", "zcrm_1001", STEEL, "zcrm_2001",
             "Mary Jones", "Negotiation/Review", "80", "96000", "", "", "", "Standard", "", "", "USD"],
            ["zcrm_3002", "zcrm_9002", BOB, "5000", "Pilot", "2026-02-01", "zcrm_1002", NORTH, "", "", "Closed Won",
             "100", "5000", "", "", "", "", "", "", "USD", "", "", "2026-01-01 09:00:00"],
        ],
    ),
    "Tasks_001.csv": (
        "Record Id;Task Owner.id;Task Owner;Subject;Due Date;Contact Name.id;Contact Name;Related To.id;Related To;"
        "Status;Priority;Closed Time;Description;Created By.id;Created By;Created Time;Modified Time",
        [["zcrm_4001", "zcrm_9001", CHEN, "Send sample", "2026-11-30", "zcrm_2001", "Mary Jones", "zcrm_1001", STEEL,
          "Not Started", "High"]],
    ),
    "Notes_001.csv": (
        "Record Id;Note Owner.id;Note Owner;Note Title;Note Content;Parent.id;Created Time",
        [["zcrm_5001", "zcrm_9001", CHEN, "", "They want blue.\nSoon.", "zcrm_1001", "2026-10-01 09:00:00"]],
    ),
}  # fmt: skip
FXIAOKE: Files = {
    "客户.csv": (
        "客户名称（必填）;客户编号;负责人（必填）;负责人主属部门;归属部门;成交状态;客户级别;客户分类;客户来源;1级行业;2级行业;电话;邮件;"
        "网址;国家;省;市;区;详细地址;上级客户;分配状态;所属公海;生命状态;锁定状态;业务类型;领取/分配时间;负责人变更时间;最后跟进时间;"
        "下次跟进时间;预计收回时间;退回/收回时间;转手次数;最后一次成交时间;外部负责人;合作伙伴;统一社会信用代码;创建人;创建时间;"
        "最后修改人;最后修改时间",
        [
            [STEEL, "K-1", CHEN, "华东", "华东", "已成交", "重要客户", "", "网站", "钢铁", "", "021-1", "", "", "中国",
             "上海市", "上海市", "浦东新区", "世纪大道1号"],
            [NORTH, "K-2", BOB, "", "", "未成交", "普通客户"],
        ],
    ),
    "联系人.csv": (
        "姓名（必填）;客户名称（必填）;职务;部门;手机;电话;邮件;决策角色;负责人;生命状态;备注",
        [["王强", STEEL, "采购经理", "采购", "13800000000", "021-5555", "wq@steel.example", "决策人", CHEN, "正常"]],
    ),
    "商机2.0.csv": (
        "商机名称;客户名称;商机金额（万元）;商机阶段;赢率;预计成交日期;负责人;业务类型;创建时间",
        [
            ["年框", STEEL, "12", "谈判审核", "80%", "2026-12-31", CHEN],
            ["试点", NORTH, "0.5", "赢单", "100%", "2026-02-01", BOB, "", "2026-01-01 09:00"],
        ],
    ),
    "合同.csv": (
        "合同编号;合同名称;客户名称;合同金额（元）;已回款金额;开始日期;结束日期;合同状态;负责人",
        [["HT-1", "年框合同", STEEL, "¥860,000.00", "10000", "2026-01-01", "2026-12-31", "执行中", CHEN]],
    ),
    "订单.csv": (
        "订单编号;客户名称;销售订单金额;订单状态;已回款金额;待回款金额;下单日期;负责人",
        [["DD-1", STEEL, "3.5万", "已确认", "0", "35000", "2026-03-01", CHEN]],
    ),
    "销售记录.csv": (
        "关联客户;销售记录类型;跟进时间;销售记录内容;创建人;创建时间",
        [[STEEL, "拜访", "2026-10-01 10:00", "谈了续约", CHEN, "2026-10-01 12:00"]],
    ),
    "任务.csv": (
        "任务名称;关联客户;执行人;截止日期;任务状态;描述",
        [["寄样品", STEEL, CHEN, "2026-11-30", "进行中", "两套"]],
    ),
    "员工.csv": (
        "姓名;手机;邮箱;主属部门;职务;汇报对象;状态;员工编号",
        [[CHEN, "138", "chen.jing@baton.example", "华东", "销售", "王芳", "启用", "1"], [BOB, "", "", "", "", "", "停用", "2"]],
    ),
}  # fmt: skip
SALESFORCE: Files = {
    "User.csv": (
        "Id;Username;LastName;FirstName;Name;CompanyName;Department;Title;Email;IsActive;TimeZoneSidKey;ManagerId",
        [
            ["0055g00000AAAAAAA1", "chen@crm.example", "Jing", "Chen", CHEN, "", "East", "", "chen.jing@baton.example", "1"],
            ["0055g00000BBBBBBB2", "bob@crm.example", "Gone", "Bob", BOB, "", "", "", "bob@crm.example", "0"],
        ],
    ),
    "Account.csv": (
        "Id;IsDeleted;MasterRecordId;Name;Type;ParentId;BillingStreet;BillingCity;BillingState;BillingPostalCode;"
        "BillingCountry;Phone;Fax;AccountNumber;Website;Sic;Industry;AnnualRevenue;NumberOfEmployees;Ownership;"
        "TickerSymbol;Description;Rating;Site;OwnerId;CreatedDate;CreatedById;LastModifiedDate;LastModifiedById;"
        "SystemModstamp;LastActivityDate",
        [
            ["0015g00000CCCCCCC3", "0", "", STEEL, "Customer", "", "1 Main St", "Shanghai", "SH", "200000", "China",
             "021-1", "", "", "", "", "Steel", "99", "10", "", "", "", "Hot", "", "0055g00000AAAAAAA1"],
            ["0015g00000DDDDDDD4", "0", "", NORTH, "", "0015g00000CCCCCCC3", "", "", "", "", "", "", "", "", "", "", "",
             "", "", "", "", "", "", "", "0055g00000BBBBBBB2"],
        ],
    ),
    "Contact.csv": (
        "Id;IsDeleted;AccountId;LastName;FirstName;Salutation;Name;MailingStreet;Phone;Fax;MobilePhone;HomePhone;Email;"
        "Title;Department;OwnerId;CreatedDate",
        [["0035g00000EEEEEEE5", "0", "0015g00000CCCCCCC3", "Jones", "Mary", "Ms.", "Mary Jones", "", "021-555", "",
          "13800000000", "", "mary@steel.example", "Buyer", "", "0055g00000AAAAAAA1"]],
    ),
    "Opportunity.csv": (
        "Id;IsDeleted;AccountId;IsPrivate;Name;Description;StageName;Amount;Probability;ExpectedRevenue;CloseDate;Type;"
        "NextStep;LeadSource;IsClosed;IsWon;ForecastCategory;CurrencyIsoCode;OwnerId;CreatedDate",
        [
            ["0065g00000FFFFFFF6", "0", "0015g00000CCCCCCC3", "0", "Frame 2027", "", "Negotiation/Review", "120000",
             "80", "96000", "2026-12-31", "", "", "", "0", "0", "Commit", "USD", "0055g00000AAAAAAA1",
             "2026-01-01T09:00:00.000+0000"],
            ["0065g00000GGGGGGG7", "0", "0015g00000DDDDDDD4", "0", "Pilot", "", "Signed by all", "5000", "100", "5000",
             "2026-02-01", "", "", "", "1", "1", "Closed", "USD", "0055g00000BBBBBBB2", "2026-01-01T09:00:00.000+0000"],
        ],
    ),
    "Contract.csv": (
        "Id;AccountId;Pricebook2Id;StartDate;EndDate;ContractTerm;OwnerId;Status;ContractNumber;Description",
        [["8005g00000HHHHHHH8", "0015g00000CCCCCCC3", "", "2026-01-01", "2026-12-31", "12", "0055g00000AAAAAAA1",
          "Activated", "00000100"]],
    ),
    "Order.csv": (
        "Id;OwnerId;AccountId;EffectiveDate;Status;OrderNumber;TotalAmount;CurrencyIsoCode",
        [["8015g00000IIIIIII9", "0055g00000AAAAAAA1", "0015g00000CCCCCCC3", "2026-03-01", "Activated", "00000200",
          "35000", "USD"]],
    ),
    "Task.csv": (
        "Id;WhoId;WhatId;Subject;ActivityDate;Status;Priority;OwnerId;Description;IsDeleted;AccountId;IsClosed",
        [["00T5g00000JJJJJJJ1", "", "0065g00000FFFFFFF6", "Send sample", "2026-11-30", "Not Started", "Normal",
          "0055g00000AAAAAAA1", "Two", "0", "0015g00000CCCCCCC3", "0"]],
    ),
    "Event.csv": (
        "Id;WhoId;WhatId;Subject;Location;IsAllDayEvent;ActivityDateTime;DurationInMinutes;StartDateTime;EndDateTime;"
        "Description;AccountId;OwnerId",
        [["00U5g00000KKKKKKK2", "", "0015g00000CCCCCCC3", "Visit", "", "0", "2026-10-01T09:00:00.000Z", "60",
          "2026-10-01T09:00:00.000Z", "2026-10-01T10:00:00.000Z", "Fine", "0015g00000CCCCCCC3", "0055g00000AAAAAAA1"]],
    ),
}  # fmt: skip
SALESFORCE_REPORT: Files = {
    "report_accounts.csv": (
        "Account Name;Account Owner;Account ID;Type;Parent Account;Billing Street;Billing City;Phone;Rating",
        [[STEEL, CHEN, "0015g00000CCCCC", "", "", "1 Main St", "Shanghai"], [NORTH, BOB, "0015g00000DDDDD", "", STEEL]],
    ),
    "report_opps.csv": (
        "Opportunity Name;Account Name;Opportunity Owner;Stage;Amount;Close Date;Next Step;Probability (%)",
        [
            ["Frame 2027", STEEL, CHEN, "Negotiation/Review", '120,000.00', "2026-12-31", "", "80"],
            ["Pilot", NORTH, BOB, "Closed Won", "5,000.00", "2026-02-01", "", "100"],
        ],
    ),
    "report_tasks.csv": (
        "Subject;Due Date Only;Priority;Related To;Comments;Assigned;Status",
        [["Send sample", "2026-11-30", "Normal", STEEL, "Two", CHEN, "Open"]],
    ),
}  # fmt: skip
HUBSPOT: Files = {
    "hubspot-crm-exports-all-companies.csv": (
        "Record ID;Company name;Company Domain Name;Company owner;Phone Number;Industry;Number of Employees;City;"
        "Postal Code;Country/Region;Create Date;Last Activity Date;Lifecycle Stage",
        [
            ["101", STEEL, "steel.example", CHEN, "021-1", "Steel", "10", "Shanghai", "200000", "China",
             "2026-01-01 10:00", "", "customer"],
            ["102", NORTH, "", "Bob Gone (bob@crm.example)"],
        ],
    ),
    "hubspot-crm-exports-all-contacts.csv": (
        "Record ID;First Name;Last Name;Email;Phone Number;Mobile Phone Number;Contact owner;Job Title;Lead Status;"
        "Lifecycle Stage;Associated Company;Associated Company IDs",
        [["201", "Mary", "Jones", "mary@steel.example", "021-555", "13800000000", CHEN, "Buyer", "", "", STEEL, "101;102"]],
    ),
    "hubspot-crm-exports-all-deals.csv": (
        "Record ID;Deal Name;Deal Stage;Pipeline;Deal Type;Deal owner;Amount;Close Date;Create Date;Associated Contact;"
        "Associated Company IDs (Primary);Associated Company",
        [
            ["301", "Frame 2027", "Contract Sent (Sales Pipeline)", "Sales Pipeline", "", CHEN, "120000",
             "2026-12-31 10:00", "2026-01-01 10:00", "", "101", STEEL],
            ["302", "Pilot", "closedwon", "", "", "bob@crm.example", "5000", "2026-02-01 10:00", "2026-01-01 10:00", "",
             "102", NORTH],
        ],
    ),
    "hubspot-tasks.csv": (
        "Record ID;Task Title;Task Notes;Due Date;Task Status;Priority;Assigned to;Associated Company",
        [["401", "Send sample", "Two", "2026-11-30 08:00", "NOT_STARTED", "HIGH", CHEN, STEEL]],
    ),
}  # fmt: skip
PIPEDRIVE: Files = {
    "organizations-1.csv": (
        "Organization - Name;Organization - Address;Organization - Owner;Organization - Label;Organization - ID",
        [[STEEL, "1 Main St, Shanghai", CHEN, "", "11"], [NORTH, "", BOB, "", "12"]],
    ),
    "people-1.csv": (
        "Person - Name;Person - Email - Work;Person - Email - Home;Person - Phone - Work;Person - Phone - Mobile;"
        "Person - Organization;Person - Owner;Person - ID",
        [["Mary Jones", "mary@steel.example", "m@home.example", "021-555", "13800000000", STEEL, CHEN, "21"]],
    ),
    "deals-1.csv": (
        "Deal - ID;Deal - Title;Deal - Owner;Deal - Value;Deal - Currency of Value;Deal - Organization;"
        "Deal - Contact person;Deal - Pipeline;Deal - Stage;Deal - Status;Deal - Expected close date;"
        "Deal - Next activity date;Deal - Won time;Deal - Lost time;Deal - Lost reason;Organization - Address",
        [
            ["31", "Frame 2027", CHEN, "120000", "USD", STEEL, "Mary Jones", "Pipeline", "Negotiations Started", "Open",
             "2026-12-31"],
            ["32", "Pilot", BOB, "5000", "USD", NORTH, "", "Pipeline", "Qualified", "Won", "2026-03-01", "",
             "2026-02-01 10:00:00"],
        ],
    ),
    "activities-1.csv": (
        "Activity - Subject;Activity - Type;Activity - Due date;Activity - Assigned to user;Activity - Organization;"
        "Activity - Deal;Activity - Contact person;Activity - Note;Activity - ID",
        [["Visit", "Meeting", "2026-10-01", CHEN, STEEL, "Frame 2027", "Mary Jones", "Fine", "51"]],
    ),
}  # fmt: skip
ODOO: Files = {
    "res.partner.csv": (
        "id;name;is_company;street;city;zip;country_id;phone;email;user_id;user_id/id;parent_id/id",
        [
            ["__export__.res_partner_1", STEEL, "True", "1 Main St", "Shanghai", "200000", "China", "021-1", "",
             CHEN, "__export__.res_users_2"],
            ["__export__.res_partner_2", NORTH, "True", "", "", "", "", "", "", BOB, "__export__.res_users_3",
             "__export__.res_partner_1"],
        ],
    ),
    "crm.lead (crm.lead).csv": (
        "id;name;partner_id/id;partner_id;user_id;stage_id;expected_revenue;probability;date_deadline;create_date",
        [
            ["__export__.crm_lead_1", "Frame 2027", "__export__.res_partner_1", STEEL, CHEN, "Proposition", "120000",
             "80", "2026-12-31", "2026-01-01 09:00:00"],
            ["__export__.crm_lead_2", "Pilot", "__export__.res_partner_2", NORTH, BOB, "Won", "5000", "100",
             "2026-02-01", "2026-01-01 09:00:00"],
        ],
    ),
    "Lead labels.csv": (
        "External ID;Opportunity;Customer;Salesperson;Salesperson/External ID;Stage;Expected Revenue;Expected Closing",
        [["__export__.crm_lead_3", "Spare parts", STEEL, CHEN, "__export__.res_users_2", "New", "700", "2026-12-31"]],
    ),
    "sale.order.csv": (
        "Order Reference;Creation Date;Customer;Salesperson;Total;Status",
        [["S00012", "2026-03-01 10:00:00", STEEL, CHEN, "35000.00", "Sales Order"]],
    ),
    "res.users.csv": ("id;name;login;active", [["__export__.res_users_3", BOB, "bob@crm.example", "False"]]),
}  # fmt: skip
ESPO: Files = {
    "Account.csv": (
        "id;name;website;type;industry;billingAddressStreet;billingAddressCity;billingAddressCountry;shippingAddressCity;"
        "description;createdAt;modifiedAt;createdById;createdByName;modifiedById;assignedUserId;assignedUserName;"
        "emailAddress;phoneNumber",
        [
            ["a1", STEEL, "", "Customer", "Steel", "1 Main St", "Shanghai", "China", "Elsewhere", "", "2026-01-01 10:00:00",
             "", "u9", "Admin", "", "u1", CHEN, "", "'+86 21 1"],
            ["a2", NORTH, "", "", "", "", "", "", "", "", "", "", "", "", "", "u2", BOB],
        ],
    ),
    "Contact.csv": (
        "id;salutationName;firstName;lastName;title;accountId;accountName;emailAddress;phoneNumber;assignedUserId;createdAt",
        [["c1", "Ms.", "Mary", "Jones", "Buyer", "a1", STEEL, "mary@steel.example", "'+86 138 0000 0000", "u1"]],
    ),
    "Opportunity.csv": (
        "id;name;amount;amountCurrency;accountId;accountName;stage;probability;closeDate;assignedUserId;assignedUserName;"
        "createdAt",
        [
            ["o1", "Frame 2027", "120000", "USD", "a1", STEEL, "Negotiation", "80", "2026-12-31", "u1", CHEN],
            ["o2", "Pilot", "5000", "USD", "a2", NORTH, "Closed Won", "100", "2026-02-01", "u2", BOB],
        ],
    ),
    "Task.csv": (
        "id;name;status;priority;dateEnd;parentType;parentId;parentName;assignedUserId;assignedUserName;description",
        [["t1", "Send sample", "Not Started", "Normal", "2026-11-30 10:00:00", "Account", "a1", STEEL, "u1", CHEN, "Two"]],
    ),
    "Call.csv": (
        "id;name;status;dateStart;dateEnd;duration;direction;description;parentType;parentId;parentName;assignedUserId;"
        "assignedUserName",
        [["k1", "Call about price", "Held", "2026-10-01 10:00:00", "2026-10-01 10:10:00", "600", "Outbound", "Fine",
          "Account", "a1", STEEL, "u1", CHEN]],
    ),
}  # fmt: skip
DYNAMICS: Files = {
    "Active Accounts.csv": (
        "(Do Not Modify) Account;(Do Not Modify) Row Checksum;(Do Not Modify) Modified On;Account Name;Account Number;"
        "Main Phone;Address 1: Street 1;Address 1: City;Address 1: Country/Region;Primary Contact;Owner;Parent Account;"
        "Status",
        [
            ["6f9619ff-8b86-d011-b42d-00c04fc964f1", "abc", "2026-01-01", STEEL, "A-1", "021-1", "1 Main St", "Shanghai",
             "China", "Mary Jones", CHEN, "", "Active"],
            ["6f9619ff-8b86-d011-b42d-00c04fc964f2", "abd", "2026-01-01", NORTH, "A-2", "", "", "", "", "", BOB, STEEL,
             "Active"],
        ],
    ),
    "My Active Contacts.csv": (
        "(Do Not Modify) Contact;(Do Not Modify) Row Checksum;Full Name;Email;Company Name;Business Phone;Mobile Phone;"
        "Job Title;Owner;Status",
        [["6f9619ff-8b86-d011-b42d-00c04fc964c1", "x", "Mary Jones", "mary@steel.example", STEEL, "021-555",
          "13800000000", "Buyer", CHEN, "Active"]],
    ),
    "My Open Opportunities.csv": (
        "(Do Not Modify) Opportunity;(Do Not Modify) Row Checksum;Topic;Potential Customer;Est. Close Date;Est. Revenue;"
        "Actual Close Date;Probability;Pipeline Phase;Status;Owner;Created On",
        [
            ["6f9619ff-8b86-d011-b42d-00c04fc964d1", "x", "Frame 2027", STEEL, "2026-12-31", "$120,000.00", "", "80",
             "3-Propose", "Open", CHEN],
            ["6f9619ff-8b86-d011-b42d-00c04fc964d2", "x", "Pilot", NORTH, "2026-02-01", "$5,000.00", "2026-02-01", "100",
             "4-Close", "Won", BOB],
        ],
    ),
    "Tasks.csv": (
        "(Do Not Modify) Task;Subject;Regarding;Activity Status;Priority;Due Date;Owner;Description",
        [["6f9619ff-8b86-d011-b42d-00c04fc964e1", "Send sample", STEEL, "Open", "Normal", "2026-11-30", CHEN, "Two"]],
    ),
    "Activities.csv": (
        "(Do Not Modify) Activity;Subject;Regarding;Activity Type;Activity Status;Start Date;Owner",
        [["6f9619ff-8b86-d011-b42d-00c04fc964e2", "Call about price", STEEL, "Phone Call", "Completed", "2026-10-01", CHEN]],
    ),
    "Users.csv": (
        "(Do Not Modify) User;Full Name;Primary Email;Business Unit;Title;Status",
        [["6f9619ff-8b86-d011-b42d-00c04fc964a1", BOB, "bob@crm.example", "West", "", "Disabled"]],
    ),
}  # fmt: skip
VENDORS: dict[str, Files] = {
    "zoho": ZOHO,
    "fxiaoke": FXIAOKE,
    "salesforce": SALESFORCE,
    "salesforce report": SALESFORCE_REPORT,
    "hubspot": HUBSPOT,
    "pipedrive": PIPEDRIVE,
    "odoo": ODOO,
    "espocrm": ESPO,
    "dynamics": DYNAMICS,
}

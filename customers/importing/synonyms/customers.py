"""What other systems call the fields of customers."""

CUSTOMERS: dict[str, str] = {
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
}

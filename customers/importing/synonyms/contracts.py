"""What other systems call the fields of contracts."""

CONTRACTS: dict[str, str] = {
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
}

"""What other systems call the fields of orders."""

ORDERS: dict[str, str] = {
    "number": (
        "number, order number, order no, so number, sales order number, order reference, order id, order, "
        "order name, name, 订单编号, 订单号, 编号, 单号, 单据编号, 单据号, 销售订单编号"
    ),
    "description": "description, details, content, subject, 描述, 内容, 订单内容, 明细, 备注",
    "ordered_on": (
        "ordered, ordered on, order date, order start date, effective date, date order, purchase date, date, "
        "下单日期, 订单日期, 单据日期, 下单时间, 日期, 成交日期"
    ),
}

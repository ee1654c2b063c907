"""What other systems call the fields of products."""

PRODUCTS: dict[str, str] = {
    "name": "product, product name, name, item, 产品, 产品名称, 名称, 商品名称",
    "series": (
        "series, product line, family, category, product family, product category, 系列, 产品系列, 产品线, 产品分类"
    ),
    "list_price": ("price, list price, sales price, unit price, retail price, 价格, 单价, 标准价格, 目录价, 零售价"),
}

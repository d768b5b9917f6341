"""Which column of a file is what: by its heading, in Chinese and English."""

import re
import unicodedata

#: What a column can be, with the headings that say so; of several columns that fit, the one whose
#: heading comes first here is taken (what was paid rather than what was ordered).
HEADINGS = {
    "order_no": (
        "订单号", "订单编号", "销售单号", "单据编号", "单据号", "单号", "交易号", "交易单号", "小票号", "流水号",
        "发票号", "发票号码", "order no", "order number", "order id", "order ref", "order", "sales order",
        "receipt no", "invoice no", "invoice number", "document no", "transaction id",
    ),
    "order_line": (
        "行号", "订单行号", "明细行号", "分录号", "子订单号", "line no", "line number", "order line", "line",
    ),
    "customer_ref": (
        "客户编号", "客户编码", "客户代码", "客户号", "客户id", "用户id", "用户编号", "会员号", "会员编号",
        "会员卡号", "会员id", "买家id", "customer id", "customer no", "customer number", "customer code",
        "customer ref", "user id", "member id", "member no", "account no", "account number", "client id",
    ),
    "customer_name": (
        "客户名称", "客户", "客户姓名", "客户全称", "购货单位", "购买单位", "用户名称", "用户名", "会员姓名",
        "会员名称", "买家", "买家姓名", "姓名", "customer name", "customer", "client name", "client", "user name",
        "member name", "buyer", "account name",
    ),
    "date": (
        "购买日期", "购买时间", "订单日期", "下单日期", "下单时间", "成交日期", "成交时间", "销售日期", "交易日期",
        "交易时间", "付款日期", "付款时间", "单据日期", "开单日期", "日期", "时间", "purchase date", "order date",
        "sale date", "sales date", "invoice date", "transaction date", "date", "day",
    ),
    "amount": (
        "实际金额", "实付金额", "实收金额", "实付款", "买家实付金额", "成交金额", "销售金额", "购买金额", "销售额",
        "成交额", "订单金额", "消费金额", "不含税金额", "交易金额", "总金额", "金额", "金额合计", "合计",
        "actual amount", "net amount", "amount paid", "paid amount", "sales amount", "order amount",
        "untaxed amount", "amount", "total amount", "total", "sales", "revenue",
    ),
    "cost": (
        "成本金额", "销售成本", "成本额", "总成本", "成本", "cost amount", "total cost", "cost of sales", "cost",
    ),
    "quantity": (
        "购买数量", "销售数量", "数量", "件数", "商品数量", "quantity", "qty", "units", "pieces",
    ),
    "product_code": (
        "商品编码", "商品编号", "产品编码", "产品编号", "存货编码", "物料编码", "货号", "sku", "product code",
        "item code", "item no", "sku code",
    ),
    "product_name": (
        "商品名称", "产品名称", "存货名称", "物料名称", "品名", "商品", "产品", "宝贝标题", "商品标题",
        "product name", "product", "item name", "item", "goods", "article",
    ),
    "salesperson": (
        "业务员", "销售员", "销售人员", "导购", "导购员", "营业员", "销售代表", "salesperson", "sales person",
        "sales rep", "seller", "sales",
    ),
}
TARGETS = tuple(HEADINGS)

IGNORED = re.compile(r"[\W_]+")
# What systems add to a heading: "金额(元)", "Amount (CNY)"
UNITS = re.compile(r"\((?:元|人民币|cny|rmb|usd|eur|¥|￥|\$|件|个)\)$")


def normal_heading(heading):
    """``heading`` as it is compared: no case, width, spaces, punctuation, unit or invisible characters."""
    text = unicodedata.normalize("NFKC", str(heading or "")).casefold().strip()
    return IGNORED.sub("", UNITS.sub("", text))


_RANKS = {}
for _target, _headings in HEADINGS.items():
    for _rank, _heading in enumerate(_headings):
        _RANKS.setdefault(normal_heading(_heading), []).append((_rank, _target))


def guess_columns(headings, remembered=None):
    """What each column probably is.

    :param headings: the cells of the head row
    :param dict remembered: by normal heading, the target chosen before ("" for none)
    :return: list of targets and None, one per heading, no target twice
    """
    remembered = remembered or {}
    names = [normal_heading(heading) for heading in headings]
    found = [None] * len(names)
    taken = set()
    for place, name in enumerate(names):
        target = remembered.get(name)
        if target in HEADINGS and target not in taken:
            found[place] = target
            taken.add(target)
    wishes = sorted(
        (rank, place, target)
        for place, name in enumerate(names) if name not in remembered
        for rank, target in _RANKS.get(name, ()))
    for _rank, place, target in wishes:
        if found[place] is None and target not in taken:
            found[place] = target
            taken.add(target)
    return found


def find_header(rows, remembered=None):
    """Place of the head row among the first rows: the one with most known headings.

    :param rows: list of lists of cells
    :return: index into ``rows``; without a known heading, the first row with more than one cell
    """
    best, best_score = None, 0
    for place, cells in enumerate(rows):
        score = sum(1 for target in guess_columns(cells, remembered) if target)
        if score > best_score:
            best, best_score = place, score
    if best is not None:
        return best
    return next((place for place, cells in enumerate(rows) if sum(1 for cell in cells if cell not in (None, "")) > 1), 0)

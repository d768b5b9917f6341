"""Customers round Shanghai for a day's drive, the areas they lie in, and the routes driven through them."""

#: key: (name, street, latitude, longitude, phone, owner, area, days between visits, days since the last visit or None)
LOCALS = {
    "anting": ("上海安亭汽车零部件有限公司", "嘉定区安亭镇墨玉路 185 号", 31.2950, 121.1600, "021-5957 2001", "specialist", "jiading", 30, 44),
    "nanxiang": ("上海南翔电梯配件有限公司", "嘉定区南翔镇沪宜公路 1188 号", 31.2980, 121.3120, "021-5912 2002", "specialist", "jiading", 30, 33),
    "jiading": ("上海嘉定仪表厂有限公司", "嘉定区城中路 66 号", 31.3830, 121.2500, "021-5953 2003", "specialist", "jiading", 60, 12),
    "taopu": ("上海桃浦制冷设备有限公司", "普陀区真南路 2531 号", 31.2830, 121.3560, "021-6636 2004", "specialist", "jiading", 30, 29),
    "baoshan": ("上海宝山钢构工程有限公司", "宝山区友谊路 1588 号", 31.4050, 121.4890, "021-5669 2005", "specialist", "jiading", 90, 97),
    "malu": ("上海马陆葡萄酒庄有限公司", "嘉定区马陆镇大治路 287 号", 31.3390, 121.2830, "021-5915 2006", "specialist", "jiading", 90, None),
    "huating": ("上海华亭模具有限公司", "嘉定区华亭镇霜竹公路 9 号", None, None, "021-5995 2007", "specialist", "jiading", 60, 80),
    "songjiang": ("上海松江印刷机械有限公司", "松江区荣乐东路 2369 号", 31.0300, 121.2520, "021-5774 2008", "specialist2", "songjiang", 30, 35),
    "xinqiao": ("上海新桥精密铸造有限公司", "松江区新桥镇莘砖公路 399 号", 31.0650, 121.3130, "021-5768 2009", "specialist2", "songjiang", 60, 20),
    "xinzhuang": ("上海莘庄包装材料有限公司", "闵行区申富路 688 号", 31.0800, 121.3850, "021-5442 2010", "specialist2", "songjiang", 30, 50),
    "qingpu": ("上海青浦水泵制造有限公司", "青浦区公园东路 1155 号", 31.1530, 121.1240, "021-5973 2011", "specialist2", "songjiang", 90, None),
}

#: key: (name, responsible, way of travelling, customers of the roster that lie in it too, traffic notes)
AREAS = {
    "jiading": ("嘉定—宝山片区", "specialist", "drive", ("shenan",),
                "G2 京沪高速江桥收费站早高峰（7:30–9:00）拥堵，改走沪宜公路。安亭工业区白天限行大货车，轿车不受影响。"
                "宝山友谊路停车困难，停宝杨路地下车库。轨交 11 号线可到安亭、南翔。"),
    "songjiang": ("松江—青浦片区", "specialist2", "drive", (),
                  "G60 沪昆高速新桥出口周一上午车多，留足 20 分钟。青浦公园东路学校门口 16:00 后拥堵。"),
    "sutai": ("环太湖片区", "specialist2", "drive", ("jingcheng", "taihu"),
              "无锡至湖州走 S48 沪宜高速，太湖隧道单程约 40 分钟，节假日限流。"),
}

#: customer: weekday, from, to, first and last day from today on (or None), reason
WINDOWS = {
    "nanxiang": ("all", 12.0, 13.5, None, "午休"),
    "taopu": ("workdays", 8.0, 9.5, None, "早会"),
    "baoshan": ("4", 0.0, 0.0, None, "周五盘点"),
    "songjiang": ("all", 16.0, 18.0, None, "交接班"),
}

#: (area, working days from today, minutes a visit, customers, how far it is signed: draft, pending or approved)
ROUTES = (
    ("jiading", -6, 45, ("anting", "shenan", "nanxiang", "taopu"), "approved"),
    ("songjiang", 1, 60, ("songjiang", "xinzhuang", "qingpu", "xinqiao"), "approved"),
    ("jiading", 2, 45, ("anting", "nanxiang", "taopu", "malu", "jiading", "shenan"), "pending"),
    ("jiading", 4, 60, ("baoshan", "anting", "nanxiang", "taopu", "malu", "jiading", "shenan", "huating"), "draft"),
)
NOTE = "出发前一天与客户电话确认；带上最新样本册。"

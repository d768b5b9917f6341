"""The demo company's customers: where they are, what they buy, and what happened with them.

Sales are in yuan a month; a course says how they went (``COURSES``).
"""

#: Where the two companies are
HOMES = {"base.main_company": (31.2304, 121.4737), "company_suzhou": (31.3177, 120.7220)}

#: key: (name or None where it exists, city, province, street, latitude, longitude, business, owner, phone,
#: course, sales of a usual month, months since the first purchase)
CUSTOMERS = {
    "hengtai": (None, "苏州", "JS", None, 31.3250, 120.7290, "C", "specialist", "0512-6555 0101", "steady", 118000, 40),
    "yuanyang": (None, "宁波", "ZJ", None, 29.9000, 121.8400, "H", "specialist", "0574-8655 0102", "fall", 112000, 36),
    "tianyuan": (None, "杭州", "ZJ", None, 30.1850, 120.2640, "C", "specialist2", "0571-8255 0103", "grow", 52000, 26),
    "xineng": (None, "合肥", "AH", None, 31.8300, 117.1500, "D", "specialist", "0551-6555 0104", "grow", 88000, 14),
    "zhongyi": (None, "南京", "JS", None, 31.9520, 118.8400, "C", "specialist2", "025-5255 0105", "steady", 47000, 50),
    "shenan": (None, "上海", "SH", None, 31.3000, 121.2300, "F", "specialist", "021-5955 0106", "steady", 156000, 60),
    "jingcheng": (None, "无锡", "JS", None, 31.5200, 120.3800, "C", "specialist2", "0510-8555 0107", "steady", 21000, 30),
    "hairun": (None, "青岛", "SD", None, 36.0100, 120.1900, "H", "specialist2", "0532-8655 0108", "stop", 64000, 33),
    "beichen": ("天津北辰重工机械有限公司", "天津", "TJ", "北辰区科技园路 12 号", 39.2200, 117.1300, "C", "specialist",
                "022-2655 0109", "fall", 43000, 28),
    "huaxin": ("武汉华信光电股份有限公司", "武汉", "HB", "东湖高新区光谷大道 77 号", 30.4900, 114.4200, "J", "specialist",
               "027-8755 0110", "grow", 17000, 18),
    "lingnan": ("广州岭南食品机械有限公司", "广州", "GD", "番禺区石北路 45 号", 22.9400, 113.3600, "C", "specialist2",
                "020-3455 0111", "grow", 24000, 22),
    "pengcheng": ("深圳鹏程自动化设备有限公司", "深圳", "GD", "宝安区福永大道 9 号", 22.6700, 113.8200, "C", "specialist2",
                  "0755-2755 0112", "steady", 39000, 31),
    "shudu": ("成都蜀都精工有限公司", "成都", "SC", "龙泉驿区成龙大道 200 号", 30.5600, 104.2700, "C", "specialist",
              "028-8455 0113", "young", 126000, 9),
    "bashan": ("重庆巴山汽车配件有限公司", "重庆", "CQ", "渝北区金开大道 68 号", 29.7200, 106.6300, "G", "specialist2",
               "023-6755 0114", "fall", 29000, 24),
    "guanzhong": ("西安关中电力设备有限公司", "西安", "SN", "高新区科技路 30 号", 34.2300, 108.8900, "D", "specialist",
                  "029-8855 0115", "steady", 13000, 45),
    "yanzhao": ("石家庄燕赵建材集团有限公司", "石家庄", "HE", "裕华区槐安东路 150 号", 38.0200, 114.5600, "F", "specialist2",
                "0311-8555 0116", "stop", 18000, 38),
    "xiangjiang": ("长沙湘江新材料有限公司", "长沙", "HN", "岳麓区麓谷大道 66 号", 28.2300, 112.8800, "C", "specialist",
                   "0731-8855 0117", "steady", 9000, 20),
    "minjiang": ("福州闽江仓储物流有限公司", "福州", "FJ", "马尾区江滨东大道 5 号", 26.0100, 119.4300, "H", "specialist2",
                 "0591-8355 0118", "grow", 11000, 16),
    "songhua": ("哈尔滨松花江制药有限公司", "哈尔滨", "HL", "平房区哈南大道 21 号", 45.5900, 126.6200, "C", "specialist",
                "0451-8655 0119", "steady", 6000, 27),
    "shengjing": ("沈阳盛京数控机床有限公司", "沈阳", "LN", "铁西区开发大路 33 号", 41.7500, 123.2400, "C", "specialist2",
                  "024-2555 0120", "fall", 34000, 42),
    "zhongyuan": ("郑州中原粮机有限公司", "郑州", "HA", "中原区建设西路 88 号", 34.7500, 113.5800, "A", "specialist",
                  "0371-6755 0121", "young", 15000, 4),
    "dianchi": ("昆明滇池有色金属有限公司", "昆明", "YN", "官渡区春城路 100 号", 25.0200, 102.7400, "B", None,
                "0871-6355 0122", "stop", 7000, 34),
    "tianshan": ("乌鲁木齐天山矿业设备有限公司", "乌鲁木齐", "XJ", "经济技术开发区嵩山街 8 号", None, None, "B", None,
                 "0991-3755 0123", "young", 5000, 3),
    "taihu": ("湖州太湖纺织机械有限公司", "湖州", "ZJ", "吴兴区织里镇珍贝路 18 号", 30.8500, 120.2600, "C", "specialist",
              "0572-3155 0124", None, 0, 0),
    "xinghu": (None, "苏州", "JS", None, 31.2100, 120.6200, "C", "specialist2", "0512-6655 0125", "grow", 57000, 20),
    "kunshan": (None, "昆山", "JS", None, 31.4100, 120.9600, "C", "specialist2", "0512-5755 0126", "young", 33000, 8),
}
SUBSIDIARY_CUSTOMERS = ("xinghu", "kunshan")

#: How sales go: the factor of a month, by how many months ago it is
COURSES = {
    "steady": lambda ago: 1.0,
    "grow": lambda ago: 1.35 if ago < 6 else 0.85,
    "fall": lambda ago: 0.5 if ago < 6 else 1.2,
    "stop": lambda ago: 0.0 if ago < 5 else 1.0,
    "young": lambda ago: 1.0,
}
#: Ups and downs of the months, so that the bars look like business
SEASON = (1.0, 0.9, 1.15, 1.05, 0.8, 1.2, 0.95, 1.1, 0.85, 1.0, 0.7, 1.3)
PRODUCTS = ("主轴组件", "伺服驱动器", "导轨滑块", "夹具备件", "维护保养服务")

#: contact of a customer: (name, position, days until the birthday, year of birth, gender, area, need, way of buying, income)
PEOPLE = {
    "hengtai": [("contact_hengtai_1", 3, 1974, "male", "town", "production", "factory", "high"),
                ("contact_hengtai_2", 120, 1988, "female", "town", "production", "factory", "high")],
    "yuanyang": [("contact_yuanyang_1", 45, 1969, "male", "town", "production", "factory", "high")],
    "tianyuan": [("contact_tianyuan_1", 9, 1980, "male", "town", "production", "market", "high")],
    "xineng": [("contact_xineng_2", 200, 1991, "female", "town", "production", "factory", "middle")],
    "shenan": [("contact_shenan_1", 11, 1963, "male", "town", "production", "factory", "high"),
               ("contact_shenan_2", 77, 1995, "female", "town", "living", "stall", "middle")],
    "jingcheng": [("contact_jingcheng_1", 160, 1971, "male", "country", "production", "market", "middle")],
    "hairun": [("contact_hairun_1", 250, 1984, "male", "town", "production", "factory", "middle")],
}
#: People of the customers added here: (name, position)
NEW_PEOPLE = {
    "beichen": [("刘洪亮", "设备处处长")], "huaxin": [("程雪", "采购经理"), ("熊健", "研发总监")],
    "lingnan": [("梁志伟", "总经理")], "pengcheng": [("陈嘉明", "供应链总监")], "shudu": [("罗建军", "副总经理"), ("唐婷", "采购主管")],
    "bashan": [("谭勇", "物资部部长")], "guanzhong": [("雷鸣", "总工程师")], "yanzhao": [("郭永刚", "集团采购部经理")],
    "xiangjiang": [("彭丽华", "采购员")], "minjiang": [("林国平", "运营总监")], "songhua": [("孙秀英", "设备主管")],
    "shengjing": [("佟大伟", "总经理助理")], "zhongyuan": [("范文斌", "生产厂长")], "dianchi": [("杨文山", "供应科科长")],
    "tianshan": [("马建新", "经理")], "taihu": [("沈月琴", "总经理")],
}

#: When nobody should call: (weekday, from, to, first day or None as days from now, last day, reason)
NO_VISITS = {
    "hengtai": [("0", 8.5, 10.5, None, None, "周例会")],
    "shenan": [("all", 12.0, 13.5, None, None, None), ("4", 14.0, 18.0, None, None, "集团会议")],
    "tianyuan": [("workdays", 7.5, 9.0, None, None, "产线换班")],
    "jingcheng": [("all", 0, 0, 10, 17, "年度盘点")],
    "pengcheng": [("weekend", 0, 0, None, None, None)],
}
#: Kilometres by road, as the drivers know them
ROADS = {"hengtai": 92.0, "tianshan": 3930.0}
REMARKS = {
    "hengtai": "厂区东门登记，需提前一天预约。", "hairun": "更换采购负责人，关系需重新建立。", "shudu": "新建产线，明年扩产。",
}

#: Tags: (key, name, dimension)
TAGS = (
    ("key_industry", "装备制造", "static"), ("large", "大型企业", "static"), ("east", "华东", "static"),
    ("service_minded", "服务导向", "behaviour"), ("price_minded", "价格敏感", "behaviour"),
    ("vip", "VIP", "value"), ("promising", "成长型", "value"),
)
TAGGED = {
    "key_industry": ("hengtai", "tianyuan", "jingcheng", "shudu", "pengcheng", "shengjing", "beichen"),
    "large": ("shenan", "yuanyang", "yanzhao"), "east": ("hengtai", "shenan", "zhongyi", "jingcheng", "tianyuan"),
    "service_minded": ("hengtai", "shenan", "xineng"), "price_minded": ("bashan", "xiangjiang", "yanzhao"),
    "vip": ("shenan", "hengtai"), "promising": ("huaxin", "lingnan", "tianyuan", "minjiang"),
}
ORIENTATIONS = {
    "hengtai": "service", "shenan": "service", "xineng": "product", "tianyuan": "product", "bashan": "price",
    "xiangjiang": "price", "yanzhao": "price", "huaxin": "product", "pengcheng": "service",
}
#: Shared customers: customer and with whom
SHARED = {"shenan": ("specialist2",), "tianyuan": ("specialist",)}

#: customer: days ago on which somebody spoke with them
SPOKEN = {
    "hengtai": (2, 9, 20, 33, 47, 70, 95), "shenan": (45, 60, 88, 130, 170), "tianyuan": (4, 18, 31, 52, 61, 80),
    "xineng": (6, 25, 58), "zhongyi": (15, 100), "jingcheng": (28,), "yuanyang": (75, 110, 150), "hairun": (95, 180),
    "beichen": (140,), "huaxin": (12, 41, 66), "lingnan": (8, 39), "pengcheng": (22, 50, 84), "shudu": (3, 11, 17, 26, 40, 55),
    "bashan": (68, 120), "guanzhong": (35,), "xiangjiang": (54,), "minjiang": (19,), "shengjing": (90,), "zhongyuan": (14,),
}
CHANNELS = ("call", "wechat", "meeting", "mail", "call", "message")
WORDS = ("确认下月交货计划", "了解产线运行情况", "介绍新品与升级方案", "跟进报价与合同条款", "回访备件使用情况", "沟通付款安排")

#: (customer, kind, days ago, what was said, answer or None, solved)
FEEDBACK = (
    ("zhongyi", "complaint", 9, "两批伺服驱动器交期延误五天，影响装配。", None, False),
    ("bashan", "complaint", 18, "备件价格比去年上涨较多。", "已提供年度协议价方案，本周五前回复。", False),
    ("hengtai", "praise", 26, "现场工程师响应很快，两小时内到场。", "已转达并表扬。", True),
    ("shenan", "suggestion", 40, "希望增加线上备件查询。", "列入明年服务改进计划。", True),
    ("lingnan", "question", 5, "新机型是否支持远程诊断？", None, False),
    ("hairun", "complaint", 120, "齿轮箱噪声超标，要求更换。", "更换完成，客户验收。", True),
)

#: What is planned: (customer, days from now, what)
STEPS = (
    ("hengtai", 2, "年度框架协议续签面谈"), ("shenan", 0, "电话确认战略合作回顾安排"), ("tianyuan", 5, "送样检测报告"),
    ("yuanyang", -3, "挽留方案沟通"), ("zhongyi", 1, "交期投诉回复"), ("shudu", 7, "扩产线技术交流"), ("huaxin", 12, "季度回访"),
)

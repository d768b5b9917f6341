"""The demo company's visits: how often, what for, and what does not go smoothly."""

#: customer: (visits lie so many days apart, hours)
ROUNDS = {
    "hengtai": (14, 1.5), "shenan": (14, 2.0), "shudu": (21, 2.0), "yuanyang": (21, 1.5), "xineng": (21, 1.0),
    "hairun": (28, 1.0), "tianyuan": (21, 1.5), "zhongyi": (28, 1.0), "jingcheng": (35, 1.0), "pengcheng": (28, 1.5),
    "beichen": (35, 1.0), "huaxin": (42, 1.0), "lingnan": (35, 1.0), "bashan": (42, 1.0), "guanzhong": (60, 1.0),
    "shengjing": (42, 1.0), "yanzhao": (60, 1.0), "xiangjiang": (70, 1.0), "minjiang": (60, 1.0), "songhua": (90, 1.0),
    "zhongyuan": (45, 1.0), "taihu": (60, 1.0), "xinghu": (21, 1.0), "kunshan": (28, 1.0),
}
#: customers who were customers long before the first visit here
FIRST_VISITS = ("taihu", "zhongyuan", "kunshan")
PROBLEMS = ("shenan", "yuanyang", "bashan", "shengjing")
MOVES = ("客户临时有集团会议", "我方技术人员档期冲突", "客户采购总监出差", "高速封路，改日前往")
CANCELS = ("客户工厂停产检修", "客户负责人休假，待通知", "改为电话沟通")
#: costs of a journey further away: (item, budget, actual)
JOURNEYS = {
    "shudu": (("transport", 2600, 2480), ("meals", 600, 640)),
    "beichen": (("transport", 1100, 1080), ("meals", 300, 260)),
    "huaxin": (("transport", 900, 930), ("meals", 300, 300)),
    "guanzhong": (("transport", 2200, 2150), ("meals", 400, 380)),
    "songhua": (("transport", 3400, 3300), ("meals", 600, 520)),
    "bashan": (("transport", 2300, 2300), ("meals", 400, 410)),
}
#: what lies on the desks: (customer, days from today, costs, advance, who has signed so far)
APPLICATIONS = (
    ("shudu", 8, (("transport", 2600), ("meals", 800)), 2000, None),
    ("songhua", 10, (("transport", 3600), ("meals", 900), ("gifts", 1200)), 3000, ()),
    ("guanzhong", 12, (("transport", 2300), ("meals", 400)), 1500, ("supervisor",)),
    ("huaxin", 9, (("transport", 900), ("meals", 300)), 800, ("supervisor", "manager", "finance")),
)

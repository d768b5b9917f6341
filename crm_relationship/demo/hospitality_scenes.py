"""The demo company's year: what was celebrated, with whom, and what it cost.

Amounts are in yuan, by cost item: budget, and what the report says it came to.
"""

#: (customer, kind, venue, purpose, budget, actual, effect)
YEAR = [
    ('hengtai', 'reception', "公司第一会议室", "考察新厂区，洽谈年度框架协议",
     {'meals': 1800, 'transport': 400, 'gifts': 600}, {'meals': 1720, 'transport': 400, 'gifts': 600},
     "客户认可产能，同意进入年度供应商名录"),
    ('yuanyang', 'dining', "外滩老饭店", "答谢全年合作",
     {'meals': 3200, 'gifts': 1200}, {'meals': 3150, 'gifts': 1200}, "对方承诺明年增加两台龙门机订单"),
    ('tianyuan', 'dining', "知味观", "新项目技术交流后便餐",
     {'meals': 900}, {'meals': 860}, "明确了夹具改型需求"),
    ('xineng', 'reception', "公司展厅", "电池壳体产线方案汇报",
     {'meeting': 500, 'meals': 2400, 'transport': 600}, {'meeting': 500, 'meals': 2300, 'transport': 680},
     "方案通过初审，约定现场打样"),
    ('shenan', 'dining', "和平饭店", "董事长来访，商谈战略合作",
     {'meals': 6800, 'gifts': 2600, 'transport': 800}, {'meals': 6500, 'gifts': 2600, 'transport': 800},
     "签署战略合作备忘录"),
    ('zhongyi', 'dining', "金陵饭店", "老客户回访",
     {'meals': 1100}, {'meals': 1100}, "续签维保合同"),
    ('jingcheng', 'reception', "公司第二会议室", "模具加工中心验收",
     {'meals': 1500, 'transport': 300}, {'meals': 1420, 'transport': 300}, "一次验收通过"),
    ('hairun', 'reception', "公司展厅", "港机齿轮箱联合评审",
     {'meeting': 800, 'meals': 3600, 'transport': 1500, 'other': 300},
     {'meeting': 800, 'meals': 3500, 'transport': 1500, 'other': 240}, "评审结论为可行，进入商务谈判"),
]

#: What is going on now: (customer, kind, venue, purpose, budget, signers who signed already, days from now)
NOW = [
    ('hengtai', 'dining', "松鹤楼", "二期扩产意向沟通", {'meals': 1600, 'gifts': 400}, None, 6),
    ('tianyuan', 'reception', "公司第一会议室", "年度质量回顾", {'meals': 1200, 'transport': 200}, (), 5),
    ('yuanyang', 'dining', "甬江厅", "春节前走访", {'meals': 2600, 'gifts': 900}, ('supervisor',), 7),
    ('shenan', 'dining', "和平饭店", "战略合作一周年", {'meals': 8800, 'gifts': 3000}, ('supervisor', 'manager'), 9),
    ('xineng', 'reception', "公司展厅", "样件交付与二期方案", {'meeting': 600, 'meals': 2800},
     ('supervisor', 'manager'), 8),
    ('hairun', 'reception', "公司第一会议室", "商务谈判", {'meals': 3900, 'transport': 700},
     ('supervisor', 'manager', 'finance'), 4),
    ('zhongyi', 'dining', "全聚德", "新任总经理来访", {'meals': 2200}, ('supervisor', 'manager', 'finance'), 10),
]

#: The customer at the table, and what the subsidiary does
CONTACTS = {
    'hengtai': 2, 'yuanyang': 2, 'tianyuan': 2, 'xineng': 2, 'zhongyi': 1, 'shenan': 2, 'jingcheng': 1, 'hairun': 2,
    'xinghu': 1, 'kunshan': 1,
}
SUBSIDIARY = [
    ('xinghu', 'dining', "得月楼", "光学平台项目答谢", {'meals': 1300}, {'meals': 1280}, "项目进入二期"),
    ('kunshan', 'reception', "苏州公司会议室", "机器人工作站方案讨论", {'meals': 900, 'transport': 200},
     {'meals': 900, 'transport': 200}, "客户要求两周内报价"),
]

"""How the demo company looks after its customers: schemes, rules, the year's plan, suggestions."""

#: services: (name, standard, frequency, cost per time)
VISIT = ("客户经理回访", "电话或上门，当日登记回访记录", 'month', 80.0)
INSPECTION = ("设备巡检与保养", "按巡检表逐项检查，三日内出报告", 'quarter', 1200.0)
TRAINING = ("操作人员培训", "半天，含考核", 'half_year', 2000.0)
REVIEW = ("年度合作回顾会", "双方管理层参加，提交年度合作回顾报告", 'year', 5000.0)
WEEKLY = ("备件库存核对", "每周五前完成，缺件当日下单", 'week', 0.0)
MANAGEMENT = ("高层走访", "总经理或销售负责人面谈，专属客服陪同", 'quarter', 3000.0)

#: schemes: (customer or None, tier or None, author, subject, (situation, needs, preferences, goals), services,
#: signers, how many days ago it was submitted)
SCHEMES = [
    ('hengtai', None, 'specialist', "恒泰电子年度服务方案",
     ("合作三年，在用设备十二台，二期扩产在即。", "缩短停机时间，备件及时到货。", "周二下午联系，习惯微信沟通，资料需中英文。",
      "客户满意度 95% 以上，停机响应不超过两小时。"),
     (VISIT, INSPECTION, WEEKLY), ('supervisor', 'manager'), 210),
    (None, 'strategic', 'specialist', "战略级客户服务方案",
     ("年采购额百万以上，合作两年以上。", "知晓我方新产品计划，重大问题有专人解决。", "由总经理或销售负责人面谈，专属客服跟进。",
      "战略客户零流失，年度合作回顾全部完成。"),
     (MANAGEMENT, REVIEW), ('supervisor', 'manager'), 150),
    ('tianyuan', None, 'specialist2', "天元机械成长型客户服务方案",
     ("新项目增长快，采购尚分散。", "样件打样快，技术支持到位。", "先邮件后电话。", "一年内成为核心级客户。"),
     (VISIT, TRAINING), ('supervisor', 'manager'), 95),
    ('shenan', None, 'specialist', "申安集团专属服务方案",
     ("战略合作已签署，集团下设五家工厂。", "统一服务标准，集中对账。", "正式场合使用书面函件。", "五家工厂服务标准统一。"),
     (VISIT, INSPECTION, REVIEW), ('supervisor',), 4),
    ('yuanyang', None, 'specialist', "远洋机械挽留服务方案",
     ("近半年采购下降。", "价格与交期。", "不喜欢周一会议。", "恢复至去年采购水平。"), (VISIT,), None, 2),
]
#: what came of actions, in turn
RESULTS = ("客户反馈良好，无异常", "发现润滑不足，已现场处理", "客户提出加急备件需求，已登记", "客户出差，改约次日完成", "")

#: the problem that led to the second revision: (problem, cause, improvement), days ago, revised days ago
PROBLEM = ("夜班停机无人应答", "服务电话只在白天值守", "增设夜班值守，季度巡检改为每月一次", 80, 60)

RULES = ("客户拜访与接待管理制度", """<h2>第一章 总则</h2><p>第一条 为规范客户拜访与接待工作，巩固公司与客户的关系，制定本制度。</p>
<p>第二条 本制度适用于客户服务部全体人员。</p><h2>第二章 拜访</h2>
<ol><li>拜访前提出拜访计划，经主管审核。</li><li>拜访后二十四小时内完成拜访记录。</li><li>费用在权限内由经理审批，超出权限报总经理。</li></ol>
<h2>第三章 附则</h2><p>本制度由客户服务部负责解释。</p>""")
RULES_SECOND = RULES[1].replace("二十四小时内完成拜访记录", "二十四小时内完成拜访记录，并登记未解决问题的责任人与时限")

#: measures of the year: (month, measure, responsible, budget)
YEAR_PLAN = [
    (1, "新春慰问与年度计划沟通", 'manager', 8000), (2, "客户资料核对与分级", 'supervisor', 0),
    (3, "春季重点客户走访", 'specialist', 12000), (5, "客户满意度调查", 'specialist2', 3000),
    (6, "年中客户答谢会", 'manager', 30000), (8, "高温慰问，设备夏季保养", 'specialist', 6000),
    (9, "中秋客户关怀", 'specialist2', 9000), (10, "战略客户年度合作回顾", 'manager', 15000),
    (11, "客户关系评估", 'supervisor', 0), (12, "下一年度维护计划编制", 'supervisor', 0)]

#: suggestions: (author, customer, subject, situation, proposal, benefit, days ago, verdict, answer, measures, closing)
SUGGESTIONS = [
    ('specialist', None, "缩短报修响应时间", "近三个月投诉多与响应慢有关。", "设立值班电话，夜间由专员轮值。", "响应时间由六小时降到两小时。",
     75, 'accepted', "同意。下月起试行，由主管排班。", (("编制值班表", 'specialist2', 10, True), ("开通值班电话", 'specialist', 20, True)),
     "谢谢建议，平均响应已降到两小时以内。"),
    ('specialist2', 'tianyuan', "向成长型客户提供样件快速通道", "打样周期平均十二天。", "每月预留两个打样窗口。", "缩短到五天，争取新项目。",
     20, 'accepted', "同意，先对三家客户试行。", (("与生产部确定打样窗口", 'specialist2', 25, False),), None),
    ('specialist', None, "拜访前自动发送议程", "客户常不清楚来访目的。", "拜访前一天用微信发送议程。", "提高面谈效率。",
     12, 'later', "待拜访模块上线后再议。", (), None),
    ('specialist2', None, "取消季度纸质报告", "纸质报告无人查阅。", "改为电子版。", "节约费用。",
     40, 'declined', "部分客户仍要求盖章纸质件，暂不取消。", (), None),
    ('specialist', 'hengtai', "为恒泰设立驻厂备件柜", "备件往返两天。", "在客户厂内设寄售备件柜。", "停机时间减半。", 10, None, None, (), None),
    ('specialist2', None, "统一客户服务用语", "各专员答复口径不一。", "编制常见问题答复手册。", "减少误解。", 2, None, None, (), None),
]

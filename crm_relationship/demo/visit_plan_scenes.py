"""The demo company's visit plans: one behind, one running, one on its way, one being written."""

#: (customer, working day of the plan, local hour, hours, purpose, reason, cost)
PAST = [
    ('taihu', 0, 10, 1.0, 'relationship', "季度回访，了解新产线进度", 0),
    ('hengtai', 0, 14, 1.5, 'relationship', "二期扩产需求确认", 0),
    ('shenan', 1, 9.5, 2.0, 'relationship', "年度框架协议执行回顾", 300),
    ('yuanyang', 2, 10, 1.5, 'problem', "主轴异响投诉现场复核", 600),
    ('xineng', 3, 14, 1.0, 'relationship', "样件交付后回访", 400),
    ('zhongyuan', 4, 10, 1.0, 'relationship', "沉睡客户激活，介绍新机型", 0),
]
#: of these the ones that did not take place: the customer called off, or nobody came round to it
CALLED_OFF, MISSED = 'xineng', 'zhongyuan'

RUNNING = [
    ('hengtai', 0, 9.5, 1.0, 'relationship', "跟进扩产报价", 0),
    ('taihu', 0, 14.5, 1.0, 'relationship', "验收准备", 0),
    ('shenan', 1, 10, 1.5, 'relationship', "商谈下一年度目标", 200),
    ('xineng', 2, 10, 1.0, 'problem', "夹具改型问题闭环", 300),
    ('yuanyang', 3, 14, 1.0, 'relationship', "备件库共建方案", 400),
    ('huaxin', 4, 10.5, 1.0, 'relationship', "年度回访", 800),
]

#: the supervisor's plan for key customers: (customer, visitor, working day, hour, hours, purpose, reason, cost)
KEY = [
    ('shenan', 'specialist', 1, 9.5, 2.0, 'relationship', "高层互访：战略合作第二阶段", 1200),
    ('tianyuan', 'specialist2', 2, 10, 1.5, 'relationship', "年度合作回顾报告汇报", 600),
    ('shudu', 'specialist', 6, 10, 2.0, 'relationship', "新基地设备选型", 2600),
    ('hairun', 'specialist2', 8, 14, 1.5, 'relationship', "港机齿轮箱批量订单洽谈", 1800),
]
GOAL_REGIONAL = "覆盖片区内到期客户，收集需求，关闭遗留问题"
GOAL_KEY = "巩固重要客户，落实下一年度合作目标"
CALL_OFF = "客户工厂停电检修，另约时间"

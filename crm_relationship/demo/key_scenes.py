"""The demo company's key accounts and countermeasures: what is aimed at, what is done, what came of it."""

#: key customer: (reason beside the rankings, growth of the target, measures as (text, person, days after signing, feedback or None))
KEY_CUSTOMERS = {
    "shenan": ("集团总部采购，战略合作伙伴，影响上下游选型", 1.10, (
        ("每月一次高层沟通，回顾战略合作进展", "specialist", 30, "已与董事长会面，确认年度采购框架"),
        ("派驻专属客服工程师，两小时内响应", "supervisor", 60, "工程师已到位"),
        ("编制年度合作回顾报告", "specialist", 150, None))),
    "hengtai": ("连续三年稳定增长，二期扩产在即", 1.15, (
        ("参与二期产线方案设计，提前锁定主轴与导轨订单", "specialist", 75, "方案已提交，进入技术评审"),
        ("签订年度框架协议", "manager", 100, None))),
    "xineng": ("新能源行业标杆，增长最快的大客户", 1.30, (
        ("联合开发电池壳体产线夹具", "specialist", 45, "样件已交付"),
        ("季度技术交流会", "specialist", 140, None))),
}
OPINIONS = {
    "manager": "三家客户资源投入优先保障，目标按季度检查，落后的客户须提出补救措施。",
    "gm": "同意。战略客户由我每季度走访一次，毛利不得低于公司平均水平。",
}
#: a second plan, still with the general manager
NEXT_CUSTOMERS = {
    "tianyuan": ("产品升级需求明确，潜力较大", 1.20, (("提交夹具改型方案", "specialist2", 30, None),)),
    "huaxin": ("光电行业新客户，利润率高", 1.40, (("安排研发总监互访", "specialist", 45, None),)),
}
NEXT_OPINION = "两家客户成长性好，建议列入重点培养。"

#: important customers: (problem, strategy, person, days until due, follow-up, result)
IMPORTANT = {
    "shenan": ("合作集中在主轴组件，品类单一", "导入维护保养服务包，提高产品覆盖", "specialist", 45, "已提交服务包报价", None),
    "hengtai": ("二期项目有竞争对手参与投标", "成立项目小组，技术、商务同步跟进", "specialist", 20, "小组每周例会",
                "已签订二期主轴订单，对手退出"),
    "shudu": ("新客户，决策链尚不清楚", "拜访总经理与设备处，绘制决策关系图", "supervisor", 60, None, None),
}
POLICIES = (
    "每位专员每季度从潜力级客户中培育一家进入核心级，由主管按月检查进度。",
    "对战略级、核心级客户提供专属客服与年度合作回顾，以口碑带动同行业客户。",
)
#: problem customers: (problem or None for the proposed one, strategy, person, days until due, follow-up, result)
PROBLEMS = {
    "yuanyang": (None, "总监走访，提出价格与交期的挽留方案", "specialist", 15, "已约定下周面谈", None),
    "hairun": ("更换采购负责人后停止下单", "由经理重新建立高层联系，安排技术回访", "specialist2", 25, "新负责人已见面",
               "恢复备件订单，列入季度回访"),
    "bashan": ("备件价格上涨引起投诉", "提供年度协议价", "specialist2", 40, None, None),
    "shengjing": (None, "安排主管拜访，了解停产检修计划", "supervisor", 35, None, None),
}
DRAFT_NOTE = "数据由系统提出，应对策略待主管会商后补充。"

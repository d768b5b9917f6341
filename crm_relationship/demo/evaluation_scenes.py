"""How the demo company judged its customers over the years.

Grades stand in the order of the scorecard's indicators; ``-`` keeps the grade that the number gave.
"""

#: customer: grades by years ago, from long ago to last year
YEARS = {
    "hengtai": {3: "CBBCCBBC", 2: "BBBBBBBB", 1: "BABBABBA"},
    "shenan": {3: "BBCBBCBB", 2: "ABBBBBBB", 1: "AABABBAA"},
    "yuanyang": {3: "ABBABBBB", 2: "BBBBBCBB", 1: "BCBCCCCB"},
    "tianyuan": {2: "CBCCBBBC", 1: "BABBBBCB"},
    "xineng": {1: "BABBBABB"},
    "zhongyi": {2: "CCBBCCCC", 1: "CCBBCDCC"},
    "shudu": {1: "BBBBCBBC"},
    "hairun": {3: "BBBBBCBB", 2: "BCBCCDCC", 1: "CDCDDDDD"},
}

#: What was written beside a grade, by the place of the indicator
EVIDENCE = (
    "年度销售台账", "与上年同期对比", "成本核算表", "财务部回款记录", "年末拜访面谈记录", "客服投诉登记", "高层互访纪要与框架协议",
    "拜访记录汇总")
#: customer: what the result means
CONCLUSIONS = {
    "hengtai": "合作稳定上升，建议签订三年框架协议并增加技术交流频次。",
    "shenan": "战略合作深入，建议成立联合项目组，优先保障交期。",
    "yuanyang": "采购额下滑，先稳住现有份额，查清竞争对手介入情况。",
    "tianyuan": "成长性好，建议配备专属工程师，争取夹具改型项目。",
    "xineng": "新能源业务增长快，继续投入打样资源。",
    "zhongyi": "交期投诉影响评价，维持现有合作，限期整改交付。",
    "shudu": "合作时间短但用量大，维持合作并观察扩产计划。",
    "hairun": "持续停购且投诉未妥善解决，建议清理往来后终止合作。",
}

#: This year: (customer, occasion, grades, signers who signed already or None for a draft, verdict chosen, reason)
NOW = (
    ("hengtai", "annual", "-------A", ("supervisor", "manager"), None, None),
    ("hairun", "annual", "----DDEE", ("supervisor", "manager"), None, None),
    ("yuanyang", "annual", "----DCDC", ("supervisor",), "maintain", "对方新总经理上任，已约定下月面谈，给予一个季度的观察期。"),
    ("tianyuan", "annual", "----BBBB", (), None, None),
    ("zhongyi", "special", "----CCCC", None, None, None),
)

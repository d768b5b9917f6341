"""What people of the demo company write into daily reports and area summaries."""

#: Costs that belong to no visit: (item, amount in yuan, remark)
OWN_COSTS = (
    ("transport", 46.0, "市内打车"), ("meals", 35.0, "午餐"), ("transport", 18.0, "停车费"), ("other", 26.5, "打印资料"),
    ("transport", 128.0, "高铁二等座"),
)
#: Talks of today's visits: (talk, outcome)
TALKS = (
    ("确认下月交货批次，客户要求提前两天发运预告。", "success"),
    ("介绍新型夹具，车间主任愿意先试装一台。", "hopeful"),
    ("维保合同到期，价格需再谈，约定下周回复。", "again"),
)
REJECTION = "面谈概要过于简略，请补充客户的具体意见。"
#: Why customers were not visited
REASONS = ("客户停产检修，改约下月", "采购负责人出差", "临时处理投诉，未能成行", "客户搬迁，地址待确认")
SUMMARIES = (
    {"results": "重点客户全部走访，两家确认追加订单。", "problems": "部分客户约见困难，路途时间偏长。",
     "lessons": "提前两天电话确认，同一园区的客户排在同一天。", "next_steps": "下月补访未成行的客户，跟进试装结果。"},
    {"results": "摸清三家客户明年的设备投资计划。", "problems": "备件交期被多家客户提及。",
     "lessons": "拜访前先与计划部核对交期，避免当场无法答复。", "next_steps": "与生产部制定常用备件安全库存。"},
)

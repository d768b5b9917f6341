"""Gifts of the demo company, from the wish to the recipient."""

#: One gift request: (customer, applicant, days ago or (negative) still to come, purpose,
#: ((recipient number, catalogue gift, pieces, note), …), how far it came)
#: how far: draft, department (waits for the supervisor), office (waits for the office director), approved,
#: issued, given, declined (by the last recipient, back with the keeper), brought_back (the keeper is to have it)
GIFTS = [
    ('hengtai', 'specialist', 64, "中秋节慰问，感谢全年合作", ((1, 'mooncake', 1, ""), (2, 'mooncake', 1, "")), 'given'),
    ('tianyuan', 'specialist2', 60, "中秋节慰问", ((1, 'mooncake', 1, ""), (2, 'pen', 1, "")), 'declined'),
    ('yuanyang', 'specialist', 48, "新厂房落成志贺", ((1, 'tea', 1, "红色包装"),), 'given'),
    ('jingcheng', 'specialist2', 30, "项目验收留念", ((1, 'pen', 2, "刻公司标识"),), 'given'),
    ('xineng', 'specialist', 12, "年度技术交流会伴手礼", ((1, 'pen', 1, ""), (2, 'calendar', 2, "")), 'brought_back'),
    ('hairun', 'specialist2', 6, "年末走访", ((1, 'calendar', 3, ""),), 'issued'),
    ('hengtai', 'specialist', 4, "年末走访，续签年度合同", ((1, 'tea', 1, ""),), 'approved'),
    ('zhongyi', 'specialist2', 3, "春节前慰问", ((1, 'calendar', 5, ""), (1, 'pen', 1, "")), 'office'),
    ('shenan', 'specialist', 2, "战略合作一周年纪念", ((1, 'tea', 2, ""), (2, 'pen', 2, "")), 'department'),
    ('jingcheng', 'specialist', 1, "客户生日问候", ((1, 'pen', 1, ""),), 'draft'),
]
#: signers of F17 in order, those of a department without a manager or of its manager left out
SIGNERS = {'draft': None, 'department': (), 'office': ('supervisor', 'keeper')}
ALL_SIGNERS = ('supervisor', 'keeper', 'office', 'deputy')
REASON = "对方公司规定不得收受礼品，婉拒"

"""The demo company's gifts: what tiers are given, and the plans of past and coming festivals."""

#: (tier, occasion or None, gift, quantity, budget)
RULES = [
    ('strategic', 'mid_autumn', 'mooncake', 2, 0), ('core', 'mid_autumn', 'mooncake', 1, 0),
    ('strategic', 'dragon_boat', 'zongzi', 2, 0), ('core', 'dragon_boat', 'zongzi', 1, 0),
    ('strategic', 'spring', 'tea', 2, 0), ('core', 'spring', 'tea', 1, 0), ('potential', 'spring', 'calendar', 2, 0),
]
#: festivals played: (occasion, purpose, budget, planner)
PAST = ('mid_autumn', "中秋佳节问候，感谢全年支持", 6000, 'supervisor')
COMING = ('spring', "新春拜年，商谈下一年度合作", 5000, 'supervisor')
DRAFT = ('anniversary', "合作周年致谢", 3000, 'specialist')

"""The demo company's yearly budgets, in yuan."""

#: (department or None for the whole company, kind, effect, last year, this year)
BUDGETS = [
    ('service', 'hospitality', 'warn', 90000, 96000),
    ('service', 'visits', 'stop', 60000, 96000),
    ('service', 'gifts', 'stop', 18000, 20000),
    ('office', 'gifts', 'warn', 30000, 36000),
    (None, 'hospitality', 'warn', 40000, 40000),
    (None, 'visits', 'warn', 10000, 12000),
]
SUZHOU = [('suzhou', 'hospitality', 'warn', 12000, 15000)]
#: What was changed in the course of this year: budget number, new amount, why
RAISES = [(0, 110000, "下半年展会增多，经总经理同意追加")]
#: What the supervisor proposes for next year, for the own group
PROPOSALS = [('hospitality', 60000, "按今年人均水平测算"), ('visits', 26000, "新增无锡、常州两条路线")]

"""The classification once more, in plain Python: what the SQL pass is compared with.

Written from DESIGN.md 4 and the papers, with loops and fractions; it shares nothing with the
statement but the rules.
"""

import calendar
from datetime import date
from fractions import Fraction


def months_back(day, months):
    """The same day ``months`` earlier, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def within(day, today, months):
    """Whether ``day`` is in the window of ``months`` that ends today; 0 months: ever."""
    return day <= today and (not months or day > months_back(today, months))


def sums(purchases, rules, today):
    """What one customer bought: list of (day, amount, cost or None, order key)."""
    known = [purchase for purchase in purchases if purchase[0] <= today]
    bought = [purchase for purchase in known if purchase[1] > 0]
    growth = rules['growth_months']

    def net(months, skip=0):
        return sum((Fraction(amount) for day, amount, _cost, _key in known
                    if within(day, today, months) and not (skip and within(day, today, skip))), Fraction(0))

    costed = [p for p in known if p[2] is not None and within(p[0], today, rules['sales_months'])]
    recent, before = net(growth), net(2 * growth, skip=growth)
    return {
        'first': min((p[0] for p in bought), default=None),
        'last': max((p[0] for p in bought), default=None),
        'orders': len({p[3] for p in bought}),
        'rfm_orders': len({p[3] for p in bought if within(p[0], today, rules['rfm_months'])}),
        'total': net(0),
        'rfm_amount': net(rules['rfm_months']),
        'sales': net(rules['sales_months']),
        'recent': recent,
        'before': before,
        'growth': (recent - before) / before if before > 0 else None,
        'margin': sum((Fraction(p[1]) - Fraction(p[2]) for p in costed), Fraction(0)),
    }


def tier_of(customer, rules, today):
    for tier in rules['tiers']:
        if tier['amount_min'] and customer['sales'] < Fraction(str(tier['amount_min'])):
            continue
        if tier['months_min'] and not (
                customer['first'] and customer['first'] <= months_back(today, tier['months_min'])):
            continue
        if tier['growth_min'] is not None and not (
                customer['growth'] is not None and customer['growth'] >= Fraction(str(tier['growth_min'])) / 100):
            continue
        return tier['id']
    return None


def percentage_of(customer, sellers, rules):
    if customer['sales'] <= 0:
        return None
    amounts = [other['sales'] for other in sellers]
    basis = rules['grade_basis']
    if basis == 'percentile':
        return Fraction(100 * sum(amount < customer['sales'] for amount in amounts), len(amounts))
    if basis == 'cumulative':
        return 100 * sum(amount for amount in amounts if amount <= customer['sales']) / sum(amounts)
    if basis == 'best':
        return 100 * customer['sales'] / max(amounts)
    year = customer['sales'] * 12 / rules['sales_months']
    return 100 * year / Fraction(customer['demand']) if customer['demand'] else None


def score(customer, buyers, measure):
    if customer['first'] is None:
        return None
    below = sum(other[measure] < customer[measure] for other in buyers)
    return min(5, 1 + 5 * below // len(buyers))


def segment_of(scores, rules):
    if None in scores:
        return None
    return next((segment['id'] for segment in rules['segments'] if all(
        low <= value <= high for value, (low, high) in zip(scores, segment['ranges']))), None)


def risk_of(customer, rules, today):
    silent = customer['touched'] is None or not within(customer['touched'], today, rules['risk_silence_months'])
    down = customer['growth'] is not None and -customer['growth'] >= Fraction(str(rules['risk_drop_percent'])) / 100
    if silent and down:
        return 'high'
    complained = customer['complained'] and within(customer['complained'], today, rules['risk_complaint_months'])
    return 'medium' if complained else 'low'


def potential_of(customer, rules):
    if customer['growth'] is None:
        return None
    percent = customer['growth'] * 100
    if percent >= Fraction(str(rules['potential_high_percent'])):
        return 'high'
    return 'medium' if percent >= Fraction(str(rules['potential_medium_percent'])) else 'low'


def abc_of(customer, sellers, rules):
    if customer['first'] is None:
        return None
    if customer['sales'] <= 0:
        return 'c'
    amounts = [other['sales'] for other in sellers]
    better = 100 * sum(amount for amount in amounts if amount > customer['sales']) / sum(amounts)
    if better < Fraction(str(rules['abc_a_percent'])):
        return 'a'
    return 'b' if better < Fraction(str(rules['abc_b_percent'])) else 'c'


def stage_of(customer, rules, today):
    """C13, read top-down."""
    growth = customer['growth']
    if customer['first'] is None:
        return 'prospect'
    if not within(customer['last'], today, rules['stage_lost_months']):
        return 'lost'
    if within(customer['first'], today, rules['stage_new_months']):
        return 'new'
    fell = growth is not None and -growth >= Fraction(str(rules['risk_drop_percent'])) / 100
    if fell or not within(customer['last'], today, rules['stage_sleep_months']):
        return 'declining'
    grew = growth is not None and growth * 100 >= Fraction(str(rules['potential_high_percent']))
    return 'growing' if grew else 'mature'


def cents(value):
    """Rounded to hundredths, halves up; for values that are not negative."""
    return Fraction(int(value * 100 + Fraction(1, 2)), 100)


def values_of(customer, rules):
    """C13: potential, model and lifetime value; the first None while the demand is unknown."""
    year = max(customer['sales'], Fraction(0)) * 12 / rules['sales_months']
    kept = Fraction(str(rules[f"retention_{customer['risk']}_percent"])) / 100
    model = cents(year * sum(kept ** n for n in range(1, rules['value_years'] + 1)))
    potential = cents(max(Fraction(customer['demand']) - year, Fraction(0))) if customer['demand'] else None
    return potential, model, customer['total'] + model


def classify(world, rules, today):
    """All labels of all customers.

    :param dict world: customer -> dict of purchases, interactions (days), complaints (days), demand
    :return: customer -> dict of figures and labels
    """
    customers = {}
    for name, facts in world.items():
        days = [day for day in facts.get('interactions', ()) if day <= today]
        customers[name] = {
            **sums(facts.get('purchases', ()), rules, today),
            'touched': max(days, default=None),
            'touches': sum(within(day, today, rules['activity_months']) for day in days),
            'complained': max((day for day in facts.get('complaints', ()) if day <= today), default=None),
            'demand': facts.get('demand'),
        }
    sellers = [customer for customer in customers.values() if customer['sales'] > 0]
    buyers = [customer for customer in customers.values() if customer['first']]
    for customer in customers.values():
        percentage = percentage_of(customer, sellers, rules)
        scores = [score(customer, buyers, measure) for measure in ('last', 'rfm_orders', 'rfm_amount')]
        abc, potential = abc_of(customer, sellers, rules), potential_of(customer, rules)
        customer.update({
            'tier': tier_of(customer, rules, today),
            'percentage': percentage,
            'grade': None if percentage is None else next(
                (grade['id'] for grade in rules['grades'] if percentage >= Fraction(str(grade['percent_min']))), None),
            'scores': scores,
            'segment': segment_of(scores, rules),
            'activity': 'high' if customer['touches'] >= rules['activity_high'] else
                        'medium' if customer['touches'] else 'low',
            'risk': risk_of(customer, rules, today),
            'potential': potential,
            'abc_amount': abc,
            'abc': abc and 'abc'[max(0, min(2, 'abc'.index(abc) + {'high': -1, 'low': 1}.get(potential, 0)))],
        })
        customer['stage'] = stage_of(customer, rules, today)
        customer['values'] = values_of(customer, rules)
    return customers

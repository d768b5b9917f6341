"""Labels → lifecycle stage and customer value (C13): SQL parts of the classification pass."""

from decimal import Decimal

from odoo.tools import SQL

from .classification_metrics import months_before

#: what each churn risk leaves of a customer's sales from year to year -> key of the rules
RETENTION = {'low': 'retention_low_percent', 'medium': 'retention_medium_percent', 'high': 'retention_high_percent'}


def stage_cases(rules, day, grown):
    """Where the customer stands in its life, read top-down, as (condition, value); "mature" is the rest.

    :param grown: function of a percentage giving the SQL condition "sales grew by so much at least"
    """
    return [
        (SQL("NOT has_purchase"), 'prospect'),
        (SQL("last_purchase_date <= %s", months_before(day, rules['stage_lost_months'])), 'lost'),
        (SQL("first_purchase_date > %s", months_before(day, rules['stage_new_months'])), 'new'),
        (SQL("(last_purchase_date <= %s OR (has_growth AND (amount_6m_before - amount_6m) * 100"
             " >= amount_6m_before * %s::numeric))",
             months_before(day, rules['stage_sleep_months']), str(rules['risk_drop_percent'])), 'declining'),
        (grown(rules['potential_high_percent']), 'growing'),
    ]


def yearly_sales(rules):
    """The sales of the window as a year's; refunds alone are no negative future."""
    return SQL("(GREATEST(amount_12m, 0) * 12 / %s)", rules['sales_months'])


def potential_value(rules):
    """潜在价值: what the customer buys elsewhere in a year; NULL while the yearly demand is unknown."""
    return SQL("round(GREATEST(annual_demand - %s, 0), 2)", yearly_sales(rules))


def model_value(rules):
    """模型价值: sales to expect in the coming years, each year what the churn risk leaves of the last."""
    years = rules['value_years']
    kept = SQL(" ").join(
        SQL("WHEN %s THEN %s::numeric", risk, str(sum(
            (Decimal(str(rules[key])) / 100) ** year for year in range(1, years + 1))))
        for risk, key in RETENTION.items())
    return SQL("round(%s * CASE churn_risk %s END, 2)", yearly_sales(rules), kept)

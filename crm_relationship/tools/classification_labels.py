"""Ranks → labels → profiles and history: the second half of the classification pass.

A bound always belongs to the better side: who reaches a threshold exactly has passed it.
"""

from odoo.tools import SQL

from .classification_metrics import (
    complaint_metric,
    interaction_metric,
    metric,
    months_before,
    purchase_metric,
    ranked_all,
    ranked_few,
    roster,
)
from .classification_value import model_value, potential_value, stage_cases

#: profile columns that hold labels and what they are read from
LABEL_COLUMNS = (
    'sales_percentile', 'rfm_recency', 'rfm_frequency', 'rfm_monetary', 'abc_amount', 'abc_class',
    'tier_id', 'grade_id', 'rfm_segment_id', 'activity_level', 'churn_risk', 'growth_potential',
    'tier_computed_id', 'grade_computed_id', 'rfm_segment_computed_id', 'activity_level_computed',
    'churn_risk_computed', 'growth_potential_computed', 'lifecycle_stage', 'value_potential', 'value_model',
    'value_lifetime')

#: label of the history -> (column in force, computed column); the last two have no override of their own
LABELS = {
    'tier': ('tier_id', 'tier_computed_id'),
    'grade': ('grade_id', 'grade_computed_id'),
    'rfm_segment': ('rfm_segment_id', 'rfm_segment_computed_id'),
    'activity_level': ('activity_level', 'activity_level_computed'),
    'churn_risk': ('churn_risk', 'churn_risk_computed'),
    'growth_potential': ('growth_potential', 'growth_potential_computed'),
    'abc_class': ('abc_class', 'abc_class'),
    'lifecycle_stage': ('lifecycle_stage', 'lifecycle_stage'),
}

#: parts read once whose aggregates and windows keep them from being computed twice by themselves:
#: their rows need not be stored in between. All others would be, expression by expression.
FENCED = {'bought', 'touched', 'complained', 'ranked', 'by_hand'}

#: what the history keeps of the numbers behind a label
NUMBER_COLUMNS = (
    'amount_12m', 'amount_6m', 'amount_6m_before', 'growth', 'first_purchase_date', 'last_purchase_date',
    'sales_percentile', 'rfm_recency', 'rfm_frequency', 'rfm_monetary', 'interaction_count_3m',
    'last_interaction_date', 'last_complaint_date', 'abc_amount')


def first_fit(cases, otherwise=SQL("NULL")):
    """CASE over (condition, value) pairs, read top-down."""
    if not cases:
        return otherwise
    return SQL("CASE %s ELSE %s END", SQL(" ").join(
        SQL("WHEN %s THEN %s", condition, value) for condition, value in cases), otherwise)


def percentage(rules):
    """The percentage the sales grade is read from (N1), for customers with sales in the window."""
    return SQL("CASE WHEN amount_12m > 0 THEN %s END", {
        'percentile': SQL("100.0 * sales_below / seller_count"),
        'cumulative': SQL("100.0 * sales_upto / sales_all"),
        'best': SQL("100.0 * amount_12m / sales_best"),
        # a year's sales against a year's demand; one division, so that an exact bound stays exact
        'wallet': SQL("1200.0 * amount_12m / (%s * annual_demand)", rules['sales_months']),
    }[rules['grade_basis']])


def grown(percent):
    """Whether sales grew by ``percent`` at least; NULL without earlier sales."""
    return SQL("CASE WHEN has_growth THEN (amount_6m - amount_6m_before) * 100 >= amount_6m_before * %s::numeric END",
               str(percent))


def tier(rules, day):
    """N10–N13: top-down, the first whose conditions all hold."""
    return first_fit([(SQL(" AND ").join([
        SQL("TRUE"),
        *([SQL("amount_12m >= %s::numeric", str(rule['amount_min']))] if rule['amount_min'] else []),
        *([SQL("first_purchase_date <= %s", months_before(day, rule['months_min']))] if rule['months_min'] else []),
        *([grown(rule['growth_min'])] if rule['growth_min'] is not None else []),
    ]), rule['id']) for rule in rules['tiers']])


def grade(rules):
    """N1: the first band the percentage reaches, from the best down; none without sales."""
    return first_fit([
        (SQL("percentage >= %s::numeric", str(rule['percent_min'])), rule['id']) for rule in rules['grades']])


def segment(rules):
    """The first segment whose score ranges hold."""
    return first_fit([(SQL(
        "(rfm_recency BETWEEN %s AND %s AND rfm_frequency BETWEEN %s AND %s AND rfm_monetary BETWEEN %s AND %s)",
        *(bound for bounds in rule['ranges'] for bound in bounds)), rule['id']) for rule in rules['segments']])


def activity(rules):
    """N9: high, medium from one interaction on, else low."""
    return first_fit([
        (SQL("interaction_count_3m >= %s", rules['activity_high']), 'high'),
        (SQL("interaction_count_3m >= 1"), 'medium')], SQL("'low'"))


def risk(rules, day):
    """N14–N16: silent and down is high, a complaint is medium, else low."""
    return first_fit([
        (SQL("(COALESCE(last_interaction_date <= %(silence)s, TRUE) AND has_growth"
             " AND (amount_6m_before - amount_6m) * 100 >= amount_6m_before * %(drop)s::numeric)",
             silence=months_before(day, rules['risk_silence_months']), drop=str(rules['risk_drop_percent'])), 'high'),
        (SQL("last_complaint_date > %s", months_before(day, rules['risk_complaint_months'])), 'medium'),
    ], SQL("'low'"))


def potential(rules):
    """N7: growth potential by growth; unknown without earlier sales."""
    return SQL("CASE WHEN has_growth THEN %s END", first_fit([
        (grown(rules['potential_high_percent']), 'high'),
        (grown(rules['potential_medium_percent']), 'medium')], SQL("'low'")))


def scored(rules, day):
    """Percentage, RFM scores and ABC by sales: a score of 5 means better than four in five buyers."""
    return SQL(
        """
        SELECT ranked.*, %(percentage)s AS percentage,
               CASE WHEN has_purchase THEN 1 + 5 * recency_below / buyer_count END AS rfm_recency,
               CASE WHEN has_purchase THEN 1 + 5 * frequency_below / buyer_count END AS rfm_frequency,
               CASE WHEN has_purchase THEN 1 + 5 * monetary_below / buyer_count END AS rfm_monetary,
               -- the customers that sell more make less than the first part: this one belongs to it
               CASE WHEN NOT has_purchase THEN NULL
                    WHEN amount_12m <= 0 THEN 'c'
                    WHEN (sales_all - sales_upto) * 100 < sales_all * %(abc_a)s::numeric THEN 'a'
                    WHEN (sales_all - sales_upto) * 100 < sales_all * %(abc_b)s::numeric THEN 'b'
                    ELSE 'c' END AS abc_amount,
               %(tier)s AS tier_computed_id, %(activity)s AS activity_level_computed,
               %(risk)s AS churn_risk_computed, %(potential)s AS growth_potential_computed,
               %(stage)s AS lifecycle_stage, %(value)s AS value_potential
          FROM ranked
        """,
        percentage=percentage(rules), abc_a=str(rules['abc_a_percent']), abc_b=str(rules['abc_b_percent']),
        tier=tier(rules, day), activity=activity(rules), risk=risk(rules, day), potential=potential(rules),
        stage=first_fit(stage_cases(rules, day, grown), SQL("'mature'")), value=potential_value(rules))


def graded(rules):
    """What is read from the scores."""
    return SQL(
        """
        SELECT scored.*, trunc(percentage, 4) AS sales_percentile,
               %s AS grade_computed_id, %s AS rfm_segment_computed_id
          FROM scored
        """, grade(rules), segment(rules))


def by_hand(company_id, day):
    """One row per profile with overrides in force."""
    return SQL(
        """
        SELECT profile_id, max(tier_id) AS tier_id, max(grade_id) AS grade_id,
               max(rfm_segment_id) AS rfm_segment_id, max(activity_level) AS activity_level,
               max(churn_risk) AS churn_risk, max(growth_potential) AS growth_potential
          FROM relationship_profile_override
         WHERE company_id = %s AND ended_at IS NULL AND date_until >= %s
         GROUP BY profile_id
        """, company_id, day)


def labelled(rules):
    """The labels in force, the hand's, else the computed ones, and what is read from them."""
    in_force = SQL(", ").join(
        SQL("COALESCE(by_hand.%(name)s, %(computed)s) AS %(name)s",
            name=SQL.identifier(name), computed=SQL.identifier(computed))
        for name, computed in LABELS.values() if name != computed)
    return SQL(
        """
        SELECT force.*, amount_total + value_model AS value_lifetime,
               -- one class up with high potential, one down with low
               CASE growth_potential
                    WHEN 'high' THEN translate(abc_amount, 'bc', 'ab')
                    WHEN 'low' THEN translate(abc_amount, 'ab', 'bc')
                    ELSE abc_amount END AS abc_class
          FROM (
            SELECT label.*, %s AS value_model
              FROM (SELECT graded.*, %s FROM graded LEFT JOIN by_hand USING (profile_id)) AS label
          ) AS force
        """, model_value(rules), in_force)


def label_parts(facts, rules, company_id, day, partner_ids=None):
    """WITH … up to ``labelled``: one row per customer with all metrics and labels.

    :param dict facts: 'purchase', 'interaction', 'complaint': lists of SQL
    :param dict rules: plain data as ``relationship.profile._rules`` gives it
    :param date day: the company's day the labels are true for
    :param partner_ids: only these customers; None for all
    """
    few = partner_ids is not None
    parts = {
        'roster': roster(company_id, partner_ids),
        'bought': purchase_metric(facts['purchase'], rules, day, partner_ids),
        'touched': interaction_metric(facts['interaction'], rules, day, partner_ids),
        'complained': complaint_metric(facts['complaint'], day, partner_ids),
        'metric': metric(),
        'ranked': ranked_few(company_id, partner_ids) if few else ranked_all(),
        'scored': scored(rules, day),
        'graded': graded(rules),
        'by_hand': by_hand(company_id, day),
        'labelled': labelled(rules),
    }
    return SQL("WITH %s", SQL(", ").join(
        SQL("%s AS (%s)" if name in FENCED else "%s AS MATERIALIZED (%s)", SQL.identifier(name), query)
        for name, query in parts.items()))

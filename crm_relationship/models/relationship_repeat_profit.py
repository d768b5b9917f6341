from odoo import fields, models
from odoo.tools import SQL


class RelationshipRepeatProfit(models.Model):
    """老客户利润: what part of the profit repeat customers bring (N5), per company and value tier.

    Repeat customers have more than one order; profit is the margin of the
    purchases whose cost is known, in the sales window.
    """
    _name = 'relationship.repeat.profit'
    _description = "Profit of Repeat Customers"
    _auto = False
    _order = 'company_id, tier_id'
    _rec_name = 'company_id'

    company_id = fields.Many2one('res.company', "Company", readonly=True)
    currency_id = fields.Many2one('res.currency', "Currency", readonly=True)
    tier_id = fields.Many2one('relationship.tier', "Value Tier", readonly=True)
    customer_count = fields.Integer("Customers", readonly=True)
    repeat_count = fields.Integer("Repeat Customers", readonly=True)
    margin = fields.Monetary("Profit", readonly=True)
    repeat_margin = fields.Monetary("Profit of Repeat Customers", readonly=True)
    company_share = fields.Float(
        "Repeat Customers' Share of the Company's Profit (%)", readonly=True, digits=(16, 2), aggregator='sum',
        help="The tiers of a company add up to its share.")
    target = fields.Float("Target (%)", readonly=True, digits=(5, 2), aggregator='max')

    @property
    def _table_query(self):
        self.env['relationship.profile'].flush_model()
        return SQL(
            """
            SELECT min(profile.id) AS id, profile.company_id, profile.currency_id, profile.tier_id,
                   count(*) AS customer_count, count(*) FILTER (WHERE is_repeat) AS repeat_count,
                   sum(margin_12m) AS margin,
                   COALESCE(sum(margin_12m) FILTER (WHERE is_repeat), 0) AS repeat_margin,
                   round(100 * COALESCE(sum(margin_12m) FILTER (WHERE is_repeat), 0) / NULLIF(
                       sum(sum(margin_12m)) OVER (PARTITION BY profile.company_id), 0), 2) AS company_share,
                   max(company.relationship_repeat_margin_percent) AS target
              FROM relationship_profile AS profile
              JOIN res_company AS company ON company.id = profile.company_id
             GROUP BY profile.company_id, profile.currency_id, profile.tier_id
            """)

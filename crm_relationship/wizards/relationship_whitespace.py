from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.classification_metrics import months_before, union

#: a product fewer customers buy says more about them than about the market
LEAST_BUYERS = 2
#: so many ideas fit a talk
MOST_PRODUCTS = 20


class RelationshipWhitespace(models.TransientModel):
    """A product that customers of the same value tier buy and this one never bought (C13 交叉销售).

    Counted when asked for, over all sources of purchases in the company's sales window; only sums
    over at least two other customers are shown.
    """
    _name = 'relationship.whitespace'
    _description = "Product Not Bought Yet"
    _order = 'buyer_count desc, average_amount desc, id'

    profile_id = fields.Many2one('relationship.profile', "Customer", required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='profile_id.currency_id')
    product_id = fields.Many2one('product.product', "Product", required=True, readonly=True, ondelete='cascade')
    buyer_count = fields.Integer("Customers Who Buy It", readonly=True, aggregator=None)
    buyer_share = fields.Float(
        "Share of the Tier", readonly=True, aggregator=None, help="Of the customers of this tier that bought anything.")
    average_amount = fields.Monetary("Sales per Customer", readonly=True, aggregator='avg')

    @api.model
    def _fill(self, profile):
        """Replace the user's list for ``profile``; callers checked that the user reads it. One statement."""
        self.search([('profile_id', '=', profile.id), ('create_uid', '=', self.env.uid)]).unlink()
        company = profile.company_id.sudo()
        day = company._relationship_today()
        self.env.flush_all()
        facts = union(profile.sudo()._purchase_fact_queries(company), ('partner_id', 'day', 'amount', 'product_id'))
        self.env.cr.execute(SQL(
            """
            WITH fact AS MATERIALIZED (
                SELECT fact.* FROM (%(facts)s) AS fact
                  JOIN relationship_profile AS peer ON peer.partner_id = fact.partner_id AND peer.company_id = %(company)s
                 WHERE fact.day <= %(day)s AND (fact.partner_id = %(partner)s
                    OR (peer.tier_id = %(tier)s AND fact.day > %(start)s))),
            other AS (
                SELECT partner_id, product_id, sum(amount) AS amount FROM fact WHERE partner_id <> %(partner)s
                 GROUP BY partner_id, product_id HAVING sum(amount) > 0)
            INSERT INTO relationship_whitespace (
                   profile_id, product_id, buyer_count, buyer_share, average_amount, create_uid, write_uid, create_date, write_date)
            SELECT %(profile)s, product_id, count(*), count(*)::float / (SELECT count(DISTINCT partner_id) FROM other),
                   avg(amount), %(user)s, %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
              FROM other JOIN product_product AS product ON product.id = other.product_id AND product.active
             WHERE product_id NOT IN (
                   SELECT product_id FROM fact WHERE partner_id = %(partner)s AND product_id IS NOT NULL AND amount > 0)
             GROUP BY product_id HAVING count(*) >= %(least)s
             ORDER BY count(*) DESC, avg(amount) DESC, product_id
             LIMIT %(most)s
            """,
            facts=facts, company=company.id, partner=profile.partner_id.id, tier=profile.tier_id.id or None, day=day,
            start=months_before(day, company.relationship_sales_months), profile=profile.id, user=self.env.uid,
            least=LEAST_BUYERS, most=MOST_PRODUCTS))

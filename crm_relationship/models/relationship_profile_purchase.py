from odoo import api, models
from odoo.tools import SQL


class RelationshipProfile(models.Model):
    """Imported purchases as facts of the classification."""

    _inherit = "relationship.profile"

    @api.model
    def _purchase_fact_queries(self, company):
        return super()._purchase_fact_queries(company) + [SQL(
            # A customer may have become part of another since
            """SELECT c.commercial_partner_id AS partner_id, p.date AS day, p.amount, p.cost, p.product_id,
                      concat('import-', p.source_id, '-', p.order_key) AS order_key
                 FROM relationship_purchase p JOIN res_partner c ON c.id = p.partner_id
                WHERE p.company_id = %s""", company.id)]

    @api.model
    def _fact_tables(self):
        return super()._fact_tables() + ["relationship_purchase"]

from odoo import api, models
from odoo.tools import SQL

from ..tools import classification_tags as statements
from ..tools.classification_metrics import months_before, of_customers, union


class RelationshipProfile(models.Model):
    """The pass keeps up the tags that have a rule: set-based, and hand-set tags are left alone."""
    _inherit = 'relationship.profile'

    @api.model
    def _apply_tag_rules(self, company, day, partner_ids=None):
        tags = self.env['res.partner.category'].sudo().search([
            ('relationship_has_rule', '=', True), ('relationship_company_id', 'in', (company.id, False)),
            '|', ('relationship_date_until', '=', False), ('relationship_date_until', '>=', day)])
        purchases = union(self._purchase_fact_queries(company), ('partner_id', 'day', 'amount', 'product_id'))
        if partner_ids is not None:
            purchases = SQL(
                "SELECT * FROM (%s) AS fact WHERE %s", purchases, of_customers(partner_ids, SQL("partner_id")))
        since = months_before(day, company.relationship_sales_months)
        fitting = statements.fitting({
            tag.id: tag._relationship_fitting(company, day, purchases, since) for tag in tags}, partner_ids)
        [(changed,)] = self.env.execute_query(statements.keep_up(fitting, tags.ids, company.id, day, partner_ids))
        return changed

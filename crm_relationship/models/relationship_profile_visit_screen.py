from odoo import fields, models


class RelationshipProfile(models.Model):
    """The customer's visits: how many, which, and the next one in one click."""
    _inherit = 'relationship.profile'

    visit_ids = fields.One2many('relationship.visit', 'profile_id', "Visits")
    visit_count = fields.Integer(related='partner_id.visit_count', related_sudo=False)

    def action_visits(self):
        """All visits to this customer in this company."""
        return self._action_of_customer('crm_relationship.relationship_visit_action', 'commercial_partner_id')

    def action_plan_visit(self):
        """A new visit to this customer, on the day the next one is due."""
        self.ensure_one()
        return self.partner_id.with_company(self.company_id).action_plan_visit()

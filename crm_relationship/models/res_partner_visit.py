from odoo import fields, models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    """The contact's card shows the visits and starts one."""
    _inherit = 'res.partner'

    visit_count = fields.Integer(
        compute='_compute_visit_count', groups='base.group_user',
        help="Visits the current user may see, to the whole customer company.")

    def _compute_visit_count(self):
        counts = dict(self.env['relationship.visit']._read_group(
            [('commercial_partner_id', 'in', self.commercial_partner_id.ids)],
            ['commercial_partner_id'], ['__count']))
        for partner in self:
            partner.visit_count = counts.get(partner.commercial_partner_id, 0)

    def action_open_visits(self):
        """The visits to this customer company."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_visit_action')
        return {
            **action, 'domain': [('commercial_partner_id', '=', self.commercial_partner_id.id)],
            'context': {'default_partner_id': self.id}}

    def action_plan_visit(self):
        """A small dialog for the next visit here: customer, time and purpose."""
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_specialist'):
            raise AccessError(self.env._("Visits are planned by the customer relations staff."))
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Plan a Visit"),
            'res_model': 'relationship.visit', 'view_mode': 'form', 'target': 'new',
            'views': [(self.env.ref('crm_relationship.relationship_visit_view_form_quick').id, 'form')],
            'context': {'default_partner_id': self.id, 'default_company_id': self.env.company.id}}

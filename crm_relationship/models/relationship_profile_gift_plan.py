from odoo import api, fields, models


class RelationshipProfile(models.Model):
    """What is planned to be given to a customer, as far as the reader may see the plans."""
    _inherit = 'relationship.profile'

    planned_gift_count = fields.Integer("Planned Gifts", compute='_compute_planned_gift_count')

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_planned_gift_count(self):
        """One query for a page of customers; cancelled lines do not count."""
        groups = self.env['relationship.gift.plan.line']._read_group(
            [('commercial_partner_id', 'in', self.partner_id.ids), ('state', '!=', 'cancelled')],
            ['commercial_partner_id', 'company_id'], ['__count'])
        counts = {(partner.id, company.id): count for partner, company, count in groups}
        for profile in self:
            profile.planned_gift_count = counts.get((profile.partner_id.id, profile.company_id.id), 0)

    def action_planned_gifts(self):
        """The customer's lines of gift plans."""
        return self._action_of_customer('crm_relationship.relationship_gift_plan_line_action', 'commercial_partner_id')


class ResPartner(models.Model):
    """The same on the customer's card."""
    _inherit = 'res.partner'

    planned_gift_count = fields.Integer(
        compute='_compute_planned_gift_count', groups='base.group_user',
        help="Lines of gift plans the current user may see, for the whole customer company.")

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_planned_gift_count(self):
        counts = dict(self.env['relationship.gift.plan.line']._read_group(
            [('commercial_partner_id', 'in', self.commercial_partner_id.ids), ('state', '!=', 'cancelled')],
            ['commercial_partner_id'], ['__count']))
        for partner in self:
            partner.planned_gift_count = counts.get(partner.commercial_partner_id, 0)

    def action_open_planned_gifts(self):
        """The lines of gift plans for this customer company."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_gift_plan_line_action')
        return {**action, 'domain': [('commercial_partner_id', '=', self.commercial_partner_id.id)], 'context': {}}

from odoo import api, fields, models


class ResPartner(models.Model):
    """The contact's card shows the gift requests for the customer company."""
    _inherit = 'res.partner'

    gift_request_count = fields.Integer(
        "Gift Requests", compute='_compute_gift_request_count', groups='base.group_user',
        help="Gift requests the current user may see, for the whole customer company.")

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_gift_request_count(self):
        counts = dict(self.env['relationship.gift.request']._read_group(
            [('commercial_partner_id', 'in', self.commercial_partner_id.ids)],
            ['commercial_partner_id'], ['__count']))
        for partner in self:
            partner.gift_request_count = counts.get(partner.commercial_partner_id, 0)

    def action_open_gift_requests(self):
        """The gift requests for this customer company."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_gift_request_action')
        return {
            **action, 'domain': [('commercial_partner_id', '=', self.commercial_partner_id.id)],
            'context': {'default_partner_id': self.id}}


class RelationshipProfile(models.Model):
    """The customer's gifts in one click."""
    _inherit = 'relationship.profile'

    gift_request_count = fields.Integer(related='partner_id.gift_request_count', related_sudo=False)

    def action_gifts(self):
        """The gift requests for this customer in this company."""
        return self._action_of_customer('crm_relationship.relationship_gift_request_action', 'commercial_partner_id')


class RelationshipGiftRequest(models.Model):
    """From the request to the customer's other gifts and to the visit."""
    _inherit = 'relationship.gift.request'

    customer_gift_count = fields.Integer(compute='_compute_customer_gift_count')

    @api.depends('partner_id')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_customer_gift_count(self):
        for request in self:
            request.customer_gift_count = request.partner_id.gift_request_count

    def action_open_customer_gifts(self):
        """All gift requests for the customer."""
        self.ensure_one()
        self.check_access('read')
        return self.partner_id.action_open_gift_requests()

    def action_open_visit(self):
        """The visit on which the gift is handed over."""
        self.ensure_one()
        self.check_access('read')
        self.visit_id.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Visit"), 'res_model': 'relationship.visit',
            'res_id': self.visit_id.id, 'view_mode': 'form'}

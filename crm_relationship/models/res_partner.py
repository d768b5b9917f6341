from odoo import fields, models


class ResPartner(models.Model):
    """The customer's card shows the hospitality around the customer."""
    _inherit = 'res.partner'

    hospitality_count = fields.Integer(
        compute='_compute_hospitality_count', groups='base.group_user',
        help="Requests the current user may see, for the whole customer company.")

    def _compute_hospitality_count(self):
        counts = dict(self.env['relationship.hospitality']._read_group(
            [('commercial_partner_id', 'in', self.commercial_partner_id.ids)],
            ['commercial_partner_id'], ['__count']))
        for partner in self:
            partner.hospitality_count = counts.get(partner.commercial_partner_id, 0)

    def action_open_hospitality(self):
        """The requests for this customer company."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_hospitality_action')
        return {
            **action, 'domain': [('commercial_partner_id', '=', self.commercial_partner_id.id)],
            'context': {'default_partner_id': self.id}}

    def _relationship_problem(self, company):
        """Why this contact cannot be the customer of a document of ``company``, with the remedy; '' when fine."""
        self.ensure_one()
        partner = self.sudo()
        if partner.company_id and partner.company_id not in company.sudo().parent_ids:
            return self.env._(
                "This customer belongs to another company. Choose a customer of %(company)s, or ask "
                "whoever keeps the contacts to share the card (empty its Company).",
                company=company.name)
        if not partner.active:
            return self.env._(
                "%(customer)s is archived. Choose an active customer, or restore the card under "
                "Contacts first.", customer=partner.display_name)
        return ''

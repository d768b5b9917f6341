from odoo import fields, models

READERS = ",".join(f"crm_relationship.group_{role}" for role in (
    "specialist", "general_manager", "finance_auditor", "office_director", "deputy_manager"))


class ResPartner(models.Model):
    """The card shows what its person, or everybody of its company, was given."""
    _inherit = 'res.partner'

    relationship_benefit_count = fields.Integer(
        "Benefits Given",
        compute='_compute_relationship_benefit_count', groups=READERS,
        help="Rows of the hospitality and gift ledger the current user may see.")

    def _compute_relationship_benefit_count(self):
        ledger = self.env['relationship.benefit']
        people = dict(ledger._read_group([('recipient_id', 'in', self.ids)], ['recipient_id'], ['__count']))
        firms = dict(ledger._read_group(
            [('commercial_partner_id', 'in', self.filtered('is_company').ids)], ['commercial_partner_id'], ['__count']))
        for partner in self:
            partner.relationship_benefit_count = (firms if partner.is_company else people).get(partner._origin, 0)

    def action_open_benefits(self):
        """The ledger of this person or company, as far as the user may read it."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_benefit_action')
        name = 'commercial_partner_id' if self.is_company else 'recipient_id'
        return {**action, 'domain': [(name, '=', self.id)], 'context': {}}

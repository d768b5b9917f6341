from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.always_tracked import always_tracked


class RelationshipTender(models.Model):
    """A tender or another time in which a customer gets nothing from us (禁止馈赠期)."""
    _name = 'relationship.tender'
    _description = "Tender or Blackout"
    _inherit = ['relationship.input.guard', 'mail.thread']
    _order = 'date_from desc, id desc'
    _check_company_auto = True

    name = fields.Char("Tender or Reason", required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        'res.company', "Company", index=True, default=lambda self: self.env.company, tracking=True,
        help="Empty: no company gives anything to this customer.")
    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, index=True, check_company=True, ondelete='restrict', tracking=True)
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company", index=True)
    date_from = fields.Date("From", required=True, default=lambda self: fields.Date.context_today(self), tracking=True)
    date_to = fields.Date("To", tracking=True, help="The last day. Empty: until it is closed.")
    effect = fields.Selection(
        [('warn', "Warn"), ('block', "Refuse")], "Requests Meanwhile", required=True, default='block', tracking=True)
    note = fields.Text("Remarks")

    @api.constrains('date_from', 'date_to')
    def _check_dates(self):
        for tender in self:
            if tender.date_to and tender.date_to < tender.date_from:
                raise ValidationError(self.env._("“%s” ends before it begins: correct the dates.", tender.name))

    def write(self, vals):
        """Every change leaves its trace.

        :raise AccessError: moved to where the user may not change it; record rules are asked before a change only
        """
        self = always_tracked(self)
        result = super().write(vals)
        if 'company_id' in vals:
            self.check_access('write')
        return result

    @api.model
    def _open_for(self, companies, partners, first, last):
        """The blackouts of ``partners`` (commercial ones) that touch the days from ``first`` to ``last``."""
        return self.sudo().search([
            ('company_id', 'in', [False, *companies.ids]), ('commercial_partner_id', 'in', partners.ids),
            ('date_from', '<=', last), '|', ('date_to', '=', False), ('date_to', '>=', first)])

    def _is_on(self, company, day):
        """True while ``company`` may give nothing on ``day``; both bounds belong to it."""
        self.ensure_one()
        return (
            (not self.company_id or self.company_id == company)
            and self.date_from <= day and (not self.date_to or day <= self.date_to))

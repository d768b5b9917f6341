from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .relationship_benefit import KINDS

#: paper is for reading: a register of more rows is for a shorter period or one customer
ROWS_MAX = 2000
#: fields that say what is listed
CHOICES = frozenset({'company_id', 'date_from', 'date_to', 'partner_id', 'kind'})


class RelationshipBenefitRegister(models.Model):
    """招待礼品台账 on paper: the ledger of a period as it stood when it was filled in.

    Its rows are copied from the ledger in the rights of whoever fills it in, so number and check
    code mean something; who reads the register reads its rows.
    """
    _name = 'relationship.benefit.register'
    _description = "Hospitality and Gift Register"
    _inherit = ['relationship.document', 'relationship.input.guard']
    _relationship_sequence_code = 'relationship.benefit.register'
    _relationship_sequence_prefix = 'TZ'
    _sealed_fields = frozenset({'filled_at', 'total'})

    date_from = fields.Date("From", required=True, default=lambda self: self._default_year_bound(1, 1))
    date_to = fields.Date("To", required=True, default=lambda self: self._default_year_bound(12, 31))
    partner_id = fields.Many2one(
        'res.partner', "Customer or Recipient", check_company=True, index='btree_not_null',
        help="Empty: everybody. A company: everybody there.")
    kind = fields.Selection(KINDS, "Only")
    line_ids = fields.One2many('relationship.benefit.register.line', 'register_id', "Register Rows", readonly=True)
    line_count = fields.Integer("Rows Listed", compute='_compute_line_count')
    currency_id = fields.Many2one(related='company_id.currency_id')
    total = fields.Monetary(readonly=True, copy=False)
    filled_at = fields.Datetime("As of", readonly=True, copy=False)
    note = fields.Text("Remarks")

    @api.model
    def _default_year_bound(self, month, day):
        return fields.Date.context_today(self).replace(month=month, day=day)

    def _compute_line_count(self):
        counts = dict(self.env['relationship.benefit.register.line']._read_group(
            [('register_id', 'in', self.ids)], ['register_id'], ['__count']))
        for register in self:
            register.line_count = counts.get(register._origin, 0)

    @api.constrains('date_from', 'date_to')
    def _check_dates(self):
        if any(register.date_to < register.date_from for register in self):
            raise ValidationError(self.env._("The register ends before it begins: correct the dates."))

    @api.model_create_multi
    def create(self, vals_list):
        """A new register lists what there is."""
        registers = super().create(vals_list)
        registers._fill()
        return registers

    def write(self, vals):
        """Another period or customer lists anew: head and rows agree."""
        result = super().write(vals)
        if CHOICES & vals.keys():
            self._fill()
        return result

    def action_fill(self):
        """List the ledger as it is now, in place of what was listed before."""
        self.check_access('write')
        self._fill()
        return True

    def action_print(self):
        """The paper form."""
        self.check_access('read')
        return self.env.ref('crm_relationship.action_report_benefit_register').report_action(self)

    def action_spreadsheet(self):
        """The form as a spreadsheet."""
        self.check_access('read')
        return self.env.ref('crm_relationship.action_report_benefit_register_sheet').report_action(self)

    def _ledger_domain(self):
        domain = Domain('company_id', '=', self.company_id.id) & Domain('date', '>=', self.date_from) & Domain(
            'date', '<=', self.date_to)
        if self.kind:
            domain &= Domain('kind', '=', self.kind)
        if self.partner_id:
            name = 'commercial_partner_id' if self.partner_id.is_company else 'recipient_id'
            domain &= Domain(name, '=', self.partner_id.id)
        return domain

    def _fill(self):
        """Replace the rows by the ledger's, as far as the user may read it.

        :raise UserError: more rows than a register holds
        """
        Line = self.env['relationship.benefit.register.line'].sudo()
        for register in self:
            rows = self.env['relationship.benefit'].search(
                register._ledger_domain(), order='date, id', limit=ROWS_MAX + 1)
            if len(rows) > ROWS_MAX:
                raise UserError(self.env._(
                    "There are more than %s rows. Choose a shorter period, one kind or one customer.", f"{ROWS_MAX:,}"))
            self.env.cr.execute(SQL("DELETE FROM relationship_benefit_register_line WHERE register_id = %s", register.id))
            Line._sealed_create([row._register_values(register, number) for number, row in enumerate(rows, 1)], SEAL)
            register.invalidate_recordset(['line_ids', 'line_count'])
            register._sealed_write({
                'total': sum(rows.mapped('amount')), 'filled_at': fields.Datetime.now()}, SEAL)

    def _print_period(self):
        """The period as the paper shows it."""
        return f"{format_date(self.env, self.date_from)} – {format_date(self.env, self.date_to)}"

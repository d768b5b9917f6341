from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipAttendeeMixin(models.AbstractModel):
    """One person at the table: F14.7, F14.8, F15.7, F15.8.

    Either a contact (customer's side), an employee (our side), or a name
    typed in for somebody nobody keeps a card of.
    """
    _name = 'relationship.attendee.mixin'
    _description = "Attendee"
    _order = 'side, sequence, id'

    side = fields.Selection(
        [('customer', "Customer's Side"), ('company', "Our Side")],
        required=True, default='customer')
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        'res.partner', "Contact", check_company=True, ondelete='restrict', index='btree_not_null')
    employee_id = fields.Many2one(
        'hr.employee', "Employee", check_company=True, ondelete='restrict', index='btree_not_null')
    name = fields.Char(
        "Full Name", compute='_compute_name', store=True, readonly=False, required=True, precompute=True)
    title = fields.Char(
        "Position", compute='_compute_title', store=True, readonly=False, precompute=True)

    @api.depends('partner_id', 'employee_id')
    def _compute_name(self):
        for attendee in self:
            known = attendee.employee_id or attendee.partner_id
            attendee.name = known.name or attendee.name

    @api.depends('partner_id', 'employee_id')
    def _compute_title(self):
        for attendee in self:
            # the job lives on hr.version, which a plain user may not read
            job = attendee.employee_id.sudo().job_title or attendee.partner_id.function
            attendee.title = job or attendee.title

    @api.constrains('name')
    def _check_name(self):
        if any(not (attendee.name or '').strip() for attendee in self):
            raise ValidationError(self.env._("Every attendee needs a name: pick a person or type a name."))

    def _attendee_vals(self):
        """Values that put the same people on another document."""
        return [{
            'side': attendee.side,
            'sequence': attendee.sequence,
            'partner_id': attendee.partner_id.id,
            'employee_id': attendee.employee_id.id,
            'name': attendee.name,
            'title': attendee.title,
        } for attendee in self]

    def _print_names(self):
        """The people as the papers list them: name (position), one after the other."""
        comma = '、' if (self.env.lang or '').startswith('zh') else ', '
        return comma.join(
            self.env._("%(name)s (%(title)s)", name=attendee.name, title=attendee.title)
            if attendee.title else attendee.name
            for attendee in self)

from odoo import api, fields, models
from odoo.exceptions import UserError

DEFAULT_DAYS = 14


class RelationshipVisitNext(models.TransientModel):
    """⑧ 约定下次拜访: the next appointment, made on the spot with a thumb."""
    _name = 'relationship.visit.next'
    _description = "Next Appointment"
    _inherit = ['relationship.input.guard']

    visit_id = fields.Many2one('relationship.visit', required=True, readonly=True, ondelete='cascade')
    date_start = fields.Datetime("When", required=True)
    duration = fields.Float("Duration (hours)", default=1.0)
    purpose = fields.Selection(
        lambda self: self.env['relationship.visit']._fields['purpose']._description_selection(self.env), "Visit Purpose")
    subject = fields.Char("About")
    no_visit_warning = fields.Char(compute='_compute_warnings')
    day_warning = fields.Char(compute='_compute_warnings')
    overlap_warning = fields.Char(compute='_compute_warnings')
    no_visit_reason = fields.Char("Reason to Visit All the Same")

    @api.model
    def default_get(self, fields):
        """The same hour, when the customer's cycle is due; what is still open is what it is about."""
        values = super().default_get(fields)
        visit_id = values.get('visit_id')
        visit = self.env['relationship.visit'].browse(visit_id if type(visit_id) is int else ()).exists()
        if visit:
            visit.check_access('read')
            days = visit.sudo().profile_id.visit_interval or DEFAULT_DAYS
            opened = visit.problem_ids.filtered(lambda problem: problem.state == 'open')
            values |= {
                'date_start': visit.company_id._local_shift(visit.date_start, days), 'duration': visit.duration,
                'purpose': 'problem' if opened else 'relationship',
                'subject': opened[:1].name or False}
        return values

    @api.depends('visit_id', 'date_start', 'duration')
    def _compute_warnings(self):
        """What the new visit would say."""
        for wizard in self:
            visit = wizard.visit_id
            following = visit.new({**wizard._visit_values(), 'duration': wizard.duration or 1.0})
            for name in ('no_visit_warning', 'day_warning', 'overlap_warning'):
                wizard[name] = following[name]

    def _visit_values(self):
        """The same customer and people at the time chosen."""
        visit = self.visit_id
        return {
            'partner_id': visit.partner_id.id, 'company_id': visit.company_id.id, 'user_id': visit.user_id.id,
            'contact_ids': [fields.Command.set(visit.contact_ids.ids)], 'place': visit.place,
            'date_start': self.date_start, 'duration': self.duration, 'purpose': self.purpose,
            'subject': self.subject, 'previous_visit_id': visit.id, 'no_visit_reason': self.no_visit_reason}

    def action_confirm(self):
        """Make the visit: the same customer and people, linked both ways, under all checks of a visit.

        :raise UserError: when the visit has its next one already
        """
        self.ensure_one()
        self.check_access('write')
        visit = self.visit_id
        visit.check_access('write')
        if visit.next_visit_id:
            raise UserError(self.env._("The next appointment is made already: %s.", visit.next_visit_id.display_name))
        visit.create(self._visit_values())
        return {'type': 'ir.actions.act_window_close'}

from datetime import timedelta

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
    no_visit_warning = fields.Text("No Visits Wanted", compute='_compute_no_visit_warning')
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
                'date_start': visit.date_start + timedelta(days=days), 'duration': visit.duration,
                'purpose': 'problem' if opened else 'relationship',
                'subject': opened[:1].name or False}
        return values

    @api.depends('date_start', 'duration')
    def _compute_no_visit_warning(self):
        """The customer's windows that the time chosen falls into."""
        for wizard in self:
            partner, start = wizard.visit_id.partner_id, wizard.date_start
            hit = partner._no_visit_windows_hit(start, start + timedelta(hours=wizard.duration)) if start else []
            wizard.no_visit_warning = "\n".join(hit.mapped('display_name')) if hit else False

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
        visit.create({
            'partner_id': visit.partner_id.id, 'company_id': visit.company_id.id, 'user_id': visit.user_id.id,
            'contact_ids': [fields.Command.set(visit.contact_ids.ids)], 'place': visit.place,
            'date_start': self.date_start, 'duration': self.duration, 'purpose': self.purpose,
            'subject': self.subject, 'previous_visit_id': visit.id, 'no_visit_reason': self.no_visit_reason})
        return {'type': 'ir.actions.act_window_close'}

from odoo import api, fields, models


class RelationshipVisitReschedule(models.TransientModel):
    """Asks for the new time of a visit and the reason, and shows what speaks against it."""
    _name = 'relationship.visit.reschedule'
    _description = "Reschedule a Visit"
    _inherit = ['relationship.input.guard']

    visit_id = fields.Many2one('relationship.visit', required=True, ondelete='cascade')
    old_start = fields.Datetime("Present Time", related='visit_id.date_start')
    date_start = fields.Datetime(
        "New Start", required=True, compute='_compute_time', store=True, readonly=False, precompute=True)
    duration = fields.Float(
        "Duration (hours)", required=True, compute='_compute_time', store=True, readonly=False, precompute=True)
    reason = fields.Char(required=True)
    no_visit_reason = fields.Char("Reason for the Visit All the Same")
    no_visit_warning = fields.Char(compute='_compute_warnings')
    overlap_warning = fields.Char(compute='_compute_warnings')

    @api.depends('visit_id')
    def _compute_time(self):
        for wizard in self:
            wizard.date_start = wizard.visit_id.date_start
            wizard.duration = wizard.visit_id.duration

    @api.depends('visit_id', 'date_start', 'duration')
    def _compute_warnings(self):
        """What the visit would say at the new time."""
        for wizard in self:
            visit = wizard.visit_id
            moved = visit.new({'date_start': wizard.date_start, 'duration': wizard.duration}, origin=visit)
            wizard.no_visit_warning = moved.no_visit_warning
            wizard.overlap_warning = moved.overlap_warning

    def action_reschedule(self):
        """Move the visit; its own checks decide."""
        self.ensure_one()
        self.visit_id._visit_reschedule(
            self.date_start, self.reason, duration=self.duration, no_visit_reason=self.no_visit_reason)
        return {'type': 'ir.actions.act_window_close'}

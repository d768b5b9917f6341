from odoo import api, fields, models
from odoo.exceptions import UserError


class CalendarEvent(models.Model):
    """An event made from an approved hospitality keeps the signed time and stays while it holds."""
    _inherit = 'calendar.event'

    hospitality_ids = fields.One2many('relationship.hospitality', 'event_id', "Hospitality")

    def write(self, vals):
        result = super().write(vals)
        if {'start', 'stop', 'start_date', 'stop_date', 'duration', 'allday', 'active'} & vals.keys():
            self._check_hospitality()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_hospitality(self):
        """The invitation disappears by cancelling the request, which tells everybody."""
        if self.sudo().hospitality_ids.filtered('is_planned'):
            raise self._hospitality_error()

    def _check_hospitality(self):
        """Compare with the signed request, whoever changed the event and however."""
        for event in self.sudo():
            for request in event.hospitality_ids.filtered('is_planned'):
                if not event.active or (event.start, event.stop) != (request.date_start, request.date_stop):
                    raise self._hospitality_error()

    @api.model
    def _hospitality_error(self):
        return UserError(self.env._(
            "This event belongs to an approved hospitality request. To move it or to call it off, "
            "cancel the request and apply again."))

    def _get_activity_excluded_models(self):
        # the plan has its own checklist: no extra "meeting" activity on the request
        return super()._get_activity_excluded_models() + ['relationship.hospitality']

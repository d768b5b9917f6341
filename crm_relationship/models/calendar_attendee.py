from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import UserError

_from_event = ContextVar('attendees_from_event', default=False)


@contextmanager
def from_event():
    """Attendees that come and go inside do so with their event, which asks its document."""
    token = _from_event.set(True)
    try:
        yield
    finally:
        _from_event.reset(token)


class CalendarAttendee(models.Model):
    """Who is invited to the event of a document of ours is said on the event, never past it.

    A row of its own would leave event and document saying different things. Answers stay the people's.
    """
    _inherit = 'calendar.attendee'

    @api.model_create_multi
    def create(self, vals_list):
        attendees = super().create(vals_list)
        attendees._check_with_event()
        return attendees

    def write(self, vals):
        moving = {'event_id', 'partner_id'} & vals.keys()
        if moving:
            self._check_with_event()
        result = super().write(vals)
        if moving:
            self._check_with_event()
        return result

    def unlink(self):
        self._check_with_event()
        return super().unlink()

    def _check_with_event(self):
        """Raise UserError when attendees of a document's event change otherwise than with the event."""
        if _from_event.get():
            return
        self._refuse_bound(self.event_id)

    @api.model
    def _refuse_bound(self, events):
        """Raise UserError when a document of ours has one of ``events``."""
        if documents := events._relationship_documents():
            raise UserError(self.env._(
                "This event belongs to %s. Add and remove people on the event itself, not among its invitations.",
                documents[0][:1].display_name))

from odoo import api, models

from .calendar_attendee import from_event

# What a document's event says about the document; the rest (alarms, notes, answers) is the people's.
WATCHED = frozenset({
    'name', 'location', 'start', 'stop', 'start_date', 'stop_date', 'duration', 'allday', 'active',
    'user_id', 'partner_ids', 'attendee_ids', 'privacy', 'recurrency', 'recurrence_id', 'res_id', 'res_model_id'})


class CalendarEvent(models.Model):
    """An event of a document of ours never says anything else than the document.

    See `relationship.event.mixin`: the document follows the change or refuses it.
    """
    _inherit = 'calendar.event'

    def write(self, vals):
        names = WATCHED.intersection(vals)
        bound = self._relationship_documents() if names else []
        for documents in bound:
            documents._event_refused_values(vals)
        with from_event():
            result = super().write(vals)
        for documents in bound:
            if 'attendee_ids' in names:
                documents.event_id._check_invitations()
            documents._event_changed(names)
        return result

    def _check_invitations(self):
        """Invitations follow the people of the event: none less, none more. Raise UserError otherwise."""
        for event in self:
            if event.attendee_ids.partner_id != event.partner_ids or len(event.attendee_ids) != len(event.partner_ids):
                event.attendee_ids._refuse_bound(event)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_relationship(self):
        """The document's event disappears with the document's consent, which tells everybody."""
        for documents in self._relationship_documents():
            documents._event_removed()

    def _relationship_documents(self):
        """The documents whose events these are: a list of recordsets, as sudo."""
        models_ = (self.env[name] for name in self.env.registry.descendants(['relationship.event.mixin'], '_inherit'))
        return [
            documents for model in models_ if not model._abstract
            if (documents := model.sudo().search([('event_id', 'in', self.ids)]))]

    def _get_activity_excluded_models(self):
        # these documents have their own next steps: no extra "meeting" activity on them
        own = self.env.registry.descendants(['relationship.event.mixin'], '_inherit')
        return super()._get_activity_excluded_models() + list(own)

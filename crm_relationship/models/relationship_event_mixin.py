from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_datetime

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipEventMixin(models.AbstractModel):
    """A document with a calendar event of its own, private to our people on it.

    The document and the event never drift apart: `calendar_event.py` asks the
    document about every change of the event, whoever makes it and however,
    and the document follows it or raises. What is compared are the values
    afterwards, so that the document's own updates of the event ask nothing.

    A document says what the event holds (`_event_values`, `_event_people`),
    what follows a change (`_event_changed`, `_event_removed`), and how its
    news read (`_event_news`, `_event_when`).
    """
    _name = 'relationship.event.mixin'
    _description = "Document with a Calendar Event"
    _inherit = ['approval.sealed']
    _sealed_fields = frozenset({'event_id'})

    event_id = fields.Many2one(
        'calendar.event', "Calendar Event", readonly=True, copy=False, index='btree_not_null')

    def _event_values(self):
        """What the event of one document shows: name, start, stop, location, user_id."""
        raise NotImplementedError

    def _event_people(self):
        """Partners of our own people on the event of one document."""
        raise NotImplementedError

    def _event_refused_values(self, vals):
        """Raise UserError for values that the event of these documents can never take."""
        if vals.get('recurrency') or vals.get('recurrence_id'):
            raise UserError(self.env._(
                "This event belongs to %s, which takes place once. Plan a document of its own for every "
                "further time.", self[0].display_name))
        if vals.get('allday'):
            raise UserError(self.env._(
                "This event belongs to %s, which has a time of day: it cannot last all day.",
                self[0].display_name))
        if vals.get('privacy', 'private') != 'private':
            raise UserError(self.env._(
                "This event belongs to %s, which not everybody may see: it stays private.",
                self[0].display_name))

    def _event_changed(self, names):
        """The events of ``self`` (sudo) were changed by somebody.

        :param names: names of the fields of the event that were written
        :raise UserError: when a document does not follow, which undoes the change
        """

    def _event_removed(self):
        """The events of ``self`` (sudo) are about to be deleted. Raise UserError to keep them."""

    # ------------------------------------------------------------------
    # From the document to the event
    # ------------------------------------------------------------------

    @api.model
    def _event_model(self):
        """Events as superuser, without mails to attendees and without the caller's context keys."""
        clean = {key: self.env.context.get(key) for key in ('lang', 'tz', 'allowed_company_ids')}
        return self.env['calendar.event'].sudo().with_context({
            **clean, 'no_mail_to_attendees': True, 'dont_notify': True, 'skip_contact_description': True})

    def _event_create(self):
        """One private event each for our people; the customer is invited by a person, not by us."""
        if not self:
            return
        model_id = self.env['ir.model']._get_id(self._name)
        events = self._event_model().create([{
            **document._event_values(),
            'privacy': 'private',
            'partner_ids': [Command.set(document._event_people().ids)],
            'res_model_id': model_id,
            'res_id': document.id,
        } for document in self])
        for document, event in zip(self, events):
            document._sealed_write({'event_id': event.id}, SEAL)

    def _event_remove(self):
        """Take the events back without asking the documents again."""
        documents = self.filtered('event_id')
        documents._event_uninvite_guests()
        events = self._event_model().browse(documents.event_id.ids)
        documents._sealed_write({'event_id': False}, SEAL)
        events.unlink()

    def _event_guests(self):
        """Invitations of one document's event to come to people who are not ours.

        Customers whom a person invited are nothing to the document: its news goes to our people, and
        they get the calendar's own mails.
        """
        event = self.sudo().event_id
        if not event.active or event.start <= fields.Datetime.now():
            return event.attendee_ids.browse()
        ours = self._event_people() | self.env.user.partner_id
        return event.attendee_ids.filtered(lambda attendee: attendee.partner_id not in ours)

    def _event_tell_guests(self):
        """The calendar's mail on a change of time."""
        template = self.env.ref('calendar.calendar_template_meeting_changedate', raise_if_not_found=False)
        if template and (guests := self._event_guests()):
            guests._notify_attendees(template)

    def _event_uninvite_guests(self):
        """The calendar's mail on an event called off. It outlives the event, hence without record."""
        template = self.env.ref('calendar.calendar_template_delete_event', raise_if_not_found=False)
        for document in self if template else ():
            if guests := document._event_guests():
                template.sudo().send_mail(document.sudo().event_id.id, email_values={
                    'recipient_ids': [Command.set(guests.partner_id.ids)], 'email_to': False,
                    'model': False, 'res_id': False})

    def action_open_event(self):
        """Open the calendar event; its own rules decide who reads it."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'calendar.event', 'view_mode': 'form',
            'res_id': self.event_id.id, 'name': self.env._("Calendar Event")}

    # ------------------------------------------------------------------
    # News for the people
    # ------------------------------------------------------------------

    def _event_news(self, what):
        """The headline of a message, in the language of the environment."""
        raise NotImplementedError

    def _event_audience(self):
        """Partners told about news of one document."""
        return self._event_people()

    def _event_when(self):
        """The local time of one document in words, for its people."""
        return format_datetime(self.env, self.date_start, tz=self._event_timezone(), dt_format='short')

    def _event_timezone(self):
        """The time zone in which one document's people think."""
        return self.company_id._relationship_timezone()

    def _event_lines(self):
        """Number, customer and local time of each document as list items."""
        return Markup().join(
            Markup("<li>%s, %s</li>") % (document.display_name, document._event_when()) for document in self)

    def _event_tell(self, what, reason='', people=None):
        """Notify the people, one message a group with the same documents and language.

        :param str what: what happened, a key of `_event_news`
        :param people: partners to tell, the same for all documents; default each one's audience
        """
        concerned = {}
        for document in self:
            for partner in document._event_audience() if people is None else people:
                concerned.setdefault(partner, self.browse())
                concerned[partner] |= document
        groups = {}
        for partner, documents in concerned.items():
            groups.setdefault((documents, partner.lang), []).append(partner.id)
        for (documents, lang), partner_ids in groups.items():
            documents = documents.with_context(lang=lang)
            thread = documents if len(documents) == 1 else documents.env['mail.thread']
            thread.message_notify(
                partner_ids=partner_ids, subject=documents._event_news(what),
                body=Markup("<p>%s</p><ul>%s</ul><p>%s</p>") % (
                    documents._event_news(what), documents._event_lines(), reason))

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

from .relationship_visit import AHEAD

#: Fields of the visit that its event shows.
SHOWN = {'date_start', 'duration', 'subject', 'place', 'companion_ids', 'user_id', 'partner_id', 'purpose'}
#: Fields of the event by which its time is changed.
EVENT_TIMES = {'start', 'stop', 'start_date', 'stop_date', 'duration'}


class RelationshipVisit(models.Model):
    """The visit and its calendar event say the same, whichever side is changed.

    A change of the event by somebody who may change the visit is a change of
    the visit, with its checks, trace and news; any other is refused. Customers
    whom a person invited to the event stay on it and are nothing to the visit.
    """
    _inherit = 'relationship.visit'

    customer_visit_count = fields.Integer(related='partner_id.visit_count', related_sudo=False)

    def action_open_customer(self):
        """All visits to this customer."""
        self.ensure_one()
        return self.partner_id.action_open_visits()

    def action_open_next(self):
        """The appointment made on this visit."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Next Visit"), 'view_mode': 'form',
            'res_model': self._name, 'res_id': self.next_visit_id.id}

    # ------------------------------------------------------------------
    # From the visit to the event
    # ------------------------------------------------------------------

    def _event_values(self):
        self.ensure_one()
        return {
            'name': self.subject or self._subject_default(),
            'start': self.date_start,
            'stop': self.date_stop,
            'location': self.place,
            'user_id': self.user_id.id,
        }

    def _event_people(self):
        """The visitor and the companions, with or without a login."""
        return self.user_id.partner_id | self._companion_partners(self.companion_ids)

    def _event_audience(self):
        """Whoever acts knows it already."""
        return self._event_people() - self.env.user.partner_id

    @api.model
    def _companion_partners(self, employees):
        return employees.user_id.partner_id | employees.filtered(lambda e: not e.user_id).work_contact_id

    def write(self, vals):
        """Keep title and event in step with the visit."""
        if not SHOWN & vals.keys():
            return super().write(vals)
        sudo = self.sudo()
        untitled = sudo.filtered(lambda visit: visit.subject == visit._subject_default())
        before = {visit: visit._event_people() for visit in sudo}
        result = super().write(vals)
        if {'partner_id', 'company_id'} & vals.keys():
            self._link_profiles()
            self._check_customer_right()
        for visit in sudo:
            if not visit.subject or visit in untitled and 'subject' not in vals:
                super(RelationshipVisit, visit).write({'subject': visit._subject_default()})
            visit._event_push(before[visit])
        return result

    def _event_push(self, before):
        """Give the event what the visit says, where it differs.

        :param before: our people before the change; those who were invited otherwise stay
        """
        event = self.event_id
        if not event.active:
            return
        names = {'name', 'start', 'stop', 'location', 'user_id'}
        values = self._event_values()
        shown = {name: event[name].id if name == 'user_id' else event[name] for name in names}
        changes = {name: value for name, value in values.items() if (shown[name] or False) != (value or False)}
        people = self._event_people()
        partners = (event.partner_ids - (before - people)) | people
        if partners != event.partner_ids:
            changes['partner_ids'] = [Command.set(partners.ids)]
        if changes:
            self._event_model().browse(event.id).write(changes)
            if 'start' in changes:
                self._event_tell_guests()
        if self.stage in AHEAD and (news := people - before - self.env.user.partner_id):
            self._event_tell('planned', people=news)

    def _tell_companions(self):
        """Whoever a visit was planned for by somebody else hears of it."""
        self.sudo().filtered(lambda v: v.stage in AHEAD and not v.is_overdue)._event_tell('planned')

    def _event_news(self, what):
        return {
            'planned': self.env._("Visit planned: please keep the time free and prepare"),
            'moved': self.env._("Visit moved to another time"),
            'cancelled': self.env._("Visit cancelled: it does not take place"),
        }[what]

    # ------------------------------------------------------------------
    # From the event to the visit
    # ------------------------------------------------------------------

    def _event_changed(self, names):
        for visit in self:
            event = visit.event_id
            if not event.active:
                # the archived event stays tied to the cancelled visit, so that it cannot come back
                visit._event_removed()
                visit._sealed_write({'event_id': event.id}, SEAL)
                continue
            changes = visit._event_changes(names)
            if changes:
                visit._check_may_follow()
                visit.sudo(False).write(changes)

    def _event_changes(self, names):
        """Values of the visit that follow from its event as it is now.

        :raise UserError: for what is not changed in the calendar
        """
        event, values = self.event_id, {}
        if self.stage == 'cancelled':
            raise UserError(self.env._("%s is cancelled: plan a new visit instead.", self.display_name))
        if (event.res_model, event.res_id) != (self._name, self.id):
            raise UserError(self.env._("This event belongs to %s and stays with it.", self.display_name))
        if event.user_id != self.user_id or self.user_id.partner_id not in event.partner_ids:
            raise UserError(self.env._(
                "%(user)s makes this visit. To send somebody else, change the visitor of %(visit)s.",
                user=self.user_id.name, visit=self.display_name))
        if EVENT_TIMES & names and (event.start, event.stop) != (self.date_start, self.date_stop):
            values['date_start'] = event.start
            values['duration'] = (event.stop - event.start).total_seconds() / 3600
            values['move_reason'] = self.env._("Moved in the calendar")
        if 'name' in names and event.name != self.subject:
            values['subject'] = event.name
        if 'location' in names and (event.location or False) != (self.place or False):
            values['place'] = event.location
        if 'partner_ids' in names:
            values.update(self._companion_changes(event.partner_ids))
        return values

    def _companion_changes(self, partners):
        """The companions among the attendees, where they are others than the visit's."""
        employees = self.env['hr.employee'].sudo().search([
            ('company_id', '=', self.company_id.id), '|',
            ('user_id.partner_id', 'in', partners.ids), ('work_contact_id', 'in', partners.ids)])
        companions = employees.filtered(lambda e: e.user_id != self.user_id)
        return {} if companions == self.companion_ids else {'companion_ids': [Command.set(companions.ids)]}

    def _event_removed(self):
        """Deleting the event calls the visit off, by somebody who may, while it is to come."""
        for visit in self.filtered(lambda v: v.stage != 'cancelled'):
            visit._check_stage(*AHEAD)
            if visit.approval_state in ('pending', *APPROVED_STATES):
                raise UserError(self.env._(
                    "The costs of %s were applied for: cancel the visit there, which asks the signers.",
                    visit.display_name))
            visit._check_may_follow()
            visit._sealed_write({'event_id': False}, SEAL)
            visit.sudo(False)._visit_cancel(self.env._("Called off in the calendar"))

    def _check_may_follow(self):
        """Raise UserError when the current user changes an event whose visit is not his or hers to change."""
        if not self.sudo(False).has_access('write'):
            raise UserError(self.env._(
                "This event belongs to the visit %(visit)s. Only %(user)s, who prepared it and the supervisors change it.",
                visit=self.display_name, user=self.user_id.name))

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

from odoo.addons.document_approval.models.approval_sealed import SEAL
from odoo.addons.document_approval.models.approval_text import is_blank

from .relationship_visit import AHEAD
from .relationship_visit_stage import GRACE

TIMES = {'date_start', 'duration'}


class RelationshipVisitMove(models.Model):
    """One rescheduling of a visit: from, to, why, who, when. Written once, by the visit."""
    _name = 'relationship.visit.move'
    _description = "Visit Rescheduling"
    _inherit = ['relationship.child.mixin', 'approval.sealed']
    _order = 'id desc'
    _sealed_model = True
    _document_field = 'visit_id'

    visit_id = fields.Many2one('relationship.visit', "Visit", required=True, ondelete='restrict', index=True)
    company_id = fields.Many2one(related='visit_id.company_id', store=True, index=True)
    from_start = fields.Datetime("From", required=True, readonly=True)
    from_stop = fields.Datetime("From, End", required=True, readonly=True)
    to_start = fields.Datetime("To", required=True, readonly=True)
    to_stop = fields.Datetime("To, End", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one('res.users', "Moved by", required=True, readonly=True, ondelete='restrict')
    moment = fields.Datetime("Moved on", required=True, readonly=True)

    def _sealed_write(self, vals, seal):
        """History is added to, never changed, not even by this process."""
        raise UserError(self.env._("The history of a visit is only added to."))


class RelationshipVisit(models.Model):
    """Rescheduling: who may, to when, with which trace, and who is told."""
    _inherit = 'relationship.visit'

    move_ids = fields.One2many('relationship.visit.move', 'visit_id', "Rescheduled", readonly=True)
    move_count = fields.Integer("Times Moved", compute='_compute_move_count', store=True)
    is_movable = fields.Boolean(compute='_compute_is_movable')
    move_reason = fields.Char("Reason for Moving", store=False, help="Kept with the move.")

    _sealed_fields = frozenset({'move_ids', 'move_count'})

    @api.depends('move_ids')
    def _compute_move_count(self):
        for visit in self:
            visit.move_count = len(visit.move_ids)

    @api.depends('stage', 'approval_state', 'date_stop')
    def _compute_is_movable(self):
        for visit in self:
            visit.is_movable = not visit._immovable_reason()

    def _immovable_reason(self):
        """Why the visit keeps its time, as a message with the remedy; '' when it can be moved."""
        self.ensure_one()
        if self.stage not in AHEAD:
            return self.env._(
                "%(visit)s is “%(stage)s”: its time can no longer be changed.", visit=self.display_name,
                stage=dict(self._fields['stage']._description_selection(self.env))[self.stage])
        if self.approval_state == 'pending':
            return self.env._(
                "The application of %s is being decided: recall it, move the visit, and submit it again.",
                self.display_name)
        if self.date_stop and self.date_stop <= fields.Datetime.now():
            return self.env._(
                "%s lies in the past and cannot be moved. Cancel it and plan a new one, or record what came of it.",
                self.display_name)
        return ''

    def write(self, vals):
        """Every way to another time comes by here: form, import, calendar, RPC."""
        vals = dict(vals)
        why = vals.pop('move_reason', None)
        moving = self.filtered(lambda visit: visit._is_moved_by(vals)) if TIMES & vals.keys() else self.browse()
        if not moving:
            return super().write(vals)
        moving._check_move(vals)
        before = {visit: (visit.date_start, visit.date_stop) for visit in moving}
        result = super().write(vals)
        moving._note_moves(before, why or self.env._("Moved without giving a reason"))
        return result

    def _is_moved_by(self, vals):
        """True when ``vals`` give the visit another time, to the minute of its length."""
        start, minutes = self._new_time(vals)
        return (start, minutes) != (self.date_start, round(self.duration * 60))

    def _new_time(self, vals):
        """Start and minutes after writing ``vals``; unreadable values are refused here already."""
        try:
            start = fields.Datetime.to_datetime(vals.get('date_start', self.date_start))
            return start, round(float(vals.get('duration', self.duration) or 0) * 60)
        except (TypeError, ValueError, OverflowError) as error:
            raise ValidationError(self.env._("The time of a visit is a date with hour and a length in hours.")) from error

    def _check_move(self, vals):
        """Raise UserError unless all of ``self`` may move to the time in ``vals``: to come, or now by somebody's clock."""
        now = fields.Datetime.now()
        for visit in self:
            if reason := visit._immovable_reason():
                raise UserError(reason)
            start, _minutes = visit._new_time(vals)
            if start and start != visit.date_start and start < now - GRACE:
                raise UserError(self.env._(
                    "%s cannot be moved into the past: choose a time still to come.", visit.display_name))

    def _note_moves(self, before, reason):
        """Keep the trace and tell the people.

        :param before: dict of visit to (start, stop)
        """
        self.env['relationship.visit.move'].sudo()._sealed_create([{
            'visit_id': visit.id,
            'from_start': before[visit][0],
            'from_stop': before[visit][1],
            'to_start': visit.date_start,
            'to_stop': visit.date_stop,
            'reason': reason,
            'user_id': self.env.uid,
            'moment': fields.Datetime.now(),
        } for visit in self], SEAL)
        for visit in self.sudo():
            was = format_datetime(self.env, before[visit.sudo(False)][0], tz=visit._event_timezone(), dt_format='short')
            text = self.env._("Moved from %(was)s to %(now)s: %(reason)s", was=was, now=visit._event_when(), reason=reason)
            visit._message_log(body=text)
            visit._event_tell('moved', text)

    def _visit_reschedule(self, start, reason, duration=None, no_visit_reason=None):
        """Move the visits to ``start``, with a reason that is kept and told.

        :param datetime start: naive UTC
        :param str reason: must not be blank
        :param float duration: hours; None keeps the length
        :param str no_visit_reason: why the customer is visited in a no-visit window all the same
        :raise UserError: no reason, or a visit that cannot be moved
        """
        if is_blank(reason):
            raise UserError(self.env._("Please say why the visit is moved."))
        vals = {'date_start': start, 'move_reason': reason}
        if duration is not None:
            vals['duration'] = duration
        if no_visit_reason:
            vals['no_visit_reason'] = no_visit_reason
        self.write(vals)

    def _come_early(self, moment):
        """A visit that begins on an earlier day than planned moves there, and its event with it.

        :param datetime moment: naive UTC at which it begins
        """
        company = self.company_id
        if company._local_day(moment) >= company._local_day(self.date_start):
            return
        reason = self.env._("The visit took place earlier than planned")
        moved = self.new({'date_start': moment}, origin=self)
        self.sudo()._visit_reschedule(
            moment, reason, no_visit_reason=moved.no_visit_warning and (self.no_visit_reason or reason))

    def action_reschedule(self):
        """Open the dialog that asks for the new time and the reason."""
        self.ensure_one()
        self.check_access('write')
        if reason := self._immovable_reason():
            raise UserError(reason)
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Reschedule"), 'view_mode': 'form',
            'res_model': 'relationship.visit.reschedule', 'target': 'new',
            'context': {'default_visit_id': self.id}}

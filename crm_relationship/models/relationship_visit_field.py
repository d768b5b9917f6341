from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.checkin_position import UnsoundPosition, judge, read_position
from ..tools.great_circle import coordinates
from .relationship_visit_checkin import REASONS, VERDICTS

#: Reasons a phone may give; the others are found here.
PHONE_REASONS = {'button', 'denied', 'timeout', 'unavailable', 'insecure'}
TOKEN_MAX = 64
DELAY_MAX = 7 * 24 * 60


class RelationshipVisit(models.Model):
    """Check-in and check-out in the field, with one tap (P2 ④).

    The phone says where it is and nothing else: moment, person and verdict are the server's.
    Whatever keeps the phone from knowing its position, the check-in itself takes place.
    """
    _inherit = 'relationship.visit'

    _sealed_fields = frozenset({
        'checkin_time', 'checkin_verdict', 'checkin_distance_m', 'checkin_reason',
        'checkout_time', 'checkout_verdict', 'checkout_distance_m', 'checkout_reason'})

    checkin_ids = fields.One2many('relationship.visit.checkin', 'visit_id', "Check-ins", readonly=True)
    checkin_time = fields.Datetime("Checked in", readonly=True, copy=False)
    checkin_verdict = fields.Selection(VERDICTS, "Check-in Verdict", readonly=True, copy=False)
    checkin_distance_m = fields.Integer("Check-in Distance (m)", readonly=True, copy=False, aggregator=None)
    checkin_reason = fields.Selection(REASONS, "Check-in without Position", readonly=True, copy=False)
    checkout_time = fields.Datetime("Checked out", readonly=True, copy=False)
    checkout_verdict = fields.Selection(VERDICTS, "Check-out Verdict", readonly=True, copy=False)
    checkout_distance_m = fields.Integer("Check-out Distance (m)", readonly=True, copy=False, aggregator=None)
    checkout_reason = fields.Selection(REASONS, "Check-out without Position", readonly=True, copy=False)
    minutes_spent = fields.Integer("Minutes at the Customer", compute='_compute_minutes_spent')
    can_check_in = fields.Boolean(compute='_compute_can_check')
    can_check_out = fields.Boolean(compute='_compute_can_check')
    can_record_afterwards = fields.Boolean(compute='_compute_can_check')
    can_use_position = fields.Boolean(compute='_compute_can_use_position')
    position_consent = fields.Char(compute='_compute_position_consent')

    @api.depends('checkin_time', 'checkout_time')
    def _compute_minutes_spent(self):
        for visit in self:
            spent = visit.checkout_time and visit.checkin_time and visit.checkout_time - visit.checkin_time
            visit.minutes_spent = spent.total_seconds() // 60 if spent else 0

    @api.depends('stage', 'checkin_time', 'checkout_time', 'user_id', 'companion_ids', 'approval_state', 'date_stop')
    @api.depends_context('uid')
    def _compute_can_check(self):
        now = fields.Datetime.now()
        leads = self.env.user.has_group('crm_relationship.group_supervisor')
        for visit in self:
            there = bool(visit.id) and visit._is_visitor(self.env.user)
            waits = not visit._check_hindrance('in')
            visit.can_check_in = there and waits
            visit.can_check_out = there and not visit._check_hindrance('out')
            visit.can_record_afterwards = (there or leads) and waits and visit.date_stop <= now

    @api.depends('checkin_ids')
    @api.depends_context('uid')
    def _compute_can_use_position(self):
        """The customer's place is not known, and one of the user's own check-ins knows it."""
        for visit in self:
            mine = visit.sudo().checkin_ids.filtered(
                lambda checkin: checkin.user_id == self.env.user and checkin.has_position)
            visit.can_use_position = bool(mine) and not visit._customer_place()

    @api.depends_context('uid')
    def _compute_position_consent(self):
        """The reader's own answer: the phone asks once."""
        self.position_consent = self.env['relationship.position.consent']._answer_of(self.env.user)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_check_in(self, position=None):
        """Arrived at the customer.

        :param dict position: what the phone knows: ``latitude``, ``longitude``, ``accuracy``, or a
            ``reason`` why it knows nothing; a ``token`` that makes sending it again harmless, and
            ``delay_minutes`` when it was sent later
        :return: dict for the phone: ``kind``, ``moment``, ``verdict``, ``message``
        """
        return self._check('in', position)

    def action_check_out(self, position=None):
        """Leaving the customer; see :meth:`action_check_in`."""
        return self._check('out', position)

    def action_start_visit(self):
        """Begin without asking for a position."""
        self._check('in', None)
        return True

    def action_finish_visit(self):
        """End without asking for a position."""
        self._check('out', None)
        return True

    def action_record_afterwards(self):
        """The visit took place, but nobody checked in: it is done, without a check-in.

        :raise UserError: when its end is still to come, or it is under way or over already, or it was not
            prepared as the company demands: not checking in is no way around the gate
        """
        self.check_access('write')
        for visit in self:
            if not visit.can_record_afterwards:
                raise UserError(self.env._(
                    "%s can be recorded afterwards by who was there, once its time is over.", visit.display_name))
            visit._check_preparation()
            visit._visit_finish(visit.date_stop)
        return True

    def action_use_position(self):
        """Take the place of one's own check-in as the customer's (P1: coordinates from the field)."""
        self.ensure_one()
        self.check_access('read')
        if not self._is_visitor(self.env.user):
            raise AccessError(self.env._("Only who was there knows where the customer is."))
        mine = self.sudo().checkin_ids.filtered(
            lambda checkin: checkin.user_id == self.env.user and checkin.has_position)
        if not mine:
            raise UserError(self.env._("No position of yours is stored for this visit."))
        met = self.partner_id if self.partner_id.is_company else self.commercial_partner_id
        met._set_coordinates_from_checkin(mine[0].latitude, mine[0].longitude)
        return True

    # ------------------------------------------------------------------
    # Checking
    # ------------------------------------------------------------------

    def _check(self, kind, sent):
        """Record a check-in ('in') or check-out ('out') of the current user, once.

        :raise AccessError: when the user is neither visitor nor companion
        :raise UserError: out of order, or done already by another tap
        """
        if len(self) != 1:
            raise UserError(self.env._("Check in and out at one visit at a time."))
        self.check_access('read')
        if not self._is_visitor(self.env.user):
            raise AccessError(self.env._("Only the visitor and who comes along check in and out."))
        sent = sent if isinstance(sent, dict) else {}
        token = sent.get('token')
        token = token if isinstance(token, str) and 0 < len(token) <= TOKEN_MAX and token.isascii() else False
        self._lock_visit()
        if done := self.sudo().checkin_ids.filtered(lambda checkin: checkin.kind == kind):
            if token and done.token == token and done.user_id == self.env.user:
                return done._answer()
            raise UserError(self._check_done_message(done))
        if hindrance := self._check_hindrance(kind):
            raise UserError(hindrance)
        if kind == 'in':
            self._check_preparation()
        checkin = self._record_check(kind, sent, token)
        visit = self.sudo()
        visit._sealed_write(checkin._visit_values(), SEAL)
        if kind == 'in':
            visit._visit_start(checkin.moment)
        else:
            visit._visit_finish(checkin.moment)
        return checkin._answer()

    def _lock_visit(self):
        """Let two taps at once meet: the second waits here and then sees what the first did.

        A plain read would show it the world before the first; the update of the row makes its
        transaction start again (APPROVAL.md 11).
        """
        self.env.flush_all()
        self.env.cr.execute("SELECT 1 FROM relationship_visit WHERE id = %s FOR UPDATE", [self.id])
        self.invalidate_recordset()

    def _check_hindrance(self, kind):
        """Why the visit cannot begin or end now, as a message; '' when it can."""
        visit = self.sudo()
        if kind == 'in':
            if visit.stage not in ('planned', 'scheduled'):
                return self.env._("%s is not waiting to begin.", self.display_name)
            if visit.is_application_needed and visit.approval_state not in APPROVED_STATES:
                return self.env._(
                    "%s has costs and needs an approved application before it begins.", self.display_name)
            return ''
        if not visit.checkin_time or visit.stage != 'underway':
            return self.env._("%s has not begun: check in first.", self.display_name)
        return ''

    def _check_done_message(self, done):
        labels = dict(done._fields['kind']._description_selection(self.env))
        return self.env._(
            "%(kind)s was recorded already at %(moment)s by %(person)s.", kind=labels[done.kind],
            moment=format_datetime(self.env, done.moment), person=done.user_id.name)

    def _record_check(self, kind, sent, token):
        """The row of this check-in, judged by the customer's place; the position only with consent."""
        try:
            position = read_position(sent)
        except UnsoundPosition as error:
            raise ValidationError(self.env._("This is not a position on earth. Try again, or go on without.")) from error
        consent = self.env['relationship.position.consent']._answer_of(self.env.user) == 'given'
        delay = sent.get('delay_minutes')
        radius = self._checkin_radius()
        if position and not consent:
            position, verdict, distance, reason = None, 'no_position', None, 'no_consent'
        else:
            verdict, distance, reason = judge(position, self._customer_place(), radius)
        if position is None and reason is None:
            reason = next((known for known in PHONE_REASONS if known == sent.get('reason')), 'button')
        return self.env['relationship.visit.checkin'].sudo()._sealed_create([{
            'visit_id': self.id, 'company_id': self.company_id.id, 'user_id': self.env.uid, 'kind': kind,
            'moment': fields.Datetime.now(), 'token': token, 'verdict': verdict, 'reason': reason,
            'distance_m': distance or 0, 'radius_m': radius, 'has_position': bool(position),
            'delay_minutes': delay if type(delay) is int and 0 < delay <= DELAY_MAX else 0,
            **(position.stored() if position else {})}], SEAL)

    def _checkin_radius(self):
        """Metres around the customer that count as there: the customer's own, else the company's."""
        visit = self.sudo()
        return (visit.partner_id.relationship_checkin_radius
                or visit.commercial_partner_id.relationship_checkin_radius
                or visit.company_id.relationship_checkin_radius)

    def _customer_place(self):
        """Where the customer is, (latitude, longitude), or None: the contact's place, else the company's."""
        visit = self.sudo()
        return (coordinates(visit.partner_id.partner_latitude, visit.partner_id.partner_longitude)
                or coordinates(visit.commercial_partner_id.partner_latitude,
                               visit.commercial_partner_id.partner_longitude))

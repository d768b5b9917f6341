from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

STAGES = [
    ('application', "Application"), ('to_issue', "To Issue"), ('to_hand_over', "To Hand Over"),
    ('to_take_back', "To Take Back"), ('closed', "Closed"), ('cancelled', "Called Off")]


class RelationshipGiftRequest(models.Model):
    """The way of an approved gift: issued by the keeper, handed over, and back if it was not taken.

    ============  ===================  =========================================================
    step          by                   what it does
    ============  ===================  =========================================================
    issue         a gift keeper        all gifts of the request leave the shelf, once
    hand over     applicant, visitor,  gifts become given, declined, or were brought back; kept
                  their supervisors    with day, person, photo or signature
    take back     a gift keeper        declined and returned gifts are on the shelf again
    ============  ===================  =========================================================
    """
    _inherit = 'relationship.gift.request'

    _approval_open_fields = frozenset({'visit_id', 'handover_ids'})
    _sealed_fields = frozenset({'stage', 'issued_date', 'issued_by_id'})

    stage = fields.Selection(
        STAGES, compute='_compute_stage', store=True, index=True)
    issued_date = fields.Datetime("Issued on", readonly=True, copy=False)
    issued_by_id = fields.Many2one('res.users', "Issued by", readonly=True, copy=False)
    handover_ids = fields.One2many(
        'relationship.gift.handover', 'request_id', "Hand-overs", readonly=True)
    can_issue = fields.Boolean(compute='_compute_can_hand')
    can_hand_over = fields.Boolean(compute='_compute_can_hand')
    can_take_back = fields.Boolean(compute='_compute_can_hand')

    @api.depends('approval_state', 'issued_date', 'line_ids.outcome', 'line_ids.is_back')
    def _compute_stage(self):
        for request in self:
            if request.approval_state == 'cancelled':
                request.stage = 'cancelled'
            elif request.approval_state not in APPROVED_STATES:  # rejected and withdrawn ones are corrected and sent again
                request.stage = 'application'
            elif not request.issued_date:
                request.stage = 'to_issue'
            elif request.line_ids.filtered(lambda line: line.outcome == 'planned'):
                request.stage = 'to_hand_over'
            else:
                request.stage = 'to_take_back' if request.line_ids._to_take_back() else 'closed'

    @api.depends_context('uid')
    @api.depends('stage', 'line_ids.outcome', 'line_ids.is_back', 'visit_id')
    def _compute_can_hand(self):
        """Which buttons this user gets; the methods behind them ask again."""
        keeper = self.env.user.has_group('crm_relationship.group_gift_keeper')
        supervisor = self.env.user.has_group('crm_relationship.group_supervisor')
        for request in self:
            lines, there = request.line_ids, supervisor or self.env.user in request.sudo()._people()
            request.can_issue = keeper and request.stage == 'to_issue'
            request.can_take_back = bool(
                keeper and request.approval_state in APPROVED_STATES and lines._to_take_back())
            request.can_hand_over = bool(
                there and request.approval_state in APPROVED_STATES and request.issued_date and lines.filtered(
                    lambda line: line.outcome in ('planned', 'given')))

    def _people(self):
        """Users who carry the gift: who asked, and who goes on the visit."""
        return self.applicant_id | self.preparer_id | self.visit_id.user_id | self.visit_id.companion_ids.user_id

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_issue(self):
        """The gift keeper hands the gifts to our people. Of two keepers at once one issues.

        :raise AccessError: not a gift keeper
        :raise UserError: not approved, issued already, or its cancellation is being decided
        """
        self._check_keeper()
        self._lock_requests()
        requests = self.sudo()
        for request in requests:
            request._check_issue()
        requests._sealed_write({'issued_date': fields.Datetime.now(), 'issued_by_id': self.env.uid}, SEAL)
        for request in requests:
            request._log_handover('issued', request.line_ids)
        requests._gift_issued()

    def action_hand_over(self):
        """The dialog that records what became of the gifts."""
        self.ensure_one()
        self._check_may_hand_over()
        self._check_out()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Hand Over"),
            'res_model': 'relationship.gift.hand.over', 'view_mode': 'form', 'target': 'new',
            'context': {'default_request_id': self.id, 'default_visit_id': self.visit_id.id}}

    def action_take_back(self):
        """The gift keeper has the declined and returned gifts again.

        :raise AccessError: not a gift keeper
        :raise UserError: nothing is to come back
        """
        self._check_keeper()
        self._lock_requests()
        requests = self.sudo()
        if idle := requests.filtered(lambda request: not request.line_ids._to_take_back()):
            raise UserError(self.env._("%s: no gift is to come back.", idle[0].display_name))
        for request in requests:
            lines = request.line_ids._to_take_back()
            lines._sealed_write({'is_back': True}, SEAL)
            request._log_handover('back', lines)
            lines._gift_returned()

    # ------------------------------------------------------------------
    # Rules
    # ------------------------------------------------------------------

    def _check_keeper(self):
        """Raise AccessError unless the user keeps the gifts and may read these requests."""
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_gift_keeper'):
            raise AccessError(self.env._("Only gift keepers hand gifts out and take them back."))

    def _check_may_hand_over(self):
        """Raise AccessError unless the user has a part in handing each of the gifts over."""
        self.check_access('read')
        if self.env.user.has_group('crm_relationship.group_supervisor'):
            return
        if any(self.env.user not in request._people() for request in self.sudo()):
            raise AccessError(self.env._(
                "Only the applicant, who goes on the visit, and their supervisors hand a gift over."))

    def _check_issue(self):
        """Raise UserError unless this request may leave the shelf now."""
        self.ensure_one()
        if self.issued_date:
            raise UserError(self.env._(
                "%(request)s was issued by %(user)s on %(moment)s already.", request=self.display_name,
                user=self.issued_by_id.name, moment=format_datetime(self.env, self.issued_date)))
        if self.approval_state not in APPROVED_STATES:
            raise UserError(self.env._(
                "%s is not approved: gifts are issued for approved requests only.", self.display_name))
        if self.approval_cancel_request_id.state == 'pending':
            raise UserError(self.env._(
                "%s: its cancellation is being decided. Wait for the decision.", self.display_name))
        self._check_blackout()

    def _check_out(self):
        """Raise UserError unless the gifts are out of the shelf."""
        self.ensure_one()
        request = self.sudo()
        if request.approval_state not in APPROVED_STATES:
            raise UserError(self.env._(
                "%s is not approved: a gift is handed over after its approval.", self.display_name))
        if not request.issued_date:
            raise UserError(self.env._(
                "%s is not issued yet: fetch the gifts from the gift keeper first.", self.display_name))

    def _lock_requests(self):
        """Let two people at once meet: the second waits and then sees what the first did (APPROVAL.md 11)."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT 1 FROM relationship_gift_request WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [self.ids])
        self.invalidate_recordset()
        self.sudo().line_ids.invalidate_recordset()

    def _approval_check_cancel(self):
        super()._approval_check_cancel()
        self._check_gifts_back()

    def _approval_cancelled(self, reason):
        """The approvers may have consented after the gift was given all the same."""
        super()._approval_cancelled(reason)
        self._check_gifts_back()

    def _check_gifts_back(self):
        """Raise UserError when a gift of these requests is with somebody: that is on record."""
        for request in self.sudo().filtered('issued_date'):
            if request.line_ids.filtered(lambda line: line.outcome == 'given'):
                raise UserError(self.env._(
                    "%s: a gift was given already. What was given stays on record.", request.display_name))
            if not all(request.line_ids.mapped('is_back')):
                raise UserError(self.env._(
                    "%s: the gifts are issued. Record them as brought back and let the gift keeper take them back "
                    "first.", request.display_name))

    # ------------------------------------------------------------------
    # What happened
    # ------------------------------------------------------------------

    def _log_handover(self, kind, lines, **values):
        """Keep one step on record; ``values`` of :class:`relationship.gift.handover` beside kind and lines."""
        self.ensure_one()
        return self.env['relationship.gift.handover'].sudo()._sealed_create([{
            'request_id': self.id, 'company_id': self.company_id.id, 'kind': kind, 'line_ids': lines.ids,
            'user_id': self.env.uid, 'moment': fields.Datetime.now(),
            'day': self.company_id._relationship_today(), **values}], SEAL)

    def _gift_issued(self):
        """Hook: the keeper handed the gifts of these requests out; sudo records, in the transaction."""

    def _hand_over(self, lines, outcome, day, **values):
        """Record what became of ``lines``; rights were checked by the caller.

        :param str outcome: given, declined ("refused") or returned
        :param date day: when, in the company's calendar
        :param values: ``receiver_id``, ``reason``, ``signature``, ``photo``, ``visit_id``
        :raise UserError: the gifts are not out, were handed over already, or the day is not possible
        """
        self.ensure_one()
        self._lock_requests()
        self._check_out()
        request = self.sudo()
        lines = request.line_ids & lines.sudo()
        if not lines:
            raise UserError(self.env._("Choose at least one gift."))
        possible = ('planned', 'given') if outcome == 'returned' else ('planned',)
        if done := lines.filtered(lambda line: line.outcome not in possible):
            raise UserError(self.env._(
                "%(gift)s is “%(outcome)s” already.", gift=done[0].display_name,
                outcome=dict(done._fields['outcome']._description_selection(self.env))[done[0].outcome]))
        company = request.company_id
        if not company._local_day(request.issued_date) <= day <= company._relationship_today():
            raise UserError(self.env._(
                "A gift is handed over between the day it was issued and today: correct the date."))
        if outcome == 'given':
            request._check_blackout()
            request._check_hand_over_year(lines, day)
        reason = values.get('reason')
        # what was given keeps the day of its hand-over when it is brought back
        lines.filtered(lambda line: line.outcome != 'given')._sealed_write({'outcome_date': day}, SEAL)
        lines._sealed_write({'outcome': outcome, 'outcome_reason': reason}, SEAL)
        return request._log_handover(outcome, lines, day=day, **values)

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .relationship_visit import AHEAD, STAGES

# Clocks of phones run ahead of the server's by a little.
GRACE = timedelta(minutes=1)
#: What the appointment consists of; beside the time, see `relationship_visit_move.py`.
FRAME = {'partner_id', 'user_id', 'company_id', 'place', 'no_visit_reason'}
PEOPLE = {'companion_ids', 'contact_ids', 'subject'}


class RelationshipVisit(models.Model):
    """Where a visit stands. The stage is sealed: only the methods here write it.

    planned → scheduled (appointment made with the customer) → underway → done, or cancelled.
    """
    _inherit = 'relationship.visit'

    _sealed_fields = frozenset({'stage', 'actual_start', 'actual_stop', 'cancel_reason'})

    stage = fields.Selection(
        STAGES, default='planned', required=True, readonly=True, copy=False, index=True, group_expand=True,
        tracking=True)
    actual_start = fields.Datetime("Begun at", readonly=True, copy=False)
    actual_stop = fields.Datetime("Finished at", readonly=True, copy=False)
    cancel_reason = fields.Text("Reason of the Cancellation", readonly=True, copy=False)
    is_overdue = fields.Boolean("Visit Overdue", compute='_compute_is_overdue', search='_search_is_overdue')

    @api.depends('stage', 'date_stop')
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.is_overdue = bool(visit.stage in AHEAD and visit.date_stop and visit.date_stop <= now)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = fields.Domain([('stage', 'in', AHEAD), ('date_stop', '<=', fields.Datetime.now())])
        return domain if True in value else ~domain

    # ------------------------------------------------------------------
    # Transitions. Each writes the row, so that of two at once one meets a
    # serialisation error, is repeated by Odoo, and then sees the new stage.
    # ------------------------------------------------------------------

    def _visit_start(self, moment=None):
        """The visitor is with the customer.

        :param datetime moment: naive UTC; default now
        :raise UserError: not to come any more, application not approved, or a moment in the future
        """
        moment = moment or fields.Datetime.now()
        self._check_moment(moment)
        for visit in self:
            visit._check_stage(*AHEAD)
            visit._check_application()
            visit._come_early(moment)
        self.sudo()._sealed_write({'stage': 'underway', 'actual_start': moment}, SEAL)

    def _visit_finish(self, moment=None):
        """The visit took place: from underway, or straight from the plan when recorded afterwards.

        :param datetime moment: naive UTC; default now
        :raise UserError: cancelled or done already, not begun by then, application not approved
        """
        moment = moment or fields.Datetime.now()
        self._check_moment(moment)
        for visit in self:
            visit._check_stage(*AHEAD, 'underway')
            visit._check_application()
            begun = visit.actual_start or visit.date_start
            if begun > moment:
                raise UserError(self.env._(
                    "%s has not begun by then: it is done once it took place.", visit.display_name))
            visit.sudo()._sealed_write(
                {'stage': 'done', 'actual_start': begun, 'actual_stop': moment}, SEAL)
            visit.sudo().profile_id._visit_done(visit.company_id._local_day(begun))

    def _visit_confirm(self):
        """The appointment is made with the customer."""
        for visit in self:
            visit._check_stage('planned')
        self.sudo()._sealed_write({'stage': 'scheduled'}, SEAL)

    def _visit_cancel(self, reason):
        """Call the visits off and tell the people; approved ones ask the approvers first.

        :param str reason: must not be blank
        :raise UserError: underway, done or cancelled already, application being decided
        """
        self._approval_do_cancel(reason)

    def action_confirm(self):
        """The customer agreed to the time."""
        self.check_access('write')
        self._visit_confirm()

    def _check_stage(self, *stages):
        """Raise UserError unless the visit stands at one of ``stages``."""
        self.ensure_one()
        if self.stage not in stages:
            raise UserError(self.env._(
                "%(visit)s is “%(stage)s” already.", visit=self.display_name,
                stage=dict(self._fields['stage']._description_selection(self.env))[self.stage]))

    @api.model
    def _check_moment(self, moment):
        if moment > fields.Datetime.now() + GRACE:
            raise UserError(self.env._("A visit begins and ends when it does, not in the future."))

    # ------------------------------------------------------------------
    # Cancelling goes by the engine: consent where something was approved
    # ------------------------------------------------------------------

    def _approval_do_cancel(self, reason):
        for visit in self:
            visit._check_stage(*AHEAD)
        super()._approval_do_cancel(reason)

    def _approval_cancelled(self, reason):
        """The approvers may have consented after the visitor went all the same."""
        super()._approval_cancelled(reason)
        visits = self.sudo()
        for visit in visits:
            visit._check_stage(*AHEAD)
        visits._sealed_write({'stage': 'cancelled', 'cancel_reason': reason}, SEAL)
        visits._event_remove()
        visits._event_tell('cancelled', reason)

    # ------------------------------------------------------------------
    # What may still be changed
    # ------------------------------------------------------------------

    def write(self, vals):
        touched = (FRAME | PEOPLE) & vals.keys()
        if touched:
            self._check_open(touched)
        return super().write(vals)

    def _check_open(self, touched):
        """Raise UserError when a field in ``touched`` is no longer to be changed on one of the visits."""
        for visit in self:
            if visit.stage == 'cancelled' or touched & FRAME and visit.stage not in AHEAD:
                visit._check_stage(*AHEAD)
            if visit.approval_state == 'pending':
                visit._check_approval_unlocked()

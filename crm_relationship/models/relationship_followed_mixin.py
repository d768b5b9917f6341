"""Promises with an owner and a date: each stands as an activity on its customer (N8, F6.8)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipFollowedMixin(models.AbstractModel):
    """What somebody promised to do with a customer by a day.

    From the moment the promise counts (`_follow_schedule`) an activity on the customer's card
    stands for it, and the two stay in step: done on one side is done on the other, and whoever
    the activity was handed to, or the day it was moved to, is shown beside what was promised.
    """
    _name = 'relationship.followed.mixin'
    _description = "Promise Followed by an Activity"
    _inherit = ['approval.sealed']

    _sealed_fields = frozenset({'activity_id', 'done_date', 'done_by_id', 'done_note'})

    user_id = fields.Many2one(
        'res.users', "Responsible", index='btree_not_null', check_company=True, ondelete='restrict',
        domain=[('share', '=', False)])
    date_deadline = fields.Date("Due Date", index=True)
    activity_id = fields.Many2one(
        'mail.activity', "Follow-Up Activity", readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    done_date = fields.Datetime("Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one('res.users', "Done by", readonly=True, copy=False)
    done_note = fields.Text("Feedback", readonly=True, copy=False)
    scheduled_date = fields.Date(
        "Scheduled for", compute='_compute_scheduled', help="The day of the activity, which may have been moved.")
    scheduled_user_id = fields.Many2one(
        'res.users', "With", compute='_compute_scheduled', help="Whoever the activity is with now.")
    is_unscheduled = fields.Boolean("Without Activity", compute='_compute_scheduled')
    is_overdue = fields.Boolean("Overdue", compute='_compute_is_overdue', search='_search_is_overdue')

    @api.depends('activity_id', 'activity_id.date_deadline', 'activity_id.user_id', 'activity_id.active', 'done_date')
    def _compute_scheduled(self):
        for promise in self:
            activity = promise.sudo().activity_id
            promise.scheduled_date = activity.date_deadline
            promise.scheduled_user_id = activity.user_id
            promise.is_unscheduled = promise._follow_is_open() and not activity.active

    @api.depends('date_deadline', 'done_date')
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for promise in self:
            promise.is_overdue = bool(
                promise._follow_is_open() and promise.date_deadline and promise.date_deadline < today)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = self._follow_open_domain() & Domain('date_deadline', '<', fields.Date.context_today(self))
        return domain if True in value else ~domain

    # ------------------------------------------------------------------
    # What a promise says
    # ------------------------------------------------------------------

    def _follow_counts(self):
        """Whether the promise stands, kept or not: its document is approved, and it is not closed."""
        raise NotImplementedError

    def _follow_is_open(self):
        """Whether the promise counts and is not kept yet."""
        self.ensure_one()
        return not self.done_date and self._follow_counts()

    @api.model
    def _follow_open_domain(self):
        """The same as a domain."""
        raise NotImplementedError

    def _follow_partner(self):
        """The customer whose card carries the activity."""
        raise NotImplementedError

    def _follow_summary(self):
        """What the activity says."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # In step
    # ------------------------------------------------------------------

    def _follow_schedule(self):
        """Give open promises without a living activity one; callers checked the rights."""
        todo_type = self.env.ref('mail.mail_activity_data_todo')
        for promise in self.sudo():
            if not promise._follow_is_open() or promise.activity_id.active:
                continue
            activity = promise._follow_partner().activity_schedule(
                activity_type_id=todo_type.id, summary=promise._follow_summary(),
                user_id=promise.user_id.id, date_deadline=promise.date_deadline)
            promise._sealed_write({'activity_id': activity.id}, SEAL)

    def _follow_drop(self):
        """Take the activities away: the promise does not count any more."""
        self.sudo().activity_id.filtered('active').unlink()

    def action_follow_schedule(self):
        """Put a promise whose activity was deleted on the customer's card again."""
        self.check_access('write')
        self._follow_schedule()

    def action_follow_done(self):
        """It is done; so is its activity."""
        self.check_access('write')
        self._follow_done()

    def _follow_done(self, note=False):
        """Mark open promises as done, together with their activities."""
        for promise in self.filtered(lambda promise: promise._follow_is_open()):
            activity = promise.sudo().activity_id
            if activity.active:
                activity.action_feedback(feedback=note)  # comes back through `_follow_activity_done`
            else:
                promise._follow_activity_done(note)

    def _follow_activity_done(self, note):
        """The activity of open promises was ticked off, with ``note`` as feedback."""
        todo = self.sudo().filtered(lambda promise: promise._follow_is_open() and not promise.done_date)
        todo._sealed_write({
            'done_date': fields.Datetime.now(), 'done_by_id': self.env.uid, 'done_note': note or False}, SEAL)

    def action_follow_undo(self):
        """It was not done after all: open again, with a new activity."""
        self.check_access('write')
        done = self.filtered('done_date')
        if not done:
            raise UserError(self.env._("Nothing of this is marked as done."))
        if not all(promise._follow_counts() for promise in done):
            raise UserError(self.env._("This is closed or called off: what was done stays on record."))
        earlier = {promise: promise.activity_id for promise in done.sudo()}
        done.sudo()._sealed_write(
            {'done_date': False, 'done_by_id': False, 'done_note': False, 'activity_id': False}, SEAL)
        done._follow_schedule()
        for promise in done.sudo():
            promise.activity_id._go_on_with(earlier[promise])

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from odoo.addons.document_approval.models.approval_sealed import SEAL
from odoo.addons.document_approval.models.approval_text import said_in

_lt = LazyTranslate(__name__)

MINUTES_ACTIVITY = 'crm_relationship.mail_activity_type_visit_minutes'
LATE_ACTIVITY = 'crm_relationship.mail_activity_type_visit_minutes_late'
CRON_BATCH = 50


class RelationshipVisit(models.Model):
    """The minutes within 24 hours, or a reminder, and then the supervisor (N23)."""
    _inherit = 'relationship.visit'

    _sealed_fields = frozenset({
        'minutes_date', 'minutes_by_id', 'minutes_due', 'minutes_were_late',
        'minutes_reminded_date', 'minutes_escalated_date'})

    minutes_date = fields.Datetime("Minutes Completed on", readonly=True, copy=False, index='btree_not_null')
    minutes_by_id = fields.Many2one('res.users', "Minutes Completed by", readonly=True, copy=False)
    minutes_due = fields.Datetime("Minutes Due", readonly=True, copy=False, index='btree_not_null')
    minutes_were_late = fields.Boolean("Minutes Completed Late", readonly=True, copy=False)
    minutes_reminded_date = fields.Datetime("Reminded on", readonly=True, copy=False)
    minutes_escalated_date = fields.Datetime("Supervisor Told on", readonly=True, copy=False)
    is_minutes_late = fields.Boolean(
        "Minutes Late", compute='_compute_is_minutes_late', search='_search_is_minutes_late')
    is_minutes_due = fields.Boolean("Minutes to Write", compute='_compute_is_minutes_late')
    minutes_missing = fields.Text("Still Missing", compute='_compute_minutes_missing')
    can_write_minutes = fields.Boolean(compute='_compute_can_write_minutes')

    @api.depends('minutes_date', 'minutes_due', 'minutes_were_late')
    def _compute_is_minutes_late(self):
        """Late is later than the due moment: the moment itself is in time."""
        now = fields.Datetime.now()
        for visit in self:
            visit.is_minutes_due = bool(visit.minutes_due) and not visit.minutes_date
            visit.is_minutes_late = visit.minutes_were_late or visit.is_minutes_due and now > visit.minutes_due

    def _search_is_minutes_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('minutes_were_late', '=', True) | self._late_domain(fields.Datetime.now())
        return late if True in value else ~late

    @api.model
    def _late_domain(self, now):
        """Visits whose minutes were due before ``now`` and are not there yet."""
        return Domain('minutes_date', '=', False) & Domain('minutes_due', '<', now)

    @api.depends('talk', 'outcome', 'problem_ids.state', 'problem_ids.user_id', 'problem_ids.date_deadline')
    @api.depends_context('lang')
    def _compute_minutes_missing(self):
        for visit in self:
            visit.minutes_missing = "\n".join(visit._minutes_problems())

    @api.depends('stage', 'report_state')
    @api.depends_context('uid')
    def _compute_can_write_minutes(self):
        writable = self._filtered_access('write')
        for visit in self:
            visit.can_write_minutes = (
                visit.stage == 'done' and visit.report_state in ('open', 'returned') and visit in writable)

    def _minutes_problems(self):
        """What the minutes still need, as sentences with the remedy (N22, N23)."""
        self.ensure_one()
        problems = []
        if not (self.talk or '').strip():
            problems.append(self.env._("Write down what was talked about."))
        if not self.outcome:
            problems.append(self.env._("Choose the outcome, A to E."))
        for problem in self.problem_ids.filtered(lambda problem: problem.state == 'open'):
            if not (problem.user_id and problem.date_deadline):
                problems.append(self.env._(
                    "The open problem “%s” needs somebody responsible and a due date.", problem.name))
        return problems

    # ------------------------------------------------------------------
    # Completing
    # ------------------------------------------------------------------

    def action_complete_minutes(self):
        """The minutes are complete: the clock stops, the figures of F12 are frozen, the report is handed in.

        :raise UserError: naming all that is missing at once
        """
        self.check_access('write')
        for visit in self:
            visit._check_minutes()
        now = fields.Datetime.now()
        for visit in self.sudo():
            values = {'report_state': 'to_check'}
            if not visit.minutes_date:
                values |= {
                    'minutes_date': now, 'minutes_by_id': self.env.uid,
                    'minutes_were_late': bool(visit.minutes_due) and now > visit.minutes_due}
            visit._sealed_write(values, SEAL)
        self.sudo()._freeze_figures(now)
        self.sudo()._close_minutes_activities()
        return True

    def _check_minutes(self):
        """Raise when the minutes of this visit cannot be completed by the current user, or not yet."""
        if not (self._is_visitor(self.env.user) or self.env.user.has_group('crm_relationship.group_supervisor')):
            raise AccessError(self.env._("The minutes are completed by who was there."))
        if self.stage != 'done':
            raise UserError(self.env._("%s is not over: finish the visit first.", self.display_name))
        if self.report_state not in ('open', 'returned'):
            raise UserError(self.env._("The minutes of %s are complete already.", self.display_name))
        if problems := self._minutes_problems():
            raise UserError("\n".join([self.env._("The minutes of %s are not complete:", self.display_name), *problems]))

    def _visit_finish(self, moment=None):
        """From the end of the visit the clock runs; the customer has been visited."""
        result = super()._visit_finish(moment)
        for visit in self.sudo():
            visit._sealed_write({'minutes_due': visit._minutes_due_from(visit.actual_stop)}, SEAL)
        self.sudo()._tell_roster()
        return result

    def _minutes_due_from(self, moment):
        """When the minutes of a visit that ended at ``moment`` (UTC) are due: clock or working hours."""
        company = self.company_id
        hours = company.relationship_minutes_hours
        if company.relationship_minutes_basis == 'working':
            return company._after_working_hours(moment, hours)
        return moment + timedelta(hours=hours)

    # ------------------------------------------------------------------
    # Reminding
    # ------------------------------------------------------------------

    @api.model
    def _cron_minutes(self):
        """Remind visitors whose minutes are late, then tell their supervisors; each once, resumable."""
        for step in (self._remind_visitors, self._tell_supervisors):
            while batch := step():
                if not self.env['ir.cron']._commit_progress(batch):
                    return

    @api.model
    def _remind_visitors(self):
        """Give a batch of visitors an activity; returns how many visits were seen to."""
        now = fields.Datetime.now()
        visits = self.sudo().search(
            self._late_domain(now) & Domain('minutes_reminded_date', '=', False), limit=CRON_BATCH)
        for visit in visits:
            visit._minutes_activity(MINUTES_ACTIVITY, visit.user_id, _lt("Write the minutes of this visit"))
        visits._sealed_write({'minutes_reminded_date': now}, SEAL)
        return len(visits)

    @api.model
    def _tell_supervisors(self):
        """Give a batch of supervisors an activity, one period after the reminder."""
        now = fields.Datetime.now()
        told = 0
        for company in self.env['res.company'].sudo().search([]):
            limit = now - timedelta(hours=company.relationship_minutes_escalate_hours)
            visits = self.sudo().search(
                self._late_domain(now) & Domain('company_id', '=', company.id)
                & Domain('minutes_escalated_date', '=', False) & Domain('minutes_reminded_date', '<=', limit),
                limit=CRON_BATCH)
            for visit in visits:
                visit._minutes_activity(LATE_ACTIVITY, visit._visitor_supervisor(), _lt(
                    "%s has not written the minutes", visit.user_id.name))
            visits._sealed_write({'minutes_escalated_date': now}, SEAL)
            told += len(visits)
        return told

    def _minutes_activity(self, xmlid, user, summary):
        """An activity on the visit for ``user``; none for somebody who has left.

        :param summary: a lazy text, said in the language of ``user``
        """
        if user.active:
            visit = self.with_context(lang=user.lang)
            visit.activity_schedule(
                xmlid, date_deadline=self.company_id._relationship_today(), summary=said_in(visit.env, summary), user_id=user.id)

    def _visitor_supervisor(self):
        """Who is told: the visitor's manager, else the manager of the department, but not the visitor."""
        employee = self.user_id.sudo().with_company(self.company_id).employee_id
        bosses = employee.parent_id.user_id | employee.department_id.manager_id.user_id
        return (bosses - self.user_id)[:1]

    def _close_minutes_activities(self):
        """Whoever was reminded has nothing left to do."""
        self.activity_feedback([MINUTES_ACTIVITY, LATE_ACTIVITY])

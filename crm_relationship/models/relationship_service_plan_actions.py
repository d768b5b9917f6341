from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.service_dates import on_workdays

# More at once is a mistake in the frequency or the period.
ACTIONS_MAX = 100_000


class RelationshipServicePlan(models.Model):
    """客户服务计划: the dated actions that an approved scheme makes, and how far they are (P5 ⑧)."""
    _inherit = 'relationship.service.plan'

    action_ids = fields.One2many('relationship.service.action', 'plan_id', "Actions", readonly=True)
    action_count = fields.Integer("All Actions", compute='_compute_progress')
    done_count = fields.Integer("Done", compute='_compute_progress')
    overdue_count = fields.Integer("Overdue Actions", compute='_compute_progress')
    completion = fields.Float(
        compute='_compute_progress', digits=(5, 1), aggregator=None,
        help="Done, of what was due until today; what is cancelled does not count.")
    is_my_scheme = fields.Boolean(compute='_compute_is_my_scheme')

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_progress(self):
        """Counted among the actions the reader may see; one query for a page beside the reader's rules."""
        Action = self.env['relationship.service.action']
        counts = {}
        if self.ids and Action.has_access('read'):
            today = SQL(" ").join(
                SQL("WHEN %s THEN %s::date", company.id, company._relationship_today()) for company in self.company_id)
            Action.flush_model()
            seen = Action._search([('plan_id', 'in', self.ids), ('state', '!=', 'cancelled')])
            counts = {plan_id: figures for plan_id, *figures in self.env.execute_query(SQL(
                """
                SELECT plan_id, count(*), count(*) FILTER (WHERE state = 'done'),
                       count(*) FILTER (WHERE state = 'planned' AND date < CASE company_id %s END)
                  FROM relationship_service_action WHERE id IN %s GROUP BY plan_id
                """, today, seen.subselect()))}
        for plan in self:
            plan.action_count, plan.done_count, plan.overdue_count = counts.get(plan._origin.id, (0, 0, 0))
            due = plan.done_count + plan.overdue_count
            plan.completion = 100.0 * plan.done_count / due if due else 0.0

    @api.depends_context('uid')
    @api.depends('user_id')
    def _compute_is_my_scheme(self):
        supervisor = self.env.user.has_group('crm_relationship.group_supervisor')
        for plan in self:
            plan.is_my_scheme = supervisor or self.env.user in (plan.user_id | plan.preparer_id)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_make_open(self):
        """Show how many actions a period makes, before they are made."""
        self.ensure_one()
        self._check_may_make()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Make the Service Plan"), 'view_mode': 'form',
            'res_model': 'relationship.service.make', 'target': 'new', 'context': {'default_plan_id': self.id}}

    def action_open_actions(self):
        """The actions of this scheme, by day."""
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_service_action_action')
        return {
            **action, 'domain': [('plan_id', 'in', self.ids)], 'context': {},
            'views': [(False, 'list'), (False, 'kanban'), (False, 'calendar'), (False, 'form')]}

    def _check_may_make(self):
        """Raise unless the user may make actions from these schemes now."""
        self.check_access('read')
        if not all(self.mapped('is_my_scheme')):
            raise AccessError(self.env._("Only its author and supervisors make the plan of a scheme."))
        if any(plan.stage != 'in_force' for plan in self):
            raise UserError(self.env._("Actions are made from the scheme in force only. Have it approved first."))

    # ------------------------------------------------------------------
    # Making actions
    # ------------------------------------------------------------------

    def _plan_days(self, start, stop):
        """The days of each line between ``start`` and ``stop``, moved to the company's working days.

        What happens once and was due before ``start`` is done at the start instead of never.

        :return: ``{line: [(day by the frequency, working day), …]}``
        """
        self.ensure_one()
        start, stop = max(start, self.date_from), min(stop, self.date_to)
        if start > stop:
            return {line: [] for line in self.line_ids}
        workdays = self.company_id._workdays(start, stop)
        return {
            line: on_workdays(
                line._days(None if line.frequency == 'once' else start, stop), workdays, start, stop)
            for line in self.line_ids}

    def _plan_customers(self, start, stop):
        """The customers of the scheme that the current user may see, in the roster of its company.

        A tier's are those without a scheme of their own in force between ``start`` and ``stop``.
        """
        self.ensure_one()
        Profile = self.env['relationship.profile']
        if self.scope == 'customer':
            return Profile.search([('id', '=', self.sudo().profile_id.id)])
        own = self.sudo()._search([
            ('company_id', '=', self.company_id.id), ('stage', '=', 'in_force'), ('profile_id', '!=', False),
            ('date_from', '<=', stop), ('date_to', '>=', start)])
        return Profile.search(
            Domain([('company_id', '=', self.company_id.id), ('tier_id', '=', self.tier_id.id)])
            & ~Domain('id', 'in', own.subselect('profile_id')))

    def _plan_rows(self, start, stop):
        """The ids and dates to be made as SQL rows (line, it and those it revises, slot, day, responsible, name)."""
        days = self._plan_days(start, stop)
        return [
            SQL("(%s::int, %s::int[], %s::date, %s::date, %s::int, %s)",
                line.id, revised, slot, day, line.user_id.id or None, line.name)
            for line, pairs in days.items() for revised in [line._revised_ids()] for slot, day in pairs]

    def _plan_missing(self, rows, profiles):
        """SQL: one row for each customer of ``profiles`` and slot of ``rows`` that has no action yet.

        Actions of the lines revised count, unless they gave way: what was done, or called off for itself,
        is not planned again.
        """
        return SQL(
            """
            SELECT profile.id AS profile_id, profile.partner_id, slots.*,
                   COALESCE(slots.user_id, owner.id, %(author)s) AS responsible
              FROM relationship_profile AS profile
              LEFT JOIN res_users AS owner ON owner.id = profile.user_id AND owner.active
             CROSS JOIN (VALUES %(rows)s) AS slots (line_id, line_ids, date_slot, day, user_id, name)
             WHERE profile.id IN %(profiles)s
               AND NOT EXISTS (SELECT 1 FROM relationship_service_action AS made
                                WHERE made.line_id = ANY(slots.line_ids) AND made.partner_id = profile.partner_id
                                  AND made.date_slot = slots.date_slot AND made.is_replaced IS NOT TRUE)
            """, author=self.user_id.id, rows=SQL(", ").join(rows), profiles=tuple(profiles.ids))

    def _plan_count(self, start, stop):
        """How many actions the period would make: ``(customers, days, missing)``."""
        profiles, rows = self._plan_customers(start, stop), self._plan_rows(start, stop)
        if not (profiles and rows):
            return len(profiles), len(rows), 0
        [(missing,)] = self.env.execute_query(SQL(
            "SELECT count(*) FROM (%s) AS missing", self._plan_missing(rows, profiles)))
        return len(profiles), len(rows), missing

    def _plan_make(self, start, stop):
        """Make the missing actions of a period, and the activities that are near.

        :return: how many were made
        :raise UserError: more than one statement should make
        """
        self.ensure_one()
        profiles, rows = self._plan_customers(start, stop), self._plan_rows(start, stop)
        if len(profiles) * len(rows) > ACTIONS_MAX:
            raise UserError(self.env._(
                "This would make %(count)s actions, more than %(max)s at once. Choose a shorter period.",
                count=f"{len(profiles) * len(rows):,}", max=f"{ACTIONS_MAX:,}"))
        return self._plan_insert(profiles, rows)

    def _plan_insert(self, profiles, rows):
        """Make the missing ones of ``rows`` for ``profiles`` in one statement; made twice, or by two at once, each is one.

        :return: how many were made
        """
        if not (profiles and rows):
            return 0
        self.env.flush_all()
        made = self.env.execute_query(SQL(
            """
            INSERT INTO relationship_service_action (
                   plan_id, line_id, company_id, partner_id, commercial_partner_id, profile_id, name, user_id, date_slot, date_planned, date,
                   state, create_uid, create_date, write_uid, write_date)
            SELECT %(plan)s, line_id, %(company)s, partner_id, partner_id, profile_id, name, responsible, date_slot, day, day,
                   'planned', %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (%(missing)s) AS missing ORDER BY day, line_id, partner_id
            ON CONFLICT DO NOTHING RETURNING id
            """, plan=self.id, company=self.company_id.id, uid=self.env.uid, now=fields.Datetime.now(),
            missing=self._plan_missing(rows, profiles)))
        actions = self.env['relationship.service.action'].sudo().browse(row[0] for row in made)
        self.env.invalidate_all()
        actions._duty_open_activities()
        return len(actions)

    def _plan_day_counts(self):
        """A tier's plan in numbers: what is done on which day for how many customers.

        :return: list of dicts ``day``, ``name``, ``customers`` and ``done``, as the reader may see them
        """
        Action = self.env['relationship.service.action']
        mine = [('plan_id', '=', self.id), ('state', '!=', 'cancelled')]
        done = {(day, line): count for day, line, count in Action._read_group(
            [*mine, ('state', '=', 'done')], ['date_planned:day', 'line_id'], ['__count'])}
        return [
            {'day': day, 'name': line.name, 'customers': count, 'done': done.get((day, line), 0)}
            for day, line, count in Action._read_group(
                mine, ['date_planned:day', 'line_id'], ['__count'], order='date_planned:day, line_id')]

    def _revision_in_force(self):
        """Coming actions of the older scheme, and of the tier's where the customer has an own one now, give way (P5 ⑨).

        What is past remains. A day by the frequency belongs to one scheme, wherever its action was moved to.
        """
        super()._revision_in_force()
        start = max(self.date_from, self.company_id._relationship_today())
        coming = self.previous_id.action_ids.filtered(
            lambda action: action.state == 'planned' and action.date_slot >= start)
        if self.scope == 'customer':
            (coming | self._tier_actions(self.commercial_partner_id, start))._give_way(self)
            self.sudo()._plan_make(start, self.date_to)
        elif coming:
            coming._give_way(self)
            self._plan_remake(coming, start)

    def _tier_actions(self, partners, start):
        """What the tier's scheme plans for ``partners`` from ``start`` to the end of this scheme of their own (sudo)."""
        return self.env['relationship.service.action'].sudo().search([
            ('company_id', '=', self.company_id.id), ('partner_id', 'in', partners.ids), ('state', '=', 'planned'),
            ('plan_id.scope', '=', 'tier'), ('date_slot', '>=', start), ('date_slot', '<=', self.date_to)])

    def _plan_remake(self, given_way, start):
        """A tier's plan for the customers who had one, as far as it reached; all was within the limit before."""
        stop = max(given_way.mapped('date_slot'))
        if not any(line._days(stop + timedelta(days=1)) for line in self.previous_id.line_ids):
            stop = self.date_to
        profiles = self._plan_customers(start, stop) & given_way.profile_id
        self._plan_insert(profiles, self._plan_rows(start, stop))

    def _approval_cancelled(self, reason):
        super()._approval_cancelled(reason)
        self.sudo().action_ids._duty_cancel(reason)

"""Plays visit plans through the models' own methods: proposed, signed, carried out, called off, carried over."""

from datetime import time, timedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import visit_plan_scenes as scenes
from .relationship_demo import NINE, SIX_PM


class RelationshipDemo(models.AbstractModel):
    _inherit = 'relationship.demo'

    @api.model
    def _set_places(self):
        """The companies are in China, so its public holidays count."""
        super()._set_places()
        companies = self._companies()
        companies.partner_id.write({'state_id': False, 'country_id': self._ref('base.cn').id})

    @api.model
    def _load_visit_plans(self):
        """Load once: does nothing where plans exist already."""
        if self.env['relationship.visit.plan'].search_count([], limit=1):
            return
        if 'zh_CN' in dict(self.env['res.lang'].get_installed()):
            self = self.with_context(lang='zh_CN')
        today = fields.Date.today()
        monday = today - timedelta(days=today.weekday())
        week = timedelta(days=7)
        self._play_past_plan(monday - 2 * week)
        self._play_running_plan(monday, today)
        with self._clock(today, NINE):
            key = self._write_plan('supervisor', monday + week, monday + 3 * week - timedelta(days=3), scenes.KEY,
                                   kind='key', title="重点客户月度拜访", goal=scenes.GOAL_KEY)
            key.action_approval_submit()
            # beyond the visits that are planned already, where customers fall due again
            draft = self._write_plan('specialist', monday + 5 * week, monday + 7 * week - timedelta(days=3), (),
                                     title="下月到期客户", goal=scenes.GOAL_REGIONAL)
            draft.action_carry_over()
            draft.action_propose()

    def _play_past_plan(self, monday):
        """Two weeks ago: most visits done, one called off, one missed."""
        with self._clock(monday - timedelta(days=5), NINE):
            plan = self._write_plan('specialist', monday, monday + timedelta(days=6), scenes.PAST,
                                    title="长三角片区", goal=scenes.GOAL_REGIONAL)
        self._sign(plan, monday - timedelta(days=4), ('supervisor', 'manager'))
        for line in plan.line_ids:
            visit = line.visit_id
            if line.partner_id == self._ref(f'customer_{scenes.CALLED_OFF}'):
                with self._clock(monday, NINE):
                    visit._visit_cancel(scenes.CALL_OFF)
            elif line.partner_id != self._ref(f'customer_{scenes.MISSED}'):
                self._make_planned_visit(visit)

    def _play_running_plan(self, monday, today):
        """This week: done up to yesterday, appointments made for the rest."""
        with self._clock(monday - timedelta(days=4), NINE):
            plan = self._write_plan('specialist', monday, monday + timedelta(days=6), scenes.RUNNING,
                                    title="长三角及华中", goal=scenes.GOAL_REGIONAL)
        self._sign(plan, monday - timedelta(days=3), ('supervisor', 'manager'))
        for number, visit in enumerate(plan.visit_ids.sorted('date_start')):
            if visit.date_start.date() < today:
                self._make_planned_visit(visit)
            elif number % 2:
                visit._visit_confirm()

    def _make_planned_visit(self, visit):
        """The visit takes place as planned, and is over at the end of the day."""
        with self._clock(visit.date_start.date(), SIX_PM):
            visit._visit_start(visit.date_start)
            visit._visit_finish(visit.date_stop)

    def _write_plan(self, author, first, last, lines, **values):
        """A draft of ``author`` with these lines on the working days from ``first`` on."""
        company = self._ref('base.main_company')
        user = self._ref(f'user_{author}')
        days = company._workdays(first, last + timedelta(days=7))
        team = [line if len(line) == 8 else (line[0], author, *line[1:]) for line in lines]
        members = {visitor for _customer, visitor, *_rest in team} or {author}
        plan = self.env['relationship.visit.plan'].with_user(user).with_company(company).create({
            'date_from': first, 'date_to': max(last, *(days[line[2]] for line in team), first), 'user_id': user.id,
            'member_ids': [Command.set([self._ref(f'user_{name}').id for name in sorted(members)])],
            'line_ids': [Command.create({
                'partner_id': self._ref(f'customer_{customer}').id,
                'user_id': self._ref(f'user_{visitor}').id,
                'date_start': company._local_moment(days[day], time(int(hour), int(hour % 1 * 60))),
                'duration': hours, 'purpose': purpose, 'reason': reason, 'cost': cost,
            }) for customer, visitor, day, hour, hours, purpose, reason, cost in team],
            **values})
        plan.line_ids.filtered('is_forbidden').no_visit_reason = "客户主动相约"
        return plan

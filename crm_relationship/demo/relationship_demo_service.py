"""Lives through the demo company's service: schemes written, signed, carried out and revised."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import service_scenes as scenes
from .relationship_demo import NINE

TIERS = {'strategic': 'tier_strategic'}


class RelationshipDemo(models.AbstractModel):
    _inherit = 'relationship.demo'

    @api.model
    def _load_service(self):
        """Load once: does nothing where a scheme exists already."""
        if self.env['relationship.service.plan'].search_count([], limit=1):
            return
        if 'zh_CN' in dict(self.env['res.lang'].get_installed()):
            self = self.with_context(lang='zh_CN')
        today = fields.Date.today()
        schemes = [self._play_scheme(scene, today) for scene in scenes.SCHEMES]
        self._play_revision(schemes[0], today)
        for scheme in self.env['relationship.service.plan'].search([('stage', '=', 'in_force')]):
            self._carry_out(scheme, today)
        self._play_rules(today)
        self._play_year(today)
        for scene in scenes.SUGGESTIONS:
            self._play_suggestion(scene, today)

    def _as(self, model, login):
        return self.env[model].with_user(self._ref(f'user_{login}')).with_company(self._ref('base.main_company'))

    # ------------------------------------------------------------------
    # Schemes
    # ------------------------------------------------------------------

    def _play_scheme(self, scene, today):
        """One scheme, signed as far as its scene says."""
        customer, tier, author, subject, texts, services, signers, ago = scene
        day = self._workday(today - timedelta(days=ago))
        with self._clock(day, NINE):
            scheme = self._as('relationship.service.plan', author).create({
                'subject': subject,
                'scope': 'tier' if tier else 'customer',
                'partner_id': self._ref(f'customer_{customer}').id if customer else False,
                'tier_id': self._ref(TIERS[tier]).id if tier else False,
                'date_from': day,
                'date_to': fields.Date.add(day, years=1, days=-1),
                **dict(zip(('situation', 'needs', 'preferences', 'goals'), texts)),
                'line_ids': [Command.create({'name': name, 'standard': standard, 'frequency': frequency, 'cost': cost})
                             for name, standard, frequency, cost in services]})
        if signers is not None:
            self._sign(scheme, day, signers)
        if tier and scheme.stage == 'in_force':
            with self._clock(day, NINE + 6):
                scheme.with_user(self._ref('user_manager'))._plan_make(scheme.date_from, scheme.date_to)
        return scheme

    def _play_revision(self, scheme, today):
        """A problem found in carrying the scheme out, and the revision that answers it (P5 ⑨)."""
        name, cause, improvement, found, revised = scenes.PROBLEM
        self._carry_out(scheme, self._workday(today - timedelta(days=revised)))
        with self._clock(today - timedelta(days=found), NINE):
            self._as('relationship.service.problem', 'specialist').create({
                'plan_id': scheme.id, 'name': name, 'cause': cause, 'date': today - timedelta(days=found)})
        day = self._workday(today - timedelta(days=revised))
        with self._clock(day, NINE):
            revision = scheme.browse(scheme.with_user(self._ref('user_specialist')).action_new_revision()['res_id'])
            revision = revision.with_user(self._ref('user_specialist'))
            revision.taken_problem_ids.improvement = improvement
            revision.line_ids[1].frequency = 'month'
            revision.write({'goals': "客户满意度 97% 以上，夜班停机响应不超过一小时。"})
        self._sign(revision, day, ('supervisor', 'manager'))
        with self._clock(today - timedelta(days=6), NINE):
            self._as('relationship.service.problem', 'specialist').create({
                'plan_id': revision.id, 'name': "备件核对与客户盘点冲突", 'date': today - timedelta(days=6)})

    def _carry_out(self, scheme, until):
        """Do what was due before ``until``, but for the last step, which is overdue."""
        due = scheme.action_ids.filtered(lambda action: action.state == 'planned' and action.date < until)
        for number, action in enumerate(due[:-1]):
            with self._clock(action.date, NINE + 5):
                mine = action.with_user(action.user_id)
                mine.result = scenes.RESULTS[number % len(scenes.RESULTS)]
                mine.action_done()

    # ------------------------------------------------------------------
    # Rules and the year's plan
    # ------------------------------------------------------------------

    def _play_rules(self, today):
        """Rules in their second version, read by some."""
        day = self._workday(today - timedelta(days=300))
        subject, text = scenes.RULES
        with self._clock(day, NINE):
            rules = self._as('relationship.policy', 'supervisor').create({
                'kind': 'rules', 'subject': subject, 'text': text, 'date_from': day})
        self._sign(rules, day, ('manager', 'gm'))
        day = self._workday(today - timedelta(days=45))
        with self._clock(day, NINE):
            second = rules.browse(rules.action_new_revision()['res_id']).with_user(self._ref('user_supervisor'))
            second.write({'text': scenes.RULES_SECOND, 'date_from': day})
        self._sign(second, day, ('manager', 'gm'))
        for login, later in (('supervisor', 1), ('specialist', 2), ('manager', 3)):
            with self._clock(day + timedelta(days=later), NINE):
                second.with_user(self._ref(f'user_{login}')).action_acknowledge()

    def _play_year(self, today):
        """This year's plan, carried out as far as the year is; next year's waits for the general manager."""
        for year, signers, day in ((today.year, ('manager', 'gm'), today.replace(month=1, day=12)),
                                   (today.year + 1, ('manager',), today - timedelta(days=3))):
            day = self._workday(day)
            with self._clock(day, NINE):
                plan = self._as('relationship.policy', 'supervisor').create({
                    'kind': 'yearly', 'year': year, 'subject': f"{year} 年度客户关系维护计划", 'date_from': f'{year}-01-01',
                    'text': "<p>以维护战略客户、培育潜力客户为重点，全年按月推进。</p>",
                    'line_ids': [Command.create({
                        'month': str(month), 'name': name, 'user_id': self._ref(f'user_{login}').id, 'budget': budget})
                        for month, name, login, budget in scenes.YEAR_PLAN]})
            self._sign(plan, day, signers)
            if year == today.year:
                for line in plan.line_ids.filtered(lambda line: int(line.month) < today.month):
                    with self._clock(today.replace(month=int(line.month), day=25), NINE):
                        line.with_user(line.user_id).action_done()

    # ------------------------------------------------------------------
    # Suggestions
    # ------------------------------------------------------------------

    def _play_suggestion(self, scene, today):
        author, customer, subject, situation, proposal, benefit, ago, verdict, answer, measures, closing = scene
        day = self._workday(today - timedelta(days=ago))
        with self._clock(day, NINE):
            suggestion = self._as('relationship.suggestion', author).create({
                'subject': subject, 'situation': situation, 'proposal': proposal, 'benefit': benefit,
                'partner_id': self._ref(f'customer_{customer}').id if customer else False})
            suggestion.action_submit()
        if not verdict:
            return
        supervisor = suggestion.with_user(self._ref('user_supervisor'))
        with self._clock(day + timedelta(days=2), NINE):
            supervisor._answer(verdict, answer, fields.Date.add(today, days=40) if verdict == 'later' else None)
            if measures:
                supervisor.write({'measure_ids': [Command.create({
                    'name': name, 'user_id': self._ref(f'user_{login}').id, 'date': day + timedelta(days=days)})
                    for name, login, days, _done in measures]})
        for measure, (_name, _login, days, done) in zip(suggestion.measure_ids, measures):
            if done:
                with self._clock(day + timedelta(days=days), NINE):
                    measure.with_user(measure.user_id).action_done()
        if closing:
            with self._clock(day + timedelta(days=40), NINE):
                supervisor._close(closing)

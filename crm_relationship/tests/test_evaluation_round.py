from datetime import date

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .evaluation_common import EvaluationCase


@tagged('post_install', '-at_install')
class TestEvaluationRound(EvaluationCase):
    """年度评估: who is due by tier, proposed in one click, never twice."""

    def round(self, role='manager', **values):
        return self.model(role, 'relationship.evaluation.round').create(values)

    def proposed(self, role='manager', **values):
        before = self.env['relationship.evaluation'].search([])
        self.round(role, **values).action_propose()
        return self.env['relationship.evaluation'].search([]) - before

    def judged(self, profile, day):
        """Last judged on ``day``, however that came about."""
        self.set_figures(profile, evaluation_date=day)

    def test_due_bounds(self):
        """Strategic and core every 12 months, potential every 24, basic never; the day itself is due."""
        cases = {
            ('strategic', None): True, ('core', date(2025, 3, 11)): True, ('core', date(2025, 3, 12)): False,
            ('strategic', date(2025, 3, 11)): True, ('potential', date(2024, 3, 11)): True,
            ('potential', date(2024, 3, 12)): False, ('potential', None): True, ('basic', None): False,
            ('basic', date(2010, 1, 1)): False}
        profiles = {}
        for (tier, day), due in cases.items():
            profile = self.new_profile(name=f"{tier} {day}", tier=tier)
            self.judged(profile, day)
            profiles[profile] = due
        announced = self.round().due_count
        evaluations = self.proposed()
        for profile, due in profiles.items():
            with self.subTest(profile.display_name):
                self.assertEqual(profile in evaluations.profile_id, due)
        self.assertEqual(announced, len(evaluations))
        self.assertIn(self.profile, evaluations.profile_id)

    def test_proposed_as(self):
        """The owner prepares, the customer's scorecard judges, the numbers are there, and nobody has touched it."""
        lonely = self.new_profile(name="无人负责", owner=None, tier='strategic')
        evaluations = self.proposed(date_deadline='2026-04-30')
        mine = evaluations.filtered(lambda e: e.profile_id == self.profile)
        self.assertEqual(
            (mine.evaluator_id, mine.preparer_id, mine.owner_id, mine.scorecard_id, mine.year, mine.occasion, mine.stage),
            (*[self.users['specialist']] * 3, self.card, '2026', 'annual', 'proposed'))
        self.assertEqual((mine.department_id, mine.date_deadline), (self.service, date(2026, 4, 30)))
        self.assertEqual(mine.line_ids.mapped('grade_id.name'), ['B'])
        self.assertFalse(mine.approval_editors)
        self.assertEqual(lonely.evaluation_ids.evaluator_id, self.users['manager'])
        note = self.env['mail.message'].search([
            ('partner_ids', 'in', self.users['specialist'].partner_id.ids), ('body', 'like', mine.name), ('subject', '!=', False)])
        self.assertEqual(len(note), 1)
        self.grade(mine.with_user(self.users['specialist']), **{"战略契合度": 'A'})
        self.sign(mine.with_user(self.users['specialist']), 'supervisor', 'manager')
        self.assertEqual(mine.approval_state, 'approved', "who proposed the round may sign")

    def test_idempotent(self):
        """Once more finds nobody; cancelled ones come back, signed ones do not."""
        others = [self.new_profile(name=f"客户{n}") for n in range(3)]
        first = self.proposed()
        self.assertEqual(len(first), 4)
        with self.assertRaisesRegex(UserError, "No evaluation is due"):
            self.round().action_propose()
        others[0].evaluation_ids.with_user(self.users['specialist'])._approval_do_cancel("停业")
        signed = others[1].evaluation_ids.with_user(self.users['specialist'])
        self.grade(signed, **{"销售额": 'B', "增长率": 'B', "战略契合度": 'B'})
        self.sign(signed, 'supervisor', 'manager')
        self.assertEqual(self.proposed().profile_id, others[0])

    def test_in_the_way(self):
        """An open evaluation of any occasion is in the way, also one the proposer cannot see."""
        hidden = self.new_profile(name="销售部客户", owner='specialist2')
        self.evaluate('specialist2', profile=hidden, occasion='special')
        self.assertNotIn(hidden, self.proposed().profile_id)
        self.assertFalse(hidden.is_evaluation_due)

    def test_supervisor_proposes_the_team(self):
        """A supervisor's round holds the team's customers, a specialist proposes none."""
        foreign = self.new_profile(name="销售部客户", owner='specialist2')
        self.assertEqual(self.proposed('supervisor').profile_id, self.profile)
        self.assertIn(foreign, self.proposed('manager').profile_id)
        with self.assertRaises(AccessError):
            self.round('specialist')

    def test_choices(self):
        """Only the tiers chosen; archived customers and other companies stay out; an earlier or later day."""
        potential = self.new_profile(name="潜力客户", tier='potential')
        gone = self.new_profile(name="已停业", tier='potential')
        gone.partner_id.active = False
        evaluations = self.proposed(tier_ids=[(6, 0, self.env.ref('crm_relationship.tier_potential').ids)])
        self.assertEqual(evaluations.profile_id, potential)
        self.judged(self.profile, date(2025, 6, 1))
        with self.assertRaises(UserError):
            self.round().action_propose()
        self.assertEqual(self.proposed(date_until='2026-06-01').profile_id, self.profile)
        other = self.env['res.company'].create({'name': "别的公司"})
        with self.assertRaises(UserError):
            self.round(company_id=other.id).action_propose()

    def test_months_of_the_tier(self):
        """A tier of 0 months is never due; the months are bounded."""
        core = self.env.ref('crm_relationship.tier_core')
        core.evaluation_months = 0
        with self.assertRaises(UserError):
            self.round().action_propose()
        for months in (-1, 121):
            with self.subTest(months), self.assertRaises(UserError):
                core.evaluation_months = months

    def test_hundreds(self):
        """300 customers cost about what 30 cost: nothing is asked  customer by customer."""
        self.env.ref('crm_relationship.tier_core').evaluation_months = 12
        counts = {}
        for many in (30, 300):
            self.env['relationship.profile'].with_company(self.company).create([{
                'partner_id': partner.id, 'company_id': self.company.id, 'user_id': self.users['specialist'].id,
            } for partner in self.env['res.partner'].create(
                [{'name': f"批量{many}-{n}", 'is_company': True} for n in range(many)])])
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE relationship_profile SET tier_id = %s WHERE company_id = %s AND tier_id IS NULL",
                [self.env.ref('crm_relationship.tier_core').id, self.company.id])
            self.env.invalidate_all()
            dialog = self.round()
            self.env.flush_all()
            before = self.cr.sql_log_count
            dialog.action_propose()
            self.env.flush_all()
            counts[many] = self.cr.sql_log_count - before
        self.assertLess(counts[300], counts[30] + 40)


@tagged('post_install', '-at_install')
class TestEvaluationRoundRace(BaseCase):
    """Two people propose the round of one company at the same moment, in sessions of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls.company_id = env.company.id
            partners = env['res.partner'].create([{'name': f"Round {n}", 'is_company': True} for n in range(3)])
            profiles = env['relationship.profile'].create([
                {'partner_id': partner.id, 'company_id': cls.company_id} for partner in partners])
            cls.partner_ids, cls.profile_ids = partners.ids, profiles.ids
            cls.addClassCleanup(cls.clean_up)
            env.flush_all()
            cr.execute("UPDATE relationship_profile SET tier_id = %s WHERE id = ANY(%s)",
                       [env.ref('crm_relationship.tier_core').id, profiles.ids])

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            cr.execute("SELECT id FROM relationship_evaluation WHERE profile_id = ANY(%s)", [cls.profile_ids])
            ids = [row[0] for row in cr.fetchall()]
            cr.execute("DELETE FROM mail_message WHERE model = 'relationship.evaluation' AND res_id = ANY(%s)", [ids])
            cr.execute("DELETE FROM mail_followers WHERE res_model = 'relationship.evaluation' AND res_id = ANY(%s)", [ids])
            cr.execute("DELETE FROM relationship_evaluation WHERE id = ANY(%s)", [ids])
            cr.execute("DELETE FROM relationship_profile WHERE id = ANY(%s)", [cls.profile_ids])
            cr.execute("DELETE FROM res_partner WHERE id = ANY(%s)", [cls.partner_ids])
        cls.registry.clear_all_caches()

    def session(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return api.Environment(cr, SUPERUSER_ID, {'lang': 'en_US'})

    def propose(self, env):
        tier = env.ref('crm_relationship.tier_core')
        env['relationship.evaluation.round'].create({
            'company_id': self.company_id, 'tier_ids': [(6, 0, tier.ids)]}).action_propose()
        env.flush_all()

    def count(self):
        cr = self.session().cr
        cr.execute("SELECT count(*) FROM relationship_evaluation WHERE profile_id = ANY(%s)", [self.profile_ids])
        return cr.fetchone()[0]

    def test_two_rounds_at_once(self):
        """The second meets the first in one row, is tried again by Odoo, and then finds nothing left to propose."""
        first, second = self.session(), self.session()
        second.cr.execute("SELECT 1 FROM res_company LIMIT 1")  # its picture of the data is from before
        self.propose(first)
        first.cr.commit()
        self.assertEqual(self.count(), 3)
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            self.propose(second)
        second.cr.rollback()
        with self.assertRaisesRegex(UserError, "No evaluation is due"):
            self.propose(self.session())
        self.assertEqual(self.count(), 3)

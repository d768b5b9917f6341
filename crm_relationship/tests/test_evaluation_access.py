from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .evaluation_common import TODAY, EvaluationCase
from .test_hospitality_access import ROLES

#: who reads an evaluation of `specialist`'s customer (department of `supervisor`), in any state
READERS = {'specialist', 'supervisor', 'manager', 'gm', 'appadmin'}
MODELS = ('relationship.evaluation', 'relationship.evaluation.line', 'relationship.evaluation.effect',
          'relationship.scorecard', 'relationship.scorecard.indicator', 'relationship.scorecard.meaning',
          'relationship.scorecard.grade', 'relationship.scorecard.measure')


@tagged('post_install', '-at_install')
class TestEvaluationAccess(EvaluationCase):
    """Who sees, writes and signs evaluations (SECURITY.md): role by action, and other companies."""

    def in_state(self, state):
        evaluation = self.ready(occasion='special')
        if state == 'pending':
            self.sign(evaluation)
        elif state == 'approved':
            self.sign(evaluation, 'supervisor', 'manager')
        elif state == 'cancelled':
            evaluation._approval_do_cancel("取消")
        return evaluation

    def test_read_matrix(self):
        for state in ('draft', 'pending', 'approved', 'cancelled'):
            evaluation = self.in_state(state)
            for role in ROLES:
                with self.subTest(f"{role}: {state}"):
                    mine = evaluation.with_user(self.users[role]).with_company(self.company)
                    lines = evaluation.line_ids.with_user(self.users[role])
                    self.assertEqual(mine.has_access('read'), role in READERS)
                    self.assertEqual(lines.has_access('read'), role in READERS)
                    if role in READERS | {'specialist2'}:
                        self.assertEqual(bool(mine.search([('id', '=', evaluation.id)])), role in READERS)
                        self.assertEqual(bool(lines.search([('id', 'in', lines.ids)])), role in READERS)
                    else:
                        with self.assertRaises(AccessError):
                            mine.search([])

    def test_no_read_right_at_all(self):
        """Finance, gift keeper and the other signing roles have no right on any of the models, nor strangers."""
        self.signed()
        strangers = [new_test_user(self.env, login='h_portal_e', groups='base.group_portal'),
                     self.env.ref('base.public_user')]
        for user in [*(self.users[role] for role in ('finance', 'keeper', 'office', 'deputy', 'employee')), *strangers]:
            for name in MODELS:
                with self.subTest(f"{user.login} {name}"):
                    self.assertFalse(self.env[name].with_user(user).has_access('read'))
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.profile.with_user(user).read(['evaluation_verdict', 'evaluation_score', 'evaluation_trend'])

    def test_write_matrix(self):
        """The evaluator's side writes, while it is open; nobody else ever."""
        for state in ('draft', 'pending', 'approved'):
            evaluation = self.in_state(state)
            for role in ROLES:
                with self.subTest(f"{role}: {state}"):
                    mine = evaluation.with_user(self.users[role])
                    if role == 'specialist' and state == 'draft':
                        mine.conclusion = "维持"
                        mine.line_ids[0].evidence = "合同"
                        mine.action_read_numbers()
                        continue
                    for door in (lambda m=mine: m.write({'conclusion': "改"}),
                                 lambda e=evaluation, r=role: e.line_ids[0].with_user(self.users[r]).write({'evidence': "改"}),
                                 mine.action_read_numbers, mine.unlink):
                        with self.assertRaises(UserError):
                            door()

    def test_create_matrix(self):
        for role in ROLES:
            with self.subTest(role):
                if role in ('specialist', 'supervisor', 'manager', 'appadmin'):
                    self.evaluate(role, occasion='special')
                else:
                    with self.assertRaises(AccessError):
                        self.evaluate(role, occasion='special')

    def test_shared_customers(self):
        """Who shares the customer reads the evaluation; the owner of the customer prepares along."""
        evaluation = self.evaluate()
        colleague = evaluation.with_user(self.users['specialist2'])
        self.assertFalse(colleague.has_access('read'))
        self.profile.shared_user_ids = self.users['specialist2']
        colleague.invalidate_recordset()
        self.assertTrue(colleague.has_access('read'))
        self.assertFalse(colleague.has_access('write'))
        self.profile.user_id = self.users['specialist2']
        self.assertTrue(colleague.has_access('write'))

    def test_decide_matrix(self):
        """Supervisor, then service manager; a specialist never signs the own evaluation, nobody out of turn."""
        evaluation = self.sign(self.ready())
        for turn in ('supervisor', 'manager'):
            for role in ROLES:
                if role != turn:
                    with self.subTest(f"{role} at {turn}'s turn"), self.assertRaises(UserError):
                        evaluation.with_user(self.users[role]).action_approval_approve()
            self.sign(evaluation, turn)
        self.assertEqual(evaluation.approval_state, 'approved')

    def test_other_company(self):
        """A manager of another company finds nothing, also not by verdict, score or an evaluation's own lines."""
        evaluation = self.signed()
        other = self.env['res.company'].create({'name': "别的公司"})
        stranger = new_test_user(
            self.env, login='h_abroad_e', groups='crm_relationship.group_administrator',
            company_id=other.id, company_ids=[Command.set(other.ids)])
        for records in (evaluation, evaluation.line_ids, self.card, self.card.indicator_ids, self.card.meaning_ids):
            with self.subTest(records._name):
                theirs = records.with_user(stranger).with_context(allowed_company_ids=other.ids)
                self.assertFalse(theirs.search([('id', 'in', records.ids)]))
                self.assertFalse(theirs.has_access('read'))
        Profile = self.env['relationship.profile'].with_user(stranger).with_company(other)
        self.assertFalse(Profile.search([('evaluation_verdict', '!=', False)]))
        groups = self.env['relationship.evaluation'].with_user(stranger).with_company(other)._read_group(
            [], ['verdict'], ['percent:avg', '__count'])
        self.assertFalse(sum(count for _verdict, _percent, count in groups))

    def test_numbers_of_the_company(self):
        """The same customer in another company has other figures and another verdict; nothing crosses."""
        other = self.env['res.company'].create({'name': "别的公司"})
        twin = self.env['relationship.profile'].with_company(other).create({
            'partner_id': self.customer.id, 'company_id': other.id, 'user_id': False})
        self.set_figures(twin, has_purchase=True, amount_12m=9e6)
        self.assertEqual(self.evaluate().line_ids[0].number, 600000)
        self.assertEqual(
            twin._evaluation_numbers(other, {'amount_12m'}, date(2025, 3, 12), TODAY)
            ['amount_12m'][self.customer.id]['value'], 9e6)
        self.sign(self.ready(occasion='special'), 'supervisor', 'manager')
        self.assertFalse(twin.evaluation_verdict)

    # ------------------------------------------------------------------
    # Input abuse
    # ------------------------------------------------------------------

    def test_sealed(self):
        """What the system computes is refused by every door."""
        evaluation = self.ready()
        specialist = self.users['specialist']
        sealed = {
            'name': 'PG0', 'preparer_id': self.users['manager'].id, 'profile_id': False, 'owner_id': False,
            'tier_id': False, 'total': 100.0, 'standard': 1.0, 'percent': 100.0, 'verdict_suggested': 'develop',
            'verdict': 'develop', 'is_verdict_different': True, 'is_complete': True, 'stage': 'signed',
            'numbers_date': '2026-01-01', 'numbers_start': '2026-01-01', 'numbers_end': '2026-01-01', 'approval_state': 'approved', 'effect_ids': [],
            'is_second': True}
        for name, value in sealed.items():
            with self.subTest(name):
                for door in (lambda n=name, v=value: evaluation.write({n: v}),
                             lambda n=name, v=value: self.evaluate(occasion='special', **{n: v}),
                             lambda n=name, v=value: evaluation.sudo().with_context(install_mode=True).write({n: v})):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        door()
                made = self.model('specialist', 'relationship.evaluation').with_context(**{f'default_{name}': value}).create(
                    {'partner_id': self.customer.id, 'occasion': 'special'})
                self.assertNotEqual((made.stage, made.approval_state, made.percent), ('signed', 'approved', 100))
        for name, value in {'number': 1.0, 'has_number': True, 'weight': 90.0, 'score': 90.0, 'details': {'day': 'x'},
                            'source': 'growth', 'points': 5.0, 'grade_proposed_id': self.card.grade_ids[0].id,
                            'indicator_id': self.card.indicator_ids[1].id}.items():
            with self.subTest(name), self.assertRaises(UserError), self.cr.savepoint():
                evaluation.line_ids[0].with_user(specialist).write({name: value})
            with self.subTest(f"one2many {name}"), self.assertRaises(UserError), self.cr.savepoint():
                evaluation.write({'line_ids': [(1, evaluation.line_ids[0].id, {name: value})]})
        for name, value in {'evaluation_verdict': 'develop', 'evaluation_score': 99.0, 'evaluation_date': '2026-01-01',
                            'evaluation_id': evaluation.id}.items():
            with self.subTest(name), self.assertRaises(UserError), self.cr.savepoint():
                self.profile.with_user(specialist).write({name: value})
            with self.subTest(f"load {name}"):
                result = self.env['relationship.profile'].with_user(specialist).load(
                    ['.id', name], [[str(self.profile.id), str(value)]])
                self.assertFalse(result['ids'])
        self.assertFalse(self.profile.evaluation_verdict)

    def test_more_lines(self):
        """No line of one's own, none moved, none copied in."""
        mine, other = self.evaluate(), self.evaluate(occasion='special')
        Line = self.model('specialist', 'relationship.evaluation.line')
        for door in (
                lambda: Line.create({'evaluation_id': mine.id, 'indicator_id': self.card.indicator_ids[0].id}),
                lambda: Line.create({'evaluation_id': mine.id}),
                lambda: mine.line_ids[0].copy(),
                lambda: mine.line_ids[0].write({'evaluation_id': other.id})):
            with self.assertRaises(UserError):
                door()
        self.assertEqual((len(mine.line_ids), len(other.line_ids)), (3, 3))

    def test_removing_lines(self):
        """An indicator that counts cannot be left out."""
        evaluation = self.evaluate()
        for door in (evaluation.line_ids[0].unlink, lambda: evaluation.write({'line_ids': [(2, evaluation.line_ids[0].id)]})):
            with self.assertRaises(UserError), self.cr.savepoint():
                door()

    def test_copy(self):
        """A copy is a new evaluation: fresh numbers, no verdict, a number of its own."""
        evaluation = self.signed()
        twin = evaluation.copy({'occasion': 'special'})
        self.assertEqual((twin.approval_state, twin.stage, twin.verdict_chosen), ('draft', 'proposed', False))
        self.assertNotEqual(twin.name, evaluation.name)
        self.assertFalse(twin.line_ids[2].grade_id)

    def test_unfit_input(self):
        for values in ({'year': "20x6"}, {'year': "1999"}, {'year': "２０２６"}, {'period_start': '2026-03-12'},
                       {'conclusion': "x" * 6000}, {'conclusion': "a\x00b"}, {'period_start': '1800-01-01'}):
            with self.subTest(values), self.assertRaises(UserError), self.cr.savepoint():
                self.evaluate(occasion='special', **values)

    def test_scorecards_are_the_administrators(self):
        for role in ROLES:
            card = self.card.with_user(self.users[role])
            with self.subTest(role):
                if role == 'appadmin':
                    card.action_draft()
                    card.action_activate()
                    continue
                for door in (card.action_draft, card.action_new_version, card.action_activate,
                             lambda c=card: c.write({'name': "x"})):
                    with self.assertRaises(AccessError):
                        door()

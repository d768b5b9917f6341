from odoo.tests import tagged

from .evaluation_common import EvaluationCase

LIST = ('name', 'partner_id', 'tier_id', 'year', 'evaluator_id', 'owner_id', 'date_deadline', 'progress', 'percent',
        'verdict', 'stage', 'scorecard_id', 'activity_ids')
CARD = (*LIST, 'approval_can_decide', 'is_complete', 'is_verdict_different')
ROSTER = ('partner_id', 'tier_id', 'evaluation_verdict', 'evaluation_score', 'evaluation_date', 'evaluation_trend',
          'evaluation_count', 'is_evaluation_due')


@tagged('post_install', '-at_install')
class TestEvaluationQueries(EvaluationCase):
    """Screens cost what they cost, however many rows there are (DESIGN.md 8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env['res.partner'].create([{'name': f"客户{n}", 'is_company': True} for n in range(80)])
        cls.profiles = cls.env['relationship.profile'].with_company(cls.company).create([
            {'partner_id': partner.id, 'company_id': cls.company.id, 'user_id': cls.users['specialist'].id}
            for partner in partners])
        cls.evaluations = cls.model(cls, 'specialist', 'relationship.evaluation').create(
            [{'partner_id': partner.id} for partner in partners])

    def count(self, function):
        """Number of queries of ``function`` from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def assert_flat(self, model, names, limit):
        specification = {name: {} for name in names}
        model.web_search_read([], specification, limit=80)  # warm the rule and view caches
        few = self.count(lambda: model.web_search_read([], specification, limit=8))
        many = self.count(lambda: model.web_search_read([], specification, limit=80))
        self.assertLessEqual(many, few)
        self.assertLess(many, limit)

    def test_list(self):
        for role in ('specialist', 'supervisor', 'manager', 'gm'):
            with self.subTest(role):
                self.assert_flat(self.model(role, 'relationship.evaluation'), LIST, 25)

    def test_kanban(self):
        self.assert_flat(self.model('supervisor', 'relationship.evaluation'), CARD, 30)

    def test_roster(self):
        """Verdicts and trends of a page of customers."""
        for role in ('specialist', 'manager'):
            with self.subTest(role):
                self.assert_flat(self.model(role, 'relationship.profile'), ROSTER, 25)

    def test_lines(self):
        names = ('evaluation_id', 'name', 'weight', 'number_text', 'grade_id', 'score', 'evidence', 'meaning_text', 'is_adjusted')
        self.assert_flat(self.model('manager', 'relationship.evaluation.line'), names, 30)

    def test_open(self):
        """Opening one costs the same for the first and for the last."""
        views = self.model('supervisor').env['relationship.evaluation'].get_views([(False, 'form')])
        names = {name: {} for name in views['models']['relationship.evaluation']['fields']
                 if name in self.evaluations and not name.startswith(('message_', 'activity_'))}
        first, last = (self.evaluations[index].with_user(self.users['supervisor']) for index in (0, 79))
        for record in (last, first):
            self.count(lambda record=record: record.web_read(names))  # fills the caches of the registry
        budget = self.count(lambda: first.web_read(names))
        self.assertLessEqual(self.count(lambda: last.web_read(names)), budget)
        self.assertLess(budget, 70)

    def test_submit_and_sign_many(self):
        """Submitting and signing fifty is far from fifty times one."""
        for evaluation in self.evaluations[:51]:
            self.grade(evaluation, **dict.fromkeys(evaluation.line_ids.mapped('name'), 'B'))
        one = self.count(self.evaluations[0].action_approval_submit)
        fifty = self.count(self.evaluations[1:51].action_approval_submit)
        self.assertLess(fifty, 12 * one)
        requests = self.evaluations[:51].sudo().approval_request_id
        requests.with_user(self.users['supervisor'])._decide('approve', note="同意")
        manager = requests.with_user(self.users['manager'])
        one = self.count(lambda: manager[0]._decide('approve', note="同意"))
        fifty = self.count(lambda: manager[1:]._decide('approve', note="同意"))
        self.assertLess(fifty, 15 * one)
        self.assertEqual(set(self.evaluations[:51].mapped('stage')), {'signed'})

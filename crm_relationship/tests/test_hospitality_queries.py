from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .hospitality_common import HospitalityCase

LIST = ('name', 'kind', 'partner_id', 'date_start', 'applicant_id', 'budget_company', 'actual_company',
        'approval_state', 'stage', 'activity_ids')
CARD = (*LIST, 'approval_can_decide', 'is_report_due', 'step_progress', 'is_late', 'funds_supported')


@tagged('post_install', '-at_install')
class TestHospitalityQueries(HospitalityCase):
    """Screens and decisions cost what they cost, however many rows there are (DESIGN.md 8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        start = fields.Datetime.now() + timedelta(days=3)
        cls.requests = cls.model(cls, 'specialist').create([
            cls.values(cls, date_start=start + timedelta(days=number)) for number in range(80)])
        cls.requests.action_approval_submit()

    def count(self, function):
        """Number of queries of ``function`` from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_list(self):
        """80 rows cost what 8 cost, under 25 queries (SECURITY.md figures), for every kind of reader."""
        for role in ('specialist', 'supervisor', 'manager', 'gm', 'finance'):
            model = self.model(role)
            specification = {name: {} for name in LIST}
            model.web_search_read([], specification, limit=1)  # warm the rule and view caches
            few = self.count(lambda model=model: model.web_search_read([], specification, limit=8))
            many = self.count(lambda model=model: model.web_search_read([], specification, limit=80))
            with self.subTest(role):
                self.assertEqual(few, many)
                self.assertLess(many, 25)

    def test_kanban(self):
        """The phone's cards show computed badges without a query a card."""
        model = self.model('supervisor')
        specification = {name: {} for name in CARD}
        model.web_search_read([], specification, limit=1)
        few = self.count(lambda: model.web_search_read([], specification, limit=8))
        self.assertEqual(few, self.count(lambda: model.web_search_read([], specification, limit=80)))
        self.assertLess(few, 30)

    def test_waiting_for_me(self):
        model = self.model('supervisor')
        domain = [('approval_can_decide', '=', True)]
        specification = {name: {} for name in LIST}
        self.assertEqual(model.search_count(domain), 80)
        model.web_search_read(domain, specification, limit=1)
        few = self.count(lambda: model.web_search_read(domain, specification, limit=8))
        self.assertEqual(few, self.count(lambda: model.web_search_read(domain, specification, limit=80)))
        self.assertLess(few, 25)

    def test_warnings(self):
        """Lead time and duplicates of 80 requests: as many queries as of 8."""
        model = self.env['relationship.hospitality']
        fields_ = ['latest_date', 'is_short_notice', 'duplicate_warning', 'per_head', 'can_arrange']
        self.count(lambda: model.browse(self.requests.ids).read(fields_))  # fills the caches of the registry
        few = self.count(lambda: model.browse(self.requests[:8].ids).read(fields_))
        many = self.count(lambda: model.browse(self.requests.ids).read(fields_))
        self.assertLessEqual(many, few, "the neighbours of eight may cost one query more")

    def test_open(self):
        """Opening a request costs the same for the first and for the eightieth."""
        views = self.model('supervisor').get_views([(False, 'form')])
        names = {name: {} for name in views['models']['relationship.hospitality']['fields']
                 if name in self.requests and not name.startswith(('message_', 'activity_'))}
        first, last = (self.requests[index].with_user(self.users['supervisor']) for index in (0, 79))
        self.count(lambda: last.web_read(names))  # fills the caches of the registry
        self.count(lambda: first.web_read(names))
        budget = self.count(lambda: first.web_read(names))
        self.assertLessEqual(self.count(lambda: last.web_read(names)), budget)
        self.assertLess(budget, 70)

    def test_decide_many(self):
        """Deciding 50 at once is far from 50 times one."""
        requests = self.requests.sudo().approval_request_id.with_user(self.users['supervisor'])
        one = self.count(lambda: requests[0]._decide('approve'))
        fifty = self.count(lambda: requests[1:51]._decide('approve'))
        self.assertLess(fifty, 10 * one)
        last = requests[:51].with_user(self.users['manager'])
        last._decide('approve')
        audit = last.with_user(self.users['finance'])
        one = self.count(lambda: audit[0]._decide('approve'))
        fifty = self.count(lambda: audit[1:51]._decide('approve'))
        self.assertLess(fifty, 25 * one, "each approved request gets an event and a checklist of its own")
        self.assertEqual(set(self.requests[:51].mapped('stage')), {'planned'})

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .visit_common import VisitCase

LIST = ('name', 'date_start', 'partner_id', 'purpose', 'user_id', 'has_overlap', 'is_overdue', 'budget_company',
        'actual_company', 'stage', 'activity_ids')
CARD = (*LIST, 'place', 'no_visit_warning', 'approval_state')
CALENDAR = ('display_name', 'date_start', 'duration', 'partner_id', 'purpose', 'place', 'user_id', 'stage', 'overlap_warning',
            'has_overlap')


@tagged('post_install', '-at_install')
class TestVisitQueries(VisitCase):
    """Screens cost what they cost, however many visits there are (DESIGN.md 8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        start = fields.Datetime.now() + timedelta(days=1)
        cls.visits = cls.model(cls, 'specialist', 'relationship.visit').create([{
            'partner_id': cls.customer.id, 'date_start': start + timedelta(hours=number * 3), 'duration': 2 + number % 3,
            'companion_ids': [Command.link(cls.employees['supervisor'].id)] if number % 2 else [],
            'expense_line_ids': [Command.create({'item_id': cls.meals.id, 'budget_amount': 10})],
        } for number in range(80)])

    def count(self, function):
        """Number of queries of ``function`` from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def assertFlat(self, role, names, limit, domain=()):
        model = self.model(role, 'relationship.visit')
        specification = {name: {} for name in names}
        model.web_search_read(list(domain), specification, limit=2)  # warm the rule and view caches
        few = self.count(lambda: model.web_search_read(list(domain), specification, limit=8))
        many = self.count(lambda: model.web_search_read(list(domain), specification, limit=80))
        self.assertLessEqual(many, few)
        self.assertLess(many, limit)

    def test_list(self):
        for role in ('specialist', 'supervisor', 'manager', 'gm', 'finance'):
            with self.subTest(role):
                self.assertFlat(role, LIST, 25)

    def test_kanban(self):
        self.assertFlat('supervisor', CARD, 30)

    def test_overlaps(self):
        """The filter and the warnings, over everybody's visits."""
        self.assertFlat('manager', LIST, 25, [('has_overlap', '=', True)])

    def test_month(self):
        """The calendar's month of a team: as many queries for 80 visits as for 8."""
        self.assertFlat('manager', CALENDAR, 25)

    def test_plan_many(self):
        """A plan of 40 visits with their events: no query a visit beyond rows and messages."""
        start = fields.Datetime.now() + timedelta(days=200)
        model = self.model('manager', 'relationship.visit')

        def values(count):
            return [{'partner_id': self.customer.id, 'user_id': self.users['specialist'].id,
                     'date_start': start + timedelta(days=number)} for number in range(count)]
        self.count(lambda: model.create(values(1)))
        one = self.count(lambda: model.create(values(1)))
        forty = self.count(lambda: model.create(values(40)))
        self.assertLess(forty, 6 * one)

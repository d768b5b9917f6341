import math
from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ApprovalCase

NONE, UNLIMITED = -1.0, math.inf
DAY = date(2026, 6, 15)


@tagged('post_install', '-at_install')
class TestAuthority(ApprovalCase):
    """Up to which amount a signature is final (APPROVAL.md, rule 2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority.unlink()
        cls.other_company = cls.env['res.company'].create({'name': "Other"})
        cls.model_id = cls.env['ir.model']._get_id('fake.document')
        cls.memo_model_id = cls.env['ir.model']._get_id('fake.memo')

    def line(self, **values):
        return self.env['approval.authority'].create(values)

    def limit(self, user, company=None, model='fake.document', day=DAY):
        return self.env['approval.authority']._limits_for(user, company or self.company, model, day)[user.id]

    def test_which_line_counts(self):
        """Tables of (lines, expected limit); ``u`` the manager's own line, ``g`` the group's."""
        user, group = {'user_id': self.manager.id}, {'group_id': self.group_manager.id}
        other_group = {'group_id': self.group_director.id}
        inherited = {'group_id': self.group_supervisor.id}
        cases = [
            ("no line", [], NONE),
            ("group", [{**group, 'limit': 5000}], 5000),
            ("group held by implication", [{**inherited, 'limit': 700}], 700),
            ("group of others", [{**other_group, 'limit': 9000}], NONE),
            ("the highest of several groups", [{**group, 'limit': 5000}, {**inherited, 'limit': 6000}], 6000),
            ("own before group", [{**group, 'limit': 5000}, {**user, 'limit': 100}], 100),
            ("own nothing before group", [{**group, 'limit': 5000}, {**user, 'limit': 0}], 0),
            ("own before unlimited group", [{**group, 'unlimited': True}, {**user, 'limit': 100}], 100),
            ("the highest of several own", [{**user, 'limit': 100}, {**user, 'limit': 300}], 300),
            ("unlimited", [{**user, 'limit': 100}, {**user, 'unlimited': True}], UNLIMITED),
            ("this company", [{**user, 'limit': 1, 'company_id': self.company.id}], 1),
            ("another company", [{**user, 'limit': 1, 'company_id': self.other_company.id}], NONE),
            ("this type", [{**user, 'limit': 1, 'model_id': self.model_id}], 1),
            ("another type", [{**user, 'limit': 1, 'model_id': self.memo_model_id}], NONE),
            ("own of another type, group", [
                {**user, 'limit': 1, 'model_id': self.memo_model_id}, {**group, 'limit': 5}], 5),
            ("first day", [{**user, 'limit': 1, 'date_from': DAY}], 1),
            ("the day before", [{**user, 'limit': 1, 'date_from': date(2026, 6, 16)}], NONE),
            ("last day", [{**user, 'limit': 1, 'date_to': DAY}], 1),
            ("the day after", [{**user, 'limit': 1, 'date_to': date(2026, 6, 14)}], NONE),
            ("one day only", [{**user, 'limit': 1, 'date_from': DAY, 'date_to': DAY}], 1),
        ]
        self.manager.company_ids += self.other_company
        for name, lines, expected in cases:
            with self.subTest(name):
                created = self.env['approval.authority'].create(lines)
                self.assertEqual(self.limit(self.manager), expected)
                created.unlink()

    def test_bounds(self):
        for limit, fits in [
            (0, True), (0.01, True), (1e13, True), (-0.01, False), (1.1e13, False), (1e308, False),
            (math.nan, False), (math.inf, False), (-math.inf, False),
        ]:
            with self.subTest(limit=limit):
                if fits:
                    self.line(user_id=self.manager.id, limit=limit)
                else:
                    with self.assertRaises(ValidationError), self.cr.savepoint():
                        self.line(user_id=self.manager.id, limit=limit)

    @mute_logger('odoo.sql_db')
    def test_one_holder_and_dates_in_order(self):
        for values in (
            {}, {'user_id': self.manager.id, 'group_id': self.group_manager.id},
            {'user_id': self.manager.id, 'date_from': DAY, 'date_to': date(2026, 6, 14)},
        ):
            with self.subTest(**values), self.assertRaises(CheckViolation), self.cr.savepoint():
                self.line(limit=5, **values)

    def test_document_type(self):
        with self.assertRaises(ValidationError):
            self.line(user_id=self.manager.id, model_id=self.env['ir.model']._get_id('res.partner'))

    def test_queries_do_not_grow(self):
        """Forty users cost what four cost."""
        users = self.env['res.users'].create([
            {'name': f"U{number}", 'login': f"authority_{number}",
             'group_ids': [(4, self.group_manager.id)]} for number in range(40)])
        self.line(group_id=self.group_manager.id, limit=5000)
        self.line(user_id=users[0].id, limit=100)
        counts = []
        for batch in (users[:4], users):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            limits = self.env['approval.authority']._limits_for(batch, self.company, 'fake.document', DAY)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 5)
        self.assertEqual(sorted(set(limits.values())), [100, 5000])

    def test_limit_is_final_at_the_bound(self):
        """Up to and including the limit the signature is final, above it the next level signs."""
        self.line(group_id=self.group_manager.id, limit=5000)
        for amount, following in [(4999.99, self.finance), (5000, self.finance), (5000.01, self.director)]:
            with self.subTest(amount=amount):
                document = self.submitted(amount=amount)
                self.sign(document, self.supervisor, self.manager)
                self.assertEqual(self.pending(document), following)

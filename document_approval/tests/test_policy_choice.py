from odoo import Command
from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestPolicyChoice(ApprovalCase):
    """Which policy a document gets (APPROVAL.md, rule 1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.active = False
        departments = cls.env['hr.department']
        cls.top = departments.create({'name': "Top", 'company_id': cls.company.id})
        cls.middle = departments.create({'name': "Middle", 'parent_id': cls.top.id, 'company_id': cls.company.id})
        cls.bottom = departments.create({'name': "Bottom", 'parent_id': cls.middle.id, 'company_id': cls.company.id})
        cls.other_company = cls.env['res.company'].create({'name': "Other"})

    def policy_named(self, name, over=0, up_to=0, **values):
        return self.make_policy(
            'fake.document', [{'name': "Director", 'group_id': self.group_director.id}],
            amount_over=over, amount_up_to=up_to, **{'name': name, **values})

    def chosen(self, document, amount=None):
        """The name of the document's policy, or False."""
        return self.env['approval.policy']._policy_for(document, {document.id: amount})[document.id].name

    def test_band_bounds(self):
        """Above the lower bound, up to and including the upper one, in the currency's rounding."""
        self.policy_named("low", 0, 5000)
        self.policy_named("middle", 5000, 20000)
        self.policy_named("high", 20000, 0)
        document = self.make_document()
        cases = [
            (0, "low"), (0.01, "low"), (4999.99, "low"), (5000, "low"), (5000.004, "low"),
            (5000.01, "middle"), (19999.99, "middle"), (20000, "middle"), (20000.01, "high"),
            (1e12, "high"), (-0.01, False), (-900000, False), (None, False),
        ]
        for amount, name in cases:
            with self.subTest(amount=amount):
                self.assertEqual(self.chosen(document, amount), name)

    def test_gap_below_and_above_all_bands(self):
        self.policy_named("only", 1000, 5000)
        document = self.make_document()
        for amount, name in [(1000, False), (1000.01, "only"), (5000, "only"), (5000.01, False)]:
            with self.subTest(amount=amount):
                self.assertEqual(self.chosen(document, amount), name)

    def test_preference(self):
        """Deepest department, own company, kind, band, priority: each wins over all that follow."""
        kind = {'kind_domain': "[('kind', '=', 'a')]"}
        own = {'company_id': self.company.id}
        ladder = [
            ("general", {'sequence': 20}),
            ("priority", {'sequence': 10}),
            ("band", {'up_to': 5000, 'sequence': 99}),
            ("kind", {**kind, 'sequence': 99}),
            ("company", {**own, 'sequence': 99}),
            ("top", {'department_id': self.top.id, 'sequence': 99}),
            ("middle", {'department_id': self.middle.id, 'sequence': 99}),
            ("bottom", {'department_id': self.bottom.id, 'sequence': 99}),
        ]
        document = self.make_document(department_id=self.bottom.id)
        for name, values in ladder:
            self.policy_named(name, **values)
            with self.subTest(added=name):
                self.assertEqual(self.chosen(document, 100), name)

    def test_department(self):
        self.policy_named("general")
        self.policy_named("middle", department_id=self.middle.id)
        for department, name in [
            (self.top, "general"), (self.middle, "middle"), (self.bottom, "middle"),
            (self.env['hr.department'], "general"),
        ]:
            with self.subTest(department=department.name):
                self.assertEqual(self.chosen(self.make_document(department_id=department.id)), name)

    def test_company(self):
        self.policy_named("own", company_id=self.company.id)
        self.policy_named("other", company_id=self.other_company.id)
        self.assertEqual(self.chosen(self.make_document()), "own")
        self.requester.company_ids += self.other_company
        self.assertEqual(self.chosen(self.make_document(company_id=self.other_company.id)), "other")

    def test_kind(self):
        self.policy_named("a", kind_domain="[('kind', '=', 'a')]")
        document = self.make_document(kind='b')
        self.assertEqual(self.chosen(document), False)
        self.policy_named("rest")
        self.assertEqual(self.chosen(document), "rest")
        self.assertEqual(self.chosen(self.make_document(kind='a')), "a")

    def test_kind_sees_what_the_requester_cannot(self):
        """The choice does not depend on who asks: the kind is read with the engine's rights."""
        self.policy_named("rest")
        self.policy_named("vip", kind_domain="[('owner_id.login', '=', 'approval_colleague')]")
        document = self.make_document(owner_id=self.colleague.id)
        self.assertEqual(self.chosen(document.with_user(self.requester)), "vip")

    def test_archived_and_other_types_do_not_count(self):
        self.policy_named("archived", active=False)
        self.make_policy('fake.memo', [{'name': "D", 'group_id': self.group_director.id}])
        self.assertEqual(self.chosen(self.make_document()), False)

    def test_document_without_department_or_amount(self):
        memo = self.env['fake.memo'].create({'name': "Memo"})
        step = [{'name': "D", 'group_id': self.group_director.id}]
        self.make_policy('fake.memo', step, name="banded", amount_up_to=5000)
        self.make_policy('fake.memo', step, name="department", department_id=self.top.id)
        self.assertEqual(self.chosen(memo), False)
        self.make_policy('fake.memo', step, name="plain")
        self.assertEqual(self.chosen(memo), "plain")

    def test_queries_do_not_grow(self):
        """Eighty documents cost what eight cost."""
        self.policy_named("general")
        self.policy_named("kind", kind_domain="[('kind', '=', 'a')]")
        self.policy_named("middle", department_id=self.middle.id)
        documents = self.env['fake.document'].create([
            {'name': str(number), 'amount': number, 'kind': 'ab'[number % 2],
             'department_id': (self.bottom if number % 3 else self.top).id}
            for number in range(80)])
        counts = []
        for batch in (documents[:8], documents):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env['approval.policy']._policy_for(batch, dict.fromkeys(batch.ids, 10.0))
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 8)

    def test_explanation_says_what_is_missing(self):
        """Nothing fits: the message names type, company, department, amount, and where to go."""
        document = self.make_document(department_id=self.bottom.id)
        message = self.env['approval.policy']._explain_no_policy(document, 1234.5)
        for part in ("Fake Document", self.company.name, "Top / Middle / Bottom", "1,234.50", "Policies"):
            self.assertIn(part, message)
        memo = self.env['fake.memo'].create({'name': "Memo"})
        self.assertIn("without an amount", self.env['approval.policy']._explain_no_policy(memo, None))

    def test_users_need_no_right_on_policies(self):
        """The engine looks policies up for people who cannot read them."""
        self.policy_named("general")
        document = self.make_document()
        self.assertFalse(self.env['approval.policy'].with_user(self.requester).has_access('read'))
        policies = self.env['approval.policy'].with_user(self.requester)._policy_for(document, {document.id: 1.0})
        self.assertEqual(policies[document.id].sudo().name, "general")

    def test_leftovers_of_another_approver_type_do_not_count(self):
        """What is frozen is what applies, not what was chosen before."""
        policy = self.make_policy('fake.document', [{
            'name': "S", 'approver_type': 'manager', 'group_id': self.group_director.id,
            'user_ids': [Command.set(self.director.ids)], 'user_field': 'owner_id'}])
        definition = policy.step_ids._definition()
        self.assertEqual(
            (definition['group_id'], definition['user_ids'], definition['user_field']), (False, [], False))

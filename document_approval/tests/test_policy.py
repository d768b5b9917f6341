import math

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestPolicyRules(ApprovalCase):
    """What a policy may say: bands, ties, kinds, steps. Each rule at its bound."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.active = False

    def policy_of(self, over=0, up_to=0, **values):
        return self.make_policy(
            'fake.document', [{'name': "Director", 'group_id': self.group_director.id}],
            amount_over=over, amount_up_to=up_to, **values)

    def assertRefused(self, part, function, *args, **kwargs):
        """The call fails with a message that contains ``part`` and leaves nothing behind."""
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            function(*args, **kwargs)
        self.assertIn(part, str(caught.exception))

    def test_one_band(self):
        cases = [
            (0, 0, None), (0, 0.01, None), (0, 5000, None), (5000, 0, None), (5000, 5000.01, None),
            (0, 1e13, None), (5000, 5000, "ends"), (5000, 4999.99, "ends"),
            (-0.01, 0, "between"), (0, -1, "between"), (0, 1.1e13, "between"),
            (1e308, 0, "between"), (math.nan, 0, "between"), (0, math.nan, "between"),
            (math.inf, 0, "between"), (0, -math.inf, "between"),
        ]
        for over, up_to, message in cases:
            with self.subTest(over=over, up_to=up_to):
                if message:
                    self.assertRefused(message, self.policy_of, over, up_to)
                else:
                    self.policy_of(over, up_to).unlink()

    def test_two_bands(self):
        """Bands of one scope meet exactly, or a policy without a band fills the gap."""
        cases = [
            ((0, 5000), (5000, 0), None),
            ((0, 5000), (5000, 20000), None),
            ((5000, 0), (0, 5000), None),
            ((0, 5000), (4999.99, 0), "overlap"),
            ((0, 5000), (0, 5000), "overlap"),
            ((0, 5000), (0, 3000), "overlap"),
            ((5000, 0), (6000, 0), "overlap"),
            ((5000, 0), (6000, 7000), "overlap"),
            ((0, 5000), (5000.01, 0), "Nobody is named"),
            ((0, 5000), (20000, 0), "Nobody is named"),
        ]
        for first, second, message in cases:
            with self.subTest(first=first, second=second), self.cr.savepoint() as savepoint:
                self.policy_of(*first)
                if message:
                    self.assertRefused(message, self.policy_of, *second)
                else:
                    self.policy_of(*second)
                savepoint.rollback()

    def test_gap_is_filled_by_policy_without_band(self):
        general = self.policy_of()
        self.policy_of(0, 5000)
        self.policy_of(20000, 0)
        self.assertRefused("Nobody is named", general.write, {'active': False})
        self.assertRefused("Nobody is named", general.unlink)

    def test_scopes_do_not_meet(self):
        """The same band may be used in another company, department or kind, or when archived."""
        department = self.env['hr.department'].create({'name': "Sales"})
        other = self.env['res.company'].create({'name': "Other"})
        self.policy_of(0, 5000)
        for values in (
            {'company_id': self.company.id}, {'company_id': other.id},
            {'department_id': department.id},
            {'kind_domain': "[('kind', '=', 'a')]"}, {'kind_domain': "[('kind', '=', 'b')]"},
            {'active': False},
        ):
            with self.subTest(**values):
                self.assertTrue(self.policy_of(0, 5000, **values))
        self.assertRefused("overlap", self.policy_of, 0, 5000, kind_domain='[("kind","=","a")]')

    def test_tie(self):
        self.policy_of(sequence=5)
        self.policy_of(sequence=6)
        self.assertRefused("same priority", self.policy_of, sequence=5)
        self.assertRefused("same priority", self.policy_of, sequence=6, kind_domain="[]")

    def test_moving_a_bound_together(self):
        """A common bound moves by archiving both, correcting, and unarchiving both at once."""
        low, high = self.policy_of(0, 5000), self.policy_of(5000, 0)
        self.assertRefused("overlap", low.write, {'amount_up_to': 6000})
        both = low | high
        both.write({'active': False})
        low.amount_up_to = 6000
        self.assertRefused("overlap", both.write, {'active': True})
        high.amount_over = 6000
        both.write({'active': True})
        self.assertEqual(both.mapped('active'), [True, True])

    def test_leaving_a_scope_leaves_no_gap(self):
        policies = self.policy_of(0, 10), self.policy_of(10, 20), self.policy_of(20, 0)
        middle = policies[1]
        for values in (
            {'active': False}, {'company_id': self.company.id}, {'kind_domain': "[('kind', '=', 'a')]"},
            {'model_id': self.env['ir.model']._get_id('fake.memo')},
        ):
            with self.subTest(**values):
                self.assertRefused("Nobody is named", middle.write, values)
        self.assertRefused("Nobody is named", middle.unlink)
        policies[0].unlink()

    def test_document_type(self):
        for model in ('res.partner', 'approval.mixin', 'approval.policy'):
            with self.subTest(model=model):
                self.assertRefused("no document", self.make_policy, model, [])
        self.assertIn('fake.document', self.env['approval.policy']._approval_models())

    def test_kind_is_a_domain_of_the_document(self):
        cases = [
            ("[]", True), ("", True), (False, True), (" [] ", True),
            ("[('kind', '=', 'a')]", True), ("['|', ('kind', '=', 'a'), ('amount', '>', 5)]", True),
            ("[('owner_id.name', 'ilike', 'x')]", True),
            ("[('unknown', '=', 1)]", False), ("[('kind', 'like it', 'a')]", False),
            ("kind == 'a'", False), ("[('kind', '=', uid)]", False), ("[", False), ("{}", False), ("5", False),
            ("__import__('os').system('true')", False), ("[('kind', '=', 'a'), '&']", False),
            ("(" * 500, False), ("[" * 5000, False),
        ]
        for domain, fits in cases:
            with self.subTest(domain=domain and domain[:40]):
                if fits:
                    self.policy_of(kind_domain=domain).unlink()
                else:
                    self.assertRefused("does not fit", self.policy_of, kind_domain=domain)

    def test_steps_end_with_a_decision(self):
        def step(kind='approve', **values):
            return {'name': kind, 'kind': kind, 'group_id': self.group_director.id, **values}

        within = {'ends_within_authority': True}
        cases = [
            ([step()], None),
            ([step('review'), step(), step('audit')], None),
            ([step(**within), step()], None),
            ([step(**within), step(**within), step()], None),
            ([step(), step(optional=True), step('audit', optional=True)], None),
            ([], "add at least one step"),
            ([step('review')], "add at least one step"),
            ([step('audit')], "add at least one step"),
            ([step(optional=True)], "add at least one step"),
            ([step('audit'), step()], "audits come last"),
            ([step(), step('audit'), step('review')], "audits come last"),
            ([step(**within)], "beyond the authority"),
            ([step(**within), step(optional=True)], "beyond the authority"),
            ([step(), step(**within)], "beyond the authority"),
            ([step(**within), step('audit')], "beyond the authority"),
            ([step('review', **within), step()], "only a step of kind Approve"),
        ]
        for steps, message in cases:
            with self.subTest(steps=[s['kind'] for s in steps], message=message):
                if message:
                    self.assertRefused(message, self.make_policy, 'fake.document', steps)
                else:
                    self.make_policy('fake.document', steps).unlink()

    def test_no_approval_is_said_explicitly(self):
        self.assertRefused(
            "Remove the steps", self.make_policy, 'fake.document', [{'name': "D", 'group_id': self.group_director.id}],
            no_approval=True)
        self.assertTrue(self.make_policy('fake.document', [], no_approval=True))

    def test_draft_needs_no_steps(self):
        """Archived policies are drafts; they are checked when they are brought back."""
        draft = self.make_policy('fake.document', [], active=False)
        self.assertRefused("add at least one step", draft.write, {'active': True})
        draft.step_ids = [(0, 0, {'name': "D", 'group_id': self.group_director.id})]
        draft.active = True

    def test_steps_may_be_exchanged_in_one_save(self):
        """What counts is the route after saving, not between two lines of the form."""
        policy = self.policy_of()
        policy.write({'step_ids': [
            (2, policy.step_ids.id, 0), (0, 0, {'name': "New", 'group_id': self.group_finance.id})]})
        self.assertEqual(policy.step_ids.name, "New")

    def test_step_names_somebody(self):
        cases = [
            ({'approver_type': 'group'}, "choose the group"),
            ({'approver_type': 'users'}, "name at least one person"),
            ({'approver_type': 'field'}, "no field"),
            ({'approver_type': 'field', 'user_field': 'unknown'}, "no field"),
            ({'approver_type': 'field', 'user_field': 'guest_ids'}, "no field"),
            ({'approver_type': 'field', 'user_field': 'currency_id'}, "no field"),
            ({'approver_type': 'field', 'user_field': 'approval_step_name'}, "no field"),
            ({'approver_type': 'field', 'user_field': 'owner_id'}, None),
            ({'approver_type': 'manager'}, None),
            ({'approver_type': 'department_manager'}, None),
            ({'approver_type': 'manager', 'days_allowed': -1}, "working days"),
            ({'approver_type': 'manager', 'days_allowed': 0}, None),
            ({'approver_type': 'manager', 'days_allowed': 365}, None),
            ({'approver_type': 'manager', 'days_allowed': 366}, "working days"),
            ({'approver_type': 'manager', 'signature_box': 'general_manager2'}, None),
            ({'approver_type': 'manager', 'signature_box': 'General manager'}, "no code"),
            ({'approver_type': 'manager', 'signature_box': '2nd'}, "no code"),
            ({'approver_type': 'manager', 'signature_box': "x'/><script>"}, "no code"),
        ]
        for values, message in cases:
            with self.subTest(**values):
                if message:
                    self.assertRefused(message, self.make_policy, 'fake.document', [{'name': "S", **values}])
                else:
                    self.make_policy('fake.document', [{'name': "S", **values}]).unlink()

    def test_what_the_database_cannot_store(self):
        """NUL, half a character and endless numbers end in a message, on policies and steps alike."""
        policy = self.policy_of()
        for value in ("a\x00b", "a\ud800b"):
            for record, name in (
                (policy, 'name'), (policy, 'kind_domain'), (policy.step_ids, 'name'),
                (policy.step_ids, 'signature_box'), (policy.step_ids, 'user_field'),
            ):
                with self.subTest(value=value, name=name):
                    self.assertRefused("cannot be stored", record.write, {name: value})
        for record, name in ((policy, 'sequence'), (policy.step_ids, 'sequence'), (policy.step_ids, 'days_allowed')):
            for value in (2**31, 2**63, -2**40):
                with self.subTest(value=value, name=name):
                    self.assertRefused("too large", record.write, {name: value})
        self.assertRefused("cannot be stored", self.policy_of, name="a\x00b", sequence=99)

    def test_department_belongs_to_the_company(self):
        other = self.env['res.company'].create({'name': "Other"})
        department = self.env['hr.department'].create({'name': "Sales", 'company_id': other.id})
        self.assertEqual(self.policy_of(department_id=department.id).company_id, other)
        self.assertRefused(
            "Sales", self.policy_of, department_id=department.id, company_id=self.company.id)

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestPolicyCheck(ApprovalCase):
    """What no policy alone shows: gaps, what is never chosen, roles with nobody in them."""

    def findings(self, policy=None):
        """Texts about ``policy``, or about no policy in particular; of the fake document only."""
        model = self.env['ir.model']._get_id('fake.document')
        found = self.env['approval.policy']._find_problems(self.company)
        return " | ".join(
            f"{finding['severity']}: {finding['text']}" for finding in found
            if finding['model_id'] == model and finding.get('policy_id', False) == (policy and policy.id or False))

    def test_sound(self):
        """The papers' route with a second person per role has nothing to mend."""
        for group in (self.group_supervisor, self.group_manager, self.group_director, self.group_finance):
            self.new_user(f"second_{group.id}", group)
        self.assertEqual((self.findings(), self.findings(self.policy)), ("", ""))

    def test_gaps(self):
        self.policy.amount_up_to = 1000
        self.assertIn("No policy for amounts over 1,000.00.", self.findings())
        self.policy.write({'amount_over': 200, 'amount_up_to': 0})
        self.assertIn("No policy for amounts up to 200.00.", self.findings())
        self.policy.write({'amount_over': 0, 'kind_domain': "[('name', '=', 'Dinner')]"})
        self.assertIn("error: Documents that no condition", self.findings())
        self.policy.active = False
        self.assertIn("error: Documents that no condition", self.findings())

    def test_never_chosen(self):
        steps = [{'name': "Director", 'group_id': self.group_director.id}]
        late = self.make_policy('fake.document', steps, sequence=20)
        self.assertIn(f"“{self.policy.name}” always goes before it", self.findings(late))
        self.assertNotIn("never chosen", self.findings(self.policy))
        never = self.make_policy('fake.document', steps, kind_domain="[('id', 'in', [])]")
        self.assertIn("no document can fulfil its condition", self.findings(never))
        own = self.make_policy('fake.document', steps, company_id=self.company.id)
        self.assertIn(f"“{own.name}” always goes before it", self.findings(self.policy))

    def test_nobody(self):
        self.director.active = False
        self.assertIn("error: Step “Director”: nobody can sign it.", self.findings(self.policy))
        self.assertIn("info: Step “Finance”: only Finance can sign it", self.findings(self.policy))
        self.policy.step_ids[0].optional = True
        self.supervisor.active = False
        self.assertIn("info: Step “Supervisor”: nobody holds this role", self.findings(self.policy))
        self.authority.unlink()
        self.assertIn("warning: Step “Manager”: none of its signers has an authority", self.findings(self.policy))

    def test_button(self):
        self.director.active = False
        action = self.env['approval.policy'].with_user(self.administrator).action_check_policies()
        found = self.env[action['res_model']].with_user(self.administrator).search([('policy_id', '=', self.policy.id)])
        self.assertIn("error", found.mapped('severity'))
        self.assertEqual(found[0].action_open_policy()['res_id'], self.policy.id)
        other = self.new_user('other', self.env.ref('document_approval.group_approval_administrator'))
        self.assertFalse(self.env[action['res_model']].with_user(other).search([]))
        with self.assertRaises(AccessError):
            self.env['approval.policy'].with_user(self.manager).action_check_policies()

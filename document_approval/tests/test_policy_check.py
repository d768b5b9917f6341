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

    def test_scopes(self):
        """Overlaps, gaps and ties that came in past the application are named."""
        steps = [{'name': "Director", 'group_id': self.group_director.id}]
        self.policy.amount_up_to = 1000
        above = self.make_policy('fake.document', steps, amount_over=1000)
        self.assertNotIn("overlap", self.findings())
        for over, said in ((500, "overlap"), (2000, "Nobody is named for amounts")):
            with self.subTest(said):
                self.env.flush_all()
                self.env.cr.execute("UPDATE approval_policy SET amount_over = %s WHERE id = %s", [over, above.id])
                self.env.invalidate_all()
                self.assertIn(said, self.findings())
        self.env.cr.execute("UPDATE approval_policy SET amount_over = 0, amount_up_to = 0")
        self.env.invalidate_all()
        self.assertIn("with the same priority", self.findings())

    def test_unreachable_steps(self):
        """A step behind a final signature is never asked for; one whose people signed before has nobody left."""
        never = "Step “Director” is never asked for: everybody in “Manager”"
        self.assertNotIn(never, self.findings(self.policy))
        self.policy.amount_up_to = 5000
        self.assertIn(never, self.findings(self.policy))
        self.policy.amount_up_to = 5001
        self.assertNotIn(never, self.findings(self.policy))
        self.policy.amount_up_to = 0
        self.authority.unlimited = True
        self.assertIn(never, self.findings(self.policy))
        self.authority.unlimited = False
        self.policy.step_ids[3].group_id = self.group_director
        self.assertIn("error: Step “Finance”: Director must sign an earlier step", self.findings(self.policy))
        self.new_user('second', self.group_director)
        self.assertNotIn("must sign an earlier step", self.findings(self.policy))

    def test_managers(self):
        """Employees and departments without anybody above who could sign, per company."""
        boss, clerk = self.env['hr.employee'].create([
            {'name': "Boss", 'user_id': self.manager.id, 'company_id': self.company.id},
            {'name': "Clerk", 'user_id': self.requester.id, 'company_id': self.company.id}])
        clerk.parent_id = boss
        step = self.policy.step_ids[0]
        step.write({'approver_type': 'manager', 'group_id': False})
        self.assertIn("warning: Step “Supervisor”: no manager who can sign for", self.findings(self.policy))
        found = [text for _severity, text in self.policy._find_leaderless(step, self.company)]
        self.assertIn("Boss", found[0])
        self.assertNotIn("Clerk", found[0])
        department = self.env['hr.department'].create({'name': "Lonely", 'company_id': self.company.id})
        below = self.env['hr.department'].create(
            {'name': "Below", 'company_id': self.company.id, 'parent_id': department.id})
        step.approver_type = 'department_manager'
        (_severity, text), = self.policy._find_leaderless(step, self.company)
        self.assertIn("no manager who can sign", text)
        before = int(text.rpartition('(')[2].split()[0])
        department.manager_id = boss
        (_severity, text), = list(self.policy._find_leaderless(step, self.company)) or [('', "(0 in all)")]
        self.assertEqual(before - int(text.rpartition('(')[2].split()[0]), len(department | below))

    def test_departed(self):
        self.policy.step_ids[0].write(
            {'approver_type': 'users', 'user_ids': [(6, 0, (self.supervisor | self.colleague).ids)]})
        self.colleague.active = False
        self.assertIn("names Colleague, who cannot sign in", self.findings(self.policy))

    def test_companies(self):
        """A role is empty where nobody of that company holds it."""
        company = self.env['res.company'].create({'name': "Elsewhere"})
        found = self.env['approval.policy']._find_problems(company)
        texts = [finding['text'] for finding in found if finding.get('policy_id') == self.policy.id]
        self.assertIn("Step “Director”: nobody can sign it.", texts)
        self.director.company_ids += company
        found = self.env['approval.policy']._find_problems(company)
        self.assertNotIn("Step “Director”: nobody can sign it.", [
            finding['text'] for finding in found if finding.get('policy_id') == self.policy.id])

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

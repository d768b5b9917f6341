from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestSeparation(ApprovalCase):
    """Who is kept from signing and who signs instead (APPROVAL.md rule 3), as tables of cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.step_ids.filtered(lambda step: step.kind == 'audit').unlink()
        cls.second = {
            'supervisor': cls.new_user('second_supervisor', cls.group_supervisor),
            'manager': cls.new_user('second_manager', cls.group_manager),
            'director': cls.new_user('second_director', cls.group_director),
        }
        cls.second_users = cls.env['res.users'].union(*cls.second.values())

    def only_one_each(self):
        """One holder per role, as in a small company."""
        self.second_users.active = False

    def asked(self, document):
        """``[names]`` per step, in order; a step left to the next level is empty."""
        return [
            ", ".join(step.task_ids.filtered(lambda task: task.state != 'superseded').user_id.sorted('name').mapped('name'))
            for step in document.sudo().approval_request_id.step_ids.sorted()
        ]

    def test_requester_holding_a_role(self):
        """The table: who submits, and who is asked at supervisor, manager and director level."""
        supervisors, managers, directors = "Second_Supervisor, Supervisor", "Manager, Second_Manager", "Director, Second_Director"
        for requester, expected in (
            (self.requester, [supervisors, managers, directors]),
            (self.supervisor, ["", managers, directors]),   # the role is the requester's: next level up
            (self.manager, ["", "", directors]),            # managers are supervisors too
            (self.director, [supervisors, managers, "Second_Director"]),  # top: a peer signs
        ):
            with self.subTest(requester.name):
                document = self.make_document(requester, amount=9000)
                document.action_approval_submit()
                self.assertEqual(self.asked(document), expected)

    def test_requester_is_the_only_holder(self):
        """Without peers: the next level up, and at the top a refusal that names the step and the person."""
        self.only_one_each()
        for requester, expected in (
            (self.supervisor, ["", "Manager", "Director"]),
            (self.manager, ["", "", "Director"]),
        ):
            with self.subTest(requester.name):
                document = self.make_document(requester, amount=9000)
                document.action_approval_submit()
                self.assertEqual(self.asked(document), expected)
        with self.assertRefused("“Director”: Director cannot sign what they asked for"):
            self.make_document(self.director, amount=9000).action_approval_submit()

    def test_kinds_of_involvement(self):
        """Creator, editor, editor of a line, named owner and the requester: none of them signs."""
        self.only_one_each()

        def created(document):
            return self.make_document(self.supervisor, amount=9000)

        def edited(document):
            document.with_user(self.supervisor).amount = 9001

        def edited_line(document):
            document.with_user(self.supervisor).write({'line_ids': [(0, 0, {'name': "Wine"})]})

        def line_directly(document):
            self.env['fake.document.line'].with_user(self.supervisor).create(
                {'name': "Wine", 'document_id': document.id})

        def owner(document):
            document.owner_id = self.supervisor

        def edited_and_undone(document):
            document.with_user(self.supervisor).amount = 1
            document.amount = 9000

        def edited_before_recall(document):
            document.with_user(self.supervisor).kind = 'b'
            document.action_approval_submit()
            document.action_approval_recall()

        for involve in (created, edited, edited_line, line_directly, owner, edited_and_undone, edited_before_recall):
            with self.subTest(involve.__name__):
                document = self.make_document(amount=9000)
                document = involve(document) or document
                document.with_user(self.requester).action_approval_submit()
                self.assertEqual(self.asked(document), ["", "Manager", "Director"])
                skip = document.sudo().approval_request_id.event_ids.filtered(lambda event: event.action == 'skip')
                self.assertIn("Supervisor took part", skip.note)

    def test_peer_signs_for_the_involved(self):
        """An involved holder is left out while a peer can sign."""
        document = self.make_document(amount=9000)
        document.with_user(self.supervisor).amount = 9001
        document.action_approval_submit()
        self.assertEqual(self.asked(document)[0], "Second_Supervisor")

    def test_everybody_involved(self):
        """When nobody is left to approve, the submission is refused with the cause by name."""
        self.only_one_each()
        document = self.make_document(amount=9000)
        for user in (self.supervisor, self.manager, self.director):
            document.with_user(user).kind = 'b'
        with self.assertRefused("“Director”: Director cannot sign"):
            document.action_approval_submit()
        self.assertEqual(document.approval_state, 'draft')

    def test_open_field_is_no_edit(self):
        """Who writes a remark in an open field, or a message, has not made the document."""
        document = self.make_document(amount=9000)
        document.with_user(self.supervisor).remark = "Fine"
        document.with_user(self.supervisor).message_post(body="Fine")
        document.action_approval_submit()
        self.assertIn("Supervisor", self.asked(document)[0])

    def test_submitting_for_somebody_else(self):
        """Maker and submitter differ: both are kept from signing."""
        document = self.make_document(self.supervisor, amount=9000)
        document.with_user(self.second['supervisor']).action_approval_submit()
        self.assertEqual(self.asked(document), ["", "Manager, Second_Manager", "Director, Second_Director"])

    def test_nobody_signs_twice(self):
        """A signer of one step is not asked at a later one, nor may sign it."""
        both = self.new_user('both')
        both.group_ids += self.group_manager + self.group_director
        document = self.make_document(amount=9000)
        document.action_approval_submit()
        self.sign(document, self.supervisor, both)
        self.assertEqual(self.pending(document), self.director | self.second['director'])
        with self.assertRefused("not for you"):
            self.press(both, document, 'action_approval_approve')

    def test_only_the_same_person_twice(self):
        """One person in two roles, alone: refused at submission, and never signs both."""
        self.only_one_each()
        self.director.active = False
        self.manager.group_ids += self.group_director
        with self.assertRefused("“Director”: Manager cannot sign"):
            self.make_document(amount=9000).action_approval_submit()

    def test_auditor_signed_nothing_earlier(self):
        """The audit is left to somebody who signed no earlier step."""
        self.policy.step_ids = [(0, 0, {
            'name': "Finance", 'kind': 'audit', 'group_id': self.group_finance.id, 'sequence': 9})]
        self.supervisor.group_ids += self.group_finance
        document = self.submitted()
        self.sign(document, self.supervisor, self.manager)
        self.assertEqual(self.pending(document), self.finance)

    def test_audit_only_lowers(self):
        """An audit may lower the amount or reject, never raise it; nobody else touches it."""
        self.policy.step_ids = [(0, 0, {
            'name': "Finance", 'kind': 'audit', 'group_id': self.group_finance.id, 'sequence': 9})]
        document = self.submitted(amount=1000)
        with self.assertRefused("Only an audit"):
            self.requests(document, self.supervisor)._decide('approve', lowered_amount=500)
        self.sign(document, self.supervisor, self.manager)
        for amount in (1000.01, 900000, -1, 0, 0.001, float('nan'), float('inf')):
            with self.subTest(amount=amount), self.assertRefused("Only an audit"):
                self.requests(document, self.finance)._decide('approve', lowered_amount=amount)
        self.decide(self.finance, document, lowered_amount=800)
        self.assertEqual(document.approval_amount, 800)
        self.assertEqual(self.events(document)[-2:], ['audit', 'lower'])

    def test_managers(self):
        """The requester's manager signs; without one the submission is refused."""
        employees = self.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id} for user in (self.requester, self.supervisor, self.manager)])
        employees[0].parent_id, employees[1].parent_id = employees[1], employees[2]
        self.make_policy('fake.memo', [{'name': "Boss", 'approver_type': 'manager'}])
        for requester, boss in ((self.requester, self.supervisor), (self.supervisor, self.manager)):
            memo = self.env['fake.memo'].with_user(requester).create({'name': "Memo"})
            memo.action_approval_submit()
            self.assertEqual(self.pending(memo), boss)
        with self.assertRefused("no signer is set"):
            self.env['fake.memo'].with_user(self.manager).create({'name': "Memo"}).action_approval_submit()

    def test_department_manager_asks(self):
        """The manager of a department who asks is signed for by the department above."""
        employees = self.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id} for user in (self.supervisor, self.manager)])
        above = self.env['hr.department'].create({'name': "Sales", 'manager_id': employees[1].id})
        below = self.env['hr.department'].create(
            {'name': "Sales East", 'manager_id': employees[0].id, 'parent_id': above.id})
        self.policy.active = False
        self.make_policy('fake.document', [{'name': "Head", 'approver_type': 'department_manager'}])
        for requester, head in ((self.requester, self.supervisor), (self.supervisor, self.manager)):
            document = self.make_document(requester, department_id=below.id)
            document.action_approval_submit()
            self.assertEqual(self.pending(document), head)

    def test_managers_who_left(self):
        """An archived manager, or one without an active user, is passed over for the next one upwards."""
        employees = self.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id} for user in (self.requester, self.supervisor, self.manager)])
        employees[0].parent_id, employees[1].parent_id = employees[1], employees[2]
        self.make_policy('fake.memo', [{'name': "Boss", 'approver_type': 'manager'}])
        for leaver in (employees[1], self.supervisor):
            leaver.active = False
            memo = self.env['fake.memo'].with_user(self.requester).create({'name': "Memo"})
            memo.action_approval_submit()
            with self.subTest(leaver._name):
                self.assertEqual(self.pending(memo), self.manager)
            leaver.active = True

    def test_all_of_them(self):
        """“All of them” waits for every one; “one of them” ends with the first."""
        self.policy.step_ids[0].mode = 'all'
        document = self.submitted()
        self.sign(document, self.supervisor)
        self.assertEqual(self.pending(document), self.second['supervisor'])
        with self.assertRefused("not for you"):
            self.press(self.supervisor, document, 'action_approval_approve')
        self.sign(document, self.second['supervisor'])
        self.assertEqual(self.pending(document), self.manager | self.second['manager'])
        self.sign(document, self.manager)
        self.assertEqual(document.approval_state, 'approved')

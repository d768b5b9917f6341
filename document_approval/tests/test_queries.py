from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestQueries(ApprovalCase):
    """What the engine costs the database: a fixed number of queries, whatever the number of rows.

    The limits are those measured plus a little room; a query per row fails every one of them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.step_ids.days_allowed = 2

    def documents(self, count):
        return self.env['fake.document'].with_user(self.requester).create([
            {'name': f"Dinner {number}", 'amount': 1000 + number, 'line_ids': [(0, 0, {'name': "Fish", 'price': number})]}
            for number in range(count)])

    def queries(self, function):
        """The number of queries of ``function`` with cold records and warm registry caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assertFixed(self, few, many, label):
        """``many`` queries for fifty rows are hardly more than ``few`` for one."""
        self.assertLessEqual(many, few + 10, f"{label}: {few} queries for one, {many} for fifty")

    def test_submit(self):
        """Submitting fifty at once costs as many queries as submitting one."""
        self.documents(1).action_approval_submit()
        one = self.queries(self.documents(1).action_approval_submit)
        many = self.queries(self.documents(50).action_approval_submit)
        self.assertFixed(one, many, "submit")
        self.assertLessEqual(one, 100)

    def test_decide(self):
        """Fifty signatures at once cost as many queries as one, at every step up to the approval."""
        self.sign(self.submitted(), self.supervisor, self.manager, self.finance)
        single, many = self.documents(1), self.documents(50)
        single.action_approval_submit()
        many.action_approval_submit()
        for user in (self.supervisor, self.manager, self.finance):
            with self.subTest(user.name):
                one = self.queries(lambda: self.requests(single, user)._decide('approve'))
                requests = many.sudo().approval_request_id.with_user(user).sudo(False)
                fifty = self.queries(lambda: requests._decide('approve'))
                self.assertFixed(one, fifty, user.name)
                self.assertLessEqual(one, 110)
        self.assertEqual(set(many.mapped('approval_state')), {'approved'})

    def test_reject_and_recall(self):
        """So are fifty rejections and fifty recalls."""
        warm = self.submitted()
        self.requests(warm, self.supervisor)._decide('reject', note="No")
        for label, decide in (
            ("reject", lambda documents: documents.sudo().approval_request_id.with_user(self.supervisor).sudo(False)._decide(
                'reject', note="No")),
            ("recall", lambda documents: documents.action_approval_recall()),
        ):
            single, many = self.documents(1), self.documents(50)
            single.action_approval_submit()
            many.action_approval_submit()
            one, fifty = self.queries(lambda: decide(single)), self.queries(lambda: decide(many))
            with self.subTest(label):
                self.assertFixed(one, fifty, label)

    def test_follow_up(self):
        """The hourly pass costs the same for few and for many."""
        self.documents(2).action_approval_submit()
        request = self.env['approval.request']
        few = self.queries(lambda: request.search([('state', '=', 'pending')])._replace_departed())
        self.documents(60).action_approval_submit()
        many = self.queries(lambda: request.search([('state', '=', 'pending')])._replace_departed())
        self.assertLessEqual(many, few + 3)

    def test_lists(self):
        """“Waiting for me”, by documents and by tasks, costs the same for 8 rows and for 80."""
        document_fields = [
            'name', 'approval_state', 'approval_requester_id', 'approval_step_name', 'approval_is_overdue',
            'approval_can_decide', 'approval_submitted_date', 'approval_amount']
        task_fields = [
            'document_name', 'document_type', 'requester_id', 'amount', 'kind', 'deadline', 'is_overdue', 'state', 'step_id']

        def read(model, domain, names):
            rows = self.env[model].with_user(self.supervisor).web_search_read(
                domain, {name: {} for name in names}, limit=100)
            return len(rows['records'])

        lists = (
            ('fake.document', [('approval_can_decide', '=', True)], document_fields),
            ('approval.task', [('user_id', '=', self.supervisor.id), ('state', '=', 'pending')], task_fields),
        )
        self.documents(8).action_approval_submit()
        for model, domain, names in lists:
            self.assertEqual(read(model, domain, names), 8)
        few = [self.queries(lambda arguments=arguments: read(*arguments)) for arguments in lists]
        self.documents(72).action_approval_submit()
        for arguments, expected in zip(lists, few):
            with self.subTest(arguments[0]):
                self.assertEqual(self.queries(lambda arguments=arguments: read(*arguments)), expected)
                self.assertLessEqual(expected, 12)

    def test_open(self):
        """Opening a document costs the same with one attempt behind it and with five."""
        def opened(document):
            names = [name for name in self.env['fake.document']._fields if name.startswith('approval_')]
            return self.queries(lambda: document.with_user(self.supervisor).web_read({name: {} for name in names}))

        document = self.submitted()
        costs = []
        for number in range(6):
            self.requests(document, self.supervisor)._decide('reject', note="No")
            document.amount = number
            document.action_approval_submit()
            costs.append(opened(document))
        self.assertEqual(costs[1], costs[-1])
        self.assertLessEqual(costs[1], 32)

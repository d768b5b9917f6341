from odoo.tests import tagged

from .route_common import RouteCase


@tagged('post_install', '-at_install')
class TestRouteQueries(RouteCase):
    """What the ways beside signing cost the database, for few people and for many."""

    def queries(self, function, *args, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function(*args, **kwargs)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def open(self, user, document):
        names = [name for name in self.env['fake.document']._fields if name.startswith('approval_')]
        document.with_user(user).web_read({name: {} for name in names})

    def test_open_document(self):
        """A document opens as fast with ten copies, five added signers and a return behind it."""
        document = self.submitted()
        self.approve(document, self.supervisor)
        self.open(self.manager, document)
        few = self.queries(self.open, self.manager, document)
        for number in range(5):
            self.add(self.manager, document, self.new_user(f'expert{number}'))
        readers = self.env['res.users'].union(*(self.new_user(f'reader{number}') for number in range(10)))
        self.copy(self.requester, document, readers)
        self.back(self.manager, document, "Supervisor")
        many = self.queries(self.open, self.supervisor, document)
        self.assertLessEqual(many, few + 8)
        self.assertLessEqual(few, 36)

    def test_dialog(self):
        """The dialog costs a few queries for each one who could take the signature, and none for anybody else."""
        document = self.submitted()
        authority = self.env['approval.authority'].create

        def candidates(first, last):
            authority([{'user_id': self.new_user(f'peer{number}').id, 'limit': 9000} for number in range(first, last)])

        def opened():
            dialog = document.with_user(self.supervisor).action_approval_more()
            self.env['approval.route.change'].with_user(self.supervisor).browse(dialog['res_id']).web_read(
                {'candidate_ids': {}, 'can_decide': {}, 'action': {}})

        candidates(0, 3)
        opened()
        few = self.queries(opened)
        candidates(3, 63)
        many = self.queries(opened)
        self.assertLessEqual(many, few + 5 * 60)
        self.assertLessEqual(few, 90)

    def test_ways(self):
        """Each way by itself, measured and a little room."""
        for name, limit, act in (
                ("add", 130, lambda document: self.requests(document, self.manager)._add_signer(
                    self.colleague, 'beside', 'review', "Knows the guest")),
                ("return", 150, lambda document: self.requests(document, self.manager)._return(
                    self.request(document).step_ids.sorted()[0], "Look again")),
                ("copy", 90, lambda document: self.requests(document, self.manager)._copy_to(self.colleague)),
                ("urge", 70, lambda document: self.requests(document, self.requester)._urge())):
            document = self.submitted()
            self.approve(document, self.supervisor)
            with self.subTest(name):
                self.assertLessEqual(self.queries(act, document), limit)

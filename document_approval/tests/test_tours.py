from odoo.tests import HttpCase, tagged

from .common import ApprovalCase
from .test_screens import DOCUMENT_ARCH


class TourCase(HttpCase, ApprovalCase):
    """Fake documents with the form every document starts from, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.view = cls.env['ir.ui.view'].create({
            'model': 'fake.document', 'mode': 'primary', 'arch': DOCUMENT_ARCH,
            'inherit_id': cls.env.ref('document_approval.approval_document_view_form').id})
        cls.action = cls.env['ir.actions.act_window'].create({
            'name': "Fake documents", 'res_model': 'fake.document', 'view_mode': 'form',
            'view_id': cls.view.id})

    def tour(self, name, user, url):
        """Run a tour as ``user``, whose password is his or her login."""
        user.password = user.login
        self.start_tour(url, f'document_approval_{name}', login=user.login)

    def form_url(self, document):
        return f'/odoo/action-{self.action.id}/{document.id}'

    def submit_and_approve(self):
        document = self.make_document()
        self.tour('submit', self.requester, self.form_url(document))
        self.assertEqual(self.pending(document), self.supervisor)
        self.tour('approve_form', self.supervisor, self.form_url(document))
        self.assertEqual(self.pending(document), self.manager)
        self.assertEqual(self.events(document), ['submit', 'review'])

    def read_a_policy(self):
        self.submitted()
        self.tour('policy', self.administrator, '/odoo/approval-policies')


@tagged('post_install', '-at_install')
class TestToursDesktop(TourCase):

    def test_submit_and_approve(self):
        self.submit_and_approve()

    def test_policy(self):
        self.read_a_policy()


@tagged('post_install', '-at_install')
class TestToursPhone(TourCase):
    browser_size = '390x844'
    touch_enabled = True

    def test_submit_and_approve(self):
        self.submit_and_approve()

    def test_policy(self):
        self.read_a_policy()

    def test_decide_from_the_list(self):
        dinner, lunch = self.submitted(name="Dinner"), self.submitted(name="Lunch")
        self.tour('phone', self.supervisor, '/odoo/approvals')
        self.assertEqual(self.pending(dinner), self.manager)
        self.assertEqual((lunch.approval_state, lunch.approval_rejection), ('rejected', "Too dear"))

from odoo.tests import tagged

from .common import ApprovalCase
from .test_screens import DOCUMENT_ARCH
from .tour_common import PhoneMixin, TourCase


class ApprovalTourCase(TourCase, ApprovalCase):
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

    def approve_from_activities(self):
        dinner, lunch = self.submitted(name="Dinner"), self.submitted(name="Lunch")
        self.tour('activity_menu', self.supervisor, '/odoo')
        self.assertEqual(self.pending(dinner), self.manager)
        self.assertEqual(self.pending(lunch), self.supervisor)
        self.tour('activity_form', self.supervisor, self.form_url(lunch))
        self.assertEqual(self.pending(lunch), self.manager)

    def look_at_a_link(self):
        """The page behind a link fits the screen and its buttons the thumb; looking decides nothing."""
        document = self.submitted(name="Dinner")
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.user_id == self.supervisor)
        url = task._mail_links()['approve']
        self.browser_js(url[url.index('/approval/'):], """
            const page = document.documentElement;
            const high = [...document.querySelectorAll("button")].every((button) => button.offsetHeight >= 44);
            if (page.scrollWidth > window.innerWidth || !high || window.location.hash) {
                console.error("the page does not fit");
            }
            console.log("test successful");
        """, ready="!!document.querySelector('textarea')")
        self.assertEqual(self.events(document), ['submit'])

    def read_a_policy(self):
        self.submitted()
        self.tour('policy', self.administrator, '/odoo/approval-policies')


@tagged('post_install', '-at_install')
class TestToursDesktop(ApprovalTourCase):

    def test_submit_and_approve(self):
        self.submit_and_approve()

    def test_policy(self):
        self.read_a_policy()

    def test_activities(self):
        self.approve_from_activities()

    def test_link(self):
        self.look_at_a_link()


@tagged('post_install', '-at_install')
class TestToursPhone(PhoneMixin, ApprovalTourCase):

    def test_submit_and_approve(self):
        self.submit_and_approve()

    def test_policy(self):
        self.read_a_policy()

    def test_activities(self):
        self.approve_from_activities()

    def test_link(self):
        self.look_at_a_link()

    def test_decide_from_the_list(self):
        dinner, lunch = self.submitted(name="Dinner"), self.submitted(name="Lunch")
        self.tour('phone', self.supervisor, '/odoo/approvals')
        self.assertEqual(self.pending(dinner), self.manager)
        self.assertEqual((lunch.approval_state, lunch.approval_rejection), ('rejected', "Too dear"))

from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .service_common import ServiceMixin
from .tour_common import RoleTourCase


class ServiceTourCase(ServiceMixin, RoleTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_service()

    def current(self):
        """A scheme that began today: a browser's clock cannot be moved."""
        today = self.company._relationship_today()
        return self.in_force(self.scheme(date_from=today, date_to=Date.add(today, days=20), line_ids=[self.line()]))


@tagged('post_install', '-at_install')
class TestServicePhone(PhoneMixin, ServiceTourCase):
    """What staff do in the field, at 390 px."""

    def test_action_done(self):
        scheme = self.current()
        self.tour('service_done_on_phone', '/odoo/service-plan', 'specialist')
        self.assertEqual(scheme.action_ids.mapped('state'), ['done'])
        self.assertFalse(scheme.action_ids.activity_id.active)

    def test_rules_read(self):
        policy = self.sign(self.policy(), 'manager', 'gm')
        self.tour('service_read_rules_on_phone', f'/odoo/service-rules/{policy.id}', 'specialist2')
        self.assertEqual(policy.reader_ids.user_id, self.users['specialist2'])


@tagged('post_install', '-at_install')
class TestServiceDesk(ServiceTourCase):
    """What is written and answered at a desk, at 1366 px."""

    def test_scheme_written(self):
        self.tour('service_write_scheme', '/odoo/service-schemes/new', 'specialist')
        scheme = self.model('specialist', 'relationship.service.plan').search([], order='id desc', limit=1)
        self.assertEqual((scheme.partner_id, scheme.approval_state), (self.customer, 'pending'))
        self.assertEqual(scheme.line_ids.mapped('name'), ["月度回访"])

    def test_suggestion_answered(self):
        suggestion = self.suggestion()
        suggestion.action_submit()
        self.tour('service_answer_suggestion', f'/odoo/service-suggestions/{suggestion.id}', 'supervisor')
        self.assertEqual((suggestion.state, suggestion.answer), ('accepted', "同意，本月试行"))

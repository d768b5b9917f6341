from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL
from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .tour_common import RoleTourCase
from .visit_common import VisitMixin


class PlanTourCase(VisitMixin, RoleTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env['res.partner'].create([{'name': f"客户{n:04d}", 'is_company': True} for n in range(4)])
        profiles = cls.env['relationship.profile'].with_company(cls.company).create([{
            'partner_id': partner.id, 'company_id': cls.company.id, 'user_id': cls.users['specialist'].id,
            'visit_interval_manual': 30} for partner in partners])
        profiles._sealed_write({'last_visit_date': cls.company._relationship_today() - timedelta(days=40)}, SEAL)

    def submitted(self):
        """A plan from the week after next on with one visit, on its first working day at ten, reviewed already.

        Not next week: that begins at midnight on a Sunday, perhaps while the tour runs.
        """
        today = self.company._relationship_today()
        monday = today + timedelta(days=14 - today.weekday())
        day = self.company._workdays(monday, monday + timedelta(days=13))[0]
        plan = self.model('specialist', 'relationship.visit.plan').create({
            'date_from': monday, 'date_to': monday + timedelta(days=13), 'line_ids': [Command.create({
                'partner_id': self.customer.id, 'date_start': datetime.combine(day, datetime.min.time()) + timedelta(hours=2)})]})
        return self.sign(plan, 'supervisor')


@tagged('post_install', '-at_install')
class TestPlanDesk(PlanTourCase):
    """Planning and looking back, at 1366 px."""

    def test_plan(self):
        self.tour('visit_plan_at_desk', '/odoo/visit-plans/new', 'specialist')
        plan = self.model('specialist', 'relationship.visit.plan').search([], order='id desc', limit=1)
        self.assertEqual((plan.approval_state, plan.goal, plan.line_count), ('pending', "覆盖到期客户", 4))
        self.assertTrue(all(plan.line_ids.mapped('is_proposed')))

    def test_completion(self):
        self.sign(self.submitted(), 'manager')
        self.env['relationship.visit.plan.report'].invalidate_model()
        self.start_tour('/odoo/visit-plan-completion', 'visit_plan_completion', login='h_manager')


@tagged('post_install', '-at_install')
class TestPlanPhone(PhoneMixin, PlanTourCase):
    """Planning and approving with a thumb, at 390 px."""

    def test_plan(self):
        self.tour('visit_plan_on_phone', '/odoo/visit-plans/new', 'specialist')
        plan = self.model('specialist', 'relationship.visit.plan').search([], order='id desc', limit=1)
        self.assertEqual(plan.line_count, 4)

    def test_approve(self):
        plan = self.submitted()
        self.tour('visit_plan_approve_on_phone', '/odoo/visit-plans', 'manager')
        self.assertEqual((plan.approval_state, len(plan.visit_ids.event_id)), ('approved', 1))

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .clock_common import noon_zone
from .tour_common import RoleTourCase
from .visit_day_common import DAY_MODEL, VISIT_MODEL, VisitDayMixin


class VisitDayTourCase(VisitDayMixin, RoleTourCase):
    """The clock is the real one, in a zone where the day does not end meanwhile."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_signers()
        zone = noon_zone()
        cls.company.resource_calendar_id.tz = zone
        for user in cls.users.values():
            user.tz = zone

    def made_today(self):
        """A visit of the specialist that ended this minute."""
        visit = self.model('specialist', VISIT_MODEL).create(
            self.visit_values(date_start=fields.Datetime.now() - timedelta(seconds=30), duration=0.01))
        visit._visit_start()
        visit._visit_finish()
        visit.write({'talk': "谈了年度合作", 'outcome': 'again'})
        return visit


@tagged('post_install', '-at_install')
class TestVisitDayPhone(PhoneMixin, VisitDayTourCase):
    def test_report_of_the_day(self):
        """From the menu's one tap to the submitted report."""
        visit = self.made_today()
        self.tour('visit_day_on_phone', '/odoo/action-crm_relationship.relationship_visit_day_action_today', 'specialist')
        day = visit.day_id
        self.assertEqual((day.approval_state, day.visit_count, day.expense_total), ('pending', 1, 25))

    def test_progress(self):
        self.made_today()
        self.tour('visit_progress', '/odoo/visit-progress', 'supervisor')


@tagged('post_install', '-at_install')
class TestVisitDayDesk(VisitDayTourCase):
    def test_supervisor_signs(self):
        visit = self.made_today()
        day = self.model('specialist', DAY_MODEL).browse(visit.action_open_day()['res_id'])
        day.action_approval_submit()
        self.tour('visit_day_at_desk', '/odoo/team-visit-days', 'supervisor')
        self.assertIn('supervisor', [signature['box'] for signature in day._approval_signatures()])

    def test_progress(self):
        self.made_today()
        self.tour('visit_progress', '/odoo/visit-progress', 'supervisor')

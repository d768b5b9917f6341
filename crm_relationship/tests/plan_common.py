"""What the tests of visit plans share: due customers around the company, and plans of next week."""

from datetime import date, datetime, timedelta

from odoo.fields import Command

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .visit_common import VisitCase

#: next week as seen from hospitality_common.NOW, Wednesday 11 March 2026
MONDAY, FRIDAY = date(2026, 3, 16), date(2026, 3, 20)
#: the company's office in Suzhou
OFFICE = (31.30, 120.60)


class PlanCase(VisitCase):
    """A company in China at work from 8 to 12 and from 13 to 17."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref('base.cn')
        cls.company.partner_id.write({'partner_latitude': OFFICE[0], 'partner_longitude': OFFICE[1]})
        cls.specialist, cls.supervisor = cls.users['specialist'], cls.users['supervisor']

    @classmethod
    def customers(cls, count, overdue=0, interval=30, owner=None, place=OFFICE, area=None, name="客户"):
        """``count`` customers whose visit was due ``overdue`` days before Monday; their profiles."""
        partners = cls.env['res.partner'].create([{
            'name': f"{name}{number:04d}", 'is_company': True,
            'partner_latitude': place and place[0] + number / 5000, 'partner_longitude': place and place[1],
        } for number in range(count)])
        profiles = cls.env['relationship.profile'].with_company(cls.company).create([{
            'partner_id': partner.id, 'company_id': cls.company.id, 'user_id': (owner or cls.specialist).id,
            'visit_interval_manual': interval, 'area_id': area and area.id} for partner in partners])
        profiles._sealed_write(
            {'last_visit_date': MONDAY - timedelta(days=overdue + interval)}, SEAL)
        return profiles

    def make_plan(self, role='specialist', **values):
        """A draft of next week."""
        return self.model(role, 'relationship.visit.plan').create({
            'date_from': MONDAY, 'date_to': FRIDAY, 'user_id': self.users[role].id, **values})

    def line(self, customer=None, day=MONDAY, hour=10.0, **values):
        """Values of a line at a local hour."""
        return {'partner_id': (customer or self.customer).id, 'date_start': self.clock(day, hour), 'duration': 1.0, **values}

    def make_lines(self, *lines, role='specialist', **values):
        """A draft with these lines."""
        return self.make_plan(role, line_ids=[Command.create(line) for line in lines], **values)

    @staticmethod
    def clock(day, hour):
        """The UTC moment at which clocks in Shanghai show ``hour`` on ``day``."""
        return datetime(day.year, day.month, day.day) + timedelta(hours=hour - 8)

    def local(self, moment):
        """Day and hour in Shanghai."""
        there = moment + timedelta(hours=8)
        return there.date(), there.hour + there.minute / 60

    def approve(self, plan):
        """Supervisor reviews, manager approves."""
        return self.sign(plan, 'supervisor', 'manager')

    def propose(self, plan):
        plan.action_propose()
        return plan.line_ids.sorted('date_start')

    def days_of(self, plan):
        """``{day: [(start hour, end hour, customer)]}`` in Shanghai."""
        days = {}
        for line in plan.line_ids.sorted('date_start'):
            day, start = self.local(line.date_start)
            days.setdefault(day, []).append((start, self.local(line.date_stop)[1], line.partner_id))
        return days

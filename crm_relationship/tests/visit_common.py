"""What the visit tests share: the hospitality cast, customers in the roster, visits in a quiet week."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Command

from .hospitality_common import HospitalityCase, HospitalityMixin


class VisitMixin(HospitalityMixin):
    """Customers of the specialist and of specialist2, and what makes visits to them."""

    @classmethod
    def set_up_cast(cls):
        super().set_up_cast()
        Profile = cls.env['relationship.profile'].with_company(cls.company)
        cls.customer2, cls.customer3 = cls.env['res.partner'].create([
            {'name': "无锡宏达机械有限公司", 'is_company': True},
            {'name': "常州远景材料有限公司", 'is_company': True}])
        cls.profile, cls.profile2 = Profile.create([
            {'partner_id': cls.customer.id, 'company_id': cls.company.id, 'user_id': cls.users['specialist'].id},
            {'partner_id': cls.customer2.id, 'company_id': cls.company.id, 'user_id': cls.users['specialist2'].id}])
        cls.transport = cls.env.ref('crm_relationship.hospitality_item_transport')

    #: the day from which `at` counts; None: the one the clock shows, which stands still in most tests
    first_day = None

    @classmethod
    def at(cls, days=1, hour=10, minute=0):
        """A moment ``days`` from now at a local hour in Shanghai, as naive UTC."""
        today = cls.first_day or (fields.Datetime.now() + timedelta(hours=8)).date()
        day = today + timedelta(days=days)
        return datetime(day.year, day.month, day.day, hour, minute) - timedelta(hours=8)

    def visit_values(self, **values):
        return {'partner_id': self.customer.id, 'date_start': self.at(), 'duration': 1.0, **values}

    def plan(self, role='specialist', **values):
        """A planned visit of ``role`` tomorrow at ten, for an hour."""
        return self.model(role, 'relationship.visit').create(self.visit_values(**values))

    def costs(self, **amounts):
        """Commands of budget lines by item code: ``costs(meals=200)``."""
        return [Command.create({'item_id': getattr(self, code).id, 'budget_amount': amount})
                for code, amount in amounts.items()]

    def event_of(self, visit, role='specialist'):
        """The visit's event as ``role`` meets it in the calendar."""
        visit.invalidate_recordset()
        return visit.sudo().event_id.with_user(self.users[role]).with_company(self.company).sudo(False)


class VisitCase(VisitMixin, HospitalityCase):
    """Rules and access, without a browser."""

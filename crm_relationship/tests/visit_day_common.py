"""What the tests of daily reports share: finished visits at local hours, reports, signatures."""

from odoo import fields
from odoo.fields import Command

from .hospitality_common import HospitalityCase
from .visit_common import VisitMixin

DAY_MODEL = 'relationship.visit.day'
VISIT_MODEL = 'relationship.visit'


class VisitDayMixin(VisitMixin):
    """Visits that took place today before ten o'clock, when the tests' clock stands."""

    def finished(self, role='specialist', days=0, hour=8, minute=0, company=None, talk="谈了年度合作", outcome='again',
                 **values):
        """A finished visit of ``role`` that began at a local hour, with what was talked about."""
        start = self.at(days, hour, minute)
        visit = self.model(role, VISIT_MODEL).with_company(company or self.company).create(
            self.visit_values(date_start=start, duration=0.5, **values))
        visit._visit_finish(visit.date_stop)
        visit.write({'talk': talk, 'outcome': outcome})
        return visit

    def report(self, role='specialist', days=0, **values):
        """The daily report of ``role``."""
        return self.model(role, DAY_MODEL).create({'date': self.local_day(days), **values})

    @classmethod
    def local_day(cls, days=0):
        return fields.Datetime.add(cls.at(days, 12), hours=8).date()

    def cost(self, visit, item, amount, **values):
        """What an item of ``visit`` came to."""
        return self.env['relationship.visit.expense'].create({
            'visit_id': visit.id, 'item_id': item.id, 'actual_amount': amount, **values})

    def problem(self, visit, name, **values):
        """A problem met on ``visit``."""
        return self.env['relationship.visit.problem'].create({'visit_id': visit.id, 'name': name, **values})

    @classmethod
    def set_up_signers(cls):
        """A department manager beside the supervisor, as F13 has three boxes."""
        cls.service.manager_id = cls.employees['deputy']
        cls.employees['specialist'].parent_id = cls.employees['supervisor']

    def signed_report(self, *roles):
        report = self.report()
        return self.sign(report, *(roles or ('supervisor', 'deputy', 'manager')))

    def own_cost(self, amount, note=False):
        return Command.create({'item_id': self.transport.id, 'amount': amount, 'note': note})


class VisitDayCase(VisitDayMixin, HospitalityCase):
    """Rules and access, without a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_signers()

"""What the tests of visits in the field share: visits under way and over, positions, consent."""

from datetime import timedelta

from odoo import fields

from .visit_common import VisitCase, VisitMixin

#: Where the customer is, and the length of a degree of latitude on our globe in metres.
PLACE = (31.3250, 120.7290)
DEGREE_M = 6371008.8 * 3.141592653589793 / 180


class VisitFieldMixin(VisitMixin):
    """The cast, with a customer whose place is known."""

    @classmethod
    def set_up_cast(cls):
        super().set_up_cast()
        cls.customer.write({'partner_latitude': PLACE[0], 'partner_longitude': PLACE[1]})

    def now_visit(self, role='specialist', along=None, **values):
        """A visit whose time has come, with the employee of the role ``along``."""
        visit = self.plan(role, date_start=fields.Datetime.now(), **values)
        if along:
            visit.sudo().companion_ids = self.employees[along]
        return visit

    def consent(self, role='specialist', given=True):
        return self.model(role, 'relationship.position.consent').answer_consent(given)

    def position(self, metres=0.0, accuracy=0.0, **values):
        """What a phone ``metres`` north of the customer sends."""
        return {'latitude': PLACE[0] + metres / DEGREE_M, 'longitude': PLACE[1], 'accuracy': accuracy, **values}

    def underway(self, role='specialist', **values):
        visit = self.now_visit(role, **values)
        visit.action_start_visit()
        return visit

    def done(self, role='specialist', **values):
        """A visit that has just ended, its minutes not written."""
        visit = self.underway(role, **values)
        visit.action_finish_visit()
        return visit

    def handed_in(self, role='specialist', **values):
        """A visit whose report waits to be checked."""
        visit = self.done(role, **values)
        visit.write({'talk': "确认明年框架协议数量", 'outcome': 'hopeful', 'satisfaction': '4'})
        visit.action_complete_minutes()
        return visit

    def accepted(self, role='specialist', by='supervisor', **values):
        visit = self.handed_in(role, **values)
        visit.with_user(self.users[by])._accept_report("收到")
        return visit

    def checkin(self, visit, kind='in'):
        return visit.sudo().checkin_ids.filtered(lambda checkin: checkin.kind == kind)

    def problem(self, visit, role='specialist', **values):
        return self.model(role, 'relationship.visit.problem').create({
            'visit_id': visit.id, 'name': "交期延误五天", 'user_id': self.users[role].id,
            'date_deadline': self.company._relationship_today() + timedelta(days=3), **values})


class VisitFieldCase(VisitFieldMixin, VisitCase):
    """Rules and access, without a browser."""

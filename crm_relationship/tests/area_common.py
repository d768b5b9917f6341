"""What the tests of areas and routes share: customers at known places, a visitor, a day."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import TransactionCase

from .customer_common import CustomerMixin

NOW = "2026-03-11 02:00:00"  # a Wednesday, 10:00 in Shanghai
DAY = date(2026, 3, 12)
HOME = (31.30, 120.60)


class AreaMixin(CustomerMixin):
    """The company at HOME works 8 to 12 and 13 to 17 in Shanghai; customers lie where they are put."""

    @classmethod
    def set_up_areas(cls):
        cls.set_up_customers()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.company.partner_id.write({"partner_latitude": HOME[0], "partner_longitude": HOME[1]})
        cls.area = cls.env["relationship.area"].create({
            "name": "East", "user_id": cls.specialist.id, "company_id": cls.company.id,
        })

    @classmethod
    def new_placed(cls, name, north=0.0, east=0.0, owner=None, **values):
        """A customer so many kilometres from HOME, of the specialist unless said otherwise."""
        return cls.new_customer(
            name, owner=owner or cls.specialist, partner_latitude=HOME[0] + north / 111.195,
            partner_longitude=HOME[1] + east / 95.0, **values,
        )

    @classmethod
    def new_route(cls, *profiles, user=None, **values):
        """A route of ``user`` on DAY through the customers, in their order."""
        user = user or cls.specialist
        return cls.env["relationship.route"].with_user(user).create({
            "day": DAY, "company_id": cls.company.id,
            "stop_ids": [
                (0, 0, {"partner_id": profile.partner_id.id, "sequence": 10 * number, "visit_minutes": 30})
                for number, profile in enumerate(profiles, start=1)
            ],
            **values,
        })

    def clock(self, moment):
        """A moment on the clock in Shanghai, as text."""
        return f"{moment + timedelta(hours=8):%H:%M}" if moment else ""

    def moment(self, hours, day=DAY):
        """The moment of a local time of day."""
        return datetime.combine(day, datetime.min.time()) + timedelta(hours=hours - 8)

    def sign(self, route):
        """Submit the route and let the service manager approve it."""
        route.action_approval_submit()
        route.sudo().approval_request_id.with_user(self.service_manager)._decide("approve", note="同意")
        route.invalidate_recordset()
        return route


class AreaCase(AreaMixin, TransactionCase):
    """Rules and access, without a browser. The clock stands at NOW."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.set_up_areas()

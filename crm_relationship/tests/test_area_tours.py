"""Areas and routes in the browser, at a desk and on a phone."""

from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin, TourCase

from .area_common import AreaMixin


class AreaTourCase(AreaMixin, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_areas()
        cls.near = cls.new_placed("Tour Near", east=4)
        cls.far = cls.new_placed("Tour Far", east=9, north=3)
        cls.nowhere = cls.new_customer("Tour Nowhere", owner=cls.specialist)

    def put_into_area(self):
        self.area.name = "Tour Area"
        (self.near | self.far | self.nowhere).area_id = self.area

    def tour(self, name, path, user):
        self.start_tour(path, name, login=user.login)


@tagged("post_install", "-at_install")
class TestAreaDesk(AreaTourCase):
    def test_route(self):
        """From nothing to the manager's desk: area, customers, order, drawing, submission."""
        self.put_into_area()
        self.tour("area_route_desk", "/odoo/relationship-routes", self.specialist)
        route = self.env["relationship.route"].search([("area_id", "=", self.area.id)])
        self.assertEqual((route.approval_state, route.fitted_count, route.stop_count), ("pending", 2, 2))
        self.assertEqual(route.user_id, self.specialist)

    def test_propose(self):
        self.tour("area_propose", "/odoo/relationship-areas", self.specialist)
        self.assertEqual(self.near.area_id, self.far.area_id)
        self.assertTrue(self.near.area_id)
        self.assertFalse(self.nowhere.area_id)


@tagged("post_install", "-at_install")
class TestAreaPhone(PhoneMixin, AreaTourCase):
    def test_route_on_the_road(self):
        self.put_into_area()
        tomorrow = self.company._relationship_today() + timedelta(days=1)  # or today, should midnight pass meanwhile
        route = self.new_route(self.near, self.far, area_id=self.area.id, day=tomorrow)
        self.tour("area_route_phone", "/odoo/relationship-routes", self.specialist)
        self.assertEqual(route.stop_count, 2)

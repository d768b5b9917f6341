"""Areas and routes in the browser, at a desk and on a phone. Python prepares and asserts, the tour only clicks."""

from odoo.tests import HttpCase, tagged

from .area_common import AreaMixin


class AreaTourCase(AreaMixin, HttpCase):
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
        self.start_tour(path, name, login=user.login, timeout=120)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestAreaDesk(AreaTourCase):
    browser_size = "1366x768"

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
class TestAreaPhone(AreaTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_route_on_the_road(self):
        self.put_into_area()
        route = self.new_route(self.near, self.far, area_id=self.area.id, day=self.company._relationship_today())
        self.tour("area_route_phone", "/odoo/relationship-routes", self.specialist)
        self.assertEqual(route.stop_count, 2)

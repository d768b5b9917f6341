"""访问路线: times, reasons, the order by hand and by the planner, the whole life of the document."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .area_common import DAY, AreaCase


@tagged("post_install", "-at_install")
class TestRoute(AreaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.relationship_travel_speed = 60
        cls.company.relationship_detour_factor = 1
        cls.near, cls.middle, cls.far = (
            cls.new_placed(name, east=east) for name, east in (("Near", 4.8), ("Middle", 9.6), ("Far", 19.2))
        )

    def test_times(self):
        """From eight o'clock on, a kilometre a minute."""
        route = self.new_route(self.near, self.middle, self.far)
        self.assertEqual(
            [(self.clock(s.arrival), self.clock(s.begin), self.clock(s.departure), s.travel_minutes) for s in route.stop_ids],
            [("08:05", "08:05", "08:35", 5), ("08:40", "08:40", "09:10", 5), ("09:20", "09:20", "09:50", 10)],
        )
        self.assertEqual(route.stop_ids.mapped("number"), [1, 2, 3])
        self.assertEqual((route.stop_count, route.fitted_count, route.travel_minutes, route.visit_minutes), (3, 3, 40, 90))
        self.assertEqual((self.clock(route.time_start), self.clock(route.time_finish)), ("08:00", "10:10"))
        self.assertAlmostEqual(route.travel_km, 2 * 19.2, 1)

    def test_order_by_hand(self):
        """Moving a stop by its handle gives new times, on the screen before it is saved."""
        route = self.new_route(self.near, self.middle, self.far)
        with Form(route) as form, form.stop_ids.edit(2) as stop:
            stop.sequence = 5
        stops = route.stop_ids.sorted("sequence")
        self.assertEqual(stops.partner_id.mapped("name"), ["Far", "Near", "Middle"])
        self.assertEqual([self.clock(stop.begin) for stop in stops], ["08:20", "09:05", "09:40"])
        self.assertEqual(stops.mapped("number"), [1, 2, 3])

    def test_optimise(self):
        """The planner honours windows; what does not fit is last and says why."""
        self.env["relationship.no.visit"].create(
            {"partner_id": self.near.partner_id.id, "weekday": "3", "hour_from": 0, "hour_to": 9})
        closed = self.new_placed("Closed", east=3)
        self.env["relationship.no.visit"].create({"partner_id": closed.partner_id.id, "weekday": "workdays"})
        unknown = self.new_customer("Unknown", owner=self.specialist)
        route = self.new_route(unknown, closed, self.near, self.far, self.middle)
        route.action_optimise()
        stops = route.stop_ids.sorted("sequence")
        self.assertEqual(stops[:3].partner_id, (self.middle | self.far | self.near).partner_id & stops[:3].partner_id)
        near = stops.filtered(lambda stop: stop.partner_id == self.near.partner_id)
        self.assertGreaterEqual(self.clock(near.begin), "09:00")
        self.assertEqual([stop.reason for stop in stops], [False] * 3 + ["no_coordinates", "no_time"])
        self.assertEqual(route.fitted_count, 3)

    def test_windows_at_exact_bounds(self):
        """A window that begins as the visit ends does not matter; a minute earlier it does."""
        window = self.env["relationship.no.visit"].create(
            {"partner_id": self.near.partner_id.id, "weekday": "3", "hour_from": 8 + 35 / 60, "hour_to": 10})
        self.assertEqual(self.clock(self.new_route(self.near).stop_ids.begin), "08:05")
        window.hour_from = 8 + 34 / 60
        self.assertEqual(self.clock(self.new_route(self.near).stop_ids.begin), "10:00")

    def test_appointment(self):
        """An appointment is kept to the minute and comes before everything else."""
        route = self.new_route(self.near, self.middle, self.far)
        route.stop_ids[2].appointment = 9.5
        route.action_optimise()
        far = route.stop_ids.filtered(lambda stop: stop.partner_id == self.far.partner_id)
        self.assertEqual(self.clock(far.begin), "09:30")
        self.assertEqual(route.fitted_count, 3)

    def test_hours_of_the_area(self):
        self.area.write({"hour_from": 9, "hour_to": 11})
        route = self.new_route(self.near, area_id=self.area.id)
        self.assertEqual(self.clock(route.stop_ids.begin), "09:05")
        self.area.write({"hour_from": 9, "hour_to": 9.25})
        self.assertEqual(self.new_route(self.near, area_id=self.area.id).stop_ids.reason, "no_time")

    def test_a_day_off(self):
        route = self.new_route(self.near, day="2026-03-14")
        self.assertEqual((route.stop_ids.reason, route.time_start), ("no_time", False))

    def test_start(self):
        """From another address, and without coordinates of the start."""
        branch = self.env["res.partner"].create({"name": "Branch", "partner_latitude": 31.3, "partner_longitude": 120.8})
        route = self.new_route(self.far, start_kind="own", start_partner_id=branch.id)
        self.assertEqual(route.stop_ids.travel_minutes, 1)
        branch.write({"partner_latitude": 0, "partner_longitude": 0})
        route.stop_ids.visit_minutes = 40
        self.assertEqual(route.stop_ids.travel_minutes, 0)
        with self.assertRaisesRegex(ValidationError, "start of the route has no coordinates"):
            route.action_approval_submit()
        with self.assertRaises(ValidationError):
            route.start_partner_id = False

    def test_area_gives_speed_and_start(self):
        branch = self.env["res.partner"].create({"name": "Branch", "partner_latitude": 31.3, "partner_longitude": 120.8})
        self.area.write({"travel_mode": "cycle", "start_kind": "own", "start_partner_id": branch.id})
        route = self.new_route(self.far, area_id=self.area.id)
        self.assertEqual((route.travel_mode, route.speed_kmh, route.start_partner_id), ("cycle", 15, branch))
        self.area.speed_kmh = 12
        self.assertEqual(self.new_route(area_id=self.area.id).speed_kmh, 12)
        route.travel_mode = "drive"
        self.assertEqual(route.speed_kmh, 60)

    def test_customers_due(self):
        """The overdue ones come in as important; those on the calendar and those of others do not come."""
        for profile in (self.near, self.middle, self.far):
            profile.visit_interval_manual = 30
        self.near._visit_done(DAY.replace(month=1))
        self.middle._visit_done(DAY.replace(month=2, day=10))
        route = self.new_route()
        route.action_add_due()
        self.assertEqual(
            dict(zip(route.stop_ids.partner_id.mapped("name"), route.stop_ids.mapped("priority"))), {"Near": "1", "Middle": "0"})
        with self.assertRaises(UserError):
            route.action_add_due()
        self.far.area_id = self.area
        other = self.new_route(area_id=self.area.id)
        other.action_add_area()
        self.assertEqual(other.stop_ids.partner_id, self.far.partner_id)

    def test_visits_of_the_day(self):
        visit = self.env["relationship.visit"].with_user(self.specialist).create({
            "partner_id": self.near.partner_id.id, "date_start": self.moment(10), "duration": 0.75, "company_id": self.company.id,
        })
        route = self.new_route()
        route.action_add_visits()
        self.assertEqual((route.stop_ids.visit_id, route.stop_ids.visit_minutes), (visit, 45))
        self.assertEqual(self.env["relationship.visit.due"].search([("profile_id", "=", self.near.id)]).planned_date, DAY)

    def test_life(self):
        """Draft, submitted, approved by the service manager, visits planned from it at its times."""
        route = self.new_route(self.near, self.far)
        route.action_optimise()
        self.sign(route)
        self.assertEqual(route.approval_state, "approved")
        for change in (
            lambda: route.write({"day": "2026-03-13"}), lambda: route.stop_ids[0].write({"sequence": 99}),
            lambda: route.stop_ids[0].unlink(), route.action_optimise, route.action_add_due,
        ):
            self.assert_refused(change)
        route.action_create_visits()
        visits = route.stop_ids.visit_id
        self.assertEqual(visits.mapped("user_id"), self.specialist)
        self.assertEqual(
            {visit.partner_id: (visit.date_start, visit.duration) for visit in visits},
            {stop.partner_id: (stop.begin, 0.5) for stop in route.stop_ids})
        with self.assertRaises(UserError):
            route.action_create_visits()

    def test_appointment_in_a_window(self):
        """Named before it is signed, unless the note says why; a later window does not stop the visits."""
        window = {"partner_id": self.near.partner_id.id, "weekday": "workdays", "hour_from": 9, "hour_to": 10}
        self.env["relationship.no.visit"].create(window)
        route = self.new_route(self.near, self.far)
        route.action_optimise()
        stop = route.stop_ids.filtered(lambda s: s.partner_id == self.near.partner_id)
        stop.appointment = 9.5
        self.assertTrue(stop.is_fitted)
        with self.assertRaisesRegex(ValidationError, f"does not want visitors: {self.near.partner_id.name}"):
            route.action_approval_submit()
        stop.note = "客户同意"
        self.sign(route)
        self.env["relationship.no.visit"].create({**window, "partner_id": self.far.partner_id.id, "hour_from": 8, "hour_to": 18})
        route.action_create_visits()
        self.assertEqual(stop.visit_id.no_visit_reason, "客户同意")
        self.assertIn(route.name, (route.stop_ids - stop).visit_id.no_visit_reason)

    def test_not_before_the_approval(self):
        route = self.new_route(self.near)
        with self.assertRaises(UserError):
            route.action_create_visits()

    def test_unfit_routes_are_not_submitted(self):
        with self.assertRaisesRegex(ValidationError, "no stops"):
            self.new_route().action_approval_submit()
        unknown = self.new_customer("Unknown", owner=self.specialist)
        with self.assertRaisesRegex(ValidationError, "do not fit into the day: Unknown"):
            self.new_route(self.near, unknown).action_approval_submit()

    def test_copy(self):
        """A copy has the stops and none of the signatures or visits."""
        route = self.new_route(self.near, self.far)
        self.sign(route).action_create_visits()
        copy = route.copy({"day": "2026-03-19"})
        self.assertEqual(copy.stop_ids.partner_id, route.stop_ids.partner_id)
        self.assertFalse(copy.stop_ids.visit_id)
        self.assertEqual((copy.approval_state, copy.fitted_count), ("draft", 2))

    def test_abuse(self):
        """Sealed values, wild numbers and other people's customers."""
        route = self.new_route(self.near)
        stop = route.stop_ids
        hidden = self.new_placed("Hidden", owner=self.colleague)
        for number, door in enumerate((
            lambda: stop.write({"begin": "2026-03-12 00:00:00"}), lambda: stop.write({"is_fitted": False}),
            lambda: route.write({"travel_km": 1.0}), lambda: route.write({"name": "X"}),
            lambda: stop.write({"visit_minutes": 4}), lambda: stop.write({"visit_minutes": 481}),
            lambda: stop.write({"visit_minutes": 10 ** 12}), lambda: stop.write({"appointment": float("nan")}),
            lambda: stop.write({"appointment": 24.0}), lambda: route.write({"speed_kmh": 0}),
            lambda: route.write({"speed_kmh": float("inf")}), lambda: route.write({"day": "9999-12-31"}),
            lambda: route.write({"day": "1000-01-01"}), lambda: route.write({"user_id": self.colleague.id}),
            lambda: route.write({"stop_ids": [(0, 0, {"partner_id": hidden.partner_id.id})]}),
            lambda: stop.write({"priority": "9"}), lambda: stop.write({"note": "x" * 500}),
        )):
            with self.subTest(number):
                self.assert_refused(door)

    def test_drawing(self):
        """Every stop with its number; names are text, whatever they contain."""
        self.near.partner_id.name = "<script>alert(1)</script>"
        route = self.new_route(self.near, self.far)
        drawing = str(route.drawing)
        self.assertNotIn("<script>", drawing)
        self.assertIn("&lt;script&gt;", drawing)
        self.assertEqual(drawing.count('class="o_route_stop"'), 2)
        self.assertEqual(drawing.count('class="o_route_start"'), 1)
        self.assertFalse(self.new_route().drawing)

    def test_forty_stops(self):
        """Three seconds at most, the record's part included."""
        import time  # noqa: PLC0415
        profiles = [self.new_placed(f"Customer {n}", north=(n * 7) % 23 - 11, east=(n * 11) % 29 - 14) for n in range(40)]
        route = self.new_route(*profiles)
        route.stop_ids.visit_minutes = 5
        began = time.process_time()
        route.action_optimise()
        self.env.flush_all()
        self.assertLess(time.process_time() - began, 3)
        self.assertEqual(route.stop_count, 40)
        self.assertGreater(route.fitted_count, 20)

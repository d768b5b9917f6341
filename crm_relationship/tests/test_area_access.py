"""Who sees and changes which area and route: role by action, two companies; coordinates and maps."""

import math

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..tools.geo_datum import BD09, DATUMS, GCJ02, WGS84, convert, in_china
from ..tools.great_circle import great_circle_km
from ..tools.map_links import map_links
from .area_common import AreaCase

# role -> what it may do with the specialist's own record: read, write, create (for the specialist), unlink
AREA_MATRIX = {
    "specialist": (True, True, True, False),
    "colleague": (False, False, False, False),
    "supervisor": (True, True, True, True),
    "service_manager": (True, True, True, True),
    "administrator": (True, True, True, True),
    "general_manager": (True, False, False, False),
    "finance": (False, False, False, False),
    "employee": (False, False, False, False),
    "stranger": (False, False, False, False),
}
ROUTE_MATRIX = {
    **AREA_MATRIX,
    "specialist": (True, True, True, True),
}


@tagged("post_install", "-at_install")
class TestAreaAccess(AreaCase):
    def allowed(self, record, user):
        record = record.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return tuple(record.has_access(operation) for operation in ("read", "write", "unlink"))

    def may_create(self, model, user, values):
        try:
            with self.cr.savepoint():
                self.env[model].with_user(user).with_context(allowed_company_ids=user.company_ids.ids).create(values)
                self.env.flush_all()
        except UserError:
            return False
        return True

    def test_areas(self):
        values = {"user_id": self.specialist.id, "company_id": self.company.id}
        for role, (read, write, create, unlink) in AREA_MATRIX.items():
            user = getattr(self, role)
            with self.subTest(role):
                self.assertEqual(self.allowed(self.area, user), (read, write, unlink))
                self.assertEqual(self.may_create("relationship.area", user, {**values, "name": role}), create)

    def test_areas_of_own_customers(self):
        """Who owns or shares a customer of the area reads it, and cannot change it."""
        profile = self.new_placed("Theirs", owner=self.colleague)
        self.assertEqual(self.allowed(self.area, self.colleague), (False, False, False))
        profile.area_id = self.area
        self.assertEqual(self.allowed(self.area, self.colleague), (True, False, False))
        profile.write({"user_id": self.service_manager.id, "shared_user_ids": [(6, 0, self.colleague.ids)]})
        self.assertEqual(self.allowed(self.area, self.colleague), (True, False, False))

    def test_counts_are_the_readers(self):
        """Customers somebody may not see are not counted for him."""
        for profile in (self.new_placed("Mine", north=10), self.new_placed("Hers", north=20, owner=self.colleague)):
            profile.area_id = self.area
        self.new_customer("Nowhere", owner=self.specialist).area_id = self.area
        seen = {user: self.area.with_user(user) for user in (self.specialist, self.service_manager)}
        self.assertEqual([area.customer_count for area in seen.values()], [2, 3])
        self.assertEqual([area.unplaced_count for area in seen.values()], [1, 1])
        self.assertEqual([round(area.distance_km) for area in seen.values()], [10, 15])

    def test_routes(self):
        route = self.new_route(self.new_placed("Near", east=5))
        values = {"day": "2026-03-12", "user_id": self.specialist.id, "company_id": self.company.id}
        for role, (read, write, create, unlink) in ROUTE_MATRIX.items():
            user = getattr(self, role)
            with self.subTest(role):
                self.assertEqual(self.allowed(route, user), (read, write, unlink))
                self.assertEqual(self.allowed(route.stop_ids, user), (read, write, unlink))
                self.assertEqual(self.may_create("relationship.route", user, values), create)

    def test_companies_are_not_mixed(self):
        abroad = self.new_customer("Abroad", owner=self.stranger, company=self.other_company)
        abroad.partner_id.company_id = self.other_company
        with self.assertRaises(UserError), self.cr.savepoint():
            abroad.area_id = self.area
        with self.assertRaises(UserError), self.cr.savepoint():
            self.new_route(abroad)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.area.user_id = self.stranger

    def test_buttons_of_strangers(self):
        route = self.new_route(self.new_placed("Near", east=5))
        for user in (self.colleague, self.employee, self.stranger):
            for name in ("action_optimise", "action_add_due", "action_add_area", "action_add_visits", "action_create_visits", "action_visits"):
                with self.subTest((user.login, name)), self.assertRaises(UserError), self.cr.savepoint():
                    getattr(route.with_user(user), name)()

    def test_area_values(self):
        for values in (
            {"name": " "}, {"speed_kmh": -1}, {"speed_kmh": 0.5}, {"speed_kmh": 201}, {"speed_kmh": math.nan},
            {"start_kind": "own"}, {"traffic_note": "x" * 6000},
        ):
            with self.subTest(values):
                self.assert_refused(lambda values=values: self.area.with_user(self.specialist).write(values))

    def test_queries_of_the_list(self):
        """80 areas cost what 8 cost."""
        areas = self.env["relationship.area"].create([
            {"name": f"Area {n}", "user_id": self.specialist.id, "company_id": self.company.id} for n in range(80)])
        for number in range(80):
            self.new_placed(f"Customer {number}", north=number).area_id = areas[number]
        model = self.env["relationship.area"].with_user(self.specialist)
        shown = {name: {} for name in ("name", "customer_count", "unplaced_count", "due_count", "distance_km")}
        shown["user_id"] = {"fields": {"display_name": {}}}

        def count(limit):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            model.web_search_read([], shown, limit=limit)
            return self.cr.sql_log_count - before

        count(1)
        few = count(8)
        self.assertEqual(count(80), few)
        self.assertLess(few, 25)


@tagged("post_install", "-at_install")
class TestCoordinates(AreaCase):
    #: The reference point of the published converters: Beijing, 116.404 east, 39.915 north
    BEIJING = (39.915, 116.404)

    def assert_near(self, place, expected, metres):
        self.assertLess(great_circle_km(place, expected) * 1000, metres)

    def test_reference_points(self):
        for source, target, expected in (
            (WGS84, GCJ02, (39.91640428150164, 116.41024449916938)),
            (GCJ02, BD09, (39.92133699351021, 116.41036949371029)),
            (BD09, GCJ02, (39.90865673957631, 116.39762729119315)),
            (GCJ02, WGS84, (39.91359571849836, 116.39775550083061)),
        ):
            with self.subTest((source, target)):
                self.assert_near(convert(self.BEIJING, source, target), expected, 0.6)

    def test_round_trips(self):
        """There and back within a centimetre, all over China."""
        for latitude in range(19, 52, 3):
            for longitude in range(75, 134, 4):
                place = (latitude + 0.1234, longitude + 0.4321)
                for source in DATUMS:
                    for target in DATUMS:
                        self.assert_near(convert(convert(place, source, target), target, source), place, 0.01)

    def test_the_shift_is_some_hundred_metres(self):
        for place in ((31.23, 121.47), (22.54, 114.06), (30.66, 104.06), (43.82, 87.62)):
            metres = great_circle_km(place, convert(place, WGS84, GCJ02)) * 1000
            self.assertTrue(100 < metres < 1000, metres)

    def test_outside_of_china(self):
        for place in ((52.52, 13.405), (-33.87, 151.21), (40.71, -74.0), (0.0, 0.0), (35.68, 139.69)):
            self.assertFalse(in_china(place))
            for source in DATUMS:
                for target in DATUMS:
                    self.assertEqual(convert(place, source, target), place)
        with self.assertRaises(ValueError):
            convert((31, 121), "utm", WGS84)

    def test_typed_in_any_datum(self):
        partner = self.env["res.partner"].with_user(self.specialist).create({"name": "Typed"})
        for datum in DATUMS:
            with self.subTest(datum):
                partner.write({"relationship_datum": datum, "relationship_position": "31.299000, 120.585300"})
                expected = convert((31.299, 120.5853), datum, WGS84)
                self.assert_near((partner.partner_latitude, partner.partner_longitude), expected, 0.1)
                partner.invalidate_recordset()
                self.assertEqual(partner.relationship_datum, WGS84)
        for text, place in (("31,5，120.25", None), ("31.5，120.25", (31.5, 120.25)), (" 31.5  120.25 ", (31.5, 120.25))):
            with self.subTest(text):
                if place:
                    partner.relationship_position = text
                    self.assertEqual((partner.partner_latitude, partner.partner_longitude), place)
                else:
                    self.assert_refused(lambda text=text: partner.write({"relationship_position": text}))
        partner.relationship_position = ""
        self.assertEqual((partner.partner_latitude, partner.partner_longitude), (0, 0))

    def test_no_places(self):
        partner = self.env["res.partner"].create({"name": "Nowhere"})
        for text in ("north", "91, 0", "0, 181", "nan, 5", "1e400, 5", "31.5", "31 120 5", "<script>"):
            with self.subTest(text):
                self.assert_refused(lambda text=text: partner.write({"relationship_position": text}))
        for values in ({"partner_latitude": 90.1}, {"partner_longitude": -180.1}, {"partner_latitude": math.nan}):
            with self.subTest(values):
                self.assert_refused(lambda values=values: partner.write(values))

    def test_from_a_checkin(self):
        """The first check-in gives the place; later ones and absurd ones change nothing."""
        partner = self.env["res.partner"].create({"name": "Met"})
        for place in ((math.nan, 1.0), (91.0, 0.0), (0.0, math.inf)):
            partner._set_coordinates_from_checkin(*place)
            self.assertFalse(partner.partner_latitude)
        partner.with_user(self.employee)._set_coordinates_from_checkin(31.5, 120.5)
        partner._set_coordinates_from_checkin(40.0, 116.0)
        self.assertEqual((partner.partner_latitude, partner.partner_longitude), (31.5, 120.5))

    def test_geolocalisation_is_optional(self):
        partner = self.env["res.partner"].create({"name": "Somewhere"})
        if "date_localization" in partner._fields:
            self.skipTest("base_geolocalize is installed")
        with self.assertRaisesRegex(UserError, "not installed"):
            partner.with_user(self.specialist).action_relationship_geolocalise()

    def test_map_links(self):
        """Each map gets its own datum; the name cannot leave its place in the address."""
        links = dict(map_links(self.BEIJING, 'A&B "x" <b>#?'))
        self.assertIn("position=116.410244%2C39.916404", links["amap"])
        self.assertIn("coord_type=bd09ll", links["baidu"])
        self.assertIn("ll=39.916404%2C116.410244", links["apple"])
        self.assertIn("query=39.916404%2C116.410244", links["google"])
        abroad = dict(map_links((52.52, 13.405), "Berlin"))
        self.assertIn("ll=52.520000%2C13.405000", abroad["apple"])
        for link in links.values():
            self.assertTrue(link.startswith("https://"))
            self.assertFalse(set('"<>') & set(link))
        partner = self.env["res.partner"].create({
            "name": "<img src=x>", "partner_latitude": 31.3, "partner_longitude": 120.6})
        self.assertNotIn("<img", partner.relationship_map_links)
        self.assertEqual(partner.relationship_map_links.count("<a "), 4)
        with self.assertRaises(ValidationError):
            partner.relationship_position = "x"

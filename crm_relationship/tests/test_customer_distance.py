"""Distance from the company: F1.5."""

from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, tagged

from ..tools.address_line import address_line
from ..tools.great_circle import EARTH_RADIUS_KM, coordinates, great_circle_km
from .customer_common import CustomerCase

SHANGHAI, BEIJING, GUANGZHOU, URUMQI = (31.2304, 121.4737), (39.9042, 116.4074), (23.1291, 113.2644), (43.8256, 87.6168)
LONDON, SYDNEY = (51.5074, -0.1278), (-33.8688, 151.2093)


@tagged("post_install", "-at_install")
class TestGreatCircle(BaseCase):
    def test_known_cities(self):
        """Against published great-circle distances, to half a percent."""
        for here, there, kilometres in (
            (SHANGHAI, BEIJING, 1067), (SHANGHAI, GUANGZHOU, 1213), (SHANGHAI, URUMQI, 3270), (LONDON, SYDNEY, 16994),
        ):
            with self.subTest(kilometres=kilometres):
                self.assertAlmostEqual(great_circle_km(here, there), kilometres, delta=kilometres * 0.005)
                self.assertAlmostEqual(great_circle_km(here, there), great_circle_km(there, here))

    def test_ends_of_the_globe(self):
        half = EARTH_RADIUS_KM * 3.141592653589793
        self.assertEqual(great_circle_km(SHANGHAI, SHANGHAI), 0)
        self.assertAlmostEqual(great_circle_km((90, 0), (-90, 0)), half)
        self.assertAlmostEqual(great_circle_km((0, 179.9), (0, -179.9)), 22.24, delta=0.05)
        self.assertAlmostEqual(great_circle_km((12.5, 30), (-12.5, -150)), half, delta=1e-3)

    def test_unknown_places(self):
        self.assertIsNone(coordinates(0.0, 0.0))
        self.assertEqual(coordinates(0.0, 121.5), (0.0, 121.5), "a place on the equator is a place")

    def test_address_lines(self):
        """Chinese addresses from large to small, others from small to large."""
        for parts, line in (
            (("江苏省", "苏州", "工业园区金鸡湖大道 88 号", ""), "江苏省苏州工业园区金鸡湖大道 88 号"),
            (("上海市", "上海市", "嘉定区曹安公路", ""), "上海市嘉定区曹安公路"),
            (("上海市", "上海", "嘉定区曹安公路", ""), "上海市嘉定区曹安公路"),
            ((None, "苏州", None, None), "苏州"),
            (("California", "Palo Alto", "1 Main St", "Suite 5"), "1 Main St, Suite 5, Palo Alto, California"),
            ((None, None, None, None), ""),
        ):
            with self.subTest(line):
                self.assertEqual(address_line(*parts), line)


@tagged("post_install", "-at_install")
class TestDistance(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for company, (latitude, longitude) in ((cls.company, SHANGHAI), (cls.other_company, LONDON)):
            company.partner_id.write({"partner_latitude": latitude, "partner_longitude": longitude})
        cls.partner = cls.env["res.partner"].create({
            "name": "Beijing", "partner_latitude": BEIJING[0], "partner_longitude": BEIJING[1],
        })

    def shown(self, company=None):
        partner = self.partner.with_company(company or self.company)
        return round(partner.relationship_distance_km), partner.relationship_distance_source

    def test_by_coordinates_from_the_current_company(self):
        self.assertEqual(self.shown(), (1067, "coordinates"))
        kilometres, source = self.shown(self.other_company)
        self.assertAlmostEqual(kilometres, 8140, delta=40)
        self.assertEqual(source, "coordinates")

    def test_by_hand_wins_in_its_company_only(self):
        self.partner.with_company(self.company).relationship_distance_manual = 1213.5
        self.assertEqual(self.shown(), (1214, "manual"))
        self.assertEqual(self.shown(self.other_company)[1], "coordinates")

    def test_unknown(self):
        """Without the coordinates of both there is no distance, not a distance of nought."""
        self.partner.write({"partner_latitude": 0, "partner_longitude": 0})
        self.assertEqual(self.shown(), (0, False))
        self.partner.write({"partner_latitude": BEIJING[0], "partner_longitude": BEIJING[1]})
        self.company.partner_id.write({"partner_latitude": 0, "partner_longitude": 0})
        self.partner.invalidate_recordset()
        self.assertEqual(self.shown(), (0, False))

    def test_bounds(self):
        for distance in (-1, 20041, float("nan"), float("inf")):
            with self.subTest(distance), self.assertRaises(ValidationError):
                self.partner.relationship_distance_manual = distance

    def test_profile_shows_its_own_companys_distance(self):
        """Even when the reader works in another company."""
        profile = self.new_customer("Far", partner_latitude=BEIJING[0], partner_longitude=BEIJING[1])
        self.assertEqual(round(profile.with_company(self.other_company).distance_km), 1067)

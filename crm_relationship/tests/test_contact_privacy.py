"""F2's personal data: for those who look after customers, and no way round it for others."""

import io
import json
from datetime import timedelta

import openpyxl
from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .customer_common import CustomerCase, CustomerMixin

PERSONAL = (
    "relationship_birthday", "relationship_gender", "relationship_area_type", "relationship_income_band_id",
    "relationship_need_type", "relationship_buying_way",
)
LABELS = (
    "relationship_profile_id", "relationship_tier_id", "relationship_grade_id", "relationship_churn_risk",
    "relationship_activity_level", "relationship_owner_id", "relationship_profile_ids",
    "relationship_tag_ids", "relationship_abc_class", "relationship_growth_potential",
)


@tagged("post_install", "-at_install")
class TestContactPrivacy(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.new_customer("Family Works", owner=cls.specialist)
        cls.person = cls.new_person(
            cls.profile, "Wang Fang", relationship_birthday="1985-03-04", relationship_gender="female",
            relationship_area_type="town", relationship_income_band_id=cls.env.ref("crm_relationship.income_band_high").id,
            relationship_need_type="living", relationship_buying_way="stall",
        )

    def as_user(self, user):
        return self.env["res.partner"].with_user(user)

    def test_specialists_read_and_search(self):
        partners = self.as_user(self.specialist)
        self.assertEqual(partners.browse(self.person.id).relationship_gender, "female")
        self.assertEqual(partners.search([("relationship_birthday", "=", "1985-03-04")]), self.person)
        self.assertIn("relationship_birthday", partners.fields_get())

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models", "odoo.orm.models")
    def test_nobody_else_by_any_door(self):
        """Reading, searching (also by a dotted path), sorting, grouping, exporting, writing, and the field list."""
        for user in (self.employee, self.finance):
            partners = self.as_user(user)
            person = partners.browse(self.person.id)
            for name in PERSONAL + LABELS:
                self.assertNotIn(name, partners.fields_get())
                with self.subTest(user=user.login, name=name):
                    for door in (
                        lambda name=name: person.read([name]),
                        lambda name=name: partners.search([(name, "!=", False)]),
                        lambda name=name: partners.search([("child_ids." + name, "!=", False)]),
                        lambda name=name: partners.search([("child_ids", "any", [(name, "!=", False)])]),
                        lambda name=name: partners.search([], order=name),
                        lambda name=name: partners._read_group([], [name], ["__count"]),
                        lambda name=name: partners.formatted_read_group([], [name], ["__count"]),
                        lambda name=name: person.export_data([name]),
                        lambda name=name: person.write({name: False}),
                        lambda name=name: self.env["calendar.event"].with_user(user).search([("partner_ids." + name, "!=", False)]),
                    ):
                        self.assert_refused(door)

    def test_general_manager_sees_labels_not_personal_data(self):
        partner = self.as_user(self.general_manager).browse(self.profile.partner_id.id)
        self.assertEqual(partner.relationship_profile_id, self.profile)
        with self.assertRaises(AccessError):
            self.as_user(self.general_manager).browse(self.person.id).read(["relationship_birthday"])
        self.assertNotIn("birthday_soon", self.env["relationship.profile"].with_user(self.general_manager).fields_get())

    def test_names_do_not_tell(self):
        """What the contact's name search looks at."""
        self.assertFalse({"relationship_birthday", "relationship_gender"} & set(self.env["res.partner"]._rec_names_search))

    def test_copy_leaves_the_birthday(self):
        self.assertFalse(self.person.copy().relationship_birthday)

    def test_birthdays_that_cannot_be(self):
        for birthday in (self.today + timedelta(days=2), "1899-12-31"):
            with self.subTest(birthday), self.assertRaises(ValidationError):
                self.person.relationship_birthday = birthday

    def test_income_bands(self):
        """The papers' three bands, which may be changed within reason."""
        bands = [self.env.ref(f"crm_relationship.income_band_{name}") for name in ("low", "middle", "high")]
        self.assertEqual([(band.amount_from, band.amount_to) for band in bands], [(0, 1000), (1000, 3000), (3000, 0)])
        for values in ({"amount_from": 5000, "amount_to": 4000}, {"amount_from": -1}, {"amount_to": float("nan")}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.env["relationship.income.band"].create({"name": "Odd", **values})
        with self.assertRaises(AccessError):
            bands[0].with_user(self.specialist).name = "Changed"


@tagged("post_install", "-at_install")
class TestBirthdays(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.new_customer("Birthday Works", owner=cls.specialist)

    def names(self):
        found = self.env["relationship.profile"].search([("birthday_soon", "!=", False)])
        self.profile.invalidate_recordset()
        self.assertEqual(bool(found), bool(self.profile.birthday_soon), "the filter and the field agree")
        return self.profile.birthday_soon

    def test_ahead(self):
        """Today and the 14th day count, yesterday and the 15th do not, whatever the year of birth."""
        for days, counts in ((-1, False), (0, True), (14, True), (15, False)):
            with self.subTest(days=days):
                birthday = self.today + relativedelta(days=days, years=-30)
                person = self.new_person(self.profile, relationship_birthday=birthday)
                self.assertEqual(bool(self.names()), counts)
                person.unlink()

    def test_order_and_day(self):
        with freeze_time("2026-12-28 04:00:00"):
            self.new_person(self.profile, "Second", relationship_birthday="1970-01-05")
            self.new_person(self.profile, "First", relationship_birthday="1990-12-30")
            self.assertEqual(self.names(), "First (12-30), Second (01-05)")

    def test_leap_day(self):
        """29 February is kept on the 28th where there is no 29th, and on its day where there is."""
        self.new_person(self.profile, "Leap", relationship_birthday="2000-02-29")
        for now, counts in (
            ("2026-02-14 04:00:00", True), ("2026-02-28 04:00:00", True), ("2026-03-01 04:00:00", False),
            ("2028-02-29 04:00:00", True), ("2028-02-15 04:00:00", True), ("2028-02-14 04:00:00", False),
        ):
            with self.subTest(now), freeze_time(now):
                self.assertEqual(bool(self.names()), counts)

    def test_negation(self):
        other = self.new_customer("No Birthdays", owner=self.specialist)
        self.new_person(self.profile, relationship_birthday=self.today - relativedelta(years=40))
        found = self.env["relationship.profile"].search([("birthday_soon", "=", False), ("company_id", "=", self.company.id)])
        self.assertEqual(found, other)

    def test_the_customer_itself(self):
        """A customer who is a person has a birthday too."""
        self.profile.partner_id.write({"is_company": False, "relationship_birthday": self.today - relativedelta(years=40)})
        self.assertIn("Birthday Works", self.names())


@tagged("post_install", "-at_install")
class TestPrivateExport(CustomerMixin, HttpCase):
    """The web client's own export and page of contacts, over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_customers()
        cls.employee.group_ids += cls.env.ref("base.group_allow_export")
        cls.specialist.group_ids += cls.env.ref("base.group_allow_export")
        cls.person = cls.env["res.partner"].create({"name": "Wang Fang", "relationship_birthday": "1985-03-04"})

    def export(self, user):
        self.authenticate(user.login, user.login)
        data = {
            "model": "res.partner", "fields": [{"name": "name", "label": "Name"}, {"name": "relationship_birthday", "label": "B"}],
            "ids": self.person.ids, "domain": [], "import_compat": False, "context": {}, "groupby": [],
        }
        return self.url_open("/web/export/xlsx", data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)})

    def test_export(self):
        response = self.export(self.specialist)
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        self.assertIn("1985", str(list(sheet.values)))
        with mute_logger("odoo.http", "odoo.addons.web.controllers.export"):
            response = self.export(self.employee)
        self.assertNotIn(b"1985", response.content)
        self.assertEqual(response.status_code, 500)

"""When a customer wants no visitors: F1.7."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .customer_common import CustomerCase

# (weekday, from, to, first day, last day, reason): sentence in English and in Chinese
SENTENCES = (
    (("0", 9, 10.5, None, None, None), "Monday 09:00–10:30", "周一 09:00–10:30"),
    (("all", 12, 13.5, None, None, "lunch"), "Every day 12:00–13:30 (lunch)", "每天 12:00–13:30（lunch）"),
    (("4", 0, 0, None, None, None), "Friday, all day", "周五全天"),
    (("workdays", 7.25, 8, None, None, None), "Monday to Friday 07:15–08:00", "周一至周五 07:15–08:00"),
    (("weekend", 0, 0, None, None, None), "Weekend, all day", "周末全天"),
    (("all", 0, 0, "2026-10-01", "2026-10-08", None), "10/01/2026 – 10/08/2026", "2026年10月01日 – 2026年10月08日"),
    (("all", 0, 0, "2026-10-01", "2026-10-01", None), "10/01/2026", "2026年10月01日"),
    (("all", 0, 0, None, "2026-10-08", None), "until 10/08/2026", "至 2026年10月08日"),
    (("all", 0, 0, "2026-10-01", None, None), "from 10/01/2026", "自 2026年10月01日"),
    (("6", 18, 24, "2026-10-01", None, None), "Sunday 18:00–24:00, from 10/01/2026", "周日 18:00–24:00，自 2026年10月01日"),
    (("2", 0, 0, "2026-10-01", "2026-10-31", "stocktaking"), "Wednesday, all day, 10/01/2026 – 10/31/2026 (stocktaking)",
     "周三全天，2026年10月01日 – 2026年10月31日（stocktaking）"),
)


@tagged("post_install", "-at_install")
class TestNoVisit(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Shy Customer"})

    def window(self, weekday="all", hour_from=0, hour_to=0, date_from=None, date_to=None, note=None):
        return self.env["relationship.no.visit"].create({
            "partner_id": self.partner.id, "weekday": weekday, "hour_from": hour_from, "hour_to": hour_to,
            "date_from": date_from, "date_to": date_to, "note": note,
        })

    def test_sentences(self):
        for values, english, _chinese in SENTENCES:
            with self.subTest(english):
                self.assertEqual(self.window(*values).display_name, english)

    def test_sentences_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["crm_relationship"], ["zh_CN"])
        self.env["res.lang"]._lang_get("zh_CN").date_format = "%Y年%m月%d日"
        for values, english, chinese in SENTENCES:
            with self.subTest(english):
                self.assertEqual(self.window(*values).with_context(lang="zh_CN").display_name, chinese)

    def test_one_line_for_the_customer(self):
        self.window("4", 14, 18)
        self.window("0", 9, 10)
        self.assertEqual(self.partner.relationship_no_visit_text, "Monday 09:00–10:00; Friday 14:00–18:00")
        self.partner.relationship_no_visit_ids.unlink()
        self.assertFalse(self.partner.relationship_no_visit_text)

    @mute_logger("odoo.sql_db")
    def test_hours_that_make_no_window(self):
        for hours in ((10, 9), (9, 9), (-1, 5), (20, 24.5), (0, 24.01)):
            with self.subTest(hours), self.assertRaises(CheckViolation), self.cr.savepoint():
                self.window("0", *hours)
                self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_dates_in_the_wrong_order(self):
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.window("0", date_from="2026-10-08", date_to="2026-10-01")
            self.env.flush_all()

    def test_every_hour_of_every_day_is_refused(self):
        with self.assertRaises(ValidationError):
            self.window("all")

    def test_unfit_values_end_in_a_message(self):
        for values in ({"hour_from": float("nan"), "hour_to": 5}, {"note": "x" * 500}, {"note": "a\x00b", "hour_to": 5}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.window(**values)

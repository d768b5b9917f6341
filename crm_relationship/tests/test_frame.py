"""Roles, numbers and settings: what every form stands on."""

from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import FormCase


@tagged("post_install", "-at_install")
class TestNumbers(FormCase):
    """Numbers count per company and year and are nobody's to choose."""

    def test_per_company_and_year(self):
        second = self.env["res.company"].create({"name": "二公司"})
        self.requester.company_ids += second
        form = self.env["fake.form"].with_user(self.requester)
        one = form.create({"date": "2026-12-31"}) | form.create({"date": "2026-01-01"})
        self.assertEqual(one.mapped("name"), ["FF2026-0001", "FF2026-0002"])
        self.assertEqual(form.create({"date": date(2027, 1, 1)}).name, "FF2027-0001")
        other = form.with_company(second).create([{"date": "2026-05-05"}] * 2)
        self.assertEqual(other.mapped("name"), ["FF2026-0001", "FF2026-0002"])
        self.assertEqual(other.company_id, second)

    def test_every_company_has_its_counter(self):
        """New companies get theirs at once, the existing ones at installation; never two."""
        company = self.env["res.company"].create({"name": "三公司"})
        counters = self.env["ir.sequence"].search([("code", "=", "fake.form")])
        self.assertEqual(counters.company_id, company)
        self.env["fake.form"]._relationship_create_sequences()
        self.env["fake.form"]._relationship_create_sequences()
        counters = self.env["ir.sequence"].search([("code", "=", "fake.form")])
        self.assertEqual(len(counters), self.env["res.company"].search_count([]))

    def test_number_and_preparer_are_sealed(self):
        """Neither values, defaults, imports nor copies set them."""
        forms = self.env["fake.form"].with_user(self.requester)
        form = self.make_form()
        for values in ({"name": "FF2026-9999"}, {"preparer_id": self.manager.id}):
            with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                forms.create({"date": "2026-11-20", **values})
            with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                form.write(values)
            defaults = {f"default_{name}": value for name, value in values.items()}
            made = forms.with_context(**defaults).create({"date": "2026-11-20"})
            self.assertEqual(made.preparer_id, self.requester)
            self.assertNotEqual(made.name, "FF2026-9999")
        result = forms.load(["name", "date"], [["FF2026-9999", "2026-11-20"]])
        self.assertFalse(result["ids"])
        copied = form.with_user(self.manager).copy()
        self.assertEqual(copied.preparer_id, self.manager)
        self.assertNotEqual(copied.name, form.name)

    def test_department_of_the_preparer(self):
        """Filled in from the employee, whom plain users cannot read."""
        department = self.env["hr.department"].create({"name": "客户服务部"})
        self.env["hr.employee"].create({
            "name": "专员", "user_id": self.requester.id, "department_id": department.id,
        })
        self.assertEqual(self.make_form().department_id, department)

    def test_department_of_another_company_is_refused(self):
        second = self.env["res.company"].create({"name": "二公司"})
        department = self.env["hr.department"].create({"name": "别家", "company_id": second.id})
        with self.assertRaises(UserError):
            self.make_form(department_id=department.id)


@tagged("post_install", "-at_install")
class TestRolesAndSettings(FormCase):
    """The ladder of roles, the signing roles apart from it, bounded settings."""

    def test_ladder(self):
        """Each rung holds the ones below and no signing role."""
        ladder = [self.env.ref(f"crm_relationship.group_{name}")
                  for name in ("specialist", "supervisor", "service_manager", "administrator")]
        signing = [self.env.ref(f"crm_relationship.group_{name}") for name in (
            "general_manager", "finance_auditor", "gift_keeper", "office_director", "deputy_manager")]
        for lower, upper in zip(ladder, ladder[1:], strict=False):
            self.assertIn(lower, upper.all_implied_ids)
            self.assertNotIn(upper, lower.all_implied_ids)
        for role in signing:
            self.assertFalse(role.implied_by_ids, role.name)
            self.assertFalse(set(ladder) & set(role.all_implied_ids), role.name)
        self.assertIn(self.env.ref("document_approval.group_approval_administrator"), ladder[-1].all_implied_ids)

    def test_app_is_for_its_roles(self):
        """The app's menu is shown to every role and to nobody else."""
        root = self.env.ref("crm_relationship.menu_root")
        visible = self.env["ir.ui.menu"]
        self.assertIn(root.id, visible.with_user(self.requester)._visible_menu_ids())
        self.assertNotIn(root.id, visible.with_user(self.stranger)._visible_menu_ids())

    def test_settings_are_bounded(self):
        """Settings outside their bounds are refused with the bounds in the message."""
        company = self.env.company
        for values, message in (
            ({"relationship_hospitality_lead_days": -1}, "0 and 60"),
            ({"relationship_hospitality_lead_days": 61}, "0 and 60"),
            ({"relationship_overrun_percent": -0.01}, "0 and 100"),
            ({"relationship_overrun_percent": 100.01}, "0 and 100"),
            ({"relationship_overrun_amount": -1}, "zero or more"),
            ({"relationship_overrun_amount": 1e300}, "zero or more"),
        ):
            with self.assertRaisesRegex(ValidationError, message), self.env.cr.savepoint():
                company.write(values)

    def test_defaults(self):
        company = self.env["res.company"].create({"name": "新公司"})
        self.assertEqual(company.relationship_hospitality_lead_days, 1)
        self.assertEqual((company.relationship_overrun_percent, company.relationship_overrun_amount), (0, 0))

    def test_settings_page(self):
        """The page writes the company it is opened for."""
        settings = self.env["res.config.settings"].create({"relationship_hospitality_lead_days": 3})
        settings.execute()
        self.assertEqual(self.env.company.relationship_hospitality_lead_days, 3)

"""What the tests of the customers' side share: two companies, a team, customers with and without owners."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user


class CustomerMixin:
    """Two companies (yuan and euro) and one user per role; nothing depends on demo data."""

    @classmethod
    def set_up_customers(cls):
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company = cls.env["res.company"].create({"name": "Test Works", "currency_id": cls.env.ref("base.CNY").id})
        cls.other_company = cls.env["res.company"].create({"name": "Test Abroad", "currency_id": cls.env.ref("base.EUR").id})
        cls.specialist = cls.new_user("specialist")
        cls.colleague = cls.new_user("colleague", "crm_relationship.group_specialist")
        cls.supervisor = cls.new_user("supervisor")
        cls.service_manager = cls.new_user("service_manager")
        cls.administrator = cls.new_user("administrator")
        cls.general_manager = cls.new_user("general_manager")
        cls.finance = cls.new_user("finance", "crm_relationship.group_finance_auditor")
        cls.employee = cls.new_user("employee", "base.group_user")
        cls.stranger = cls.new_user(
            "abroad", "crm_relationship.group_service_manager", company_id=cls.other_company.id,
            company_ids=cls.other_company.ids,
        )
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids, "lang": "en_US", "tz": "Asia/Shanghai"})
        employees = cls.env["hr.employee"].create([
            {"name": user.name, "user_id": user.id, "company_id": cls.company.id}
            for user in (cls.supervisor, cls.specialist)
        ])
        employees[1].parent_id = employees[0]

    @classmethod
    def new_user(cls, name, groups=None, **values):
        """A user of the company whose role is ``name`` unless groups are given; the login ``crm_<name>`` is the password."""
        return new_test_user(
            cls.env, login=f"crm_{name}", password=f"crm_{name}", groups=groups or f"crm_relationship.group_{name}",
            **{
                "name": name.title(), "lang": "en_US", "tz": "Asia/Shanghai",
                "company_id": cls.company.id, "company_ids": cls.company.ids, **values,
            },
        )

    @classmethod
    def new_customer(cls, name="Customer", owner=None, company=None, shared=None, **values):
        """A company contact that is in the roster; returns its profile."""
        partner = cls.env["res.partner"].create({"name": name, "is_company": True, **values})
        profile = cls.env["relationship.profile"]._for_partners(partner, company or cls.company)
        profile.user_id = owner or False
        if shared:
            profile.shared_user_ids = shared
        return profile

    @classmethod
    def new_person(cls, profile, name="Person", **values):
        return cls.env["res.partner"].create({"name": name, "parent_id": profile.partner_id.id, **values})

    def profile_as(self, profile, user):
        """The profile in the rights, company and language of ``user``."""
        return profile.with_user(user).with_context(allowed_company_ids=user.company_ids.ids, lang=user.lang)

    def assert_refused(self, door):
        """``door()`` ends in a message of ours or of the ORM, and does nothing."""
        try:
            with self.cr.savepoint():
                door()
                self.env.flush_all()
        except (UserError, ValueError):
            return
        self.fail("The door is open.")

    def write_labels(self, profile, **values):
        """Set sealed values past the pass: these tests look at what the screens make of them."""
        profile.flush_recordset()
        columns = ", ".join(f"{name} = %s" for name in values)
        self.env.cr.execute(f"UPDATE relationship_profile SET {columns} WHERE id = %s", [*values.values(), profile.id])
        profile.invalidate_recordset()
        self.env["res.partner"].invalidate_model()


class CustomerCase(CustomerMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_customers()
        cls.today = fields.Date.context_today(cls.env.user)

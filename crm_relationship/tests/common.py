"""What the tests of the frame share: a fake form, its two reports, people who sign it."""

import io
import subprocess

import openpyxl

from odoo.tests import HttpCase, new_test_user

from odoo.addons.document_approval.tests.fake_models import install

from .fake_form import FAKE_FORMS, TEMPLATE

REPORT = "crm_relationship.report_fake_form"


class FormCase(HttpCase):
    """A fake form with its printed reports, one requester and two signers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # a database may have been made without it
        cls.addClassCleanup(install(cls.env, FAKE_FORMS))
        cls.env["ir.ui.view"].create({"type": "qweb", "name": REPORT, "key": REPORT, "arch": TEMPLATE})
        values = {
            "name": "Fake form", "model": "fake.form", "relationship_form": True, "print_report_name": "object.name",
        }
        cls.paper_report, cls.sheet_report = cls.env["ir.actions.report"].create([
            {
                **values, "report_type": "qweb-pdf", "report_name": REPORT,
                "paperformat_id": cls.env.ref("crm_relationship.paperformat_form").id,
            },
            {**values, "report_type": "relationship-xlsx", "report_name": f"{REPORT}.xlsx"},
        ])
        cls.requester = cls.new_user("requester", "crm_relationship.group_specialist")
        cls.manager = cls.new_user("manager", "crm_relationship.group_service_manager", name="王经理")
        cls.finance = cls.new_user("finance", "crm_relationship.group_finance_auditor", name="李会计")
        cls.stranger = cls.new_user("stranger", "base.group_user")
        cls.env["approval.policy"].create({
            "name": "Policy of fake forms",
            "model_id": cls.env["ir.model"]._get_id("fake.form"),
            "step_ids": [
                (0, 0, {"sequence": 1, "name": "Manager", "approver_type": "users", "user_ids": cls.manager.ids,
                        "signature_box": "service_manager"}),
                (0, 0, {"sequence": 2, "name": "Finance", "approver_type": "users", "user_ids": cls.finance.ids,
                        "kind": "audit", "signature_box": "finance"}),
            ],
        })

    @classmethod
    def new_user(cls, login, groups, **values):
        return new_test_user(
            cls.env, login=f"form_{login}", groups=groups,
            **{"name": login.title(), "tz": "Asia/Shanghai", "lang": "en_US", **values},
        )

    @classmethod
    def speak_chinese(cls):
        """Install Simplified Chinese with the terms of our addons, where it is not yet."""
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["document_approval", "crm_relationship"], ["zh_CN"])

    def make_form(self, **values):
        return self.env["fake.form"].with_user(self.requester).create({
            "date": "2026-11-20",
            "arrival": "2026-11-20 16:30:00",
            "amount": 1234.5,
            "purpose": "商谈二〇二七年年度合作\n参观工厂",
            "line_ids": [(0, 0, {"name": name, "price": price}) for name, price in (("会议", 100), ("用餐", 1134.5))],
            **values,
        })

    def sign(self, form, *users, note="同意"):
        """Let ``users`` sign, each in turn, after submitting the form where it is not yet."""
        if form.approval_state == "draft":
            form.action_approval_submit()
        for user in users:
            form.sudo().approval_request_id.with_user(user)._decide("approve", note=note)

    def fetch(self, path, login="form_requester", **options):
        """GET as a user; logged out with ``login=None``. (test users' password is their login)"""
        self.authenticate(login, login)
        return self.url_open(path, **options)

    def pdf(self, forms, login="form_requester"):
        """The PDF of ``forms`` as the server sends it."""
        # Reports are HTML under test unless rendering is forced, which only the context can do.
        response = self.fetch(
            f"/report/pdf/{REPORT}/{','.join(map(str, forms.ids))}"
            '?context={"force_report_rendering":true}', login, timeout=60)
        self.assertEqual(response.status_code, 200, response.text[:2000])
        self.assertEqual(response.content[:5], b"%PDF-")
        return response.content

    def sheet(self, forms, login="form_requester"):
        """The workbook of ``forms`` as the server sends it, as openpyxl reads it."""
        response = self.fetch(f"/crm_relationship/sheet/{REPORT}.xlsx/{','.join(map(str, forms.ids))}", login)
        self.assertEqual(response.status_code, 200, response.text[:2000])
        return openpyxl.load_workbook(io.BytesIO(response.content))


def poppler(tool, content, *options):
    """Output of a poppler tool (``pdftotext``, ``pdffonts``, …) run on PDF bytes."""
    return subprocess.run(
        [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])],
        input=content, capture_output=True, check=True,
    ).stdout.decode()

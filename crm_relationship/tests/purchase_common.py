"""What the tests of the purchase import share."""

import base64
import io

from odoo.tests import TransactionCase, new_test_user

HEAD = "订单号,客户编号,客户名称,购买日期,商品名称,数量,实际金额,成本"


def csv_bytes(*lines, head=HEAD, encoding="utf-8"):
    """A CSV file of ``lines`` below ``head``."""
    return "".join(f"{line}\n" for line in (head, *lines)).encode(encoding)


def make_import(env, content, source, name="orders.csv", **values):
    """An import of the file ``content`` (bytes or text lines' bytes)."""
    return env["relationship.purchase.import"].create({
        "source_id": source.id, "file": base64.b64encode(content), "file_name": name, **values})


class PurchaseCase(TransactionCase):
    """A company in CNY with one source, and an importer who may create contacts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The words the tests look for are English, whatever the database speaks
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.cny = cls.env.ref("base.CNY")
        cls.cny.active = True
        cls.company = cls.env["res.company"].create({"name": "Purchase Company", "currency_id": cls.cny.id})
        cls.importer = cls.new_user("importer", "crm_relationship.group_purchase_import,base.group_partner_manager")
        cls.env = cls.env(user=cls.importer)
        cls.source = cls.make_source()

    @classmethod
    def new_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env(su=True), login=f"purchase_{login}", groups=groups, company_id=company.id,
            company_ids=[(6, 0, company.ids)], lang="en_US")

    @classmethod
    def make_source(cls, env=None, **values):
        return (env or cls.env)["relationship.purchase.source"].create({"name": "Shop", **values})

    def upload(self, *lines, source=None, head=HEAD, encoding="utf-8", **values):
        """An import of a CSV file of ``lines``."""
        return make_import(self.env, csv_bytes(*lines, head=head, encoding=encoding), source or self.source, **values)

    def run_import(self, *lines, **values):
        """Upload, check and import ``lines``; the counts of check and import must agree."""
        record = self.upload(*lines, **values)
        record.action_check()
        checked = self.counts(record)
        record.action_import()
        self.assertEqual(self.counts(record), checked, "the check promised something else")
        return record

    @staticmethod
    def counts(record):
        return {name: record[name] for name in (
            "row_count", "good_count", "repeat_count", "bad_count", "conflict_count", "refund_count", "known_count",
            "new_count", "renamed_count", "amount", "first_day", "last_day")}

    def purchases(self, record=None, source=None):
        """The purchases of an import, or of the source, in the order of the file."""
        domain = [("import_id", "=", record.id)] if record else [("source_id", "=", (source or self.source).id)]
        return self.env["relationship.purchase"].sudo().search(domain, order="import_row, id")

    def bad_rows(self, record):
        """The file of bad rows: list of (row, column, value, reason, remedy)."""
        if not record.error_file:
            return []
        import openpyxl  # noqa: PLC0415 (needed by tests only)
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.error_file))).active
        rows = list(sheet.iter_rows(values_only=True))
        width = rows[0].index("Row in the file")
        return [(int(row[width]), *(cell or "" for cell in row[width + 1:width + 5])) for row in rows[1:]]

    def import_bad_rows(self, record, **cells):
        """Import the file of bad rows of ``record`` as an importer hands it back.

        :param cells: by coordinate, what was corrected
        """
        import openpyxl  # noqa: PLC0415 (needed by tests only)
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.error_file)))
        for coordinate, value in cells.items():
            book.active[coordinate] = value
        out = io.BytesIO()
        book.save(out)
        corrected = make_import(self.env, out.getvalue(), record.source_id, "bad rows.xlsx")
        corrected.action_check()
        corrected.action_import()
        return corrected

    @staticmethod
    def seal():
        from odoo.addons.document_approval.models.approval_sealed import SEAL  # noqa: PLC0415
        return SEAL

    def customers(self, names):
        """The contacts of these names in the company."""
        return self.env["res.partner"].sudo().search([("name", "in", names), ("company_id", "in", (self.company.id, False))])

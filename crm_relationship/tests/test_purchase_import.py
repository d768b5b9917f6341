import base64
import gzip
import random

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .purchase_common import HEAD, PurchaseCase, csv_bytes, make_import

A1 = "A1,C1,东方贸易,2026-1-5,轴承,2,100.50,60"
A2 = "A2,C1,东方贸易,2026-2-5,轴承,1,50,"
A3 = "A3,C2,启明食品,2026-3-5,水泵,1,-20,-15"
B1 = "A3,C2,启明食品,2026-3-5,水泵,-1,-20,-15"


@tagged("post_install", "-at_install")
class TestPurchaseImport(PurchaseCase):
    """From a file to purchases: what goes in, what is asked first, what is remembered."""

    def test_import(self):
        """Good rows are stored as they stand; the bad one is named."""
        record = self.run_import(A1, A2, A3, B1.replace("A3", "A4"))
        self.assertEqual(record.state, "done")
        self.assertEqual((record.row_count, record.good_count, record.bad_count, record.refund_count), (4, 3, 1, 1))
        self.assertEqual((record.new_count, record.known_count, record.amount), (2, 0, 130.5))
        one, two, refund = self.purchases(record)
        self.assertEqual(
            (one.partner_id.name, one.partner_id.ref, str(one.date), one.amount, one.cost, one.quantity, one.product_name,
             one.order_key, one.order_line, one.import_row, one.currency_id, one.company_id),
            ("东方贸易", "C1", "2026-01-05", 100.5, 60, 2, "轴承", "A1", 1, 2, self.cny, self.company))
        self.assertEqual(two.partner_id, one.partner_id)
        self.assertEqual((refund.amount, refund.cost, refund.quantity), (-20, -15, -1))
        self.env.cr.execute("SELECT cost FROM relationship_purchase WHERE id = %s", [two.id])
        self.assertIsNone(self.env.cr.fetchone()[0], "an unknown cost is not zero")
        self.assertEqual(
            self.bad_rows(record),
            [(4, "Amount", "-20 / 1", "Amount and quantity contradict each other: one is negative.",
              "A refund has both negative; correct one of them.")])

    def test_check_writes_nothing(self):
        partners = self.env["res.partner"].sudo().search_count([])
        record = self.upload(A1, A2)
        record.action_check()
        self.assertEqual((record.state, record.good_count, record.new_count), ("checked", 2, 2 - 1))
        self.assertIn("轴承", record.preview)
        self.assertFalse(self.purchases())
        self.assertEqual(self.env["res.partner"].sudo().search_count([]), partners)

    def test_preview_is_text(self):
        """What a file says is shown, never run."""
        record = self.upload("A1,C1,<img src=x onerror=alert(1)>,2026-1-5,=1+1,1,5,")
        record.action_check()
        self.assertIn("&lt;img src=x", record.preview)
        self.assertNotIn("<img", record.preview)

    def test_file_is_not_indexed(self):
        """The words of millions of rows do not go into the database a second time."""
        record = self.upload("A1,C1,Customer,2026-01-02,Pump,1,100,60")
        files = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", record._name), ("res_id", "=", record.id), ("res_field", "=", "file")])
        self.assertEqual((len(files), files.index_content), (1, False))
        record.file = base64.b64encode(csv_bytes("A2,C1,Customer,2026-01-03,Valve,1,100,60"))
        self.env.flush_all()
        self.assertIn(b"Valve", files.raw)
        self.assertFalse(files.index_content)
        note = self.env["ir.attachment"].sudo().create({"name": "note.txt", "raw": b"Words to find"})
        self.assertEqual(note.index_content, "Words to find")

    def test_same_file_again(self):
        """Repeats are harmless: nothing is written, nothing is bad."""
        first = self.run_import(A1, A2, B1)
        before = self.purchases().read(["partner_id", "amount", "import_id"])
        again = self.run_import(A1, A2, B1)
        self.assertEqual((again.good_count, again.repeat_count, again.bad_count, again.new_count), (0, 3, 0, 0))
        self.assertEqual(again.state, "done")
        self.assertEqual(self.purchases().read(["partner_id", "amount", "import_id"]), before)
        self.assertEqual(first.good_count, 3)

    def test_overlapping_file(self):
        """Next month's file holds this month's rows too: only the new ones go in."""
        self.run_import(A1, A2)
        record = self.run_import(A1, A2, B1)
        self.assertEqual((record.good_count, record.repeat_count, record.known_count, record.new_count), (1, 2, 0, 1))

    def test_changed_order_is_a_contradiction(self):
        """A stored order with another content is told, not doubled and not overwritten."""
        self.run_import(A1, A2)
        for change in ("100.51", "100.50"):
            row = A1.replace("100.50", change) if change != "100.50" else A1.replace("2026-1-5", "2026-1-6")
            record = self.run_import(row, B1)
            self.assertEqual((record.bad_count, record.conflict_count), (1, 1), row)
            (number, column, value, _reason, _remedy), = self.bad_rows(record)
            self.assertEqual((number, column), (2, "Order number"))
            self.assertIn("2026-01-05: 100.50 ≠", value)
        self.assertEqual(self.purchases().mapped("amount"), [100.5, 50, -20])

    def test_two_sources_have_their_own_orders(self):
        self.run_import(A1)
        other = self.make_source(name="ERP")
        record = self.run_import(A1, source=other)
        self.assertEqual((record.good_count, record.known_count, record.new_count), (1, 1, 0))

    def test_contradiction_within_a_file(self):
        """The first of two rows with the same number stands; an equal one is a repetition."""
        record = self.run_import(A1, A1, A1.replace("100.50", "101.50"), A2)
        self.assertEqual((record.good_count, record.repeat_count, record.conflict_count), (2, 1, 1))
        self.assertEqual(self.bad_rows(record)[0][:3], (4, "Order number", "A1 → 2"))
        self.assertEqual(self.purchases(record).mapped("amount"), [100.5, 50])

    def test_orders_of_several_lines(self):
        """Told apart by their place, or by the number of the line where the file has one."""
        self.source.row_unit = "line"
        lines = (A1, A1.replace("轴承", "水泵"), A1, A2)
        record = self.run_import(*lines)
        self.assertEqual(self.purchases(record).mapped("order_line"), [1, 2, 3, 1])
        self.assertEqual(self.run_import(*lines).repeat_count, 4)
        other = self.make_source(name="ERP")
        record = self.run_import(
            *(f"{line},{number}" for number, line in zip((10, 20, 30, 10), lines, strict=True)), head=HEAD + ",行号", source=other)
        self.assertEqual(self.purchases(record).mapped("order_line"), [10, 20, 30, 10])
        self.assertEqual(record.bad_count, 0)

    def test_row_unit_is_found_out(self):
        """A file that keeps repeating its order numbers has lines."""
        record = self.run_import(*(f"A{number // 3},C1,x,2026-1-5,p{number},1,5," for number in range(30)))
        self.assertEqual((record.good_count, record.bad_count), (30, 0))

    def test_no_order_numbers(self):
        """N4's three columns: the content is the key, equal rows are counted, repeats stay harmless."""
        rows = ("U1,2026-1-5,5", "U1,2026-1-5,5", "U2,2026-1-5,5")
        record = self.run_import(*rows, head="用户ID,购买日期,实际金额")
        self.assertEqual((record.good_count, record.new_count), (3, 2))
        self.assertEqual(sorted(set(self.purchases(record).partner_id.mapped("name"))), ["U1", "U2"])
        again = self.run_import("U1,2026-1-5,5", *rows, head="用户ID,购买日期,实际金额")
        self.assertEqual((again.good_count, again.repeat_count), (1, 3), "one more of the equal rows is new")

    def test_columns_by_hand(self):
        """Unknown headings are asked for, and remembered for the next file of the source."""
        record = self.upload("x,C9,2026-1-5,5", head="甲,乙,丙,丁")
        record.action_check()
        self.assertEqual(record.state, "draft")
        self.assertIn("the purchase date", record.message)
        with self.assertRaises(UserError):
            record.action_import()
        for name, target in (("乙", "customer_ref"), ("丙", "date"), ("丁", "amount")):
            record.column_ids.filtered(lambda column, name=name: column.name == name).target = target
        record.action_check()
        self.assertEqual((record.state, record.good_count, record.message), ("checked", 1, False))
        again = self.run_import("7,2026-1-6,C9", head="丁,丙,乙")
        self.assertEqual((again.state, self.purchases(again).amount, self.purchases(again).order_key[:1]), ("done", 7, "#"))
        self.source.action_forget()
        forgotten = self.upload("7,2026-1-6,C9", head="丁,丙,乙")
        forgotten.action_check()
        self.assertEqual(forgotten.state, "draft")

    def test_corrected_file_of_bad_rows(self):
        """The file of bad rows can be corrected and imported as it is."""
        record = self.run_import(A1, A2.replace("2026-2-5", "2026-2-30"))
        self.assertEqual(self.bad_rows(record)[0][1:3], ("Purchase date", "2026-2-30"))
        corrected = self.import_bad_rows(record, D2="2026-2-28")
        self.assertEqual((corrected.good_count, corrected.bad_count), (1, 0))
        self.assertEqual(self.purchases(corrected).amount, 50)

    def test_formats_of_the_source(self):
        """Decimal comma and day before month, semicolons, a foreign encoding."""
        self.source.write({"decimal": "comma", "date_order": "dmy", "encoding": "gb18030", "delimiter": "semicolon"})
        record = self.run_import("A1;C1;东方;05.01.2026;轴承;2;1.234,50;", head=HEAD.replace(",", ";"), encoding="gb18030")
        purchase = self.purchases(record)
        self.assertEqual((purchase.amount, str(purchase.date), purchase.partner_id.name), (1234.5, "2026-01-05", "东方"))

    def test_products(self):
        """By code, then by exact name in any language, when one fits; the text of the file stays."""
        products = self.env["product.product"].sudo().create([
            {"name": "Bearing", "default_code": "B-1"}, {"name": "Pump"}, {"name": "Pump"}])
        self.env["res.lang"].sudo()._activate_lang("zh_CN")
        products[0].with_context(lang="zh_CN").name = "轴承"
        record = self.run_import(
            "A1,C1,x,2026-1-5,,轴承,5", "A2,C1,x,2026-1-5,B-1,whatever,5", "A3,C1,x,2026-1-5,,Pump,5", "A4,C1,x,2026-1-5,,Other,5",
            head="订单号,客户编号,客户名称,购买日期,货号,商品名称,实际金额")
        found = self.purchases(record)
        self.assertEqual(found.mapped("product_id"), products[0])
        self.assertEqual([bool(purchase.product_id) for purchase in found], [True, True, False, False])
        self.assertEqual(found.mapped("product_name"), ["轴承", "whatever", "Pump", "Other"])

    def test_file_that_cannot_be_read(self):
        """Says so, in words; nothing typed is lost."""
        for content, words in ((b"<html><table></table></html>", "web page"), (b"PK\x03\x04 broken", "damaged")):
            record = make_import(self.env, content, self.source)
            with self.assertRaisesRegex(UserError, words):
                record.action_check()
        record = make_import(self.env, csv_bytes(head="用户ID,购买日期,实际金额"), self.source)
        record.action_check()
        self.assertEqual((record.state, record.row_count), ("checked", 0))

    def test_file_that_breaks_off(self):
        """A packed file cut short behind the rows a check samples: the words of a damaged file, and nothing stored."""
        noise = random.Random(5)
        lines = [f"A{n},C{noise.randrange(10 ** 9)},x,2026-1-5,p,1,{noise.randrange(10 ** 6)}," for n in range(9000)]
        content = gzip.compress(csv_bytes(*lines))
        whole = make_import(self.env, content, self.source, "orders.csv.gz")
        whole.action_check()
        self.assertEqual(whole.good_count, 9000)
        record = make_import(self.env, content[:-len(content) // 4], self.source, "orders.csv.gz")
        with self.assertRaisesRegex(UserError, "damaged"):
            record.action_check()
        self.assertFalse(self.purchases())

    def test_imported_file_is_closed(self):
        """A done import keeps its file, its columns and its counts."""
        record = self.run_import(A1)
        for vals in ({"file": False}, {"source_id": self.make_source(name="Other").id}, {"file_name": "x"}):
            with self.assertRaises(UserError):
                record.write(vals)
        for button in ("action_import", "action_check", "action_take_back"):
            with self.assertRaises(UserError):
                getattr(record, button)()
        for forbidden in (record.unlink, record.column_ids.unlink, lambda: record.column_ids[:1].write({"target": False})):
            with self.assertRaises(UserError):
                forbidden()

    def test_facts_of_the_classification(self):
        """Purchases count at once, by the commercial partner of today."""
        record = self.run_import(A1, B1)
        customer = self.purchases(record)[0].partner_id
        query, = [query for query in self.env["relationship.profile"]._purchase_fact_queries(self.company)
                  if "relationship_purchase" in query.code]
        facts = self.env.execute_query(query)
        self.assertEqual({(str(day), float(amount), float(cost)) for _p, day, amount, cost, _product, _key in facts},
                         {("2026-01-05", 100.5, 60.0), ("2026-03-05", -20.0, -15.0)})
        parent = self.env["res.partner"].create({"name": "Group", "is_company": True, "company_id": self.company.id})
        customer.sudo().write({"is_company": False, "parent_id": parent.id})
        self.env.flush_all()
        self.assertIn(parent.id, [fact[0] for fact in self.env.execute_query(query)])

    def test_background(self):
        """A long file waits for the server, and can be taken back until it starts."""
        record = self.upload(A1, A2.replace("2026-2-5", "never"))
        record.action_check()
        record._sealed_write({"is_partial": True}, self.seal())
        record.action_import()
        self.assertEqual(record.state, "queued")
        self.assertEqual(record.get_progress(), {"state": "queued", "running": False, "step": None, "rows": 0})
        record.action_take_back()
        self.assertEqual(record.state, "checked")
        record.action_import()
        with self.enter_registry_test_mode():
            self.env.ref("crm_relationship.ir_cron_purchase_import").sudo().method_direct_trigger()
        self.assertEqual((record.state, record.good_count, record.bad_count), ("done", 1, 1))
        self.assertEqual(record.importer_id, self.importer)

    def test_background_failure_is_told(self):
        record = self.upload(A1)
        record.action_check()
        record._sealed_write({"is_partial": True}, self.seal())
        record.action_import()
        self.importer.sudo().group_ids = [Command.unlink(self.env.ref("crm_relationship.group_purchase_import").id)]
        with self.enter_registry_test_mode(), self.assertLogs("odoo.addons.crm_relationship", "WARNING"):
            self.env.ref("crm_relationship.ir_cron_purchase_import").sudo().method_direct_trigger()
        self.assertEqual(record.sudo().state, "checked")
        self.assertTrue(record.sudo().message)
        self.assertFalse(self.purchases())

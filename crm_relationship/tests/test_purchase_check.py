from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .purchase_common import PurchaseCase

A1 = "A1,C1,东方贸易,2026-1-5,轴承,2,100.50,60"
A2 = "A2,C1,东方贸易,2026-2-5,轴承,1,50,"
B1 = "A3,C2,启明食品,2026-3-5,水泵,-1,-20,-15"


@tagged("post_install", "-at_install")
class TestPurchaseCheck(PurchaseCase):
    """What is imported is what the check showed: whatever changes the reading of a file asks for another check."""

    def test_another_file_starts_over(self):
        record = self.upload(A1)
        record.action_check()
        record.file = self.upload(A2, B1).file
        self.assertEqual((record.state, record.preview), ("draft", False))
        record.action_check()
        self.assertEqual(record.good_count, 2)

    def test_changes_after_the_check(self):
        """Columns or formats that change ask for another check: nothing is imported that nobody has seen."""
        def amount(record):
            return record.column_ids.filtered(lambda column: column.target == "amount")

        for name, change in {
            "a column": lambda record: amount(record).write({"target": False}),
            "a column in the form": lambda record: record.write({"column_ids": [Command.update(amount(record).id, {"target": "cost"})]}),
            "columns deleted": lambda record: amount(record).unlink(),
            "columns added": lambda record: record.column_ids.create({"import_id": record.id, "position": 1, "target": "salesperson"}),
            "a format": lambda record: record.write({"date_order": "dmy"}),
            "the source": lambda record: record.source_id.write({"create_customers": False}),
        }.items():
            with self.subTest(name):
                source = self.make_source(name=name)
                record = self.upload("A1,C1,2026-1-5,5", source=source, head="订单号,客户编号,购买日期,实际金额")
                record.action_check()
                self.assertEqual(record.state, "checked")
                change(record)
                self.assertEqual((record.state, record.preview), ("draft", False))
                self.assertIn("Read the file again", record.message)
                with self.assertRaisesRegex(UserError, "Check the file first"):
                    record.action_import()
                with self.assertRaisesRegex(UserError, "Check the file first"):
                    record._run()
                self.assertFalse(self.purchases(source=source))

    def test_source_that_changes_while_files_wait(self):
        """All open imports of the source start over, those that wait for the server too; the same values change nothing."""
        waiting, checked, done = self.upload(A1), self.upload(A2), self.run_import(B1)
        (waiting + checked).action_check()
        waiting._sealed_write({"is_partial": True}, self.seal())
        waiting.action_import()
        self.source.write({"decimal": "auto", "name": "Shop of ours"})
        self.upload(A1, decimal="auto", row_unit="auto")
        self.assertEqual((waiting + checked).mapped("state"), ["queued", "checked"])
        self.upload(A1, decimal="comma")
        self.assertEqual((waiting + checked + done).mapped("state"), ["draft", "draft", "done"])
        with self.enter_registry_test_mode():
            self.env.ref("crm_relationship.ir_cron_purchase_import").sudo().method_direct_trigger()
        self.assertEqual((waiting.state, len(self.purchases())), ("draft", 1))

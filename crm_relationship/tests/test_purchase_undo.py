from odoo.exceptions import UserError
from odoo.tests import tagged

from .purchase_common import PurchaseCase

ROWS = tuple(f"A{n},C{n},客户{n},2026-1-5,x,1,5," for n in range(6))


@tagged("post_install", "-at_install")
class TestPurchaseUndo(PurchaseCase):
    """Taking an import back takes back what it did, and nothing else."""

    def test_undo(self):
        """Its purchases and its customers go; others and what was there before stay; the file can come again."""
        known = self.env["res.partner"].sudo().create({"name": "客户0", "company_id": self.company.id, "is_company": True})
        other = self.run_import("Z1,Z1,别家,2026-1-5,x,1,5,")
        record = self.run_import(*ROWS)
        self.assertEqual((record.known_count, record.new_count), (1, 5))
        record.action_undo()
        self.assertEqual((record.state, record.undoer_id, record.kept_count), ("undone", self.importer, 0))
        self.assertFalse(self.purchases(record))
        self.assertEqual(len(self.purchases(other)), 1)
        self.assertEqual(self.customers([f"客户{n}" for n in range(6)]), known)
        self.assertEqual(self.run_import(*ROWS).good_count, 6)
        with self.assertRaises(UserError):
            record.action_undo()
        record.unlink()

    def test_used_customers_stay(self):
        """Whoever is used, changed or looked after by somebody since is kept, and counted."""
        record = self.run_import(*ROWS)
        made = self.purchases(record).partner_id.sorted("name")
        made[0].sudo().write({"phone": "010-1234"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET write_date = write_date + interval '1 second' WHERE id = %s", [made[0].id])
        made[1].sudo().message_post(body="called")
        self.env["res.partner"].create({"name": "王", "parent_id": made[2].id})
        self.env["relationship.profile"].sudo().create(
            {"partner_id": made[3].id, "company_id": self.company.id, "user_id": self.importer.id})
        self.env["calendar.event"].sudo().create(
            {"name": "x", "start": "2026-01-05", "stop": "2026-01-05", "partner_ids": [(6, 0, made[4].ids)]})
        self.env["relationship.profile"].sudo()._run_pass(self.company)
        record.action_undo()
        self.assertEqual(record.kept_count, 5)
        self.assertEqual(made.exists(), made[:5])
        self.assertFalse(self.purchases(record))

    def test_customer_of_a_later_import_stays(self):
        """A customer that bought again stays until the second import is undone as well."""
        first = self.run_import(*ROWS[:2])
        second = self.run_import(ROWS[0].replace("A0", "B0"))
        first.action_undo()
        self.assertEqual(self.customers(["客户0", "客户1"]).mapped("name"), ["客户0"])
        self.assertEqual(first.kept_count, 1)
        second.action_undo()
        self.assertEqual(self.customers(["客户0"]).mapped("name"), ["客户0"], "the second import had not created it")

    def test_numbers_given_are_taken_back(self):
        """A contact found by name loses the number of the import, unless it has another by now or bought under it since."""
        contacts = self.env["res.partner"].sudo().create([
            {"name": f"客户{n}", "ref": "C3" if n == 3 else False, "company_id": self.company.id, "is_company": True}
            for n in range(4)])
        first = self.run_import(*ROWS[:4])
        self.assertEqual(contacts.mapped("ref"), ["C0", "C1", "C2", "C3"])
        self.assertEqual(first.adopted_partner_ids, contacts[:3])
        contacts[1].ref = "OURS-1"
        second = self.run_import(ROWS[2].replace("A2", "B2"), source=self.make_source(name="ERP"))
        self.assertFalse(second.adopted_partner_ids)
        first.action_undo()
        self.assertEqual(contacts.mapped("ref"), [False, "OURS-1", "C2", "C3"])
        again = self.run_import(ROWS[0].replace("C0", "C9"))
        self.assertEqual((again.known_count, contacts[0].ref), (1, "C9"), "the wrong number stands in nobody's way")

    def test_number_given_to_a_created_customer(self):
        """Our own note of it does not keep the customer."""
        first = self.run_import("A0,客户0,2026-1-5,5", head="订单号,客户名称,购买日期,实际金额")
        second = self.run_import(ROWS[0].replace("A0", "B0"))
        customer = self.customers(["客户0"])
        self.assertEqual((second.adopted_partner_ids, customer.ref), (customer, "C0"))
        second.action_undo()
        self.assertFalse(customer.ref)
        first.action_undo()
        self.assertFalse(customer.exists())

    def test_undo_is_for_importers(self):
        record = self.run_import(*ROWS)
        clerk = self.new_user("clerk", "crm_relationship.group_service_manager")
        with self.assertRaises(UserError):
            record.with_user(clerk).action_undo()
        draft = self.upload(*ROWS)
        with self.assertRaises(UserError):
            draft.action_undo()

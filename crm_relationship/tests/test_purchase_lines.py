from odoo.tests import tagged

from .purchase_common import PurchaseCase

REASON = "Another row that is or may be of this order cannot be taken (order → row)."
LINES = ("A,C1,东方贸易,2026-1-5,轴承,1,10,", "A,C1,东方贸易,never,水泵,1,20,", "A,C1,东方贸易,2026-1-5,阀门,1,30,",
         "B,C2,启明食品,2026-1-6,轴承,1,40,", "B,C2,启明食品,2026-1-6,水泵,1,50,")
CORRECTED = tuple(line.replace("never", "2026-1-5") for line in LINES)


@tagged("post_install", "-at_install")
class TestPurchaseLines(PurchaseCase):
    """Orders of several lines without line numbers: a line is known by its place, so an order comes as a whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.row_unit = "line"

    def assertStored(self, expected):
        """The stored lines are those of ``expected``: tuples of order, place, amount."""
        stored = self.purchases().sorted(lambda purchase: (purchase.order_key, purchase.order_line))
        self.assertEqual([(line.order_key, line.order_line, line.amount) for line in stored], expected)

    def test_bad_line_holds_its_order(self):
        """All of its lines wait and name the bad one; other orders go in."""
        record = self.run_import(*LINES)
        self.assertEqual((record.good_count, record.bad_count, record.new_count), (2, 3, 1))
        self.assertEqual([row[:4] for row in self.bad_rows(record)], [
            (2, "Order number", "A → 3", REASON), (3, "Purchase date", "never", "This is not a day we can read."),
            (4, "Order number", "A → 3", REASON)])
        self.assertStored([("B", 1, 40), ("B", 2, 50)])

    def test_both_ways_of_correcting(self):
        """The whole file or the file of bad rows: each line once, in its place."""
        whole = [("A", 1, 10), ("A", 2, 20), ("A", 3, 30), ("B", 1, 40), ("B", 2, 50)]
        first = self.run_import(*LINES)
        corrected = self.import_bad_rows(first, D3="2026-1-5")
        self.assertEqual((corrected.good_count, corrected.bad_count), (3, 0))
        self.assertStored(whole)
        again = self.run_import(*CORRECTED)
        self.assertEqual((again.good_count, again.repeat_count, again.bad_count), (0, 5, 0))
        for record in (corrected, first):
            record.action_undo()
        self.run_import(*LINES)
        again = self.run_import(*CORRECTED)
        self.assertEqual((again.good_count, again.repeat_count, again.bad_count), (3, 2, 0))
        self.assertStored(whole)

    def test_stored_lines_come_along(self):
        """Lines that are there already are in the file of bad rows too, for the place of the one behind them."""
        self.run_import(*CORRECTED[:2])
        record = self.run_import(*CORRECTED[:2], LINES[2].replace(",30,", ",x,"))
        self.assertEqual((record.good_count, record.repeat_count, record.bad_count), (0, 0, 3))
        corrected = self.import_bad_rows(record, G4="30")
        self.assertEqual((corrected.good_count, corrected.repeat_count, corrected.bad_count), (1, 2, 0))
        self.assertStored([("A", 1, 10), ("A", 2, 20), ("A", 3, 30)])

    def test_line_that_was_put_between(self):
        """The system put a line between two stored ones: told as a contradiction, and no line is stored twice."""
        self.run_import(CORRECTED[0], CORRECTED[2])
        record = self.run_import(*CORRECTED[:3])
        self.assertEqual((record.good_count, record.bad_count, record.conflict_count), (0, 3, 1))
        self.assertStored([("A", 1, 10), ("A", 2, 30)])

    def test_row_of_an_unknown_order(self):
        """It may be of the order before it or of the one behind; others go in."""
        record = self.run_import(
            "Z,C1,东方贸易,2026-1-5,轴承,1,5,", CORRECTED[0], CORRECTED[1].replace("A,", ",", 1), CORRECTED[2],
            "A,C1,only three", *CORRECTED[3:], "Y,C1,东方贸易,2026-1-5,轴承,1,6,")
        self.assertEqual(
            [(row[0], row[2]) for row in self.bad_rows(record)],
            [(3, "A → 4"), (4, ""), (5, "A → 4"), (6, "3 / 8"), (7, "B → 6"), (8, "B → 6")])
        self.assertStored([("Y", 1, 6), ("Z", 1, 5)])

    def test_doubtful_customer_of_one_line(self):
        """A line refused for its customer holds the order; a customer of the other lines alone is not created."""
        self.env["res.partner"].sudo().create({"name": "启明食品", "ref": "OURS-1", "company_id": self.company.id})
        record = self.run_import(CORRECTED[0], CORRECTED[1].replace("C1,东方贸易", "C2,启明食品"), "D,C3,别家,2026-1-5,轴承,1,5,")
        self.assertEqual((record.good_count, record.bad_count, record.new_count), (1, 2, 1))
        self.assertStored([("D", 1, 5)])
        self.assertFalse(self.customers(["东方贸易"]))

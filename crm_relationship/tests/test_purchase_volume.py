import csv
import io
import os
import tempfile
import time
from collections import defaultdict
from decimal import Decimal

from odoo.tests import tagged

from .purchase_common import PurchaseCase, make_import
from .purchase_records import write_records


@tagged("post_install", "-at_install")
class TestPurchaseVolume(PurchaseCase):
    """N4: 69,215 rows of 12,589 customers in one go."""

    def test_n4(self):
        """Every customer has the purchases and the sum plain Python finds in the file; undone, nothing is left."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "n4.csv")
            write_records(path)
            with open(path, "rb") as file:
                content = file.read()
        expected = defaultdict(lambda: [0, 0])
        for row in csv.DictReader(io.StringIO(content.decode())):
            expected[row["customer_id"]][0] += 1
            expected[row["customer_id"]][1] += round(Decimal(row["amount"]) * 100)
        partners = self.env["res.partner"].sudo().search_count([])
        record = make_import(self.env, content, self.source)
        record.action_check()
        start = time.monotonic()
        record.action_import()
        self.assertLess(time.monotonic() - start, 120, "seconds; about 4 on a quiet machine")
        self.assertEqual((record.row_count, record.good_count, record.bad_count), (69_215, 69_215, 0))
        self.assertEqual((record.new_count, record.known_count), (12_589, 0))
        self.assertAlmostEqual(record.amount, sum(cents for _count, cents in expected.values()) / 100, 2)
        self.env.cr.execute("ANALYZE relationship_purchase")
        self.env.cr.execute(
            """SELECT p.ref, count(*), round(sum(b.amount) * 100)::bigint
                 FROM relationship_purchase b JOIN res_partner p ON p.id = b.partner_id
                WHERE b.import_id = %s GROUP BY p.ref""", [record.id])
        found = {ref: [count, cents] for ref, count, cents in self.env.cr.fetchall()}
        # not assertEqual, which takes minutes to show what differs in so much
        self.assertFalse([ref for ref in expected | found if expected.get(ref) != found.get(ref)])
        record.action_undo()
        self.assertEqual((record.state, record.kept_count), ("undone", 0))
        self.assertFalse(self.purchases(record))
        self.assertEqual(self.env["res.partner"].sudo().search_count([]), partners)

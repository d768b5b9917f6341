from odoo.tests import new_test_user, tagged

from odoo.addons.document_approval.tests.tour_common import TourCase


@tagged("post_install", "-at_install")
class TestPurchaseTour(TourCase):
    """The import screen, as an importer goes through it at the desk."""

    def test_import(self):
        self.env["res.lang"]._activate_lang("en_US")
        user = new_test_user(
            self.env, login="purchase_tour", lang="en_US",
            groups="crm_relationship.group_service_manager,crm_relationship.group_purchase_import")
        source = self.env["relationship.purchase.source"].create({"name": "Tour shop", "sequence": -1})
        self.start_tour("/odoo/relationship-purchase-imports", "relationship_purchase_import", login=user.login)
        record = self.env["relationship.purchase.import"].search([("source_id", "=", source.id)])
        self.assertEqual((record.state, record.good_count, record.bad_count, record.new_count), ("done", 3, 1, 2))
        purchases = self.env["relationship.purchase"].search([("import_id", "=", record.id)], order="import_row")
        self.assertEqual(purchases.mapped("amount"), [100.5, 1200, -20])
        self.assertEqual(record.importer_id, user)

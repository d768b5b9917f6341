from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .purchase_common import HEAD, PurchaseCase, csv_bytes, make_import

A1 = "A1,C1,东方贸易,2026-1-5,x,1,100,60"
B1 = "B1,C2,启明,2026-1-5,x,1,200,"


@tagged("post_install", "-at_install")
class TestPurchaseAccess(PurchaseCase):
    """Who may import, who reads what, and two companies that know nothing of each other."""

    def test_who_may_import(self):
        """Importers and administrators; nobody else, by any button."""
        record = self.upload(A1)
        record.action_check()
        for groups in ("base.group_user", "crm_relationship.group_specialist", "crm_relationship.group_service_manager",
                       "crm_relationship.group_general_manager", "base.group_portal"):
            user = self.new_user(groups.replace(".", "_"), groups)
            with self.subTest(groups=groups):
                for button in ("action_check", "action_import", "action_take_back", "action_undo", "action_stop", "get_progress",
                               "action_open_purchases", "action_open_customers"):
                    with self.assertRaises(UserError):
                        getattr(record.with_user(user), button)()
                with self.assertRaises(AccessError):
                    make_import(self.env(user=user), csv_bytes(A1), self.source)
        administrator = self.new_user("administrator", "crm_relationship.group_administrator")
        record.with_user(administrator).action_import()
        self.assertEqual((record.state, record.importer_id), ("done", administrator))

    def test_without_the_right_to_create_contacts(self):
        """The rows of unknown customers come back; those of known ones go in, and no contact is changed."""
        known = self.env["res.partner"].sudo().create({"name": "东方贸易", "company_id": self.company.id})
        user = self.new_user("plain", "crm_relationship.group_purchase_import")
        record = make_import(self.env(user=user), csv_bytes(A1, B1), self.source.with_user(user))
        record.action_check()
        record.action_import()
        self.assertEqual((record.good_count, record.bad_count), (1, 1))
        self.assertEqual(self.bad_rows(record)[0][3], "We do not know this customer.")
        self.assertFalse(known.ref, "the number is not written either")

    def test_hidden_customer(self):
        """A contact the user may not see is neither bought for nor doubled."""
        hidden = self.env["res.partner"].sudo().create({"name": "东方贸易", "ref": "C1", "company_id": self.company.id})
        self.env["ir.rule"].sudo().create({
            "name": "hidden", "model_id": self.env["ir.model"]._get_id("res.partner"), "domain_force": f"[('id', '!=', {hidden.id})]"})
        record = self.run_import(A1, B1)
        self.assertEqual((record.good_count, record.bad_count), (1, 1))
        self.assertEqual(self.bad_rows(record)[0][3], "This customer exists, but you may not see it.")

    def test_nobody_writes_purchases_or_counts(self):
        """No rights on purchases but reading; what an import found is sealed, for administrators too."""
        record = self.run_import(A1)
        purchase = self.purchases(record)
        for user in (self.importer, self.new_user("administrator", "crm_relationship.group_administrator")):
            mine = purchase.with_user(user)
            self.assertEqual(mine.amount, 100)
            for forbidden in (lambda mine=mine: mine.write({"amount": 1}), mine.unlink, lambda mine=mine: mine.copy()):
                with self.assertRaises(AccessError):
                    forbidden()
            for vals in ({"state": "draft"}, {"good_count": 5}, {"amount": 1.0}, {"created_partner_ids": [(5,)]}, {"message": "x"}):
                with self.assertRaises(UserError):
                    record.with_user(user).write(vals)
                with self.assertRaises(UserError):
                    record.with_user(user).create({"source_id": self.source.id, "file": b"YQ==", **vals})

    def test_context_cannot_unseal(self):
        draft = make_import(self.env(context={"default_state": "done", "default_good_count": 7}), csv_bytes(A1), self.source)
        self.assertEqual((draft.state, draft.good_count), ("draft", 0))

    def test_reading_follows_the_customer(self):
        """A specialist reads the purchases of own and shared customers; managers the company's; others none."""
        record = self.run_import(A1, B1)
        mine, theirs = self.purchases(record)
        specialist = self.new_user("specialist", "crm_relationship.group_specialist")
        profiles = self.env["relationship.profile"].sudo()
        profile, _other = profiles.create([
            {"partner_id": mine.partner_id.id, "company_id": self.company.id, "user_id": specialist.id},
            {"partner_id": theirs.partner_id.id, "company_id": self.company.id, "user_id": self.importer.id}])
        search = self.env["relationship.purchase"].with_user(specialist).search
        self.assertEqual(search([]), mine)
        with self.assertRaises(AccessError):
            theirs.with_user(specialist).read(["amount"])
        self.assertEqual(self.env["relationship.purchase"].with_user(specialist)._read_group([], [], ["amount:sum"]), [(100,)])
        profile.user_id = self.importer
        self.assertFalse(search([]))
        profile.shared_user_ids = specialist
        self.assertEqual(search([]), mine)
        for groups in ("crm_relationship.group_service_manager", "crm_relationship.group_general_manager"):
            user = self.new_user(groups.replace(".", "_"), groups)
            self.assertEqual(self.env["relationship.purchase"].with_user(user).search([]), theirs | mine)
        for groups in ("base.group_user", "crm_relationship.group_finance_auditor", "crm_relationship.group_gift_keeper"):
            user = self.new_user(groups.replace(".", "_"), groups)
            with self.assertRaises(AccessError):
                self.env["relationship.purchase"].with_user(user).search([])

    def test_two_companies(self):
        """Another company with another currency: its own customers, purchases, sources; nothing shared, nothing read."""
        self.run_import(A1, B1)
        usd = self.env.ref("base.USD")
        usd.sudo().active = True
        # not by the importer, who would become one of its people
        other = self.env(user=SUPERUSER_ID)["res.company"].create({"name": "Other Company", "currency_id": usd.id})
        user = self.new_user("other", "crm_relationship.group_purchase_import,base.group_partner_manager", other)
        env = self.env(user=user)
        source = self.make_source(env)
        self.assertEqual((source.company_id, source.currency_id), (other, usd))
        record = make_import(env, csv_bytes(A1.replace(",100,", ",$ 7.50,")), source)
        record.action_check()
        record.action_import()
        purchase = self.purchases(record)
        self.assertEqual((record.new_count, record.known_count, purchase.company_id, purchase.currency_id, purchase.amount),
                         (1, 0, other, usd, 7.5))
        self.assertEqual(purchase.partner_id.company_id, other)
        self.assertEqual(self.env["relationship.purchase"].with_user(user).search([]), purchase)
        self.assertEqual(self.env["relationship.purchase"].search([]).company_id, self.company)
        for theirs in (record, source, purchase, record.column_ids):
            self.assertFalse(self.env[theirs._name].search([("id", "in", theirs.ids)]))
            with self.assertRaises(AccessError):
                theirs.with_user(self.importer).check_access("read")
        with self.assertRaises(UserError):
            make_import(env, csv_bytes(A1), self.source)
        yuan = make_import(env, csv_bytes(A1.replace("A1", "A2").replace(",100,", ",¥100,")), source)
        yuan.action_check()
        self.assertEqual((yuan.good_count, yuan.bad_count), (0, 1))

    def test_shared_contacts_serve_both_companies(self):
        shared = self.env["res.partner"].sudo().create({"name": "东方贸易", "ref": "C1", "company_id": False})
        self.assertEqual(self.purchases(self.run_import(A1)).partner_id, shared)

    def test_company_is_that_of_the_source(self):
        """Someone in two companies imports for the company of the source, whichever is current."""
        other = self.env["res.company"].sudo().create({"name": "Other Company", "currency_id": self.cny.id})
        self.importer.sudo().company_ids += other
        record = self.upload(A1)
        again = make_import(self.env(context={"allowed_company_ids": [other.id, self.company.id]}), csv_bytes(A1), self.source)
        self.assertEqual((record.company_id, again.company_id), (self.company, self.company))
        again.action_check()
        again.action_import()
        self.assertEqual(self.purchases(again).company_id, self.company)
        self.assertEqual(self.purchases(again).partner_id.company_id, self.company)

    def test_source_in_a_foreign_currency(self):
        """Converted at the rate of the day of each purchase, rounded as the company's currency is."""
        usd = self.env.ref("base.USD")
        usd.sudo().active = True
        self.env["res.currency.rate"].sudo().create([
            {"currency_id": usd.id, "company_id": self.company.id, "name": day, "company_rate": rate}
            for day, rate in (("2026-01-01", 0.125), ("2026-02-01", 0.16))])
        source = self.make_source(name="Overseas", currency_id=usd.id)
        record = self.run_import(
            "A1,C1,x,2026-1-31,x,1,$10.01,5", "A2,C1,x,2026-2-1,x,1,10.01,", head=HEAD, source=source)
        self.assertEqual([(p.amount, p.cost, p.currency_id) for p in self.purchases(record)],
                         [(80.08, 40.0, self.cny), (62.56, 0.0, self.cny)])
        self.assertEqual(record.amount, 142.64)
        again = self.run_import("A1,C1,x,2026-1-31,x,1,$10.01,5", source=source)
        self.assertEqual(again.repeat_count, 1)
        with self.assertRaises(UserError):
            source.currency_id = self.cny

    def test_sources_remember_nothing_harmful(self):
        """What RPC puts where the columns are remembered cannot break a file."""
        for value in ([1], {"日期": {"x": 1}, "金额": "no such"}, "text", 5):
            self.source.remembered = value
            record = self.upload("U1,2026-1-5,5", head="用户ID,日期,金额")
            record.action_check()
            self.assertEqual(record.good_count, 1 if not isinstance(value, dict) else record.good_count)
        record._sealed_write({"message": False}, SEAL)

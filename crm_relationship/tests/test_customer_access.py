"""Who may do what with customers: role × action, own and others', over the whole company and across companies."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .customer_common import CustomerCase

# Customers: own is the specialist's, team is the specialist's too (led by the supervisor), shared is the
# colleague's and shared with the specialist, theirs the colleague's, orphan nobody's, abroad another company's.
CUSTOMERS = ("own", "shared", "theirs", "orphan", "abroad")
READ = {
    "specialist": {"own", "shared"},
    "colleague": {"shared", "theirs"},
    "supervisor": {"own"},
    "service_manager": {"own", "shared", "theirs", "orphan"},
    "administrator": {"own", "shared", "theirs", "orphan"},
    "general_manager": {"own", "shared", "theirs", "orphan"},
    "finance": set(),
    "employee": set(),
    "stranger": {"abroad"},
}
WRITE = {**READ, "general_manager": set()}


class Undo(Exception):
    """What was allowed is taken back, so that one role's action does not open doors to the next."""


@tagged("post_install", "-at_install")
class TestCustomerAccess(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = {
            "own": cls.new_customer("Own", owner=cls.specialist),
            "shared": cls.new_customer("Shared", owner=cls.colleague, shared=cls.specialist),
            "theirs": cls.new_customer("Theirs", owner=cls.colleague),
            "orphan": cls.new_customer("Orphan"),
            "abroad": cls.new_customer("Abroad", company=cls.other_company),
        }

    def allowed(self, user, action):
        """Keys of the customers on which ``action`` does not raise AccessError for ``user``."""
        keys = set()
        for key, profile in self.customers.items():
            try:
                with self.cr.savepoint():
                    action(self.profile_as(profile, user))
                    self.env.flush_all()
                    raise Undo
            except (Undo, AccessError) as end:
                if isinstance(end, Undo):
                    keys.add(key)
            self.env.invalidate_all()
        return keys

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_matrix(self):
        actions = {
            "read": (lambda profile: profile.read(["tier_id", "trend_chart", "next_step"]), READ),
            "write": (lambda profile: profile.write({"need_orientation": "price"}), WRITE),
            "share": (lambda profile: profile.write({"shared_user_ids": [(4, self.supervisor.id)]}), WRITE),
            "open": (lambda profile: profile.action_purchases() and profile.read(["document_count"]), READ),
        }
        for role, users in READ.items():
            user = getattr(self, role)
            for name, (action, table) in actions.items():
                if name == "share" and role == "stranger":
                    continue  # the person to share with works in the other company
                with self.subTest(role=role, action=name):
                    self.assertEqual(self.allowed(user, action), table[role], f"{role} {name} (reads {users})")

    def test_search_finds_what_may_be_read(self):
        """The list, the counts and the groups: nothing of others' customers, not even a sum."""
        for role in READ:
            user = getattr(self, role)
            profiles = self.env["relationship.profile"].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            if not profiles.has_access("read"):
                self.assertFalse(READ[role], role)
                continue
            names = {"Own": "own", "Shared": "shared", "Theirs": "theirs", "Orphan": "orphan", "Abroad": "abroad"}
            found = profiles.search([("partner_id.name", "in", list(names))])
            with self.subTest(role):
                self.assertEqual({names[name] for name in found.sudo().mapped("partner_id.name")}, READ[role])
                groups = profiles._read_group([("partner_id.name", "in", list(names))], [], ["__count"])
                self.assertEqual(groups[0][0], len(READ[role]))

    def test_contact_shows_what_the_profile_allows(self):
        """On the contact, others' customers have no label and are not found by one."""
        tier = self.env["relationship.tier"].search([], limit=1)
        for profile in self.customers.values():
            self.write_labels(profile, tier_id=tier.id, churn_risk="high")
        partners = self.env["res.partner"].with_user(self.specialist).with_context(allowed_company_ids=self.company.ids)
        contacts = {key: partners.browse(profile.partner_id.id) for key, profile in self.customers.items()}
        self.assertEqual({key for key, contact in contacts.items() if contact.relationship_tier_id}, {"own", "shared"})
        ids = [contact.id for contact in contacts.values()]
        for domain, keys in (
            ([("relationship_tier_id", "=", tier.id)], {"own", "shared"}),
            ([("relationship_churn_risk", "=", "high")], {"own", "shared"}),
            ([("relationship_churn_risk", "!=", "high")], {"theirs", "orphan", "abroad"}),
            ([("relationship_profile_id", "=", False)], {"theirs", "orphan", "abroad"}),
        ):
            with self.subTest(domain):
                found = partners.search([("id", "in", ids), *domain])
                self.assertEqual({key for key, contact in contacts.items() if contact in found}, keys)

    def test_a_task_opens_the_customer(self):
        """Whoever has something planned with a customer sees it, and may not change it."""
        orphan = self.customers["orphan"]
        orphan.partner_id.activity_schedule("mail.mail_activity_data_call", user_id=self.specialist.id)
        mine = self.profile_as(orphan, self.specialist)
        self.assertEqual(mine.next_step_state, "today")
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            mine.need_orientation = "price"

    def test_labels_are_sealed_on_the_customers_screens(self):
        """No list edit, import or default sets what the pass computes."""
        own = self.customers["own"].with_user(self.service_manager)
        for values in ({"churn_risk": "low"}, {"tier_id": False}, {"amount_12m": 1}):
            with self.subTest(values), self.assertRaises(Exception) as caught:
                own.write(values)
            self.assertIn("computed", str(caught.exception))

    # ------------------------------------------------------------------
    # Registering
    # ------------------------------------------------------------------

    def test_register(self):
        """One press makes the contact's company a customer with a number."""
        partner = self.env["res.partner"].create({"name": "New Works", "is_company": True, "user_id": self.specialist.id})
        person = self.env["res.partner"].create({"name": "Her", "parent_id": partner.id})
        action = person.with_user(self.specialist).with_context(allowed_company_ids=self.company.ids).action_relationship_register()
        profile = self.env["relationship.profile"].browse(action["res_id"])
        self.assertEqual((profile.partner_id, profile.company_id, profile.user_id), (partner, self.company, self.specialist))
        self.assertTrue(profile.number)
        again = partner.with_user(self.specialist).with_context(allowed_company_ids=self.company.ids).action_relationship_register()
        self.assertEqual(again["res_id"], profile.id)

    def test_whoever_registers_becomes_the_owner(self):
        partner = self.env["res.partner"].create({"name": "Nobody's", "is_company": True})
        partner.with_user(self.specialist).with_context(allowed_company_ids=self.company.ids).action_relationship_register()
        self.assertEqual(self.env["relationship.profile"].search([("partner_id", "=", partner.id)]).user_id, self.specialist)

    def test_register_refuses(self):
        """Others' customers and people who have nothing to do with customers."""
        theirs = self.customers["theirs"].partner_id
        with self.assertRaisesRegex(AccessError, "Colleague"):
            theirs.with_user(self.specialist).with_context(allowed_company_ids=self.company.ids).action_relationship_register()
        for user in (self.employee, self.finance, self.general_manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                theirs.with_user(user).with_context(allowed_company_ids=self.company.ids).action_relationship_register()
        self.assertEqual(self.customers["theirs"].user_id, self.colleague)

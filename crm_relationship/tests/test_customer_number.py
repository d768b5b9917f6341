"""Customer numbers: F1.3, X42."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .customer_common import CustomerCase


@tagged("post_install", "-at_install")
class TestCustomerNumber(CustomerCase):
    def setUp(self):
        super().setUp()
        # Counters of PostgreSQL are not rolled back between tests.
        for company in self.company | self.other_company:
            company._relationship_customer_sequence().number_next = 1

    def test_each_company_counts_for_itself(self):
        """Two companies give the same numbers, to different customers, from their own counters."""
        here = [self.new_customer(f"Here {index}").number for index in range(3)]
        there = [self.new_customer(f"There {index}", company=self.other_company).number for index in range(2)]
        self.assertEqual(here, ["KH000001", "KH000002", "KH000003"])
        self.assertEqual(there, ["KH000001", "KH000002"])

    def test_prefix_and_length(self):
        """Prefix and digits are the company's; the other company keeps its own."""
        self.company.write({"relationship_customer_prefix": "华东-%(year)s-", "relationship_customer_padding": 4})
        year = str(self.today.year)
        self.assertEqual(self.new_customer("A").number, f"华东-{year}-0001")
        self.assertEqual(self.new_customer("B", company=self.other_company).number, "KH000001")

    def test_settings_page(self):
        """The general settings show the counter and change it."""
        settings = self.env["res.config.settings"].with_company(self.company).create({})
        self.assertEqual((settings.relationship_customer_prefix, settings.relationship_customer_padding), ("KH", 6))
        settings.write({"relationship_customer_prefix": "C-", "relationship_customer_padding": 3})
        settings.execute()
        self.assertEqual(self.new_customer("A").number, "C-001")

    def test_number_typed_on_the_customer(self):
        profile = self.profile_as(self.new_customer("A", owner=self.specialist), self.specialist)
        profile.number = "X-77"
        self.assertEqual(profile.partner_id.ref, "X-77")
        with self.assertRaises(ValidationError):
            profile.number = self.new_customer("B").number

    def test_prefix_that_makes_no_number(self):
        for values in (
            {"relationship_customer_prefix": "%(nonsense)s"}, {"relationship_customer_prefix": "100%"},
            {"relationship_customer_padding": 0}, {"relationship_customer_padding": 13},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.company.write(values)

    def test_by_hand(self):
        """A typed number is kept, and the counter steps over it when it gets there."""
        self.assertEqual(self.new_customer("Typed", ref="KH000002").number, "KH000002")
        self.assertEqual(self.new_customer("First").number, "KH000001")
        self.assertEqual(self.new_customer("Second").number, "KH000003")

    def test_manual_company_gives_no_numbers(self):
        self.company.relationship_customer_numbering = "manual"
        profile = self.new_customer("Manual")
        self.assertFalse(profile.number)
        profile.partner_id.ref = "X-1"
        self.assertEqual(profile.number, "X-1")

    def test_unique_among_the_customers_of_a_company(self):
        first = self.new_customer("First")
        second = self.new_customer("Second")
        with self.assertRaises(ValidationError):
            second.partner_id.ref = first.number
        partner = self.env["res.partner"].create({"name": "Third", "is_company": True, "ref": first.number})
        mine = partner.with_user(self.specialist).with_context(allowed_company_ids=self.company.ids)
        with self.assertRaises(ValidationError):
            mine.action_relationship_register()
        with self.assertRaises(ValidationError):
            mine.env["relationship.profile"].create({"partner_id": partner.id, "company_id": self.company.id})

    def test_repeated_numbers_keep_nobody_from_working(self):
        """Numbers that were repeated before this application came: the customer enters the roster all the same."""
        first = self.new_customer("First")
        self.assertEqual(self.new_customer("Legacy", ref=first.number).number, first.number)

    def test_others_may_repeat_references(self):
        """Contacts that are nobody's customer, people of a customer, customers of another company."""
        first = self.new_customer("First")
        partner = self.env["res.partner"].create({"name": "Supplier", "ref": first.number})
        self.assertEqual(partner.ref, first.number)
        self.assertEqual(self.new_person(first, ref=first.number).ref, first.number)
        self.assertEqual(self.new_customer("There", company=self.other_company, ref=first.number).number, first.number)

    def test_a_copy_is_another_customer(self):
        self.assertFalse(self.new_customer("First").partner_id.copy().ref)

    def test_many_at_once(self):
        """One UPDATE however many: the number of queries does not grow with the customers."""
        def number(count):
            partners = self.env["res.partner"].create([{"name": f"Many {count} {index}", "is_company": True} for index in range(count)])
            self.env.cr.execute(
                "INSERT INTO relationship_profile (partner_id, company_id, currency_id) SELECT unnest(%s), %s, %s",
                [partners.ids, self.company.id, self.company.currency_id.id])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.env["res.partner"]._relationship_number_customers(self.company), count)
            queries = self.env.cr.sql_log_count - before
            self.assertEqual(len(set(partners.mapped("ref"))), count)
            return queries
        number(1)
        self.assertEqual(number(3), number(300))

    def test_numbering_again_changes_nothing(self):
        numbers = [self.new_customer(f"C{index}").number for index in range(3)]
        self.assertEqual(self.env["res.partner"]._relationship_number_customers(self.company), 0)
        self.assertEqual(
            self.env["relationship.profile"].search([("company_id", "=", self.company.id)], order="id").mapped("number"), numbers)

    def test_counter_without_gaps(self):
        """An administrator may choose another kind of counter; the numbers go on."""
        sequence = self.company._relationship_customer_sequence()
        sequence.implementation = "no_gap"
        self.assertEqual([self.new_customer(f"C{index}").number for index in range(2)], ["KH000001", "KH000002"])

from odoo.tests import freeze_time, tagged

from .purchase_common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPurchaseCustomers(PurchaseCase):
    """Whose purchase a row is: by number, then by exact name, never by guess."""

    def partner(self, name, ref=False, **values):
        return self.env["res.partner"].sudo().create({
            "name": name, "ref": ref, "is_company": True, "company_id": self.company.id, **values})

    def import_row(self, ref, name, **values):
        """Import one row; the customer it went to, or the reason it did not."""
        self.number = getattr(self, "number", 0) + 1
        record = self.run_import(f"N{self.number},{ref},{name},2026-1-5,x,1,5,", **values)
        if record.bad_count:
            return self.bad_rows(record)[0][3]
        return self.purchases(record).partner_id

    def test_by_number(self):
        """A number this source gave decides, whatever case and spaces it has, and whatever the name says; the name stays."""
        known = self.partner("东方贸易", "C1")
        for ref, name in (("C1", "东方贸易"), ("c1", "东方贸易有限公司"), (" C1\u00a0", ""), ("C1", "启明")):
            with self.subTest(ref=ref, name=name):
                self.assertEqual(self.import_row(ref, name), known)
        self.assertEqual(known.name, "东方贸易")

    def test_renamed_is_told(self):
        self.partner("东方贸易", "C1")
        self.import_row("C1", "东方贸易")
        record = self.run_import("A1,C1,东方贸易有限公司,2026-1-5,x,1,5,")
        self.assertEqual((record.renamed_count, record.known_count), (1, 1))

    def test_a_contact_stands_for_its_company(self):
        company = self.partner("东方贸易")
        person = self.partner("王先生", "C1", is_company=False, parent_id=company.id)
        self.assertEqual(self.import_row("C1", "王先生"), company)
        self.assertEqual(person.commercial_partner_id, company)

    def test_archived_customer_keeps_its_history(self):
        known = self.partner("东方贸易", "C1", active=False)
        self.assertEqual(self.import_row("C1", "东方贸易"), known)

    def test_ambiguous_number(self):
        """Two contacts with the number: nobody's purchase, unless the spelling tells them apart."""
        self.partner("一号", "C1")
        self.partner("二号", "C1")
        self.assertEqual(self.import_row("C1", "一号"), "Several contacts have this customer number.")
        lower = self.partner("三号", "c2")
        self.partner("四号", "C2")
        self.assertEqual(self.import_row("c2", "三号"), lower)

    def test_by_exact_name(self):
        """A contact without a number takes the file's, so that the next file finds it by number."""
        known = self.partner("东方贸易")
        self.assertEqual(self.import_row("C1", "东方贸易"), known)
        self.assertEqual(known.ref, "C1")
        self.assertEqual(self.import_row("C1", "东方贸易（新名称）"), known)
        near = self.import_row("C2", "东方贸易 公司")
        self.assertNotEqual(near, known)
        self.assertEqual((near.name, near.ref), ("东方贸易 公司", "C2"))

    def test_ambiguous_name(self):
        self.partner("东方贸易")
        self.partner("东方贸易")
        self.assertEqual(self.import_row("C1", "东方贸易"), "Several contacts have exactly this name.")

    def test_two_numbers_for_one_contact(self):
        """Two customers of the file cannot both be the contact of that name."""
        self.partner("东方贸易")
        record = self.run_import("A1,C1,东方贸易,2026-1-5,x,1,5,", "A2,C2,东方贸易,2026-1-5,x,1,5,")
        self.assertEqual(record.bad_count, 2)
        self.assertEqual(
            {row[3] for row in self.bad_rows(record)}, {"Several customer numbers of the file have the name of the same contact."})

    def test_known_name_with_another_number(self):
        """Refused, unless the number came from the same source or the source says what it means."""
        known = self.partner("东方贸易", "OURS-1")
        self.assertEqual(self.import_row("C1", "东方贸易"), "We know this name with another customer number.")
        self.source.name_policy = "same"
        self.assertEqual(self.import_row("C1", "东方贸易"), known)
        self.assertEqual(known.ref, "OURS-1")
        self.source.name_policy = "other"
        other = self.import_row("C1", "东方贸易")
        self.assertNotEqual(other, known)
        self.assertEqual(other.ref, "C1")

    def test_known_number_with_another_name(self):
        """Two sources that both count from 1: refused, unless the source says the numbers are the same."""
        self.run_import("A1,1,东方贸易,2026-1-5,x,1,5,", "A2,2,启明食品,2026-1-5,x,1,5,", "A3,3,王伟,2026-1-5,x,1,5,")
        other = self.make_source(name="Shop B")
        rows = ("A1,1,海天,2026-1-5,x,1,5,", "A2,2,启明食品,2026-1-5,x,1,5,", "A3,3,,2026-1-5,x,1,5,", "A4,3,李强,2026-1-5,x,1,5,",
                "A5,4,张三,2026-1-5,x,1,5,")
        record = self.run_import(*rows, source=other)
        self.assertEqual((record.good_count, record.known_count, record.new_count), (2, 1, 1))
        self.assertEqual([row[:4] for row in self.bad_rows(record)], [
            (row, "Customer name", name, "We know this customer number with another name.")
            for row, name in ((2, "海天"), (4, "李强"), (5, "李强"))])
        self.assertEqual(self.purchases(record).partner_id.mapped("name"), ["启明食品", "张三"])
        record = self.run_import("B2,2,启明食品（新）,2026-2-5,x,1,5,", source=other)
        self.assertEqual(self.purchases(record).partner_id.name, "启明食品", "the source gave this number since")
        other.number_policy = "same"
        record = self.run_import(*rows, source=other)
        self.assertEqual((record.good_count, record.repeat_count, record.bad_count), (3, 2, 0))
        self.assertEqual(self.purchases(record).partner_id.mapped("name"), ["东方贸易", "王伟"])

    def test_known_number_with_a_known_name(self):
        """The name of the contact, of its company, or one of the file's names for the number will do."""
        company = self.partner("东方贸易")
        self.partner("王先生", "C1", is_company=False, parent_id=company.id)
        for number, names in enumerate((("东方贸易",), ("王先生",), ("东方贸易新名", "东方贸易"), ("",))):
            with self.subTest(names=names):
                source = self.make_source(name=f"Shop {number}")
                record = self.run_import(*(f"A{n},C1,{name},2026-1-5,x,1,5," for n, name in enumerate(names)), source=source)
                self.assertEqual((record.bad_count, self.purchases(record).partner_id), (0, company))

    def test_namesakes_of_one_source(self):
        """People of the same name are told apart by the numbers of the source that brought them."""
        first = self.import_row("U1", "王伟")
        second = self.import_row("U2", "王伟")
        self.assertNotEqual(first, second)
        self.assertEqual((first.ref, second.ref), ("U1", "U2"))

    def test_without_numbers(self):
        """Names alone: exact, one customer each."""
        known = self.partner("东方贸易", "OURS-1")
        head = "订单号,客户名称,购买日期,实际金额"
        record = self.run_import("A1,东方贸易,2026-1-5,5", "A2,启明,2026-1-5,5", "A3,启明,2026-1-6,5", head=head)
        self.assertEqual((record.known_count, record.new_count), (1, 1))
        self.assertEqual(self.purchases(record)[0].partner_id, known)
        again = self.run_import("A4,启明,2026-2-5,5", head=head)
        self.assertEqual((again.known_count, again.new_count), (1, 0))

    def test_row_without_a_customer(self):
        """A row that names nobody is bad and says so; it neither stops the others nor is lost among them."""
        rows = ("A1,东方贸易,2026-1-5,5", "A2,,2026-1-5,6", "A3, ,2026-1-5,7")
        expected = [(row, "Customer name", "", "The cell is empty.", "Fill it in.") for row in (3, 4)]
        for create in (True, False):
            with self.subTest(create=create):
                source = self.make_source(name=f"Names {create}", create_customers=create)
                record = self.run_import(*rows, head="单据编号,客户名称,日期,金额", source=source)
                self.assertEqual((record.good_count, record.bad_count), (1, 2))
                self.assertEqual(self.bad_rows(record), expected)
                self.assertEqual(self.purchases(record).partner_id.name, "东方贸易")
        record = self.run_import("B1,,,2026-1-5,x,1,5,", "B2,C9,,2026-1-5,x,1,5,")
        self.assertEqual([row[:2] for row in self.bad_rows(record)], [(2, "Customer number")], "a number will do")
        self.assertEqual(self.purchases(record).partner_id.name, "C9")

    def test_swapped_columns(self):
        """A name that is another customer's number: the columns are swapped, and no such customer is made."""
        self.partner("东方贸易", "C1")
        record = self.run_import("A1,东方贸易,C1,2026-1-5,x,1,5,", "A2,C7,启明,2026-1-5,x,1,5,", "A3,启明,C7,2026-1-5,x,1,5,")
        self.assertEqual((record.good_count, record.bad_count, record.new_count), (1, 2, 1))
        self.assertEqual({row[3] for row in self.bad_rows(record)},
                         {"The name is the number of another customer: two columns seem to be swapped."})

    def test_unknown_customers_only_when_wanted(self):
        self.source.create_customers = False
        self.assertEqual(self.import_row("C1", "东方贸易"), "We do not know this customer.")
        self.source.create_customers = True
        created = self.import_row("C1", "东方贸易")
        self.assertEqual((created.name, created.ref, created.company_id, created.is_company), ("东方贸易", "C1", self.company, True))
        self.source.are_companies = False
        self.assertFalse(self.import_row("U1", "王伟").is_company)

    def test_same_spelling_of_a_new_customer(self):
        """A number in two cases is one new customer, in the first spelling."""
        record = self.run_import("A1,c1,东方,2026-1-5,x,1,5,", "A2,C1,东方,2026-1-5,x,1,5,")
        self.assertEqual((record.new_count, self.purchases(record).partner_id.ref), (1, "c1"))

    # Contacts note the second they are created
    @freeze_time("2026-06-01 10:00:00")
    def test_copies_are_what_the_orm_creates(self):
        """Many new customers are copies of one; each column is what the ORM would have put there."""
        record = self.run_import(*(f"A{n},K{n},客户{n},2026-1-5,x,1,5," for n in range(150)))
        self.assertEqual(record.new_count, 150)
        made = self.customers([f"客户{n}" for n in range(150)])
        self.assertEqual(len(made), 150)
        by_orm = self.env["res.partner"].create({"name": "客户X", "ref": "KX", "is_company": True, "company_id": self.company.id})
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT to_jsonb(p) FROM res_partner p WHERE id = ANY(%s) ORDER BY id", [[by_orm.id, *made.ids]])
        rows = {row["id"]: row for row, in self.env.cr.fetchall()}
        expected = rows.pop(by_orm.id)
        for row in rows.values():
            self.assertEqual(row["create_date"], row["write_date"])
            name, number = row["name"], row["ref"]
            self.assertEqual(number, name.replace("客户", "K"))
            self.assertEqual(row, {
                **expected, "id": row["id"], "commercial_partner_id": row["id"], "name": name, "ref": number,
                "complete_name": name, "commercial_company_name": name,
                "create_date": row["create_date"], "write_date": row["create_date"]})
        self.assertEqual(self.env["res.partner"].search([("complete_name", "=", "客户149")]).commercial_partner_id.name, "客户149")

    def test_where_contacts_have_something_of_their_own(self):
        """When an addon gives each contact a value of its own, the ORM creates them all."""
        own = type(self.env["res.partner"])._compute_display_name  # any method proves the class is the real one
        self.assertTrue(own)
        sequence = iter(range(1000))
        model = self.registry["res.partner"]
        create = model.create

        def create_with_code(self, vals_list):
            return create(self, [{**vals, "barcode": f"CODE{next(sequence)}"} for vals in vals_list])

        self.patch(model, "create", create_with_code)
        record = self.run_import(*(f"A{n},K{n},客户{n},2026-1-5,x,1,5," for n in range(130)))
        self.assertEqual((record.good_count, record.new_count), (130, 130))
        codes = self.customers([f"客户{n}" for n in range(130)]).with_company(self.company).mapped("barcode")
        self.assertEqual(len(set(codes)), 130)

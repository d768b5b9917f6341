"""The page behind a print's QR."""

import re

from odoo.tests import tagged

from ..models.relationship_printed import _without_blanks
from .common import FormCase


@tagged("post_install", "-at_install")
class TestVerify(FormCase):
    """Holders of a print learn whether it still matches; strangers learn nothing."""

    def page(self, url, login=None, language="en-US"):
        path = url.removeprefix(self.env["ir.config_parameter"].sudo().get_param("web.base.url"))
        response = self.fetch(path, login, headers={"Accept-Language": language})
        self.assertEqual(response.status_code, 200)
        return response.text

    def verdict(self, url, login=None):
        return re.search(r'<main class="(\w+)"', self.page(url, login)).group(1)

    def test_match_until_something_changes(self):
        """Content, lines, open fields and signatures count; reading, chatter and language do not."""
        form = self.make_form()
        url = form._print_stamp()["url"]
        self.assertEqual(url, form.with_user(self.manager).with_context(lang="zh_CN", tz="UTC")._print_stamp()["url"])
        form.message_post(body="hello")
        self.assertEqual(self.verdict(url), "match")
        changes = [
            lambda: form.write({"purpose": "别的"}),
            lambda: form.line_ids[0].write({"price": 101}),
            lambda: form.line_ids[0].unlink(),
            lambda: form.write({"remark": "open"}),
            lambda: form.action_approval_submit(),
            lambda: self.sign(form, self.manager),
            lambda: self.sign(form, self.finance),
        ]
        for number, change in enumerate(changes):
            url = form._print_stamp()["url"]
            change()
            self.assertEqual(self.verdict(url), "changed", number)
            self.assertEqual(self.verdict(form._print_stamp()["url"]), "match", number)

    def test_tampered(self):
        """Changed in the database: said before anything else, whether or not this copy shows it."""
        form = self.make_form()
        self.sign(form, self.manager, self.finance)
        url = form._print_stamp()["url"]
        self.assertEqual(self.verdict(url), "match")
        self.env.flush_all()
        self.env.cr.execute("UPDATE approval_event SET note = 'Never' WHERE request_id = %s", [form.sudo().approval_request_id.id])
        self.env.invalidate_all()
        self.assertEqual(self.verdict(url), "tampered")
        forged = self.make_form()
        url = forged._print_stamp()["url"]
        self.env.flush_all()
        self.env.cr.execute("UPDATE fake_form SET approval_state = 'approved' WHERE id = %s", [forged.id])
        self.env.invalidate_all()
        self.assertEqual(self.verdict(url), "tampered")

    def test_merged_contacts(self):
        """A print stays valid when contacts it names are merged into others; whoever else is named makes it another."""
        guest, sponsor, *kept = self.env["res.partner"].create([{"name": name} for name in ("Gu", "Shen", "Gu", "Shen")])
        form = self.make_form()
        form.write({"sponsor_id": sponsor.id})
        form.line_ids[0].guest_id = guest
        self.sign(form, self.manager, self.finance)
        url = form._print_stamp()["url"]
        merge = self.env["base.partner.merge.automatic.wizard"].create({})._merge
        merge((guest | kept[0]).ids, kept[0])
        self.assertEqual(self.verdict(url), "match")
        merge((sponsor | kept[1]).ids, kept[1])
        self.assertEqual(self.verdict(url), "match")
        self.assertEqual(self.verdict(form._print_stamp()["url"]), "match")
        form.sponsor_id = kept[0]
        self.assertEqual(self.verdict(url), "changed")

    def test_papers_of_one_model(self):
        """A paper answers for what it shows: ticking a box of the plan leaves the request valid."""
        form = self.make_form()
        url, cost_url = form._print_stamp()["url"], form._print_stamp("cost")["url"]
        self.assertNotEqual(url.rsplit("/", 1)[1], cost_url.rsplit("/", 1)[1])
        form.remark = "ticked"
        self.assertEqual((self.verdict(url), self.verdict(cost_url)), ("changed", "match"))
        form.cost = 12
        self.assertEqual(self.verdict(cost_url), "changed")
        self.assertEqual(self.verdict(form._print_stamp("cost")["url"].replace("/cost/", "/form/")), "unknown")

    def test_blank_values_do_not_count(self):
        """A field a later version adds, empty in old records, leaves their prints valid."""
        content = {"a": 1, "lines": {"7": {"name": "x"}}}
        later = {"a": 1, "b": False, "c": "0.0", "lines": {"7": {"name": "x", "new": 0, "more": []}}, "files": {}}
        self.assertEqual(_without_blanks(later), content)

    def test_going_back_matches_again(self):
        form = self.make_form()
        url = form._print_stamp()["url"]
        purpose = form.purpose
        form.purpose = "别的"
        form.purpose = purpose
        self.assertEqual(self.verdict(url), "match")

    def test_what_a_stranger_sees(self):
        """Verdict, number and code; no name, no text, no way to the record."""
        form = self.make_form()
        for login in (None, "form_stranger"):
            if login:
                self.env["ir.model.access"].search([("model_id.model", "=", "fake.form")]).group_id = self.env.ref(
                    "crm_relationship.group_specialist")
            page = self.page(form._print_stamp()["url"], login)
            self.assertIn(form.name, page)
            self.assertIn(form._print_stamp()["code"], page)
            for secret in ("Requester", "商谈", "Fake Form", "/odoo/", "1234"):
                self.assertNotIn(secret, page)
        self.assertIn(f'/odoo/fake.form/{form.id}"', self.page(form._print_stamp()["url"], "form_requester"))

    def test_addresses_we_did_not_print(self):
        """Guesses get one and the same answer, whether the record exists or not."""
        form, other = self.make_form(), self.make_form()
        base, token = form._print_stamp()["url"].rsplit("/", 1)
        flipped = token[:-1] + ("0" if token[-1] != "0" else "1")
        guesses = [
            f"{base}/{flipped}",
            f"{base}/{token[:-1]}",
            f"{base}/{'f' if token[0] != 'f' else 'e'}{token[1:]}",
            f"{base}/ü",
            f"{base}/{token}".replace(f"/{form.id}/", f"/{other.id}/"),
            f"{base}/{token}".replace(f"/{form.id}/", "/999999/"),
            base.replace("fake.form", "res.partner") + "/" + token,
            base.replace("fake.form", "no.such.model") + "/" + token,
        ]
        pages = {self.page(guess) for guess in guesses}
        self.assertEqual(len(pages), 1)
        self.assertIn('class="unknown"', pages.pop())

    def test_form_without_approval(self):
        """A form nobody signs is compared by all it stores, rows included."""
        plain = self.env["fake.plain"].with_user(self.requester).create({
            "row_ids": [(0, 0, {"name": "一"}), (0, 0, {"name": "二"})],
        })
        url = plain._print_stamp()["url"]
        self.assertEqual(self.verdict(url), "match")
        plain.row_ids[0].name = "三"
        self.assertEqual(self.verdict(url), "changed")
        self.assertEqual((plain._print_signatures(), plain._print_state([])), ([], ""))

    def test_deleted_record(self):
        """A true print of a record that is gone says so and nothing else."""
        form = self.make_form()
        url, name = form._print_stamp()["url"], form.name
        form.unlink()
        page = self.page(url)
        self.assertIn('class="gone"', page)
        self.assertNotIn(name, page)

    def test_page_speaks_the_visitors_language(self):
        self.speak_chinese()
        page = self.page(self.make_form()._print_stamp()["url"], language="zh-CN")
        self.assertIn("与记录一致", page)
        self.assertIn("编号", page)
        self.assertIn('lang="zh-CN"', page)

    def test_the_key_matters(self):
        """Without the database's secret nobody can compute a code or an address."""
        form = self.make_form()
        before = form._print_stamp()
        self.env["ir.config_parameter"].sudo().set_param("database.secret", "another")
        after = form._print_stamp()
        self.assertNotEqual(before["code"], after["code"])
        self.assertNotEqual(before["url"], after["url"])
        self.assertEqual(self.verdict(before["url"]), "unknown")

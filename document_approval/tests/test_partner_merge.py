from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.approval_content import fingerprint
from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestPartnerMerge(ApprovalCase):
    """Contacts that signed documents name are merged: what was signed stands, and nothing else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zhang, cls.zhang_again, cls.zhang_once_more, cls.li = cls.env['res.partner'].create([
            {'name': name} for name in ("Zhang", "Zhang Wei", "Zhang W.", "Li")])

    def merge(self, *partners):
        """Merge all into the last one, as the dialog does."""
        wizard = self.env['base.partner.merge.automatic.wizard'].create({
            'dst_partner_id': partners[-1].id, 'partner_ids': [(6, 0, [partner.id for partner in partners])],
            'state': 'selection'})
        wizard.action_merge()
        self.env.invalidate_all()

    def invitation(self):
        """Submitted; names Zhang twice and Li once."""
        document = self.make_document(
            guest_ids=[(6, 0, (self.zhang | self.li).ids)], line_ids=[(0, 0, {'name': "Tea", 'guest_id': self.zhang.id})])
        document.action_approval_submit()
        return document

    def problems(self, document):
        return " ".join(document.sudo().approval_request_id._verify().get(document.sudo().approval_request_id.id, []))

    def tamper(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def test_pending_and_approved(self):
        """One waits, one was approved; the contact is merged twice over."""
        pending, approved = self.invitation(), self.invitation()
        self.sign(approved, self.supervisor, self.manager, self.finance)
        for target in (self.zhang_again, self.zhang_once_more):
            self.merge(pending.line_ids.guest_id, target)
            self.assertEqual((pending.line_ids.guest_id, pending.guest_ids), (target, target | self.li))
            self.assertEqual((self.problems(pending), self.problems(approved)), ("", ""))
        self.sign(pending, self.supervisor, self.manager, self.finance)
        self.assertEqual((pending.approval_state, self.problems(pending)), ('approved', ""))
        entries = self.env['approval.partner.merge'].search([])
        self.assertEqual(
            [(entry.old_name, entry.new_name, entry.user_id) for entry in entries],
            [("Zhang Wei", "Zhang W.", self.env.user), ("Zhang", "Zhang Wei", self.env.user)])

    def test_both_named(self):
        """Two guests who were one person: one of them is left, and stands for both."""
        document = self.invitation()
        self.merge(self.zhang, self.li)
        self.assertEqual((document.guest_ids, self.problems(document)), (self.li, ""))

    def test_changed_without_a_merge(self):
        """Somebody else, or the same contact after the merge was noted in the database only, is found."""
        document = self.invitation()
        table = "UPDATE fake_document_line SET guest_id = %s WHERE document_id = %s"
        for prepare in (
                lambda: None,
                lambda: self.merge(self.zhang_again, self.zhang_once_more),  # of other contacts
                lambda: self.merge(self.zhang, self.li),  # into another contact than the one put there
        ):
            with self.cr.savepoint() as savepoint:
                prepare()
                self.tamper(table, self.zhang_once_more.id, document.id)
                self.assertIn("not what was signed", self.problems(document))
                with self.assertRefused("content is not what was submitted"):
                    self.sign(document, self.supervisor)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_no_way_to_forge(self):
        """An entry counts for a contact that is gone, while its hash closes; nobody writes one by hand."""
        document = self.invitation()
        Merge = self.env['approval.partner.merge']
        values = {
            'old_id': self.zhang.id, 'old_name': "Zhang", 'new_id': self.li.id, 'new_name': "Li", 'company_id': False,
            'user_id': self.env.uid, 'date': '2026-03-02 10:00:00'}
        for attempt in (lambda: Merge.create({**values, 'hash': fingerprint(values)}),
                        lambda: Merge.sudo().create({**values, 'hash': fingerprint(values)})):
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()
        insert = """INSERT INTO approval_partner_merge (old_id, old_name, new_id, new_name, user_id, date, hash)
                    VALUES (%s, 'Zhang', %s, 'Li', %s, '2026-03-02 10:00:00', %s)"""
        self.tamper(insert, self.zhang.id, self.li.id, self.env.uid, fingerprint(values))
        self.assertFalse(Merge._get_successors(), "Zhang is still there")
        self.tamper("UPDATE fake_document_line SET guest_id = %s WHERE document_id = %s", self.li.id, document.id)
        self.assertIn("not what was signed", self.problems(document))
        self.merge(self.zhang_again, self.li)
        entry = Merge.search([], limit=1)
        for attempt in (lambda: entry.write({'new_id': self.zhang.id}), lambda: entry.sudo().unlink()):
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()
        self.assertEqual(Merge._get_successors(), {entry.old_id: self.li.id})
        self.tamper("UPDATE approval_partner_merge SET new_id = %s WHERE id = %s", self.zhang_once_more.id, entry.id)
        self.assertFalse(Merge._get_successors(), "the entry was changed")

    @mute_logger('odoo.addons.base.models.ir_model')
    def test_who_reads_the_log(self):
        self.merge(self.zhang, self.li)
        Merge = self.env['approval.partner.merge']
        self.assertEqual(Merge.with_user(self.administrator).search_count([]), 1)
        with self.assertRaises(AccessError):
            Merge.with_user(self.requester).search([])

    def test_refused_where_the_merge_would_change_what_was_signed(self):
        """A merge that loses a row of a signed document is refused; of a draft it is not."""
        wizard_class = self.registry['base.partner.merge.automatic.wizard']
        super_update = wizard_class._update_foreign_keys

        def lose_a_row(wizard, sources, target):
            """What Odoo does with rows that meet a unique constraint."""
            wizard.env.cr.execute("DELETE FROM fake_document_line WHERE guest_id IN %s", [tuple(sources.ids)])
            return super_update(wizard, sources, target)

        document = self.invitation()
        with patch.object(wizard_class, '_update_foreign_keys', lose_a_row):
            with self.assertRefused("Dinner would no longer be what was signed"), self.cr.savepoint():
                self.merge(self.zhang, self.li)
            self.env.invalidate_all()
            self.assertEqual((document.line_ids.guest_id, self.problems(document)), (self.zhang, ""))
            document.action_approval_recall()
            self.merge(self.zhang, self.li)
        self.assertFalse(document.line_ids)
        self.assertEqual(self.problems(document), "")

    def test_next_attempt(self):
        """What changed since the last attempt does not name a contact that was merged."""
        document = self.invitation()
        document.action_approval_recall()
        self.merge(self.zhang, self.zhang_again)
        document.write({'kind': 'b'})
        document.action_approval_submit()
        self.assertEqual(document.approval_changes, "Kind")

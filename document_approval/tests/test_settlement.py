from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ApprovalCase
from .race_common import RaceCase


@tagged('post_install', '-at_install')
class TestSettlement(ApprovalCase):
    """An approved document is settled once, within what was approved and tolerated (APPROVAL.md rule 10)."""

    leaves_intact = True

    def approved(self, **values):
        document = self.make_document(**values)
        document.action_approval_submit()
        self.sign(document, self.supervisor, self.manager, self.finance)
        return document

    def tolerate(self, percent=0.0, amount=0.0):
        """The tolerance of all fake documents until the end of the test."""
        patcher = patch.object(
            self.registry['fake.document'], '_approval_tolerance', lambda document: (percent, amount))
        self.startPatcher(patcher)

    def foreign(self, rate=0.2):
        """A currency of which the company's one is worth ``rate``."""
        currency = self.env['res.currency'].create({'name': "XTS", 'symbol': "X", 'rounding': 0.01})
        self.env['res.currency.rate'].create({
            'currency_id': currency.id, 'name': date(2020, 1, 1), 'rate': rate, 'company_id': self.company.id})
        return currency

    def test_settled(self):
        """State, amount, date and person come from the event; the record closes."""
        document = self.approved(amount=1000)
        document.with_user(self.finance)._approval_settle(950)
        self.assertEqual(document.approval_state, 'settled')
        self.assertEqual((document.approval_settled_amount, document.approval_amount), (950, 1000))
        self.assertEqual(document.approval_settled_by_id, self.finance)
        self.assertTrue(document.approval_settled_date)
        request = document.sudo().approval_request_id
        self.assertEqual(self.events(document)[-1], 'settle')
        self.assertIn("950.00", request.event_ids.sorted('sequence')[-1].note)
        self.assertEqual(request._verify(), {})

    def test_bounds(self):
        """(approved, percent, amount, settled, allowed): up to the tolerance, not a cent above."""
        for approved, percent, amount, settled, allowed in (
                (1000, 0, 0, 1000, True), (1000, 0, 0, 1000.01, False), (1000, 0, 0, 0, True),
                (1000, 5, 0, 1050, True), (1000, 5, 0, 1050.01, False),
                (1000, 5, 80, 1080, True), (1000, 5, 80, 1080.01, False),
                (1000, 10, 80, 1100, True), (1000, 10, 80, 1100.01, False),
                (1000, 0, 0, -1, False), (1000, 0, 0, float('nan'), False)):
            with self.subTest(approved=approved, percent=percent, amount=amount, settled=settled):
                with patch.object(self.registry['fake.document'], '_approval_tolerance',
                                  lambda document, found=(percent, amount): found):
                    document = self.approved(amount=approved)
                    if allowed:
                        document._approval_settle(settled)
                    else:
                        with self.assertRefused("supplementary approval|zero or more"):
                            document._approval_settle(settled)
                self.assertEqual(document.approval_state, 'settled' if allowed else 'approved')

    def test_foreign_currency(self):
        """Approved and compared in the document's currency; the tolerated amount is the company's."""
        currency = self.foreign(rate=0.2)  # one of theirs is five of ours
        self.tolerate(amount=100)
        document = self.approved(amount=200, currency_id=currency.id)
        # The rate moves after the approval: what was approved does not.
        self.env['res.currency.rate'].create({
            'currency_id': currency.id, 'name': date.today(), 'rate': 0.5, 'company_id': self.company.id})
        limit = document._approval_settlement_limit()
        self.assertGreaterEqual(limit, 220)
        with self.assertRefused("supplementary approval"):
            document._approval_settle(limit + 0.01)
        document._approval_settle(limit)
        self.assertEqual(document.approval_state, 'settled')

    def test_lowered_by_audit(self):
        """What the audit left is what may be settled."""
        document = self.make_document(amount=1000)
        document.action_approval_submit()
        self.sign(document, self.supervisor, self.manager)
        self.requests(document, self.finance)._decide('approve', lowered_amount=800)
        with self.assertRefused("supplementary approval"):
            document._approval_settle(800.01)
        document._approval_settle(800)
        self.assertEqual(document.approval_settled_amount, 800)

    def test_only_approved_and_once(self):
        """Nothing else is settled, and nothing twice; a batch is settled as a whole or not at all."""
        draft, approved, settled = self.make_document(), self.approved(), self.approved()
        settled._approval_settle(1)
        with self.assertRefused("not approved"):
            draft._approval_settle(1)
        with self.assertRefused("settled already"):
            (approved | settled)._approval_settle({approved.id: 1, settled.id: 1})
        self.assertEqual(approved.approval_state, 'approved')
        self.assertEqual(self.events(settled).count('settle'), 1)

    def test_final(self):
        """A settled document is neither changed, cancelled, recalled nor submitted again."""
        document = self.approved()
        document._approval_settle(900)
        document = document.with_user(self.requester)
        self.assertFalse(
            document.approval_can_cancel or document.approval_can_recall or document.approval_can_submit)
        with self.assertRefused("neither changed nor cancelled"):
            document.amount = 5
        with self.assertRefused("neither changed nor cancelled"):
            document._approval_do_cancel("no")
        with self.assertRefused("submitted already"):
            document.action_approval_submit()
        with self.assertRefused("cannot be set by hand"):
            document.sudo().write({'approval_state': 'approved'})

    def test_cancellation_under_way(self):
        """The question for consent to a cancellation ends with the settlement."""
        document = self.approved()
        document._approval_do_cancel("not needed any more")
        asked = document.sudo().approval_cancel_request_id
        self.assertEqual(asked.state, 'pending')
        document._approval_settle(900)
        self.assertEqual((asked.state, document.approval_state), ('withdrawn', 'settled'))
        self.assertFalse(self.pending(document))
        self.assertEqual((asked | document.sudo().approval_request_id)._verify(), {})

    def test_no_rpc(self):
        """No session settles: the method is the engine's."""
        document = self.approved()
        with self.assertRaises(AccessError):
            self.rpc(self.finance, 'fake.document', '_approval_settle', document.ids, 5)
        self.assertEqual(document.approval_state, 'approved')

    def test_tampering(self):
        """What was changed in the database is found."""
        document = self.approved()
        document._approval_settle(900)
        request = document.sudo().approval_request_id
        other = self.approved()
        for query, value, target, said in (
                ("UPDATE approval_request SET settled_amount = 90 WHERE id = %s", request.id, request, "settled amount"),
                ("UPDATE fake_document SET approval_state = 'approved' WHERE id = %s", document.id, request, "without an event"),
                ("UPDATE fake_document SET approval_state = 'settled' WHERE id = %s", other.id,
                 other.sudo().approval_request_id, "without an event"),
                ("DELETE FROM approval_event WHERE request_id = %s AND action = 'settle'", request.id, request,
                 "without an event")):
            with self.subTest(query):
                self.env.flush_all()
                with self.env.cr.savepoint() as savepoint:
                    self.env.cr.execute(query, [value])
                    self.env.invalidate_all()
                    self.assertRegex("\n".join(target._verify().get(target.id, [])), said)
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_batch(self):
        """Fifty documents are settled with a number of queries that does not grow with them."""
        def count(number):
            documents = self.env['fake.document'].union(*(self.approved() for _index in range(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            documents._approval_settle(1)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before
        few, many = count(3), count(12)
        self.assertLessEqual(many - few, 12)


@tagged('post_install', '-at_install')
class TestSettlementRace(RaceCase):
    """Two payments at the same moment: one settlement, one event."""

    def test_settle_settle(self):
        document_id = self.make_document()
        self.assertEqual(self.call('first', 'fake.document', 'action_approval_approve', [document_id],
                                   approval_revision=0), 'done')
        with patch.object(self.registry['fake.document'], 'settle_now', create=True,
                          new=lambda documents: documents._approval_settle(50)):
            sessions = [self.session('first', 'fake.document', 'settle_now', [document_id]) for _index in range(3)]
            self.assertOneWinner(self.race(*sessions), "settled already")
        self.assertEqual(self.look(document_id).approval_state, 'settled')
        self.assertEqual(self.events(document_id).count('settle'), 1)

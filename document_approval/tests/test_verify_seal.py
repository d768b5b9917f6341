import json
import os
from unittest.mock import patch

from odoo.tests import tagged

from ..models.approval_content import fingerprint
from ..models.approval_event import CHAIN_FIELDS
from ..models.approval_event_chain import MORE_CHAIN_FIELDS
from ..models.approval_key import KEYED, seal
from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestVerifySeal(ApprovalCase):
    """What a hand that computes hashes anew can do, with and without a key outside the database."""

    def configured(self, **options):
        return patch.dict(os.environ, {f'APPROVAL_SEAL_{name.upper()}': value for name, value in options.items()})

    def problems(self, request):
        return " | ".join(request._verify().get(request.id, []))

    def everything(self):
        return [problem for _what, problem in self.env['approval.request']._verify_everything()]

    def tamper(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def request(self):
        return self.submitted().sudo().approval_request_id

    def forge(self, request):
        """Rewrite the note of the first event and the hashes of all, as plain ones."""
        previous = False
        for event in request.event_ids.sorted('sequence'):
            values = {name: event._fields[name].convert_to_write(event[name], event) for name in CHAIN_FIELDS}
            values.update((name, event[name]) for name in MORE_CHAIN_FIELDS if event[name])
            values.update(date=str(event.date), note="Forged", previous_hash=previous)
            previous = fingerprint(values)
            self.tamper("UPDATE approval_event SET note = 'Forged', previous_hash = %s, hash = %s WHERE id = %s",
                        values['previous_hash'] or None, previous, event.id)
        self.tamper("UPDATE approval_request SET chain_head = %s WHERE id = %s", previous, request.id)

    def delete(self, request):
        """The request is gone with everything that knew of it; its document is a draft again."""
        for query in (
                "UPDATE fake_document SET approval_state = 'draft', approval_request_id = NULL WHERE approval_request_id = %s",
                "DELETE FROM mail_activity WHERE approval_task_id IN (SELECT id FROM approval_task WHERE request_id = %s)",
                "DELETE FROM approval_event WHERE request_id = %s",
                "DELETE FROM approval_request WHERE id = %s"):
            self.tamper(query, request.id)

    def test_deleted_request(self):
        """It is missed by those that came after it, and their own documents stay what they are."""
        self.request()
        gone = self.request()
        last = gone.event_ids[-1].id
        later = self.request()
        self.assertEqual(self.everything(), [])
        self.delete(gone)
        self.assertEqual(self.problems(later), "", "its own record closes: the print says so")
        self.assertTrue([problem for problem in self.everything() if f"event no. {last} " in problem])
        answer = later.with_user(self.administrator).action_verify()['params']
        self.assertEqual(answer['type'], 'danger')
        self.assertIn(f"event no. {last} of another document", answer['message'])

    def test_deleted_among_several_of_one_moment(self):
        """Events that others were newer than when the next one was written are remembered too."""
        gone, _newer, _newest = self.request(), self.request(), self.request()
        self.tamper("UPDATE approval_event SET witness = NULL")  # as if the three had not seen each other
        with patch.object(self.registry['approval.event'], '_is_intact', lambda event: True):
            self.request()
            self.delete(gone)
            self.assertTrue(self.env['approval.request'].search([])._verify_witnesses())

    def test_rewritten_chain(self):
        """A request rewritten to its end closes by itself; who came after it remembers another one."""
        forged = self.request()
        self.request()
        self.forge(forged)
        self.assertEqual(self.problems(forged), "")
        self.assertIn("is missing or was changed", " ".join(self.everything()))

    def test_old_events(self):
        """Events from before there were witnesses keep the hash they had."""
        with patch.object(self.registry['approval.event'], '_get_witness', lambda events, entries: False):
            first, second = self.request(), self.request()
        self.assertFalse((first | second).event_ids.filtered('witness'))
        later = self.request()
        self.assertEqual(json.loads(later.event_ids[-1:].witness)[0], [second.event_ids[-1].id, second.event_ids[-1].hash])
        self.assertEqual(self.everything(), [])

    def test_key(self):
        """With a key nobody forges an event; those from before stay valid, until the day it is asked for."""
        old = self.request()
        with self.configured(key="secret"):
            sealed = self.request()
            sealed.with_user(self.supervisor)._decide('approve')
            self.assertTrue(all(event.hash.startswith(KEYED) for event in sealed.event_ids))
            old.with_user(self.supervisor)._decide('approve')
            self.assertEqual((self.problems(old), self.problems(sealed), self.everything()), ("", "", []))
            self.assertEqual(self.env['approval.event']._count_sealed()[0], True)
        for options, said in (({'key': "another"}, "event 1"), ({}, "event 1"), ({'key': "another, secret"}, "")):
            with self.subTest(options), self.configured(**options):
                self.assertIn(said, self.problems(sealed))
                self.assertEqual(bool(self.problems(sealed)), bool(said))
        self.forge(sealed)
        with self.configured(key="secret"):
            self.assertEqual(self.problems(sealed), "", "without a day, unsealed events count")
        with self.configured(key="secret", since="2000-01-01"):
            self.assertIn("event 1", self.problems(sealed))
        with self.configured(key="secret", since="2999-01-01"):
            self.assertEqual(self.problems(sealed), "")

    def test_seal(self):
        """The same for the same, by key; plain without."""
        self.assertEqual(seal({'a': 1}), fingerprint({'a': 1}))
        with self.configured(key="one"):
            first = seal({'a': 1})
            self.assertEqual(seal({'a': 1}), first)
        with self.configured(key="two"):
            self.assertNotEqual(seal({'a': 1}), first)

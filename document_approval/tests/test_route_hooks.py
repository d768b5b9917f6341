from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.approval_sealed import SEAL
from .common import ApprovalCase
from .fake_models import FakeDocument


@tagged('post_install', '-at_install')
class TestRouteHooks(ApprovalCase):
    """A document may ask for more signatures than its policy: by sums and by steps of its own."""

    leaves_intact = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compliance = cls.env['res.groups'].create({'name': "Compliance"})
        cls.officer = cls.new_user('officer', cls.compliance)

    def related(self, amount, *names):
        """Let every document count together with others of ``amount``."""
        return patch.object(
            FakeDocument, '_approval_related', create=True,
            new=lambda documents: {document.id: (amount, list(names)) for document in documents})

    def extra(self, **values):
        """Let every document ask for a step of its own."""
        step = {'name': "Compliance", 'kind': 'approve', 'group_id': self.compliance.id, **values}
        return patch.object(
            FakeDocument, '_approval_extra_steps', create=True,
            new=lambda documents: dict.fromkeys(documents.ids, [step]))

    def asked(self, document):
        return document.sudo().approval_request_id.step_ids.filtered(
            lambda step: step.state == 'pending').mapped('name')

    def test_sum_at_the_bound(self):
        """The manager's limit is 5,000: the sum decides, and the request keeps its own amount."""
        for others, final in ((4000, True), (4000.01, False)):
            with self.subTest(others), self.related(others, "LP-1", "LP-2"):
                document = self.submitted(amount=1000)
                request = document.sudo().approval_request_id
                self.assertEqual((request.amount, request.related_amount), (1000, others))
                self.assertEqual(request.related_names, "LP-1, LP-2")
                self.sign(document, self.supervisor, self.manager)
                self.assertEqual(self.asked(document), ["Finance"] if final else ["Director"])
                self.assertIn("LP-1, LP-2", document.approval_route_html)
                self.assertEqual(request.approved_amount, 1000)

    def test_sum_chooses_the_band(self):
        """A policy for larger amounts applies to the sum."""
        self.policy.amount_up_to = 5000
        large = self.make_policy('fake.document', [{'name': "Board", 'group_id': self.group_director.id}], amount_over=5000)
        with self.related(4500, "LP-1"):
            document = self.submitted(amount=1000)
        self.assertEqual(document.sudo().approval_request_id.policy_version_id.policy_id, large)

    def test_sum_in_preview(self):
        with self.related(4000.01, "LP-1"):
            document = self.make_document(amount=1000)
            preview = document._approval_preview()
            self.assertIn("LP-1", preview['related'])
            self.assertFalse(next(step for step in preview['steps'] if step['name'] == "Director")['skipped'])
            self.assertIn("LP-1", document.approval_preview_html)

    def test_extra_step(self):
        """It signs before the first decision, so that no authority ends the chain before it."""
        with self.extra():
            document = self.make_document(amount=10)
            names = [step['name'] for step in document._approval_preview()['steps']]
            self.assertEqual(names, ["Supervisor", "Compliance", "Manager", "Director", "Finance"])
            document.action_approval_submit()
        request = document.sudo().approval_request_id
        self.assertEqual(request.step_ids.mapped('name'), names)
        self.sign(document, self.supervisor, self.officer, self.manager)
        self.assertEqual(self.asked(document), ["Finance"])
        self.sign(document, self.finance)
        self.assertEqual(request.state, 'approved')
        self.assertFalse(request._verify())

    def test_extra_step_of_the_policy(self):
        """A group that has a step signs there, once, and no authority before it ends the chain."""
        for group in (self.group_supervisor, self.group_finance, self.group_director):
            with self.subTest(group.name), self.extra(group_id=group.id):
                document = self.make_document(amount=10)
                preview = document._approval_preview()
                self.assertEqual(preview['error'], '')
                self.assertEqual([step['name'] for step in preview['steps']], ["Supervisor", "Manager", "Director", "Finance"])
                document.action_approval_submit()
                self.sign(document, self.supervisor, self.manager)
                self.assertEqual(self.asked(document), ["Director" if group == self.group_director else "Finance"])
                steps = document.sudo().approval_request_id.step_ids
                self.assertEqual(steps.policy_step_id, self.policy.step_ids)
                self.assertFalse(steps.request_id._verify(), "a route that was tightened is still the policy's")
        self.assertTrue(self.policy.step_ids.filtered('ends_within_authority'))

    def test_verify_what_was_loosened(self):
        """A step that gained the right to end the chain, or one that is missing, is no step of the policy."""
        request = self.submitted().sudo().approval_request_id
        steps = {step.name: step for step in request.step_ids}
        for step, values in ((steps["Director"], {'ends_within_authority': True}), (steps["Manager"], {'kind': 'review'})):
            with self.subTest(step.name), self.cr.savepoint() as savepoint:
                step._sealed_write(values, SEAL)
                self.assertIn("its steps are not those of the policy", request._verify()[request.id])
                savepoint.rollback()
                self.env.invalidate_all()

    def test_extra_step_nobody_signs(self):
        with self.extra(group_id=self.env['res.groups'].create({'name': "Nobody"}).id), \
                self.assertRaisesRegex(UserError, "Compliance.*nobody"):
            self.submitted()

    def test_extra_step_beside_no_approval(self):
        """What needs no approval by its policy needs the step all the same."""
        self.policy.active = False
        self.make_policy('fake.document', [], no_approval=True)
        with self.extra():
            document = self.submitted()
        self.assertEqual(self.asked(document), ["Compliance"])
        self.sign(document, self.officer)
        self.assertEqual(document.approval_state, 'approved')

    def test_submit_note(self):
        """What the document says at its submission is part of the chain."""
        with patch.object(FakeDocument, '_approval_submit_notes', create=True,
                          new=lambda documents: dict.fromkeys(documents.ids, "beyond the cap")):
            request = self.submitted().sudo().approval_request_id
        self.assertEqual(request.event_ids[:1].note, "beyond the cap")
        self.assertFalse(request._verify())

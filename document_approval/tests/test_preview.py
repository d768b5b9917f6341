from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestPreview(ApprovalCase):
    """The preview says what a submission would do, and does nothing itself."""

    def preview(self, **values):
        document = self.make_document(**values)
        return document, document._approval_preview()

    def asked(self, preview):
        return [(step['name'], step['who'].mapped('name')) for step in preview['steps'] if not step['skipped']]

    def test_as_the_submission_goes(self):
        """Within authority the director is not asked; above it everybody is; and so it comes."""
        for amount, people in (
                (5000, {"Supervisor", "Manager", "Finance"}), (5000.01, {"Supervisor", "Manager", "Director", "Finance"})):
            with self.subTest(amount):
                document, preview = self.preview(amount=amount)
                self.assertEqual(preview['error'], '')
                self.assertEqual({name for name, _who in self.asked(preview)}, people)
                document.action_approval_submit()
                request = document.sudo().approval_request_id
                for user in (self.supervisor, self.manager, self.director, self.finance):
                    if request.task_ids.filtered(lambda task, u=user: task.user_id == u and task.state == 'pending'):
                        request.with_user(user)._decide('approve')
                signed = set(request.step_ids.filtered(lambda step: step.state == 'signed').mapped('name'))
                self.assertEqual((signed, request.state), (people, 'approved'))

    def test_reasons(self):
        _document, preview = self.preview(amount=100)
        self.assertIn("100.00", preview['reason'])
        director = next(step for step in preview['steps'] if step['name'] == "Director")
        self.assertIn("Within the authority of Manager", director['why'])
        self.assertIn("Managers", preview['steps'][1]['why'])

    def test_requester_in_the_role(self):
        document = self.make_document(self.supervisor)
        preview = document.with_user(self.supervisor)._approval_preview()
        self.assertTrue(preview['steps'][0]['skipped'])
        self.assertIn("the next level signs", preview['steps'][0]['why'])

    def test_causes(self):
        """What would refuse the submission is said beforehand, with the remedy."""
        self.director.active = False
        _document, preview = self.preview(amount=9000)
        self.assertIn("nobody in", preview['error'])
        self.policy.active = False
        document, preview = self.preview()
        self.assertIn("No approval policy is set up", preview['error'])
        self.assertIn("alert-danger", document.approval_preview_html)
        self.assertIn("between 0 and", self.preview(amount=-1)[1]['error'])

    def test_nothing_happens(self):
        self.policy.invalidate_recordset()
        document, _preview = self.preview()
        self.assertEqual(document.approval_state, 'draft')
        self.assertFalse(document.sudo().approval_request_id or self.policy.version_ids or document.activity_ids)
        self.assertIn("Who would sign", document.approval_preview_html)
        document.action_approval_submit()
        self.assertFalse(document.approval_preview_html)

    def test_hostile_names(self):
        self.policy.step_ids[0].name = "<script>alert(1)</script>"
        document, _preview = self.preview()
        self.assertNotIn("<script>", document.approval_preview_html)

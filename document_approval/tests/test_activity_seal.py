from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestActivitySeal(ApprovalCase):
    """Which activity asks for which signature is the engine's to say."""

    def test_activity(self):
        """An activity cannot be passed off as the one that asks for a signature, nor taken from its task."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        activity = self.env['mail.activity'].search([('approval_task_id', '=', task.id)])
        self.assertEqual(activity.user_id, task.user_id)
        values = {'res_model_id': self.env['ir.model']._get_id('fake.document'), 'res_id': document.id,
                  'user_id': self.requester.id, 'summary': "Forged"}
        with self.assertRefused("by hand"):
            self.rpc(self.requester, 'mail.activity', 'create', {**values, 'approval_task_id': task.id})
        with self.assertRefused("by hand"):
            self.rpc(task.user_id, 'mail.activity', 'write', activity.ids, {'approval_task_id': False})
        own = self.env['mail.activity'].with_user(self.requester).with_context(
            default_approval_task_id=task.id).create(values)
        self.assertFalse(own.sudo().approval_task_id)
        with self.assertRefused("by hand"):
            self.rpc(self.requester, 'mail.activity', 'write', own.ids, {'approval_task_id': task.id})

from odoo import api, fields, models
from odoo.exceptions import UserError


class MailActivity(models.Model):
    """An activity that asks for a signature is answered where it stands (APPROVAL.md rule 13)."""
    _name = 'mail.activity'
    _inherit = ['mail.activity', 'approval.sealed']
    _sealed_fields = frozenset({'approval_task_id'})

    approval_task_id = fields.Many2one(
        'approval.task', readonly=True, index='btree_not_null', ondelete='cascade', copy=False,
        help="The signature this activity asks for.")
    approval_is_mine = fields.Boolean(string="Waiting for My Signature", compute='_compute_approval_is_mine')

    @api.depends('approval_task_id.state', 'approval_task_id.user_id')
    @api.depends_context('uid')
    def _compute_approval_is_mine(self):
        """True while the activity's signature is asked of the current user."""
        for activity in self:
            task = activity.sudo().approval_task_id
            activity.approval_is_mine = task.state == 'pending' and task.user_id == self.env.user

    def action_approval_approve(self):
        """Open the dialog to sign what the chosen activities ask the current user for."""
        return self._get_approval_tasks().action_approve()

    def action_approval_reject(self):
        """Open the dialog that asks why what the chosen activities are about is rejected."""
        return self._get_approval_tasks().action_reject()

    def _get_approval_tasks(self):
        self.check_access('read')
        tasks = self.sudo().approval_task_id.sudo(False)
        if not tasks:
            raise UserError(self.env._("Choose activities that ask for a signature."))
        return tasks

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), 'approval_is_mine']

from odoo import api, fields, models

from .approval_mail_place import without_links


class MailMessage(models.Model):
    """Messages that ask for signatures; and no message holds the token of a link (APPROVAL.md rule 13)."""
    _inherit = 'mail.message'

    approval_task_ids = fields.Many2many(
        'approval.task', readonly=True, copy=False, groups=fields.NO_ACCESS,
        help="The signatures this message asks for.")

    @api.model_create_multi
    def create(self, vals_list):
        """Answers quote the mail they answer: what its links held is taken out before others read it."""
        return super().create([
            {**vals, 'body': type(vals['body'])(without_links(vals['body']))} if isinstance(vals.get('body'), str) else vals
            for vals in vals_list])

    def write(self, vals):
        if isinstance(vals.get('body'), str):
            vals = {**vals, 'body': type(vals['body'])(without_links(vals['body']))}
        return super().write(vals)

    def _send_with_links(self, tasks):
        """Send the mails of a message that asks for ``tasks``; each signer's copy gets that signer's links."""
        message = self.sudo()
        message.approval_task_ids = tasks
        if self.env.context.get('mail_notify_force_send', True):
            message.mail_ids.send_after_commit()

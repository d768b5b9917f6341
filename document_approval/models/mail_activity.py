from odoo import fields, models


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    approval_task_id = fields.Many2one(
        'approval.task', readonly=True, index='btree_not_null', ondelete='cascade',
        help="The signature this activity asks for.")

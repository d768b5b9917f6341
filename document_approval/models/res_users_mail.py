from odoo import api, fields, models, modules


class ResUsers(models.Model):
    """A signer may do without links in mails, and finds what waits in the menu of activities."""
    _inherit = 'res.users'

    approval_mail_links = fields.Boolean(
        "Decide by Mail", default=True,
        help="Mails that ask for my signature carry links to approve and to reject without logging in.")

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ['approval_mail_links']

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ['approval_mail_links']

    @api.model
    def _get_activity_groups(self):
        """What waits for my signature stands first, whichever documents it is about; one press opens all of it."""
        groups = super()._get_activity_groups()
        waiting = self.env['approval.task'].search_count([('user_id', '=', self.env.uid), ('state', '=', 'pending')])
        if waiting:
            groups.insert(0, {
                'id': self.env['ir.model']._get_id('approval.task'),
                'type': 'approval',
                'name': self.env._("Waiting for my signature: %s", waiting),
                'model': 'approval.task',
                'icon': modules.module.get_module_icon('document_approval'),
                'domain': [],
                'total_count': 0,  # each has an activity that is counted already
                'view_type': 'kanban',
            })
        return groups

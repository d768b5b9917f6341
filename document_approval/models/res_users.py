from odoo import models


class ResUsers(models.Model):
    _inherit = 'res.users'

    def write(self, vals):
        """An archived signer's open tasks go to somebody else at once (APPROVAL.md rule 9)."""
        result = super().write(vals)
        if not vals.get('active', True):
            requests = self.env['approval.task'].sudo().search(
                [('user_id', 'in', self.ids), ('state', '=', 'pending')]).request_id
            if requests:
                requests._lock()
                requests._replace_departed()
        return result

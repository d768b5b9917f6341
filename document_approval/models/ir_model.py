from odoo import models
from odoo.tools.sql import column_exists


class IrModel(models.Model):
    _inherit = 'ir.model'

    def unlink(self):
        """With a document's model its approvals go: uninstalling an addon leaves no rows behind.

        When this addon goes too, its own columns are gone already and its tables follow.
        """
        if self and column_exists(self.env.cr, 'approval_request', 'res_model'):
            self.env['approval.request']._forget_models(self.mapped('model'))
        return super().unlink()

from odoo import models
from odoo.tools import SQL
from odoo.tools.sql import column_exists


class IrModel(models.Model):
    _inherit = 'ir.model'

    def unlink(self):
        """With a document's model its approvals go: uninstalling an addon leaves no rows behind.

        Plain SQL, because the engine's records refuse to be deleted by anybody. When this addon
        goes too, its own columns are gone already and its tables follow.
        """
        names = tuple(self.mapped('model'))
        if names and column_exists(self.env.cr, 'approval_request', 'res_model'):
            self.env.flush_all()
            mine = SQL("(SELECT id FROM approval_request WHERE res_model IN %s)", names)
            self.env.cr.execute(SQL("DELETE FROM approval_event WHERE request_id IN %s", mine))
            self.env.cr.execute(SQL("DELETE FROM approval_request WHERE res_model IN %s", names))
            self.env.invalidate_all()
        return super().unlink()

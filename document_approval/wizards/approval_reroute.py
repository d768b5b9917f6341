from odoo import api, fields, models


class ApprovalReroute(models.TransientModel):
    """The dialog in which an administrator gives waiting tasks to somebody else, with a reason."""
    _name = "approval.reroute"
    _inherit = ["approval.dialog"]
    _description = "Rerouting of Approval Tasks"

    task_ids = fields.Many2many("approval.task", string="Signatures asked for", required=True)
    user_id = fields.Many2one(
        "res.users", string="New signer", required=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_ids)]")
    company_ids = fields.Many2many("res.company", compute="_compute_company_ids")
    reason = fields.Text(required=True)

    @api.depends("task_ids")
    def _compute_company_ids(self):
        for reroute in self:
            reroute.company_ids = reroute.task_ids.company_id

    def action_confirm(self):
        """Reroute; the engine checks the new signer and writes the event."""
        self._check_dialog()
        self.task_ids.check_access("read")
        self.task_ids._reroute(self.user_id, self.reason)
        return {"type": "ir.actions.act_window_close"}

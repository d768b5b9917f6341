from odoo import api, fields, models


class ApprovalTask(models.Model):
    """What the lists of tasks show and group by."""
    _inherit = "approval.task"

    # Stored for grouping: readers of a task cannot read ir.model, but a group's name they get.
    model_id = fields.Many2one(
        "ir.model", string="Document type", compute="_compute_model_id", store=True, index=True,
        ondelete="set null")
    is_mine = fields.Boolean(compute="_compute_is_mine")
    can_reroute = fields.Boolean(compute="_compute_can_reroute")
    can_urge = fields.Boolean(compute="_compute_can_urge")

    @api.depends("res_model")
    def _compute_model_id(self):
        for task in self:
            task.model_id = self.env["ir.model"]._get_id(task.res_model)

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        """True while the task waits for the current user."""
        for task in self:
            task.is_mine = task.state == "pending" and task.user_id == self.env.user

    @api.depends("state", "step_id.state", "step_id.task_ids.state")
    @api.depends_context("uid")
    def _compute_can_reroute(self):
        """True for administrators while the signature can be asked of somebody else."""
        administrator = self.env.user.has_group("document_approval.group_approval_administrator")
        for task in self:
            task.can_reroute = administrator and task.sudo()._is_reroutable()

    @api.depends("state", "user_id", "requester_id")
    @api.depends_context("uid")
    def _compute_can_urge(self):
        """True for the requester while somebody else is asked to sign."""
        for task in self:
            task.can_urge = task.state == "pending" and task.requester_id == self.env.user != task.user_id

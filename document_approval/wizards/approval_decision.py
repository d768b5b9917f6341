from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ApprovalDecision(models.TransientModel):
    """The dialog in which a signer approves or rejects one document or many.

    Open it with ``default_action`` and either ``default_task_ids`` or ``approval_request_ids`` in
    the context. The revisions shown are remembered, so that nothing is decided on content or a
    state the signer has not seen (APPROVAL.md, rule 11).
    """
    _name = "approval.decision"
    _inherit = ["approval.dialog"]
    _description = "Approval Decision"

    action = fields.Selection(
        [("approve", "Approve"), ("reject", "Reject")], required=True, default="approve")
    note = fields.Text(string="Opinion")
    task_ids = fields.Many2many("approval.task", string="Documents", readonly=False)
    revisions = fields.Json(
        compute="_compute_revisions", store=True, precompute=True, readonly=False,
        help="{request id: revision} as the signer saw it when the dialog was opened.")
    note_required = fields.Boolean(compute="_compute_note_required")
    refusal = fields.Text(
        string="Not decided", readonly=True,
        help="The documents left over by the last attempt, and why.")
    currency_id = fields.Many2one("res.currency", compute="_compute_amount")
    amount = fields.Monetary(string="Amount asked for", compute="_compute_amount")
    can_lower = fields.Boolean(compute="_compute_amount")
    lowered_amount = fields.Monetary(
        string="Lower to", help="An audit may lower the amount, never raise it. 0: as asked for.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        request_ids = self.env.context.get("approval_request_ids")
        if not isinstance(request_ids, list) or not all(type(number) is int for number in request_ids):
            request_ids = []
        if request_ids and "task_ids" in fields and not values.get("task_ids"):
            tasks = self.env["approval.task"].search([
                ("request_id", "in", request_ids), ("user_id", "=", self.env.uid),
                ("state", "=", "pending")])
            values["task_ids"] = [Command.set(tasks.ids)]
        if "revisions" in fields and values.get("task_ids"):
            values["revisions"] = self.env.context.get("approval_revisions") or {
                str(task.request_id.id): task.revision
                for task in self.new({"task_ids": values["task_ids"]}).task_ids._origin}
        return values

    @api.depends("task_ids")
    def _compute_revisions(self):
        """For a client that opened no dialog: as it is now."""
        for decision in self:
            decision.revisions = {
                str(task.request_id.id): task.revision for task in decision.task_ids}

    @api.depends("task_ids", "action")
    def _compute_note_required(self):
        """A rejection says why; a signature gives an opinion where a step asks for one."""
        for decision in self:
            steps = decision.task_ids.sudo().step_id
            decision.note_required = (
                decision.action == "reject" or any(steps.mapped("note_required")))

    @api.depends("task_ids", "action")
    def _compute_amount(self):
        """The amount of the one document that an auditor looks at; empty for several."""
        for decision in self:
            task = decision.task_ids if len(decision.task_ids) == 1 else decision.task_ids.browse()
            decision.currency_id = task.currency_id
            decision.amount = task.amount
            decision.can_lower = (
                decision.action == "approve" and task.kind == "audit" and bool(task.amount))

    def action_confirm(self):
        """Decide what can be decided; the dialog stays open with the causes for the rest."""
        self._check_dialog()
        requests = self.task_ids.request_id
        result = requests._decide(
            self.action, note=self.note, revisions=self._get_seen(requests),
            lowered_amount=self.lowered_amount if self.can_lower and self.lowered_amount else None)
        if not result["refused"]:
            return {"type": "ir.actions.act_window_close"}
        self.refusal = "\n".join(result["refused"].values())
        self.task_ids = self.task_ids.filtered(
            lambda task: task.request_id.id in result["refused"])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not everything was decided"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_seen(self, requests):
        """``{request id: revision}`` as the signer saw them; every request has one."""
        try:
            seen = {int(request_id): int(revision) for request_id, revision in self.revisions.items()}
        except (AttributeError, TypeError, ValueError, OverflowError):
            seen = {}
        if not seen.keys() >= set(requests.ids):
            raise UserError(self.env._("Close this dialog, look at the documents again, then decide."))
        return seen

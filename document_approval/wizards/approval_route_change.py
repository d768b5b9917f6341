from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.approval_request_step_route import POSITIONS


class ApprovalRouteChange(models.TransientModel):
    """The dialog of what a signer does beside approving and rejecting, on one document (APPROVAL.md rule 7).

    It names the document and the version that its user saw; the engine looks up whose turn it is and checks
    everything anew.
    """
    _name = "approval.route.change"
    _inherit = ["approval.dialog"]
    _description = "Change of a Route"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    revision = fields.Integer()
    can_decide = fields.Boolean(compute="_compute_document")
    company_id = fields.Many2one("res.company", compute="_compute_document")
    can_transfer = fields.Boolean(compute="_compute_candidate_ids")
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    action = fields.Selection([
        ("transfer", "Transfer: somebody else signs in my place"),
        ("return", "Return: those who signed before look again"),
        ("add_signer", "Add a signer: one signature more than the policy asks for"),
        ("copy", "Copy: colleagues may read it"),
    ], string="What to Do", required=True, default="copy")
    transfer_user_id = fields.Many2one(
        "res.users", string="Signs in My Place", domain="[('id', 'in', candidate_ids)]")
    step_ids = fields.One2many("approval.route.change.step", "dialog_id", readonly=True)
    step_id = fields.Many2one(
        "approval.route.change.step", string="Back To", domain="[('dialog_id', '=', id)]", ondelete="set null")
    signer_id = fields.Many2one(
        "res.users", string="New Signer", domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    position = fields.Selection(
        POSITIONS, string="When", default="after",
        help="Before: your step waits until this person has signed. Beside: both sign at the same time. "
             "After: the document goes on to this person when your step is signed.")
    kind = fields.Selection(
        [("review", "An opinion"), ("approve", "An approval")], string="Asked For", default="review")
    reader_ids = fields.Many2many(
        "res.users", "approval_route_change_reader_rel", string="Copy To",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    reason = fields.Text()

    @api.model
    def _open(self, document):
        """The action that opens the dialog on one document, with what the current user may do there."""
        request = document._approval_open_request() or document.sudo().approval_request_id
        if not request:
            raise UserError(self.env._("This document was not submitted yet."))
        task = self.env["approval.task"]._search_mine(document) & request.task_ids
        dialog = self.create({
            "res_model": document._name, "res_id": document.id,
            "revision": request.sudo(False)._revisions_seen()[request.id],
            "action": "transfer" if task else "copy",
        })
        if task:
            steps = self.env["approval.route.change.step"].sudo().create([{
                "dialog_id": dialog.id, "step_id": step.id,
                "name": f"{step.name} ({', '.join(step._signed_names())})",
            } for step in request._returnable_steps(task.step_id)])
            dialog.step_id = steps[-1:]
            if not dialog.can_transfer:
                dialog.action = "return" if steps else "add_signer"
        return {
            "type": "ir.actions.act_window", "name": self.env._("More") if task else self.env._("Send a Copy"),
            "res_model": self._name, "res_id": dialog.id, "views": [(False, "form")], "target": "new",
        }

    @api.depends("res_model", "res_id")
    def _compute_document(self):
        for dialog in self:
            document = dialog._document(raise_if_not=False)
            dialog.can_decide = bool(document) and document.approval_can_decide
            dialog.company_id = document.sudo().company_id if document else False

    @api.depends("res_model", "res_id")
    def _compute_candidate_ids(self):
        for dialog in self:
            document = dialog._document(raise_if_not=False)
            task = self.env["approval.task"]._search_mine(document)[:1] if document else self.env["approval.task"]
            own = task.filtered(lambda task: not task.delegation_id and task.purpose == "approve")
            dialog.candidate_ids = own._transfer_candidates() if own else False
            dialog.can_transfer = bool(dialog.candidate_ids)

    def _document(self, raise_if_not=True):
        """The document with the user's own rights, or nothing.

        :raise UserError: unless told otherwise, when there is none that the user may read
        """
        document = None
        if self.res_model in self.env["approval.policy"]._approval_models():
            document = self.env[self.res_model].browse(self.res_id).exists()
        if document and document.has_access("read"):
            return document
        if raise_if_not:
            raise UserError(self.env._("Open the document again, then decide."))
        return None

    def action_confirm(self):
        """Do it; the engine says why where it cannot be done."""
        self._check_dialog()
        document = self._document()
        request = (document._approval_open_request() or document.sudo().approval_request_id).sudo(False)
        if not request:
            raise UserError(self.env._("This document was not submitted yet."))
        if self.action == "transfer":
            request._transfer(self.transfer_user_id, self.reason, self.revision)
        elif self.action == "return":
            request._return(self.step_id.sudo().step_id, self.reason, self.revision)
        elif self.action == "add_signer":
            request._add_signer(self.signer_id, self.position, self.kind, self.reason, self.revision)
        else:
            request._copy_to(self.reader_ids, self.reason)
        return {"type": "ir.actions.act_window_close"}


class ApprovalRouteChangeStep(models.TransientModel):
    """A step to which the document can be returned, by its name: employees do not read requests."""
    _name = "approval.route.change.step"
    _description = "Step to Return To"
    _order = "id"

    dialog_id = fields.Many2one("approval.route.change", required=True, readonly=True, index=True, ondelete="cascade")
    step_id = fields.Many2one(
        "approval.request.step", required=True, readonly=True, ondelete="cascade", groups=fields.NO_ACCESS)
    name = fields.Char(required=True, readonly=True)

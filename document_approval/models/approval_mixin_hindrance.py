from odoo import api, fields, models

from .approval_route import Router


class ApprovalMixin(models.AbstractModel):
    """Why somebody who holds the role of a step is not asked to sign it."""
    _inherit = "approval.mixin"

    approval_hindrance = fields.Char(
        string="Why You Cannot Sign", compute="_compute_approval_hindrance")

    @api.depends("approval_state")
    @api.depends_context("uid", "lang")
    def _compute_approval_hindrance(self):
        router = Router(self.env)
        for document in self:
            document.approval_hindrance = (
                not document.approval_can_decide and document.sudo()._get_hindrance(router))

    def _get_hindrance(self, router):
        """The reason, for the current user, or False when the signature is nobody's of his roles."""
        request = self.approval_cancel_request_id.filtered(lambda r: r.state == "pending")
        request = request or self.approval_request_id.filtered(lambda r: r.state == "pending")
        steps = request.step_ids.filtered(lambda step: step.state == "pending")
        if not any(self.env.user in router.holders(step, self, request.requester_id)
                   for step in steps):
            return False
        if self.env.user in request._excluded_signers(self):
            return self.env._(
                "You hold the role of this step, but you asked for this document, changed it or "
                "signed it before. Somebody else signs.")
        return self.env._("You hold the role of this step, but somebody else is asked to sign.")

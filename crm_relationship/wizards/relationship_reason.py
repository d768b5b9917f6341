from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_text import is_blank


class RelationshipServiceCancel(models.TransientModel):
    """Asks why service actions are not carried out."""
    _name = 'relationship.service.cancel'
    _description = "Cancel Service Actions"
    _inherit = ['relationship.input.guard']

    action_ids = fields.Many2many('relationship.service.action', string="Actions", required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Cancel those of the actions that are still planned."""
        self.ensure_one()
        if is_blank(self.reason):
            raise UserError(self.env._("Say why the action is not carried out."))
        self.action_ids._check_carry_out()._duty_cancel(self.reason.strip())


class RelationshipSuggestionAnswer(models.TransientModel):
    """The answer to a suggestion, with the measures where it is accepted."""
    _name = 'relationship.suggestion.answer'
    _description = "Answer a Suggestion"
    _inherit = ['relationship.input.guard']

    suggestion_id = fields.Many2one('relationship.suggestion', "Suggestion", required=True, readonly=True, ondelete='cascade')
    proposal = fields.Text(related='suggestion_id.proposal')
    verdict = fields.Selection(
        [('accepted', "Accept"), ('later', "Put Off"), ('declined', "Decline")], required=True, default='accepted')
    answer = fields.Text(required=True)
    until = fields.Date("Answer Again by")

    def action_confirm(self):
        """Give the answer."""
        self.ensure_one()
        self.suggestion_id._answer(self.verdict, self.answer, self.until)


class RelationshipSuggestionClose(models.TransientModel):
    """Thanks, and what came of a suggestion."""
    _name = 'relationship.suggestion.close'
    _description = "Close a Suggestion"
    _inherit = ['relationship.input.guard']

    suggestion_id = fields.Many2one('relationship.suggestion', "Suggestion", required=True, readonly=True, ondelete='cascade')
    note = fields.Text("Thanks and Closing", required=True)

    def action_confirm(self):
        """Close the suggestion."""
        self.ensure_one()
        self.suggestion_id._close(self.note)

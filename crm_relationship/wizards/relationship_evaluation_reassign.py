from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES


class RelationshipEvaluationReassign(models.TransientModel):
    """Hand evaluations that are not submitted yet to another evaluator."""
    _name = 'relationship.evaluation.reassign'
    _description = "Hand over Evaluations"

    evaluation_ids = fields.Many2many(
        'relationship.evaluation', string="Evaluations", required=True,
        default=lambda self: self.env.context.get('active_ids'))
    user_id = fields.Many2one(
        'res.users', "Evaluated by", required=True, domain=[('share', '=', False)])

    def action_reassign(self):
        """Name the new evaluator; naming somebody is no work on the content, so the supervisor may still sign.

        :raise UserError: submitted already, or the person works in another company
        """
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("A supervisor hands evaluations over."))
        evaluations = self.evaluation_ids
        evaluations.check_access('read')
        if late := evaluations.filtered(lambda e: e.approval_state not in EDITABLE_STATES):
            raise UserError(self.env._(
                "%s is submitted already. Only evaluations under way are handed over.", late[0].display_name))
        if evaluations.company_id - self.user_id.sudo().company_ids:
            raise UserError(self.env._("%s does not work in the company of these evaluations.", self.user_id.name))
        for evaluation in evaluations:
            evaluation.with_user(SUPERUSER_ID).evaluator_id = self.user_id
            evaluation.sudo()._message_log(body=self.env._("Handed over to %s.", self.user_id.name))

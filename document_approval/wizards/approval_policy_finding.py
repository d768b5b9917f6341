from odoo import fields, models


class ApprovalPolicyFinding(models.TransientModel):
    """One thing the check of all policies found."""
    _name = 'approval.policy.finding'
    _description = "Finding about a Policy"
    _order = 'severity, company_id, model_id, policy_id, id'

    severity = fields.Selection(
        [('error', "Error"), ('warning', "Warning"), ('info', "Note")], required=True, readonly=True,
        help="Error: documents cannot be submitted or signed. Warning: it does not do what it seems to. "
             "Note: good to know.")
    company_id = fields.Many2one('res.company', "Company", readonly=True)
    model_id = fields.Many2one('ir.model', "Document Type", readonly=True, ondelete='cascade')
    policy_id = fields.Many2one('approval.policy', "Policy", readonly=True, ondelete='cascade')
    text = fields.Char("Finding", readonly=True)

    def action_open_policy(self):
        """Open the policy the finding is about."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'res_model': 'approval.policy', 'res_id': self.policy_id.id,
            'views': [(False, 'form')],
        }

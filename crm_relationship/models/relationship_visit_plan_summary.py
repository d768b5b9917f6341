from odoo import api, fields, models


class RelationshipVisitPlan(models.Model):
    """A regional plan and the summary written after it (P1 ⑦)."""
    _inherit = 'relationship.visit.plan'

    summary_ids = fields.One2many('relationship.visit.summary', 'plan_id', "Summaries")
    summary_count = fields.Integer("Summaries Written", compute='_compute_summary_count')

    @api.depends('summary_ids.approval_state')
    def _compute_summary_count(self):
        for plan in self:
            plan.summary_count = len(plan.summary_ids.filtered(lambda summary: summary.approval_state != 'cancelled'))

    def action_write_summary(self):
        """Open the summary of this plan; start it from the plan's visits when there is none."""
        self.ensure_one()
        summary = self.env['relationship.visit.summary']._from_plan(self)
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Area Visit Summary"), 'view_mode': 'form',
            'res_model': summary._name, 'res_id': summary.id}

from odoo import api, fields, models


class RelationshipVisit(models.Model):
    """A visit made from an approved plan: its number, its goal, and how far the plan's approval reaches."""
    _inherit = 'relationship.visit'

    _sealed_fields = frozenset({'plan_line_id', 'plan_id'})

    plan_line_id = fields.Many2one(
        'relationship.visit.plan.line', "Planned Visit", readonly=True, copy=False, ondelete='restrict',
        check_company=True, index='btree_not_null')
    plan_id = fields.Many2one(
        related='plan_line_id.plan_id', store=True, string="Visit Plan", index='btree_not_null')
    plan_reason = fields.Char(related='plan_line_id.reason', string="Reason and Goal by Plan")

    # Approving twice at the same moment cannot make a visit twice.
    _plan_line_uniq = models.UniqueIndex(
        "(plan_line_id) WHERE plan_line_id IS NOT NULL", "This planned visit was made already.")

    @api.depends('plan_line_id.cost', 'plan_id.approval_state')
    def _compute_is_application_needed(self):
        return super()._compute_is_application_needed()

    def _is_from_approved_plan(self):
        """The plan's approval stands for the application up to the cost it was given for."""
        self.ensure_one()
        line = self.sudo().plan_line_id
        if not line or line.plan_id.approval_state != 'approved':
            return super()._is_from_approved_plan()
        return self.company_currency_id.compare_amounts(self.budget_company, line.cost) <= 0

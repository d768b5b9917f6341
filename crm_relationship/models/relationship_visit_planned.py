from odoo import api, fields, models
from odoo.exceptions import UserError

#: What of a visit the plan's signatures stand for, whatever it costs.
SIGNED_WITH_PLAN = {'partner_id', 'company_id'}


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

    def _check_open(self, touched):
        """A visit of a plan goes to whom the plan was signed for."""
        super()._check_open(touched)
        if SIGNED_WITH_PLAN & touched and (planned := self.sudo().filtered('plan_line_id')):
            raise UserError(self.env._(
                "%(visit)s was approved with %(plan)s for this customer. Cancel it and plan a new one.",
                visit=planned[0].display_name, plan=planned[0].plan_id.name))

    @api.depends('plan_line_id.cost', 'plan_line_id.commercial_partner_id', 'commercial_partner_id', 'plan_id.approval_state')
    def _compute_is_application_needed(self):
        return super()._compute_is_application_needed()

    def _is_from_approved_plan(self):
        """The plan's approval stands for the application at its customer, up to the cost it was given for."""
        self.ensure_one()
        line = self.sudo().plan_line_id
        if not line or line.plan_id.approval_state != 'approved':
            return super()._is_from_approved_plan()
        if self.commercial_partner_id != line.commercial_partner_id:
            return False
        return self.company_currency_id.compare_amounts(self.budget_company, line.cost) <= 0

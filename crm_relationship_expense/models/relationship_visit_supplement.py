from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES, EDITABLE_STATES


class RelationshipVisitSupplement(models.Model):
    """拜访费用追加申请: raises what was approved for a visit, before more is claimed (APPROVAL.md rule 10).

    The signers decide on the sum, so that a visit is not paid in slices each within their authority.
    """
    _name = 'relationship.visit.supplement'
    _description = "Visit Cost Supplement"
    _inherit = [
        'relationship.document', 'relationship.team.mixin', 'relationship.input.guard', 'relationship.budget.mixin',
        'approval.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'visit_id.name', 'partner_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.visit.supplement'
    _relationship_sequence_prefix = 'BZ'
    _approval_amount_field = 'authority_amount'
    _approval_person_fields = ('user_id',)
    _team_person_field = 'user_id'
    _sealed_fields = frozenset({'company_id', 'user_id', 'partner_id', 'currency_id', 'department_id'})

    visit_id = fields.Many2one(
        'relationship.visit', "Visit", required=True, index=True, ondelete='restrict', check_company=True, copy=False,
        domain=[('approval_state', '=', 'approved')])
    company_id = fields.Many2one(related='visit_id.company_id', store=True, precompute=True, default=None)
    department_id = fields.Many2one(related='visit_id.department_id', store=True, default=None)
    user_id = fields.Many2one(related='visit_id.user_id', string="Visitor", store=True, index=True)
    partner_id = fields.Many2one(related='visit_id.partner_id', string="Customer", store=True, index=True)
    currency_id = fields.Many2one(related='visit_id.currency_id', store=True)
    amount = fields.Monetary("Additional Amount", required=True)
    approved_amount = fields.Monetary(
        "Approved So Far", compute='_compute_approved_amount', compute_sudo=True,
        help="What the application of the visit and its other supplements allow.")
    authority_amount = fields.Monetary(
        "Amount to Authorise", compute='_compute_approved_amount', compute_sudo=True,
        help="What the signers' authority is compared with: the visit altogether.")
    reason = fields.Text()

    _open_unique = models.UniqueIndex(
        "(visit_id) WHERE approval_state IN ('draft', 'pending', 'withdrawn', 'rejected')",
        "This visit has an open supplement already: finish that one first.")

    @api.depends('amount', 'visit_id.budget_total', 'visit_id.approval_state')
    def _compute_approved_amount(self):
        for supplement in self:
            others = supplement.visit_id.supplement_ids._origin - supplement._origin
            supplement.approved_amount = supplement.visit_id._approved_budget(others)
            supplement.authority_amount = supplement.approved_amount + supplement.amount

    @api.constrains('amount')
    def _check_amount(self):
        if any(supplement.amount < 0 for supplement in self):
            raise ValidationError(self.env._("An additional amount cannot be negative."))

    @api.constrains('visit_id')
    def _check_visit(self):
        for supplement in self:
            supplement.visit_id.sudo(False).check_access('read')  # constraints run in sudo
            if not supplement.visit_id._may_ask_supplement():
                raise ValidationError(self.env._(
                    "You can ask for more on your own visits only. A supervisor can ask for a colleague."))

    def write(self, vals):
        if 'visit_id' in vals and any(one.visit_id.id != vals['visit_id'] for one in self):
            raise UserError(self.env._("A supplement stays with its visit. Delete the draft and ask for the other one."))
        return super().write(vals)

    def _approved_own(self):
        """What was approved of the additional amount: the audit may have lowered the sum."""
        self.ensure_one()
        approval = self.approval_request_id
        lowered = approval.amount - approval.approved_amount
        if self.company_id.currency_id.is_zero(lowered):
            return self.amount
        return self.amount - self.company_id.currency_id._convert(
            lowered, self.currency_id, self.company_id, approval._submission_day())

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this supplement from being submitted."""
        self.ensure_one()
        problems, visit = super()._approval_submit_problems(), self.visit_id.sudo()
        if visit.approval_state != 'approved':
            problems.append(self.env._(
                "%s is not approved, or settled already: nothing can be added to it.", visit.display_name))
        if self.currency_id.compare_amounts(self.amount, 0) <= 0:
            problems.append(self.env._("The additional amount is zero: enter what the visit cost beyond the approval."))
        if not (self.reason or '').strip():
            problems.append(self.env._("The reason is empty: say why the visit cost more."))
        return problems

    def _approval_check_cancel(self):
        super()._approval_check_cancel()
        self._check_not_claimed()

    def _approval_cancelled(self, reason):
        """More may have been claimed while the cancellation was being decided."""
        super()._approval_cancelled(reason)
        self.filtered(lambda one: one.sudo().approval_request_id.state == 'approved')._check_not_claimed()

    def _check_not_claimed(self):
        """Raise UserError when more is claimed than stays approved without these supplements (APPROVAL.md rule 10)."""
        for visit, supplements in self.sudo().grouped('visit_id').items():
            visit._claim_lock()
            visit.invalidate_recordset(['claim_ids'])
            claimed = visit._claims()._relationship_amount_in(visit.currency_id)
            limit = visit._approval_with_tolerance(visit._approved_budget(visit.supplement_ids - supplements))
            if visit.currency_id.compare_amounts(claimed, limit) > 0:
                raise UserError(self.env._(
                    "%(claimed)s are claimed on %(visit)s, and without %(supplement)s only %(limit)s may be. "
                    "Have expenses refused or lower them, then cancel it.",
                    claimed=visit.currency_id.format(claimed), visit=visit.display_name,
                    supplement=", ".join(supplements.mapped('display_name')), limit=visit.currency_id.format(limit)))

    def _approval_settlement_basis(self):
        """A supplement is settled with its visit."""
        self.ensure_one()
        return self.visit_id.sudo()._approval_settlement_basis()


class RelationshipVisit(models.Model):
    """What may be paid for a visit: its approved budget with its supplements (APPROVAL.md rule 10)."""
    _inherit = 'relationship.visit'

    supplement_ids = fields.One2many('relationship.visit.supplement', 'visit_id', "Cost Supplements")
    supplement_count = fields.Integer(compute='_compute_supplement_count', compute_sudo=True)
    is_over_approved = fields.Boolean(
        "Above the Approval", compute='_compute_is_over_approved', compute_sudo=True,
        help="The costs exceed what was approved, beyond the tolerance: they are claimed after a supplement.")

    @api.depends('supplement_ids')
    def _compute_supplement_count(self):
        for visit in self:
            visit.supplement_count = len(visit.supplement_ids)

    @api.depends('actual_total', 'approval_state', 'supplement_ids.approval_state')
    def _compute_is_over_approved(self):
        for visit in self:
            visit.is_over_approved = visit.approval_state == 'approved' and bool(
                visit._approval_settlement_problem(visit.actual_total))

    def _approved_budget(self, supplements):
        """The approved budget with those of ``supplements`` that are approved."""
        self.ensure_one()
        approved = supplements.filtered(lambda one: one.approval_state in APPROVED_STATES)
        return (super()._approval_settlement_basis() or 0.0) + sum(one._approved_own() for one in approved)

    def _approval_settlement_basis(self):
        return self._approved_budget(self.sudo().supplement_ids)

    def _approval_settled(self, amounts):
        """The supplements are paid with their visit."""
        super()._approval_settled(amounts)
        for visit in self.sudo():
            supplements = visit.supplement_ids.filtered(lambda one: one.approval_state == 'approved')
            if supplements:
                supplements._approval_settle({one.id: one._approved_own() for one in supplements})

    def _may_ask_supplement(self):
        return self._may_act_for_others() or self.env.user in (self.sudo().user_id | self.sudo().preparer_id)

    def action_request_supplement(self):
        """Open the supplement that is being asked for, or start one with the amount that is missing."""
        self.ensure_one()
        self.check_access('read')
        if not self._may_ask_supplement():
            raise UserError(self.env._(
                "You can ask for more on your own visits only. A supervisor can ask for a colleague."))
        if self.approval_state != 'approved':
            raise UserError(self.env._("Only a visit with an approved application can have a supplement."))
        supplement = self.supplement_ids.filtered(lambda one: one.approval_state in (*EDITABLE_STATES, 'pending'))[:1]
        if not supplement:
            missing = self.actual_total - self.sudo()._approval_settlement_basis()
            supplement = supplement.create({'visit_id': self.id, 'amount': max(missing, 0.0)})
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Visit Cost Supplement"),
            'res_model': supplement._name, 'res_id': supplement.id, 'view_mode': 'form'}

    def action_open_supplements(self):
        """The supplements of the visit."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Visit Cost Supplements"),
            'res_model': 'relationship.visit.supplement', 'view_mode': 'list,form',
            'domain': list(Domain('visit_id', '=', self.id)), 'context': {'create': False}}

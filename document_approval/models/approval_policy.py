import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .approval_amount import MAX_AMOUNT, is_sound_amount

SCOPE_FIELDS = {
    "active", "sequence", "model_id", "company_id", "department_id", "kind_domain",
    "amount_over", "amount_up_to",
}


class ApprovalPolicy(models.Model):
    """Which signatures documents of one type, company, department, kind and amount need.

    Policies that differ at most in their band and priority form one *scope*; within a scope
    bands neither overlap nor leave a gap, so that an amount has one answer. Archived policies
    are drafts: nothing about their bands and steps is checked until they are brought back.
    """
    _name = "approval.policy"
    _description = "Approval Policy"
    _inherit = ["approval.input.guard", "approval.sealed"]
    _order = "model, sequence, amount_over, id"
    _check_company_auto = True
    _sealed_fields = frozenset({"last_version"})

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        string="Priority", default=10,
        help="Among policies that fit a document equally well, the smallest number wins.")
    model_id = fields.Many2one(
        "ir.model", string="Document type", required=True, index=True, ondelete="cascade",
        domain=lambda self: self._approval_model_domain())
    model = fields.Char(related="model_id.model", string="Model name", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", string="Company", index=True, ondelete="cascade",
        compute="_compute_company_id", store=True, readonly=False, precompute=True,
        help="Empty: for every company. A company's own policies win over the general ones.")
    department_id = fields.Many2one(
        "hr.department", string="Department", index=True, ondelete="restrict", check_company=True,
        help="For documents of this department and the departments below it; the deepest "
             "department with a policy wins. Empty: for every department.")
    kind_domain = fields.Char(
        string="Only documents where", default="[]",
        help="A condition on the document, such as its kind. Empty: every document of the type.")
    amount_over = fields.Float(
        string="Amount over", default=0.0, aggregator=None,
        help="The policy is for amounts above this one, in the currency of the document's "
             "company. 0: from the smallest amount on.")
    amount_up_to = fields.Float(
        string="Up to and including", default=0.0, aggregator=None,
        help="The policy is for amounts up to and including this one. 0: no upper limit.")
    no_approval = fields.Boolean(
        string="No approval needed",
        help="Documents of this policy are approved when they are submitted, without a signature.")
    step_ids = fields.One2many("approval.policy.step", "policy_id", string="Steps", copy=True)
    version_ids = fields.One2many("approval.policy.version", "policy_id", string="Versions")
    last_version = fields.Integer(string="Latest version", readonly=True, copy=False)

    @api.depends("department_id")
    def _compute_company_id(self):
        """A department's policy is a policy of the department's company."""
        for policy in self:
            policy.company_id = policy.department_id.company_id or policy.company_id

    @api.model
    def _approval_models(self):
        """Names of the document types that are signed: the models with the approval mixin."""
        registry = self.env.registry
        return sorted(
            name for name in registry.descendants(["approval.mixin"], "_inherit")
            if not registry[name]._abstract and not registry[name]._transient)

    @api.model
    def _approval_model_domain(self):
        return [("model", "in", self._approval_models())]

    @api.model
    def _check_approval_models(self, ir_models):
        """Refuse document types (ir.model records) that know no approvals."""
        known = self._approval_models()
        for ir_model in ir_models.sudo():
            if ir_model.model not in known:
                raise ValidationError(self.env._(
                    "“%s” is no document that can be approved. Choose another document type.",
                    ir_model.name))

    @api.constrains("model_id")
    def _check_model(self):
        self._check_approval_models(self.model_id)
        self.step_ids._check_approver()

    @api.constrains("kind_domain", "model_id")
    def _check_kind_domain(self):
        for policy in self:
            policy._read_kind_domain()

    def _read_kind_domain(self):
        """The kind's domain, parsed and checked against the document type.

        Only literals count: no name is ever evaluated.

        :raises ValidationError: if it is no domain of the document type
        """
        self.ensure_one()
        if self.model not in self.env:
            return Domain.FALSE
        try:
            domain = Domain(ast.literal_eval((self.kind_domain or "").strip() or "[]"))
            domain.validate(self.env[self.model].sudo())
        except (ValueError, TypeError, SyntaxError, KeyError, RecursionError, MemoryError) as error:
            raise ValidationError(self.env._(
                "Policy “%(policy)s”: the condition “%(condition)s” does not fit the documents. "
                "Build it with the editor, with fixed values only.",
                policy=self.name, condition=self.kind_domain)) from error
        return domain

    @api.constrains("amount_over", "amount_up_to")
    def _check_band(self):
        for policy in self:
            over, up_to = policy.amount_over, policy.amount_up_to
            if not (is_sound_amount(over) and is_sound_amount(up_to)):
                raise ValidationError(self.env._(
                    "Policy “%(policy)s”: the amounts of a band lie between 0 and %(maximum)s.",
                    policy=policy.name, maximum=f"{MAX_AMOUNT:,.0f}"))
            if up_to and up_to <= over:
                raise ValidationError(self.env._(
                    "Policy “%(policy)s”: the band ends (%(up_to)s) before it begins (%(over)s). "
                    "Give a higher end, or 0 for no upper limit.",
                    policy=policy.name, up_to=f"{up_to:,.2f}", over=f"{over:,.2f}"))

    @api.constrains("active", "no_approval", "step_ids", "name")
    def _check_steps(self):
        """An active policy has a route that ends with a decision, or says that none is needed."""
        for policy in self.filtered("active"):
            if problem := policy._get_route_problem():
                raise ValidationError(self.env._(
                    "Policy “%(policy)s”: %(problem)s", policy=policy.name, problem=problem))

    def _get_route_problem(self):
        """What is wrong with the steps and what to do about it; False when they are sound."""
        self.ensure_one()
        steps = self.step_ids.sorted(lambda step: (step.sequence, step._origin.id or 0))
        if self.no_approval:
            return bool(steps) and self.env._(
                "it needs no approval but has steps. Remove the steps or the mark.")
        audits = steps.filtered(lambda step: step.kind == "audit")
        if not any(step.kind == "approve" and not step.optional for step in steps):
            return self.env._(
                "add at least one step of kind Approve that is not optional, or mark the policy "
                "as “No approval needed”.")
        if steps[len(steps) - len(audits):] != audits:
            return self.env._("audits come last. Move them below the other steps.")
        final = [
            step.kind == "approve" and not step.optional and not step.ends_within_authority
            for step in steps]
        for position, step in enumerate(steps):
            if step.ends_within_authority and step.kind != "approve":
                return self.env._(
                    "only a step of kind Approve can be final, “%s” is not one.", step.name)
            if step.ends_within_authority and not any(final[position + 1:]):
                return self.env._(
                    "who approves what is beyond the authority of “%s”? Add an approving step "
                    "after it that is neither optional nor limited by authority.", step.name)
        return False

    @api.constrains(*sorted(SCOPE_FIELDS))
    def _check_scopes(self):
        self._check_bands_of(self._get_scopes())

    def _get_scopes(self):
        """The scopes of the policies, as a set of :meth:`_get_scope`."""
        return {policy._get_scope() for policy in self}

    def _get_scope(self):
        """What the policy is for, apart from amounts: (model, company, department, kind)."""
        self.ensure_one()
        return (
            self.model, self.company_id.id, self.department_id.id, str(self._read_kind_domain()))

    @api.model
    def _check_bands_of(self, scopes, leaving=()):
        """Refuse ties, overlaps and gaps among the active policies of the scopes.

        :param leaving: policies that are about to be deleted
        """
        active = self.sudo().with_context(active_test=True).search(
            [("model", "in", [scope[0] for scope in scopes])])
        staying = active.filtered(lambda policy: policy not in leaving)
        for scope, policies in staying.grouped(lambda policy: policy._get_scope()).items():
            if scope not in scopes:
                continue
            banded = policies.filtered(lambda policy: policy._is_banded())
            general = policies - banded
            general._check_tie()
            banded.sorted("amount_over")._check_contiguous(has_general=bool(general))

    def _is_banded(self):
        self.ensure_one()
        return bool(self.amount_over or self.amount_up_to)

    def _check_tie(self):
        """Policies without a band in one scope differ in priority."""
        seen = {}
        for policy in self:
            other = seen.setdefault(policy.sequence, policy)
            if other != policy:
                raise ValidationError(self.env._(
                    "“%(first)s” and “%(second)s” are for the same documents with the same "
                    "priority. Archive one, give them bands, or change a priority.",
                    first=other.name, second=policy.name))

    def _check_contiguous(self, has_general):
        """Bands in ascending order neither overlap nor, without a general policy, leave a gap."""
        for below, above in zip(self, self[1:], strict=False):
            end = below.amount_up_to
            if not end or above.amount_over < end:
                raise ValidationError(self.env._(
                    "The bands of “%(below)s” (%(below_band)s) and “%(above)s” (%(above_band)s) "
                    "overlap. Let one begin where the other ends; to move a common bound, archive "
                    "both, correct them, and unarchive them together.",
                    below=below.name, below_band=below.band_text,
                    above=above.name, above_band=above.band_text))
            if above.amount_over > end and not has_general:
                raise ValidationError(self.env._(
                    "Nobody is named for amounts over %(from)s up to %(to)s, between “%(below)s” "
                    "and “%(above)s”. Close the gap, or add a policy without a band; to move a "
                    "common bound, archive both, correct them, and unarchive them together.",
                    **{"from": f"{end:,.2f}", "to": f"{above.amount_over:,.2f}"},
                    below=below.name, above=above.name))

    def write(self, vals):
        left = self._get_scopes() if SCOPE_FIELDS & vals.keys() else set()
        result = super().write(vals)
        self._check_bands_of(left)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed(self):
        """A used policy stays on record; one between two bands leaves no gap behind."""
        for policy in self:
            if policy.last_version:
                raise UserError(self.env._(
                    "Documents were submitted under “%s”, so it stays on record. Archive it "
                    "instead.", policy.name))
        self._check_bands_of(self._get_scopes(), leaving=self)

from odoo import api, fields, models
from odoo.exceptions import AccessError


class RelationshipEvaluation(models.Model):
    """What a signed verdict brings about: the customer carries it, and the scorecard's measures act."""
    _inherit = 'relationship.evaluation'

    effect_ids = fields.One2many('relationship.evaluation.effect', 'evaluation_id', "Effects", readonly=True)
    measure_text = fields.Text(
        "If Signed as It Is", compute='_compute_measure_text', help="What the verdict would bring about.")
    can_undo_effects = fields.Boolean(compute='_compute_can_undo_effects')

    _print_faces = {'form': ('effect_ids',)}
    _sealed_fields = frozenset({'effect_ids'})

    @api.depends('verdict', 'scorecard_id')
    @api.depends_context('lang')
    def _compute_measure_text(self):
        """What signers decide on besides the verdict, before it happens."""
        kinds = dict(self.env['relationship.scorecard.measure']._fields['kind']._description_selection(self.env))
        for evaluation in self:
            evaluation.measure_text = "\n".join(
                f"{kinds[measure.kind]}: {measure._what()}" for measure in evaluation._measures())

    @api.depends('effect_ids.state', 'evaluator_id', 'owner_id', 'profile_id.user_id')
    @api.depends_context('uid')
    def _compute_can_undo_effects(self):
        for evaluation in self:
            evaluation.can_undo_effects = any(
                effect.state == 'done' for effect in evaluation.effect_ids) and not evaluation._undo_refusal()

    def _measures(self):
        """The measures of this evaluation's verdict, in their order."""
        return self.sudo().scorecard_id.measure_ids.filtered(
            lambda measure: measure.verdict == self.verdict).sorted()

    # ------------------------------------------------------------------
    # The decision
    # ------------------------------------------------------------------

    def _approval_approved(self):
        super()._approval_approved()
        evaluations = self.sudo()
        evaluations.profile_id._take_verdicts()
        self.env['relationship.evaluation.effect'].sudo()._act(evaluations)

    def _approval_cancelled(self, reason):
        """The verdict never was: effects are taken back where nobody changed what they set."""
        super()._approval_cancelled(reason)
        evaluations = self.sudo()
        evaluations.profile_id._take_verdicts()
        evaluations.effect_ids.filtered(lambda effect: effect.state == 'done')._take_back()
        self.env['relationship.evaluation.effect'].sudo()._put_back(evaluations.profile_id.evaluation_id)

    def action_undo_effects(self):
        """Take all effects back that nobody changed since."""
        self.check_access('read')
        self._check_may_undo()
        self.sudo().effect_ids.filtered(lambda effect: effect.state == 'done')._take_back()

    def _check_may_undo(self):
        """Raise unless the user may take effects of all these evaluations back."""
        for evaluation in self:
            if refusal := evaluation._undo_refusal():
                raise AccessError(refusal)

    def _undo_refusal(self):
        """Why the user may not take effects back, or ''; whoever was not to sign does not undo alone what others signed."""
        user = self.env.user
        if not any(user.has_group(f'crm_relationship.group_{role}') for role in ('service_manager', 'general_manager')):
            return self.env._("The service manager or the general manager undoes what a verdict brought about.")
        if user in self.sudo()._approval_persons():
            return self.env._(
                "You evaluated %s or look after the customer: somebody else undoes what the verdict brought about. "
                "Ask the general manager.", self.name)
        return ''

    # ------------------------------------------------------------------
    # Paper
    # ------------------------------------------------------------------

    def _print_boxes(self):
        """The three boxes of the paper, the verdict's ticked."""
        return self.scorecard_id._print_boxes(self.verdict)

    def _print_percent(self):
        """The score in percent, as text."""
        return f"{self.percent:g} %"

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES

from ..tools.evaluation_score import percentage, total, verdict_of, weighted
from .relationship_scorecard import VERDICT_SELECTION

PERIOD_MONTHS = 12
YEARS = range(2000, 2101)
#: what moves the period, and with it the customer's numbers
PERIOD_FIELDS = {'date', 'period_start', 'period_end'}


class RelationshipEvaluation(models.Model):
    """客户关系评估表 (F9): one customer judged by a scorecard, and what becomes of the relationship.

    Here are the paper's columns and what adds up from them (`tools/evaluation_score.py` says how).
    What is checked is in `relationship_evaluation_rules.py`, what a signed verdict brings about in
    `relationship_evaluation_verdict.py`.
    """
    _name = 'relationship.evaluation'
    _description = "Customer Evaluation"
    _inherit = [
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard', 'approval.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'partner_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.evaluation'
    _relationship_sequence_prefix = 'PG'
    _approval_person_fields = ('evaluator_id', 'owner_id')
    _team_person_field = 'evaluator_id'

    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, index=True, check_company=True, ondelete='restrict', tracking=True)
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company", index=True)
    partner_number = fields.Char(related='partner_id.ref', string="Customer Number")
    profile_id = fields.Many2one(
        'relationship.profile', "Customer in the Roster", readonly=True, copy=False, index=True, ondelete='set null')
    owner_id = fields.Many2one(
        'res.users', "Customer Owner", compute='_compute_owner_id', store=True, index='btree_not_null',
        help="Looks after the customer; may prepare the evaluation, and never signs it.")
    tier_id = fields.Many2one(
        'relationship.tier', "Value Tier", readonly=True, copy=False, ondelete='restrict', index='btree_not_null',
        help="The customer's tier when the evaluation was begun.")
    occasion = fields.Selection(
        [('annual', "Yearly Round"), ('special', "Special Occasion")], required=True, default='annual', tracking=True)
    year = fields.Char(
        required=True, size=4, index=True, copy=False,
        default=lambda self: str(self.env.company._relationship_today().year))
    period_start = fields.Date(
        "Period from", compute='_compute_period', store=True, readonly=False, precompute=True, required=True)
    period_end = fields.Date(
        "Period to", compute='_compute_period', store=True, readonly=False, precompute=True, required=True)
    date_deadline = fields.Date("Finish by", copy=False)
    is_second = fields.Boolean(
        "Second of the Year", readonly=True, copy=False,
        help="Contacts were merged that each had a yearly evaluation of this year. This one stays as it was submitted.")
    evaluator_id = fields.Many2one(
        'res.users', "Evaluated by", required=True, default=lambda self: self.env.user, index=True,
        domain=[('share', '=', False)], check_company=True, tracking=True)
    scorecard_id = fields.Many2one(
        'relationship.scorecard', "Scorecard", check_company=True, ondelete='restrict', index=True, copy=False,
        domain=[('state', '=', 'active')], tracking=True)
    line_ids = fields.One2many('relationship.evaluation.line', 'evaluation_id', "Indicators", copy=False)

    progress = fields.Char(compute='_compute_progress')
    is_complete = fields.Boolean("All Graded", compute='_compute_totals', store=True)
    total = fields.Float(
        digits=(16, 4), compute='_compute_totals', store=True, aggregator='avg',
        help="合计: the scores of all indicators together; weight times points of the grade.")
    standard = fields.Float(
        "Standard Score", digits=(16, 4), compute='_compute_totals', store=True, aggregator='avg',
        help="标准分: the total with the best grade for every indicator.")
    percent = fields.Float(
        "Score (%)", digits=(5, 2), compute='_compute_totals', store=True, aggregator='avg', tracking=True,
        help="The total in percent of the standard score, cut after two decimals.")
    verdict_suggested = fields.Selection(
        VERDICT_SELECTION, "Suggested Verdict", compute='_compute_totals', store=True,
        help="By the thresholds of the scorecard.")
    verdict_chosen = fields.Selection(
        VERDICT_SELECTION, "Different Verdict", copy=False, tracking=True, help="Needs a reason.")
    verdict_reason = fields.Text("Reason for the Different Verdict", copy=False)
    is_verdict_different = fields.Boolean("Against the Thresholds", compute='_compute_verdict', store=True)
    verdict = fields.Selection(VERDICT_SELECTION, compute='_compute_verdict', store=True, index=True, group_expand=True)
    conclusion = fields.Text("Result and Proposals")
    stage = fields.Selection(
        [('proposed', "To Begin"), ('underway', "Under Way"), ('pending', "To Be Signed"), ('signed', "Signed"),
         ('cancelled', "Cancelled")],
        compute='_compute_stage', store=True, index=True, group_expand=True)

    _sealed_fields = frozenset({
        'commercial_partner_id', 'profile_id', 'owner_id', 'tier_id', 'is_complete', 'total', 'standard',
        'percent', 'verdict_suggested', 'is_verdict_different', 'verdict', 'stage', 'is_second'})

    # What a second click, or a second person, would make once more
    _yearly_unique = models.UniqueIndex(
        "(company_id, commercial_partner_id, year) "
        "WHERE occasion = 'annual' AND approval_state <> 'cancelled' AND is_second IS NOT TRUE",
        "This customer has its yearly evaluation of that year already: open that one, or evaluate on a special occasion.")

    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        """Number and customer: what a signer has to tell apart."""
        for evaluation in self:
            evaluation.display_name = f"{evaluation.name} {evaluation.partner_id.name or ''}".strip()

    @api.depends('profile_id.user_id', 'approval_state')
    def _compute_owner_id(self):
        """Who looks after the customer; as it was at submission from then on, whoever takes over."""
        for evaluation in self:
            open_ = evaluation.approval_state in EDITABLE_STATES
            evaluation.owner_id = evaluation.profile_id.user_id if open_ else evaluation.owner_id

    @api.depends('date')
    def _compute_period(self):
        """The twelve months up to the day of the evaluation."""
        for evaluation in self:
            end = evaluation.date or fields.Date.context_today(evaluation)
            evaluation.period_end = end
            evaluation.period_start = end - relativedelta(months=PERIOD_MONTHS) + relativedelta(days=1)

    @api.depends('line_ids.grade_id')
    def _compute_progress(self):
        for evaluation in self:
            lines = evaluation.line_ids
            evaluation.progress = f"{len(lines.filtered('grade_id'))}/{len(lines)}" if lines else False

    @api.depends('line_ids.grade_id', 'line_ids.weight', 'line_ids.score', 'scorecard_id')
    def _compute_totals(self):
        """合计, 标准分, and the verdict the thresholds suggest once everything is graded."""
        for evaluation in self:
            card, lines = evaluation.scorecard_id.sudo(), evaluation.line_ids
            best = max(card.grade_ids.mapped('points'), default=0.0)
            evaluation.is_complete = bool(lines) and all(line.grade_id for line in lines)
            evaluation.total = total(lines.mapped('score'))
            evaluation.standard = total(weighted(line.weight, best) for line in lines)
            evaluation.percent = percentage(evaluation.total, evaluation.standard)
            evaluation.verdict_suggested = evaluation.is_complete and verdict_of(
                evaluation.percent, card.develop_min, card.maintain_min)

    @api.depends('verdict_suggested', 'verdict_chosen')
    def _compute_verdict(self):
        for evaluation in self:
            evaluation.verdict = evaluation.verdict_suggested and (
                evaluation.verdict_chosen or evaluation.verdict_suggested)
            evaluation.is_verdict_different = evaluation.verdict != evaluation.verdict_suggested

    @api.depends('approval_state', 'line_ids.grade_id', 'line_ids.grade_proposed_id')
    def _compute_stage(self):
        """How far a round has come; grades read from numbers alone are no beginning yet."""
        for evaluation in self:
            state = evaluation.approval_state
            if state in ('pending', 'cancelled'):
                evaluation.stage = state
            elif state == 'approved':
                evaluation.stage = 'signed'
            else:
                begun = state != 'draft' or any(
                    line.grade_id != line.grade_proposed_id for line in evaluation.line_ids)
                evaluation.stage = 'underway' if begun else 'proposed'

    @api.model
    def _team_domain(self):
        """What the team evaluates, and evaluations of the team's customers, whoever made them."""
        led = self.env['relationship.profile']._led_users().ids
        return fields.Domain('evaluator_id', 'in', led) | fields.Domain('profile_id.user_id', 'in', led)

    # ------------------------------------------------------------------
    # Create, write
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(vals_list)
        evaluations._begin()
        return evaluations

    def write(self, vals):
        fixed = vals.keys() & {'partner_id', 'company_id'}
        if any(evaluation[name].id != vals[name] for evaluation in self for name in fixed):
            raise UserError(self.env._(
                "An evaluation stays with its customer and company. Delete the draft and evaluate the other customer."))
        changed = self.filtered(lambda e: e.scorecard_id.id != vals['scorecard_id']) if 'scorecard_id' in vals else self.browse()
        periods = {e: e._period() for e in self - changed} if PERIOD_FIELDS & vals.keys() else {}
        result = super().write(vals)
        if changed:
            changed._replace_lines()
        if moved := self.filtered(lambda e: e in periods and e._period() != periods[e]):
            moved._read_numbers()
        return result

    def _period(self):
        """First and last day of the months that are judged."""
        return self.period_start, self.period_end

    @api.constrains('year')
    def _check_year(self):
        if any(not (e.year.isascii() and e.year.isdecimal() and int(e.year) in YEARS) for e in self):
            raise ValidationError(self.env._("Give the year with four digits, such as 2026."))

    @api.constrains('period_start', 'period_end')
    def _check_period(self):
        for evaluation in self:
            if not evaluation.period_start <= evaluation.period_end:
                raise ValidationError(self.env._("The period ends before it begins."))
            if evaluation.period_start.year not in YEARS or evaluation.period_end.year not in YEARS:
                raise ValidationError(self.env._("The period is out of reach: give the months that are judged."))

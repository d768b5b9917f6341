from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.evaluation_score import exact

VERDICT_SELECTION = [
    ('develop', "Develop the Relationship"), ('maintain', "Maintain the Relationship"),
    ('end', "End the Relationship")]
#: what may change on a scorecard in use: whom it is for, not how it counts
OPEN_NAMES = frozenset({'name', 'sequence', 'company_id', 'tier_ids', 'industry_ids', 'category_ids', 'active'})
SHIPPED = ('key', 'potential', 'general')
DEFAULT_GRADES = (("A", 100), ("B", 80), ("C", 60), ("D", 40), ("E", 20))


class RelationshipScorecard(models.Model):
    """评估模板: what customers of one kind are judged by (F9).

    A draft is edited freely. Once active it is frozen, with indicators, grades, bounds, thresholds
    and measures: a change makes the next version, and evaluations keep the version they were made
    with. So what was signed stays what it was.
    """
    _name = 'relationship.scorecard'
    _description = "Scorecard"
    _inherit = ['approval.sealed', 'relationship.input.guard', 'relationship.printed']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char("Scorecard", required=True, translate=True)
    sequence = fields.Integer(default=10, help="Scorecards are read top-down; the first that fits a customer is used.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', "Company", index=True,
        help="Empty: for all companies. A company's own scorecards come before the shared ones.")
    state = fields.Selection(
        [('draft', "Draft"), ('active', "In Use"), ('retired', "Replaced")], required=True, default='draft',
        readonly=True, copy=False, index=True)
    version = fields.Integer(readonly=True, default=1, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        'relationship.scorecard', "Previous Version", readonly=True, copy=False, ondelete='restrict',
        index='btree_not_null')
    tier_ids = fields.Many2many('relationship.tier', string="Value Tiers", help="Empty: all tiers.")
    industry_ids = fields.Many2many('res.partner.industry', string="Business Categories", help="Empty: all.")
    category_ids = fields.Many2many(
        'res.partner.category', string="Tags", help="Customers with one of these tags. Empty: all.")
    develop_min = fields.Float(
        "Develop from (%)", digits=(5, 2), default=80.0,
        help="Score in percent of the standard score; the bound itself is within.")
    maintain_min = fields.Float("Maintain from (%)", digits=(5, 2), default=60.0, help="Below, the relationship ends.")
    grade_ids = fields.One2many(
        'relationship.scorecard.grade', 'scorecard_id', "Grade Scale", copy=True,
        default=lambda self: self._default_grades())
    indicator_ids = fields.One2many('relationship.scorecard.indicator', 'scorecard_id', "Indicators", copy=True)
    meaning_ids = fields.One2many(
        'relationship.scorecard.meaning', 'scorecard_id', "What Each Grade Means", copy=False)
    measure_ids = fields.One2many('relationship.scorecard.measure', 'scorecard_id', "Measures", copy=True)
    weight_total = fields.Float("Total of the Weights", digits=(7, 2), compute='_compute_weight_total')
    evaluation_count = fields.Integer("Evaluations", compute='_compute_evaluation_count')

    _sealed_fields = frozenset({'state', 'version', 'previous_id'})

    @api.model
    def _default_grades(self):
        """The usual five grades of a hundred points."""
        return [
            Command.create({'name': name, 'points': points, 'sequence': number})
            for number, (name, points) in enumerate(DEFAULT_GRADES, 1)]

    @api.depends('name', 'version')
    def _compute_display_name(self):
        for card in self:
            card.display_name = self.env._("%(name)s (version %(version)s)", name=card.name, version=card.version) \
                if card.version > 1 else card.name

    @api.depends('indicator_ids.weight')
    def _compute_weight_total(self):
        for card in self:
            card.weight_total = float(sum(map(exact, card.indicator_ids.mapped('weight'))))

    def _compute_evaluation_count(self):
        """Evaluations the reader may see."""
        counts = dict(self.env['relationship.evaluation']._read_group(
            [('scorecard_id', 'in', self.ids)], ['scorecard_id'], ['__count']))
        for card in self:
            card.evaluation_count = counts.get(card, 0)

    @api.constrains('develop_min', 'maintain_min')
    def _check_thresholds(self):
        if any(not 0 < card.maintain_min < card.develop_min <= 100 for card in self):
            raise ValidationError(self.env._(
                "Thresholds: “Maintain” must begin above 0, “Develop” above “Maintain”, and neither above 100 percent."))

    # ------------------------------------------------------------------
    # Frozen in use
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        cards._add_missing_meanings()
        return cards

    def write(self, vals):
        if not OPEN_NAMES.issuperset(vals):
            self._check_draft()
        result = super().write(vals)
        if vals.keys() & {'grade_ids', 'indicator_ids'}:
            self._add_missing_meanings()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(card.state != 'draft' for card in self):
            raise UserError(self.env._("A scorecard that was in use stays on record. Archive it instead of deleting it."))

    def _check_draft(self):
        """Raise unless each scorecard is a draft."""
        for card in self:
            if card.state != 'draft':
                raise UserError(self.env._(
                    "“%s” is in use, and what was judged by it must stay as it was. Press “New Version”, change the "
                    "new version and activate it.", card.display_name))

    def _add_missing_meanings(self):
        """A row for each indicator and grade, to be filled in."""
        missing = []
        for card in self:
            have = {(row.indicator_id, row.grade_id) for row in card.meaning_ids}
            missing += [
                {'indicator_id': indicator.id, 'grade_id': grade.id}
                for indicator in card.indicator_ids for grade in card.grade_ids if (indicator, grade) not in have]
        self.env['relationship.scorecard.meaning'].create(missing)

    def copy(self, default=None):
        """The meanings follow once the rows of the copy are there, in all languages."""
        copies = super().copy(default)
        for card, twin in zip(self, copies):
            indicators = dict(zip(card.indicator_ids.sorted(), twin.indicator_ids.sorted()))
            grades = dict(zip(card._scale(), twin._scale()))
            rows = {(row.indicator_id, row.grade_id): row for row in twin.meaning_ids}
            for row in card.meaning_ids:
                other = rows[indicators[row.indicator_id], grades[row.grade_id]]
                other.write({'bound': row.bound, 'meaning': row.meaning})
                row.copy_translations(other)
        return copies

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_activate(self):
        """Put drafts into use; the version before is replaced.

        :raise ValidationError: weights that do not make 100, a scale or bounds that decide nothing
        """
        self._check_may_configure()
        self._add_missing_meanings()
        for card in self.filtered(lambda c: c.state == 'draft'):
            if problems := card._problems():
                raise ValidationError("\n".join([
                    self.env._("“%s” cannot be used yet:", card.display_name), *(f"• {text}" for text in problems)]))
            card._sealed_write({'state': 'active'}, SEAL)
            card.previous_id.filtered(lambda c: c.state == 'active')._sealed_write({'state': 'retired'}, SEAL)

    @api.model
    def _activate_shipped(self):
        """Put shipped scorecards into use that nobody touched since they were loaded; asked at every update."""
        shipped = (self.env.ref(f'crm_relationship.scorecard_{name}', raise_if_not_found=False) for name in SHIPPED)
        self.concat(*filter(None, shipped)).filtered(
            lambda card: card.state == 'draft' and card.create_date == card.write_date).action_activate()

    def action_draft(self):
        """Back to draft, as long as nobody was judged by it."""
        self._check_may_configure()
        used = self.env['relationship.evaluation'].sudo()._read_group(
            [('scorecard_id', 'in', self.ids)], ['scorecard_id'])
        if used:
            raise UserError(self.env._(
                "Customers were judged by “%s”. Press “New Version” instead.", used[0][0].display_name))
        self.filtered(lambda c: c.state == 'active')._sealed_write({'state': 'draft'}, SEAL)

    def action_new_version(self):
        """A draft that replaces this scorecard when it is activated; opens it, or the one begun already."""
        self.ensure_one()
        self._check_may_configure()
        draft = self.search([('previous_id', '=', self.id), ('state', '=', 'draft')], limit=1)
        if not draft:
            draft = self.copy()
            draft._sealed_write({'version': self.version + 1, 'previous_id': self.id}, SEAL)
        return {'type': 'ir.actions.act_window', 'name': self.env._("Scorecard"), 'res_model': self._name,
                'res_id': draft.id, 'view_mode': 'form'}

    def _check_may_configure(self):
        self.check_access('write')
        if not self.env.su and not self.env.user.has_group('crm_relationship.group_administrator'):
            raise AccessError(self.env._("Scorecards are set up by the administrators of customer relations."))

    # ------------------------------------------------------------------
    # Fit for use
    # ------------------------------------------------------------------

    def _problems(self):
        """What keeps a scorecard from being used, as messages with the remedy."""
        self.ensure_one()
        problems = []
        if not self.indicator_ids:
            problems.append(self.env._("There is no indicator: add at least one."))
        elif exact(self.weight_total) != 100:
            problems.append(self.env._(
                "The weights add up to %s, not to 100: change them until they do.", f"{self.weight_total:g}"))
        scale = self._scale()
        if len(scale) < 2:
            problems.append(self.env._("The scale needs at least two grades."))
        elif any(better.points <= worse.points for better, worse in zip(scale, scale[1:])):
            problems.append(self.env._("Each grade must give fewer points than the one above it."))
        else:
            problems += [text for indicator in self.indicator_ids if (text := indicator._bounds_problem(scale))]
        return problems

    def _scale(self):
        """The grades from the best to the worst."""
        return self.grade_ids.sorted(lambda grade: (grade.sequence, grade.id or 0))

    # ------------------------------------------------------------------
    # Whom it is for
    # ------------------------------------------------------------------

    @api.model
    def _for_profiles(self, profiles):
        """The scorecard of each customer: the first that fits, the company's own before the shared ones.

        :return: dict of profile to scorecard; empty ones where none fits
        """
        found = {}
        for company, customers in profiles.grouped('company_id').items():
            cards = self.sudo().search(
                Domain('state', '=', 'active') & Domain('company_id', 'in', (company.id, False)))
            cards = cards.sorted(lambda card: not card.company_id)
            for profile in customers:
                found[profile] = next((card for card in cards if card._fits(profile)), cards.browse())
        return found

    def _fits(self, profile):
        """Whether the customer has a tier, a business category and a tag this scorecard is for."""
        return all(
            not wanted or wanted & have for wanted, have in (
                (self.tier_ids, profile.tier_id), (self.industry_ids, profile.partner_id.industry_id),
                (self.category_ids, profile.partner_id.category_id)))

    def _print_boxes(self, ticked=False):
        """□发展关系 □维持关系 □终止关系 as the paper has them; ``ticked`` gets a tick."""
        return [{'mark': "☑" if value == ticked else "□", 'label': label} for value, label in
                self.env['relationship.evaluation']._fields['verdict']._description_selection(self.env)]

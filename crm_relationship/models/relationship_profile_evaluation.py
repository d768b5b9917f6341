from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, formatLang

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.trend_chart import bar_chart
from .relationship_scorecard import VERDICT_SELECTION

OPEN_STATES = ('draft', 'pending', 'rejected', 'withdrawn')
#: years the trend shows, and how many of them stand out
TREND_YEARS, TREND_RECENT = 8, 1


class RelationshipProfile(models.Model):
    """The customer's last verdict and score, sealed; the trend over the years; when the next is due."""
    _inherit = 'relationship.profile'

    evaluation_ids = fields.One2many('relationship.evaluation', 'profile_id', "Evaluations")
    evaluation_id = fields.Many2one(
        'relationship.evaluation', "Last Evaluation", readonly=True, copy=False, ondelete='set null',
        index='btree_not_null')
    evaluation_verdict = fields.Selection(
        VERDICT_SELECTION, "Verdict", readonly=True, copy=False, index='btree_not_null', group_expand=True)
    evaluation_score = fields.Float(
        "Evaluation Score (%)", digits=(5, 2), readonly=True, copy=False, aggregator='avg')
    evaluation_date = fields.Date("Evaluated on", readonly=True, copy=False)
    evaluation_count = fields.Integer("Number of Evaluations", compute='_compute_evaluation_trend')
    evaluation_trend = fields.Html("Score by Year", compute='_compute_evaluation_trend', sanitize=False)
    is_evaluation_due = fields.Boolean(
        "Evaluation Due", compute='_compute_is_evaluation_due', search='_search_is_evaluation_due')

    _sealed_fields = frozenset({'evaluation_id', 'evaluation_verdict', 'evaluation_score', 'evaluation_date'})

    # ------------------------------------------------------------------
    # The last verdict
    # ------------------------------------------------------------------

    def _take_verdicts(self):
        """Carry the verdict of the latest signed evaluation, or none; one query for all."""
        latest = {}
        for evaluation in self.env['relationship.evaluation'].sudo().search(
                [('profile_id', 'in', self.ids), ('approval_state', '=', 'approved')], order='date, id'):
            latest[evaluation.profile_id] = evaluation
        for profile in self.sudo():
            last = latest.get(profile, self.env['relationship.evaluation'])
            profile._sealed_write({
                'evaluation_id': last.id, 'evaluation_verdict': last.verdict, 'evaluation_score': last.percent,
                'evaluation_date': last.date}, SEAL)

    @api.model
    def _relink_contacts(self, company):
        """Evaluations hang on the customer's present profile, after merges and moves."""
        super()._relink_contacts(company)
        moved = self.env.execute_query(SQL(
            """
            UPDATE relationship_evaluation AS evaluation SET profile_id = profile.id
              FROM relationship_profile AS profile
             WHERE profile.company_id = %(company)s AND evaluation.company_id = %(company)s
               AND profile.partner_id = evaluation.commercial_partner_id
               AND evaluation.profile_id IS DISTINCT FROM profile.id
         RETURNING profile.id
            """, company=company.id))
        if moved:
            self.env['relationship.evaluation'].invalidate_model(['profile_id'])
            self.browse({row[0] for row in moved})._take_verdicts()

    # ------------------------------------------------------------------
    # Trend
    # ------------------------------------------------------------------

    @api.depends('evaluation_id')
    @api.depends_context('uid', 'lang')
    def _compute_evaluation_trend(self):
        """A bar per signed evaluation the reader may see, the latest last; empty without any."""
        signed = self.env['relationship.evaluation'].search(
            [('profile_id', 'in', self.ids), ('approval_state', '=', 'approved')], order='date, id')
        counts = dict(self.env['relationship.evaluation']._read_group(
            [('profile_id', 'in', self.ids)], ['profile_id'], ['__count']))
        verdicts = dict(self.env['relationship.evaluation']._fields['verdict']._description_selection(self.env))
        by_profile = signed.grouped('profile_id')
        for profile in self:
            own = by_profile.get(profile._origin, signed.browse())[-TREND_YEARS:]
            profile.evaluation_count = counts.get(profile._origin, 0)
            profile.evaluation_trend = bar_chart(
                [(evaluation.year, evaluation.percent,
                  f"{formatLang(self.env, evaluation.percent, digits=1)} % · {verdicts[evaluation.verdict]}")
                 for evaluation in own],
                self.env._("Evaluation score by year"), TREND_RECENT) if own else False

    # ------------------------------------------------------------------
    # Due
    # ------------------------------------------------------------------

    @api.model
    def _evaluation_due_domain(self, until, year):
        """Customers whose next yearly evaluation falls due up to ``until`` and is not begun yet.

        Due is who was never judged, or whose last evaluation lies the months of the tier back; a
        tier of 0 months is never due. Whoever may not see an evaluation still finds it in the way:
        nobody is judged twice.
        """
        tiers = self.env['relationship.tier'].sudo().with_context(active_test=False).search(
            [('evaluation_months', '>', 0)])
        due = Domain.OR(
            Domain('tier_id', '=', tier.id) & (
                Domain('evaluation_date', '=', False)
                | Domain('evaluation_date', '<=', until - relativedelta(months=tier.evaluation_months)))
            for tier in tiers)
        in_the_way = Domain('approval_state', 'in', OPEN_STATES) | (
            Domain('year', '=', year) & Domain('occasion', '=', 'annual') & Domain('approval_state', '=', 'approved'))
        return due & Domain('evaluation_ids', 'not any!', in_the_way) & Domain('partner_id.active', '=', True)

    @api.depends('evaluation_date', 'tier_id', 'evaluation_ids.approval_state')
    def _compute_is_evaluation_due(self):
        due = self.search(Domain('id', 'in', self.ids) & self._search_is_evaluation_due('in', [True]))
        for profile in self:
            profile.is_evaluation_due = profile._origin in due

    def _search_is_evaluation_due(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = self.env.company._relationship_today()
        domain = self._evaluation_due_domain(today, str(today.year))
        return domain if True in value else ~domain

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_evaluate(self):
        """Open the customer's evaluation under way; begin one when there is none."""
        self.ensure_one()
        self.check_access('read')
        Evaluation = self.env['relationship.evaluation']
        evaluation = Evaluation.search(
            [('profile_id', '=', self.id), ('approval_state', 'in', OPEN_STATES)], limit=1)
        if not evaluation:
            year = str(self.company_id._relationship_today().year)
            yearly = self.sudo().evaluation_ids.filtered(
                lambda e: e.year == year and e.occasion == 'annual' and e.approval_state != 'cancelled')
            evaluation = Evaluation.with_company(self.company_id).create({
                'partner_id': self.partner_id.id, 'company_id': self.company_id.id, 'year': year,
                'occasion': 'special' if yearly else 'annual'})
        return {'type': 'ir.actions.act_window', 'name': self.env._("Customer Evaluation"),
                'res_model': Evaluation._name, 'res_id': evaluation.id, 'view_mode': 'form'}

    def action_evaluations(self):
        """All evaluations of this customer."""
        return self._action_of_customer('crm_relationship.relationship_evaluation_action', 'commercial_partner_id')

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from odoo.addons.document_approval.models.approval_sealed import SEAL

#: what is copied from the customer and stays as it was: field of the line -> field of the profile
FIGURES = {
    'amount_12m': 'amount_12m',
    'amount_6m': 'amount_6m',
    'amount_6m_before': 'amount_6m_before',
    'growth': 'growth',
    'has_growth': 'has_growth',
    'margin_rate': 'margin_rate',
    'has_margin': 'has_margin',
    'last_purchase_date': 'last_purchase_date',
    'last_interaction_date': 'last_interaction_date',
    'last_complaint_date': 'last_complaint_date',
    'tier_id': 'tier_id',
    'churn_risk': 'churn_risk',
}


class RelationshipCountermeasureLine(models.Model):
    """One customer of a countermeasure sheet (F7.2–6, F8.2–8).

    The figures are frozen when the line is made and sealed. With the sheet's approval problem,
    strategy, owner and due date are fixed; what was done and what came of it stay open until
    the line is closed with its result.
    """
    _name = 'relationship.countermeasure.line'
    _description = "Countermeasure"
    _inherit = [
        'relationship.staying.mixin', 'relationship.child.mixin', 'relationship.merged.mixin', 'approval.line.mixin',
        'relationship.followed.mixin', 'relationship.input.guard']
    _order = 'sheet_id desc, sequence, id'
    _rec_name = 'profile_id'
    _check_company_auto = True
    _document_field = 'sheet_id'
    _approval_document_field = 'sheet_id'
    _staying_fields = ('sheet_id', 'profile_id')
    _approval_open_fields = frozenset({
        'follow_up', 'result', 'state', 'closed_date', 'closed_by_id',
        'activity_id', 'done_date', 'done_by_id', 'done_note'})
    _sealed_fields = frozenset({'state', 'closed_date', 'closed_by_id', 'figures_date', *FIGURES})

    sheet_id = fields.Many2one(
        'relationship.countermeasure', "Sheet", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='sheet_id.company_id', store=True, index=True)
    kind = fields.Selection(related='sheet_id.kind', store=True)
    stage = fields.Selection(related='sheet_id.stage', store=True, string="Sheet Stage")
    currency_id = fields.Many2one(related='company_id.currency_id')
    sequence = fields.Integer("No.", default=10, aggregator=None)
    profile_id = fields.Many2one(
        'relationship.profile', "Customer", required=True, ondelete='restrict', index=True, check_company=True)
    partner_id = fields.Many2one(related='profile_id.partner_id', store=True, index=True, string="Customer Contact")
    user_id = fields.Many2one(compute='_compute_user_id', store=True, readonly=False, precompute=True)

    figures_date = fields.Date("Figures of", readonly=True, copy=False)
    amount_12m = fields.Monetary("Sales of 12 Months", readonly=True, copy=False)
    amount_6m = fields.Monetary("Sales of 6 Months", readonly=True, copy=False)
    amount_6m_before = fields.Monetary("6 Months Before", readonly=True, copy=False)
    growth = fields.Float(readonly=True, copy=False, digits=(16, 6), aggregator=None)
    has_growth = fields.Boolean("Growth is Known", readonly=True, copy=False)
    margin_rate = fields.Float("Margin Rate", readonly=True, copy=False, digits=(16, 6), aggregator=None)
    has_margin = fields.Boolean("Margin is Known", readonly=True, copy=False)
    last_purchase_date = fields.Date("Last Purchase", readonly=True, copy=False)
    last_interaction_date = fields.Date("Last Interaction", readonly=True, copy=False)
    last_complaint_date = fields.Date("Last Complaint", readonly=True, copy=False)
    tier_id = fields.Many2one('relationship.tier', "Value Tier", readonly=True, copy=False, ondelete='restrict')
    churn_risk = fields.Selection(
        lambda self: self.env['relationship.profile']._fields['churn_risk']._description_selection(self.env),
        "Churn Risk", readonly=True, copy=False)
    days_silent = fields.Integer("Days Silent", compute='_compute_days_silent', aggregator=None)
    situation_text = fields.Char("Sales Situation", compute='_compute_texts')
    trend_text = fields.Char("Deterioration", compute='_compute_texts')

    sales_scope = fields.Char("Sales Scope", help="What this customer buys from us.")
    location = fields.Char("Location")
    problem = fields.Text()
    strategy = fields.Text()
    remark = fields.Char()
    follow_up = fields.Text("Follow-Up")
    result = fields.Text()
    state = fields.Selection(
        [('open', "Open"), ('closed', "Closed")], required=True, default='open', readonly=True, copy=False, index=True)
    closed_date = fields.Datetime("Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one('res.users', "Closed by", readonly=True, copy=False)

    _customer_uniq = models.UniqueIndex('(sheet_id, profile_id) WHERE merged_name IS NULL', "This customer is on the sheet already.")

    @api.depends('profile_id')
    def _compute_user_id(self):
        """Who looks after the customer, unless somebody else is named."""
        for line in self:
            line.user_id = line.user_id or line.profile_id.sudo().user_id

    @api.depends('figures_date', 'last_interaction_date')
    def _compute_days_silent(self):
        for line in self:
            known = line.figures_date and line.last_interaction_date
            line.days_silent = max(0, (line.figures_date - line.last_interaction_date).days) if known else 0

    @api.depends('figures_date')
    @api.depends_context('lang')
    def _compute_texts(self):
        """The frozen figures in words, in the reader's language: columns 销售情况 and 恶化趋势."""
        for line in self:
            line.situation_text = line._situation()
            line.trend_text = line._trend()

    def _money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _percent(self, rate):
        return formatLang(self.env, 100 * rate, digits=1) + " %"

    def _situation(self):
        """销售情况: sales of twelve months, growth and margin."""
        parts = [self.env._("%s in 12 months", self._money(self.amount_12m))]
        if self.has_growth:
            parts.append(self.env._("growth %s", self._percent(self.growth)))
        if self.has_margin:
            parts.append(self.env._("margin %s", self._percent(self.margin_rate)))
        return self._join(parts)

    def _trend(self):
        """恶化趋势: the last six months against the six before, silence, complaint."""
        parts = [self.env._(
            "6 months %(now)s, before %(before)s", now=self._money(self.amount_6m),
            before=self._money(self.amount_6m_before))]
        if self.has_growth:
            parts.append(self._percent(self.growth))
        if self.last_interaction_date:
            parts.append(self.env._("silent for %s days", self.days_silent))
        else:
            parts.append(self.env._("never spoken with"))
        if self.last_complaint_date:
            parts.append(self.env._("complaint on %s", format_date(self.env, self.last_complaint_date)))
        return self._join(parts)

    @api.model
    def _join(self, parts):
        return ("；" if (self.env.lang or '').startswith('zh') else "; ").join(parts)

    # ------------------------------------------------------------------
    # Making and changing
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._freeze_figures()
        return lines

    def write(self, vals):
        if vals.keys() & {'follow_up', 'result'} and 'closed' in self.mapped('state'):
            raise UserError(self.env._("This line is closed. A supervisor can open it again."))
        return super().write(vals)

    def _freeze_figures(self):
        """Copy the customers' figures as they are now."""
        for line in self.sudo():
            values = {name: line.profile_id[source] for name, source in FIGURES.items()}
            values['tier_id'] = values['tier_id'].id
            line._sealed_write({**values, 'figures_date': line.company_id._relationship_today()}, SEAL)

    # ------------------------------------------------------------------
    # The promise: an activity on the customer
    # ------------------------------------------------------------------

    def _follow_counts(self):
        self.ensure_one()
        return self.state == 'open' and self.sudo().sheet_id.approval_state == 'approved'

    def _follow_is_open(self):
        """Reported as done it is open still, until somebody closes it with its result."""
        return self._follow_counts()

    @api.model
    def _follow_open_domain(self):
        return Domain('state', '=', 'open') & Domain('stage', '=', 'carrying')

    def _follow_partner(self):
        return self.partner_id

    def _follow_summary(self):
        first = (self.strategy or '').strip().splitlines()
        return f"{self.sheet_id.name}: {first[0] if first else ''}"[:200]

    def _follow_activity_done(self, note):
        """What was reported with the activity is the follow-up; the result is still to be written."""
        super()._follow_activity_done(note)
        for line in self.sudo().filtered(lambda line: note and line.state == 'open'):
            entry = f"{format_date(self.env, fields.Date.context_today(self))} {self.env.user.name}: {note}"
            line._sealed_write({'follow_up': "\n".join(filter(None, [line.follow_up, entry]))[-5000:]}, SEAL)

    # ------------------------------------------------------------------
    # Closing
    # ------------------------------------------------------------------

    def action_close(self):
        """The line has its result; the last one closes the sheet."""
        self.check_access('write')
        self._approval_documents().sudo()._lock_sheets()
        for line in self.filtered(lambda line: line.state == 'open'):
            if not line._follow_is_open():
                raise UserError(self.env._("%s is not approved: there is nothing to close yet.", line.sudo().sheet_id.name))
            if not (line.result or '').strip():
                raise UserError(self.env._(
                    "%s: write the result first, then close the line.", line.profile_id.sudo().display_name))
            line._follow_done(line.result)
            line.sudo()._sealed_write(
                {'state': 'closed', 'closed_date': fields.Datetime.now(), 'closed_by_id': self.env.uid}, SEAL)
        self.sheet_id._close_when_done()

    def action_reopen(self):
        """It turned out not to be settled: supervisors open a line again."""
        self.check_access('write')
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("Only supervisors open a closed line again."))
        closed = self.filtered(lambda line: line.state == 'closed').sudo()
        closed._sealed_write({
            'state': 'open', 'closed_date': False, 'closed_by_id': False, 'done_date': False, 'done_by_id': False,
            'activity_id': False}, SEAL)
        closed._follow_schedule()
        closed.sheet_id._close_when_done()

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..models.res_company_classification import COMPANY_RULES

#: one2many of the draft -> (model of the rules, link to the rule, fields that are drafted)
LADDERS = {
    'tier_ids': ('relationship.tier', 'tier_id', ('amount_min', 'months_min', 'needs_growth', 'growth_min')),
    'grade_ids': ('relationship.grade', 'grade_id', ('percent_min',)),
    'segment_ids': ('relationship.rfm.segment', 'segment_id', (
        'recency_min', 'recency_max', 'frequency_min', 'frequency_max', 'monetary_min', 'monetary_max')),
}


class RelationshipTryout(models.TransientModel):
    """Try rules before switching them on: a draft of all rules, and who would move where.

    The draft starts as a copy of the rules in force. Trying compares two
    readings of the same statement the pass writes with, one with the rules
    in force and one with the draft, and writes nothing but its own answer.
    """
    _name = 'relationship.tryout'
    _description = "Try Classification Rules"

    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    sales_months = fields.Integer("Sales Window (months)")
    growth_months = fields.Integer("Growth Window (months)")
    rfm_months = fields.Integer("RFM Window (months)")
    grade_basis = fields.Selection(
        lambda self: self.env['res.company']._fields['relationship_grade_basis']._description_selection(self.env),
        required=True)
    activity_months = fields.Integer("Activity Window (months)")
    activity_high = fields.Integer("High Activity from")
    risk_drop_percent = fields.Float("Drop at Least (%)", digits=(5, 2))
    risk_silence_months = fields.Integer("Silence (months)")
    risk_complaint_months = fields.Integer("Complaint within (months)")
    abc_a_percent = fields.Float("Class A (%)", digits=(5, 2))
    abc_b_percent = fields.Float("Classes A and B (%)", digits=(5, 2))
    potential_high_percent = fields.Float("High Potential from (%)", digits=(16, 2))
    potential_medium_percent = fields.Float("Medium Potential from (%)", digits=(16, 2))
    stage_new_months = fields.Integer("New for (months)")
    stage_sleep_months = fields.Integer("Declining after (months)")
    stage_lost_months = fields.Integer("Lost after (months)")
    value_years = fields.Integer("Model Value over (years)")
    retention_low_percent = fields.Float("Kept a Year at Low Risk (%)", digits=(5, 2))
    retention_medium_percent = fields.Float("Kept a Year at Medium Risk (%)", digits=(5, 2))
    retention_high_percent = fields.Float("Kept a Year at High Risk (%)", digits=(5, 2))
    tier_ids = fields.One2many('relationship.tryout.tier', 'tryout_id', "Value Tiers")
    grade_ids = fields.One2many('relationship.tryout.grade', 'tryout_id', "Sales Grades")
    segment_ids = fields.One2many('relationship.tryout.segment', 'tryout_id', "RFM Segments")
    move_ids = fields.One2many('relationship.tryout.move', 'tryout_id', "Who Would Move", readonly=True)
    move_count = fields.Integer("Labels That Would Change", readonly=True)
    customer_count = fields.Integer("Customers That Would Move", readonly=True)
    matrix = fields.Json(readonly=True)
    result_html = fields.Html("Before and After", compute='_compute_result_html', sanitize=False)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        company = self.env['res.company'].browse(values.get('company_id')) or self.env.company
        values.update({key: company[name] for key, name in COMPANY_RULES.items()})
        for name, (model, link, drafted) in LADDERS.items():
            values[name] = [
                Command.create({link: rule.id, 'sequence': rule.sequence, **{key: rule[key] for key in drafted}})
                for rule in self.env[model]._for_company(company)]
        return values

    @api.depends('company_id')
    def _compute_display_name(self):
        for tryout in self:
            tryout.display_name = self.env._("Try Rules")

    @api.depends('matrix')
    def _compute_result_html(self):
        for tryout in self:
            tryout.result_html = tryout.matrix and self.env['ir.qweb']._render(
                'crm_relationship.tryout_result', {
                    'labels': tryout._result_tables(), 'summary': tryout._result_summary()})

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_try(self):
        """Fill the answer: the table before/after and the customers that would move."""
        self.ensure_one()
        self._check_administrator()
        self._check_rules()
        self._check_draft()
        self.move_ids.unlink()
        matrix = self.move_ids._fill(self, self._draft_rules())
        self.write({
            'matrix': matrix,
            'move_count': sum(row['count'] for row in matrix if row['from'] != row['to']),
            'customer_count': len(self.move_ids.profile_id),
        })
        return True

    def action_open_moves(self):
        """The customers that would move, in a list of their own."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_tryout_move_action')
        return {**action, 'domain': [('tryout_id', '=', self.id)]}

    def action_switch_on(self):
        """Make the draft the rules in force and have the company classified by them."""
        self.ensure_one()
        self._check_administrator()
        self._check_rules()
        self.company_id.sudo().write({name: self[key] for key, name in COMPANY_RULES.items()})
        for name, (_model, link, drafted) in LADDERS.items():
            for line in self[name]:
                line[link].write({'sequence': line.sequence, **{key: line[key] for key in drafted}})
        self.env['relationship.pass.run']._request(self.company_id)
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
                'type': 'success', 'next': {'type': 'ir.actions.act_window_close'},
                'message': self.env._("The rules are switched on. The customers are classified in the background."),
            }}

    # ------------------------------------------------------------------
    # The draft
    # ------------------------------------------------------------------

    def _check_administrator(self):
        if not self.env.user.has_group('crm_relationship.group_administrator'):
            raise AccessError(self.env._("Only administrators of Customer Relations try and switch on rules."))

    def _check_rules(self):
        """A draft is one of the rules the company is classified by, whichever the caller named."""
        for name, (model, link, _drafted) in LADDERS.items():
            if self[name].sudo()[link] - self.env[model]._for_company(self.company_id):
                raise UserError(self.env._(
                    "The draft is not one of the rules of %s. Open the try-out again.", self.company_id.name))

    def _check_draft(self):
        """A draft must be as sound as the rules: the same bounds, asked of unsaved copies."""
        company = self.env['res.company'].new(
            {name: self[key] for key, name in COMPANY_RULES.items()}, origin=self.company_id)
        company._check_relationship_classification()
        for name, (model, _link, drafted) in LADDERS.items():
            for line in self[name]:
                self.env[model].new({key: line[key] for key in drafted})._check_bounds()

    def _draft_rules(self):
        """The draft as the pass reads rules."""
        rules = {key: self[key] for key in COMPANY_RULES}
        rules['tiers'] = [{
            'id': line.tier_id.id, 'amount_min': line.amount_min, 'months_min': line.months_min,
            'growth_min': line.growth_min if line.needs_growth else None,
        } for line in self.tier_ids.sorted('sequence')]
        rules['grades'] = [
            {'id': line.grade_id.id, 'percent_min': line.percent_min}
            for line in self.grade_ids.sorted('percent_min', reverse=True)]
        rules['segments'] = [
            {'id': line.segment_id.id, 'ranges': [
                [line.recency_min, line.recency_max], [line.frequency_min, line.frequency_max],
                [line.monetary_min, line.monetary_max]]}
            for line in self.segment_ids.sorted('sequence')]
        return rules

    def _result_tables(self):
        """Per label its values with the number of customers before and after, and the moves."""
        Profile, tables = self.env['relationship.profile'], []
        for label, title in Profile._label_selection():
            rows = [row for row in self.matrix if row['label'] == label]
            values = sorted({row[side] or '' for row in rows for side in ('from', 'to')})
            texts = Profile._label_texts(label, values)
            tables.append({
                'title': title,
                'values': [{
                    'text': texts.get(value, "–"),
                    'before': sum(row['count'] for row in rows if (row['from'] or '') == value),
                    'after': sum(row['count'] for row in rows if (row['to'] or '') == value),
                } for value in values],
                'moves': [{
                    'from': texts.get(row['from'], "–"), 'to': texts.get(row['to'], "–"), 'count': row['count'],
                } for row in rows if row['from'] != row['to']],
            })
        return tables

    def _result_summary(self):
        if not self.move_count:
            return self.env._("No customer would move.")
        return self.env._(
            "Customers that would move: %(customers)s. Labels that would change: %(labels)s.",
            customers=self.customer_count, labels=self.move_count)

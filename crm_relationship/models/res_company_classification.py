import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: what the company's settings give to the rules: key -> field of res.company
COMPANY_RULES = {
    'sales_months': 'relationship_sales_months',
    'growth_months': 'relationship_growth_months',
    'rfm_months': 'relationship_rfm_months',
    'grade_basis': 'relationship_grade_basis',
    'activity_months': 'relationship_activity_months',
    'activity_high': 'relationship_activity_high',
    'risk_drop_percent': 'relationship_risk_drop_percent',
    'risk_silence_months': 'relationship_risk_silence_months',
    'risk_complaint_months': 'relationship_risk_complaint_months',
    'abc_a_percent': 'relationship_abc_a_percent',
    'abc_b_percent': 'relationship_abc_b_percent',
    'potential_high_percent': 'relationship_potential_high_percent',
    'potential_medium_percent': 'relationship_potential_medium_percent',
    'stage_new_months': 'relationship_stage_new_months',
    'stage_sleep_months': 'relationship_stage_sleep_months',
    'stage_lost_months': 'relationship_stage_lost_months',
    'value_years': 'relationship_value_years',
    'retention_low_percent': 'relationship_retention_low_percent',
    'retention_medium_percent': 'relationship_retention_medium_percent',
    'retention_high_percent': 'relationship_retention_high_percent',
}
#: whole-number settings with their bounds: (field, low, high)
WHOLE_SETTINGS = (
    ('relationship_sales_months', 1, 120),
    ('relationship_growth_months', 1, 60),
    ('relationship_rfm_months', 0, 120),
    ('relationship_activity_months', 1, 60),
    ('relationship_activity_high', 1, 10000),
    ('relationship_risk_silence_months', 1, 60),
    ('relationship_risk_complaint_months', 1, 60),
    ('relationship_stage_new_months', 1, 60),
    ('relationship_stage_sleep_months', 1, 120),
    ('relationship_stage_lost_months', 1, 240),
    ('relationship_value_years', 1, 10),
)
#: percentages with their bounds
PERCENT_SETTINGS = (
    ('relationship_risk_drop_percent', 0, 100),
    ('relationship_abc_a_percent', 0, 100),
    ('relationship_abc_b_percent', 0, 100),
    ('relationship_potential_high_percent', -100, 10000),
    ('relationship_potential_medium_percent', -100, 10000),
    ('relationship_repeat_margin_percent', 0, 100),
    ('relationship_retention_low_percent', 0, 100),
    ('relationship_retention_medium_percent', 0, 100),
    ('relationship_retention_high_percent', 0, 100),
)


class ResCompany(models.Model):
    """Windows, thresholds and the calendar day of the classification (DESIGN.md 4)."""
    _inherit = 'res.company'

    relationship_sales_months = fields.Integer(
        "Sales Window (months)", default=12, help="Tier, grade and ABC look at the sales of these months.")
    relationship_growth_months = fields.Integer(
        "Growth Window (months)", default=6,
        help="The last months against as many before: for growth, and for the drop that means risk.")
    relationship_rfm_months = fields.Integer(
        "RFM Window (months)", default=12,
        help="Frequency and monetary value look at these months; 0 is the whole history.")
    relationship_grade_basis = fields.Selection(
        [('percentile', "Percentile among the customers"),
         ('cumulative', "Cumulative share of sales"),
         ('best', "Percentage of the best customer"),
         ('wallet', "Share of wallet")],
        "Grade Basis", default='percentile', required=True,
        help="Percentile: how many of a hundred customers with sales the customer outsells. "
             "Cumulative share: the part of the sales made by customers that do not outsell this one. "
             "Percentage of the best: sales against the best customer's. "
             "Share of wallet: sales against the yearly demand entered on the customer.")
    relationship_activity_months = fields.Integer("Activity Window (months)", default=3)
    relationship_activity_high = fields.Integer(
        "High Activity from", default=5, help="Interactions in the window; fewer, but one at least, is medium.")
    relationship_risk_drop_percent = fields.Float("Drop at Least (%)", digits=(5, 2), default=30.0)
    relationship_risk_silence_months = fields.Integer("Silence (months)", default=2)
    relationship_risk_complaint_months = fields.Integer("Complaint within (months)", default=1)
    relationship_abc_a_percent = fields.Float(
        "Class A (%)", digits=(5, 2), default=70.0, help="The customers that make the first part of the sales.")
    relationship_abc_b_percent = fields.Float("Classes A and B (%)", digits=(5, 2), default=90.0)
    relationship_potential_high_percent = fields.Float("High Potential from (%)", digits=(16, 2), default=20.0)
    relationship_potential_medium_percent = fields.Float("Medium Potential from (%)", digits=(16, 2), default=0.0)
    relationship_repeat_margin_percent = fields.Float(
        "Repeat Customers' Profit (%)", digits=(5, 2), default=80.0,
        help="The part of the profit repeat customers are expected to bring.")

    relationship_stage_new_months = fields.Integer(
        "New for (months)", default=6, help="After the first purchase.")
    relationship_stage_sleep_months = fields.Integer(
        "Declining after (months)", default=12, help="Without a purchase.")
    relationship_stage_lost_months = fields.Integer("Lost after (months)", default=24, help="Without a purchase.")
    relationship_value_years = fields.Integer("Model Value over (years)", default=3)
    relationship_retention_low_percent = fields.Float("Kept a Year at Low Risk (%)", digits=(5, 2), default=90.0)
    relationship_retention_medium_percent = fields.Float("Kept a Year at Medium Risk (%)", digits=(5, 2), default=70.0)
    relationship_retention_high_percent = fields.Float("Kept a Year at High Risk (%)", digits=(5, 2), default=40.0)

    def _relationship_rule_fields(self):
        """The settings that customers are classified by: a change has them classified anew."""
        return set(COMPANY_RULES.values())

    def write(self, vals):
        names = sorted(self._relationship_rule_fields() & vals.keys())
        before = {company: [company[name] for name in names] for company in self.sudo()}
        result = super().write(vals)
        if changed := self.sudo().filtered(lambda company: before[company] != [company[name] for name in names]):
            self.env['relationship.pass.run']._request(changed)
        return result

    def _relationship_timezone(self):
        """The name of the zone in which the company's days begin and end."""
        self.ensure_one()
        return self.sudo().resource_calendar_id.tz or self.sudo().partner_id.tz or 'UTC'

    def _relationship_today(self):
        """The company's calendar day now."""
        return self._local_day(fields.Datetime.now())

    @api.constrains(*[name for name, _low, _high in WHOLE_SETTINGS + PERCENT_SETTINGS])
    def _check_relationship_classification(self):
        """Windows and thresholds stay where the rules make sense."""
        for company in self:
            for name, low, high in WHOLE_SETTINGS + PERCENT_SETTINGS:
                if not (math.isfinite(company[name]) and low <= company[name] <= high):
                    raise ValidationError(self.env._(
                        "%(setting)s must be between %(low)s and %(high)s.",
                        setting=self._fields[name]._description_string(self.env), low=low, high=high))
            if company.relationship_abc_a_percent > company.relationship_abc_b_percent:
                raise ValidationError(self.env._("Classes A and B together cannot be less than class A."))
            if company.relationship_stage_sleep_months >= company.relationship_stage_lost_months:
                raise ValidationError(self.env._("A customer declines before it is lost: choose fewer months."))
            if company.relationship_potential_medium_percent > company.relationship_potential_high_percent:
                raise ValidationError(self.env._("The medium potential cannot begin above the high one."))

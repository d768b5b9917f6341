from odoo import api, fields, models


class RelationshipProfile(models.Model):
    """C13: where the customer stands in its life, and what it is worth.

    既成价值 is what was bought so far (`amount_total`), 潜在价值 what the customer buys elsewhere,
    模型价值 what can be expected. All are written by the pass (`tools/classification_value.py`).
    """
    _inherit = 'relationship.profile'

    lifecycle_stage = fields.Selection(
        [('prospect', "Prospect"), ('new', "New"), ('growing', "Growing"), ('mature', "Mature"),
         ('declining', "Declining"), ('lost', "Lost")], "Lifecycle Stage", readonly=True)
    value_potential = fields.Monetary(
        "Potential Value", readonly=True,
        help="What the customer buys elsewhere in a year: the yearly demand less the year's sales. "
             "Unknown until the yearly demand is entered.")
    value_model = fields.Monetary(
        "Model Value", readonly=True,
        help="Sales to expect in the coming years: a year's sales, of which the churn risk leaves a part each year.")
    value_lifetime = fields.Monetary(
        "Customer Lifetime Value", readonly=True, help="Lifetime sales and model value together.")

    value_rule_text = fields.Char("How the Model Value Comes About", compute='_compute_value_rule_text')

    _sealed_fields = frozenset({'lifecycle_stage', 'value_potential', 'value_model', 'value_lifetime'})

    def _rule_text_lifecycle_stage(self, rules):
        return self.env._(
            "Prospect: never bought. Lost: no purchase for %(lost)s months. New: first purchase within %(new)s "
            "months. Declining: no purchase for %(sleep)s months, or sales down by %(drop)s%% at least. "
            "Growing: up by %(grow)s%% at least. Mature: the rest",
            lost=rules['stage_lost_months'], new=rules['stage_new_months'], sleep=rules['stage_sleep_months'],
            drop=rules['risk_drop_percent'], grow=rules['potential_high_percent'])

    @api.depends('rule_version_id')
    @api.depends_context('lang')
    def _compute_value_rule_text(self):
        """In words, by the rules the figures were computed with; empty while nothing was computed."""
        for version, profiles in self.grouped('rule_version_id').items():
            rules = version.sudo().rules or {}
            profiles.value_rule_text = 'value_years' in rules and self.env._(
                "The sales of a year for %(years)s years, of which each year leaves %(low)s%% at low, %(medium)s%% "
                "at medium and %(high)s%% at high churn risk", years=rules['value_years'],
                low=rules['retention_low_percent'], medium=rules['retention_medium_percent'],
                high=rules['retention_high_percent'])

    def action_whitespace(self):
        """What customers of the same tier buy and this one does not: ideas for cross-selling (C13)."""
        self.ensure_one()
        self.check_access('read')
        self.env['relationship.whitespace']._fill(self)
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Not Bought Yet: %s", self.display_name),
            'res_model': 'relationship.whitespace', 'view_mode': 'list',
            'domain': [('profile_id', '=', self.id)],
        }

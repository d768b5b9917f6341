import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .relationship_profile import ABC_CLASSES, LEVELS

#: who sees and sets rules: everybody who keeps contacts may make tags
RULE_GROUPS = 'crm_relationship.group_administrator'
#: rule field -> profile column it is compared with; all conditions that are set must hold
EQUAL_CONDITIONS = {
    'relationship_activity_level': 'activity_level',
    'relationship_churn_risk': 'churn_risk',
    'relationship_growth_potential': 'growth_potential',
    'relationship_abc_class': 'abc_class',
    'relationship_lifecycle_stage': 'lifecycle_stage',
    'relationship_need_orientation': 'need_orientation',
}
LIST_CONDITIONS = {
    'relationship_tier_ids': 'tier_id',
    'relationship_grade_ids': 'grade_id',
    'relationship_segment_ids': 'rfm_segment_id',
}


class ResPartnerCategory(models.Model):
    """A tag may have a rule over labels and figures; the pass keeps up who carries it (C2)."""
    _inherit = 'res.partner.category'

    relationship_has_rule = fields.Boolean("Given by a Rule", groups=RULE_GROUPS)
    relationship_company_id = fields.Many2one(
        'res.company', "Rule for Company", help="Empty: every company gives the tag to its own customers.", groups=RULE_GROUPS)
    relationship_tier_ids = fields.Many2many('relationship.tier', string="Value Tiers", groups=RULE_GROUPS)
    relationship_grade_ids = fields.Many2many('relationship.grade', string="Sales Grades", groups=RULE_GROUPS)
    relationship_segment_ids = fields.Many2many(
        'relationship.rfm.segment', string="RFM Segments", groups=RULE_GROUPS)
    relationship_activity_level = fields.Selection(LEVELS, "Activity", groups=RULE_GROUPS)
    relationship_churn_risk = fields.Selection(LEVELS, "Churn Risk", groups=RULE_GROUPS)
    relationship_growth_potential = fields.Selection(LEVELS, "Growth Potential", groups=RULE_GROUPS)
    relationship_abc_class = fields.Selection(ABC_CLASSES, "ABC Class", groups=RULE_GROUPS)
    relationship_lifecycle_stage = fields.Selection(
        lambda self: self.env['relationship.profile']._fields['lifecycle_stage']._description_selection(self.env),
        "Lifecycle Stage", groups=RULE_GROUPS)
    relationship_need_orientation = fields.Selection(
        [('product', "Product"), ('service', "Service"), ('price', "Price")], "Need Orientation", groups=RULE_GROUPS)
    relationship_amount_min = fields.Float(
        "Sales of 12 Months from", digits=(16, 2), help="In the company's currency; 0: any.", groups=RULE_GROUPS)
    relationship_silent_days = fields.Integer(
        "Silent for (days)", help="No interaction for at least so many days; 0: any.", groups=RULE_GROUPS)
    relationship_product_category_ids = fields.Many2many(
        'product.category', string="Bought Product Categories", help="Sub-categories count too.", groups=RULE_GROUPS)
    relationship_product_percent = fields.Float(
        "Share of Purchases from (%)", digits=(5, 2), default=50.0,
        help="The part of the customer's purchases in the sales window that is in these categories.", groups=RULE_GROUPS)
    relationship_keep_days = fields.Integer(
        "Keep for (days)", help="How long a customer keeps the tag after the rule stopped fitting.", groups=RULE_GROUPS)
    relationship_date_until = fields.Date(
        "Tag Expires", help="After this day nobody is given the tag.", groups=RULE_GROUPS)

    @api.model_create_multi
    def create(self, vals_list):
        tags = super().create(vals_list)
        tags.sudo().filtered('relationship_has_rule')._request_pass()
        return tags

    def write(self, vals):
        """A changed rule has the customers follow it; tags without a rule have nothing to follow."""
        ruled = self.sudo().filtered('relationship_has_rule')
        if not any(self._fields[name].groups == RULE_GROUPS for name in vals if name in self._fields):
            return super().write(vals)
        ruled._request_pass()  # of the companies a rule leaves
        result = super().write(vals)
        (ruled | self.sudo().filtered('relationship_has_rule'))._request_pass()
        return result

    def _request_pass(self):
        self.env['relationship.pass.run']._request_by_rules(self, 'relationship_company_id')

    @api.constrains('relationship_amount_min', 'relationship_product_percent', 'relationship_silent_days',
                    'relationship_keep_days')
    def _check_relationship_rule(self):
        for tag in self.sudo():
            if not (math.isfinite(tag.relationship_amount_min) and abs(tag.relationship_amount_min) <= 1e12):
                raise ValidationError(self.env._("The sales threshold must be at most 1,000,000,000,000."))
            if not (0 <= tag.relationship_product_percent <= 100):
                raise ValidationError(self.env._("The share of purchases must be between 0 and 100 percent."))
            if not (0 <= tag.relationship_silent_days <= 36500 and 0 <= tag.relationship_keep_days <= 36500):
                raise ValidationError(self.env._("Days must be between 0 and 36,500."))

    def _relationship_fitting(self, company, day, purchases, since):
        """Who should carry the tag: SQL giving profile ids of ``company``.

        :param SQL purchases: all purchase facts of the company (partner_id, day, amount, product_id)
        :param date since: the day before the sales window
        """
        self.ensure_one()
        conditions = [SQL("company_id = %s", company.id)]
        for name, column in EQUAL_CONDITIONS.items():
            if self[name]:
                conditions.append(SQL("%s = %s", SQL.identifier(column), self[name]))
        for name, column in LIST_CONDITIONS.items():
            if self[name]:
                conditions.append(SQL("%s = ANY(%s)", SQL.identifier(column), self[name].ids))
        if self.relationship_amount_min:
            conditions.append(SQL("amount_12m >= %s::numeric", str(self.relationship_amount_min)))
        if self.relationship_silent_days:
            conditions.append(SQL(
                "COALESCE(last_interaction_date <= %s, TRUE)",
                fields.Date.subtract(day, days=self.relationship_silent_days)))
        if self.relationship_product_category_ids:
            conditions.append(SQL("partner_id IN (%s)", self._relationship_buyers(day, purchases, since)))
        return SQL("SELECT id FROM relationship_profile WHERE %s", SQL(" AND ").join(conditions))

    def _relationship_buyers(self, day, purchases, since):
        """Customers of whose net purchases the categories make at least the share asked for."""
        categories = self.env['product.category'].sudo().search(
            [('id', 'child_of', self.relationship_product_category_ids.ids)])
        return SQL(
            """
            SELECT fact.partner_id FROM (%(purchases)s) AS fact
              LEFT JOIN product_product AS product ON product.id = fact.product_id
              LEFT JOIN product_template AS template
                     ON template.id = product.product_tmpl_id AND template.categ_id = ANY(%(categories)s)
             WHERE fact.day > %(since)s AND fact.day <= %(day)s
             GROUP BY fact.partner_id
            HAVING sum(fact.amount) > 0 AND COALESCE(sum(fact.amount) FILTER (WHERE template.id IS NOT NULL), 0)
                   * 100 >= sum(fact.amount) * %(percent)s::numeric
            """, purchases=purchases, categories=categories.ids, since=since, day=day,
            percent=str(self.relationship_product_percent))

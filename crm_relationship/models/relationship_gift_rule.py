import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .relationship_gift_occasion import OCCASIONS
from .relationship_input_guard import NUMBER_MAX


class RelationshipGiftRule(models.Model):
    """What customers of a tier are given: gift, quantity and budget, for every occasion or for one.

    A rule of a company wins over a shared one, a rule for the occasion over one for all. Tiers without
    a rule get nothing from a proposal. Budgets are in the currency of the company that plans.
    """
    _name = 'relationship.gift.rule'
    _description = "Gift Rule"
    _inherit = ['relationship.input.guard']
    _order = 'tier_sequence, occasion, id'
    _rec_name = 'tier_id'
    _check_company_auto = True

    tier_id = fields.Many2one(
        'relationship.tier', "Value Tier", required=True, index=True, ondelete='cascade', check_company=True)
    tier_sequence = fields.Integer(related='tier_id.sequence', store=True)
    occasion = fields.Selection(OCCASIONS, "Gift Occasion", help="Empty: every occasion without a rule of its own.")
    product_id = fields.Many2one(
        'product.product', "Gift", domain=[('relationship_is_gift', '=', True)], check_company=True,
        index='btree_not_null', ondelete='restrict', help="Empty: the gift chosen on the plan.")
    quantity = fields.Float("Number of Gifts", default=1.0, required=True, digits='Product Unit')
    value = fields.Float(
        "Budget per Customer", digits=(16, 2),
        help="In the company's currency, for the whole quantity. 0: what the gift is worth.")
    company_id = fields.Many2one('res.company', "Company", index='btree_not_null', help="Empty: for all companies.")
    active = fields.Boolean(default=True)

    _tier_uniq = models.UniqueIndex(
        "(tier_id, COALESCE(occasion, ''), COALESCE(company_id, 0)) WHERE active",
        "There is a gift rule for this tier and occasion already. Change that one.")

    @api.constrains('quantity', 'value')
    def _check_figures(self):
        for rule in self:
            if not (math.isfinite(rule.quantity) and rule.quantity > 0):
                raise ValidationError(self.env._("The number of gifts must be more than zero."))
            if not (math.isfinite(rule.value) and 0 <= rule.value <= NUMBER_MAX):
                raise ValidationError(self.env._("The budget per customer cannot be negative."))

    @api.constrains('product_id')
    def _check_product(self):
        if any(rule.product_id and not rule.product_id.sudo().relationship_is_gift for rule in self):
            raise ValidationError(self.env._("Choose a product of the gift catalogue."))

    @api.model
    def _for_plan(self, company, occasion, tiers):
        """The rule in force for each tier: ``{tier id: rule}``, one query.

        :param tiers: the only tiers that count; empty: all
        """
        domain = Domain('company_id', 'in', (company.id, False)) & Domain('occasion', 'in', (occasion, False))
        if tiers:
            domain &= Domain('tier_id', 'in', tiers.ids)
        rules = self.sudo().search(domain)
        rules = rules.sorted(lambda rule: (bool(rule.company_id), bool(rule.occasion)))
        return {rule.tier_id.id: rule for rule in rules}

from odoo import api, fields, models

#: shipped cost item -> Odoo's expense product
DEFAULT_PRODUCTS = {
    'hospitality_item_meals': 'expense_product_meal',
    'hospitality_item_transport': 'expense_product_travel_accommodation',
    'hospitality_item_lodging': 'expense_product_travel_accommodation',
    'hospitality_item_gifts': 'expense_product_gift',
    'hospitality_item_meeting': 'product_product_no_cost',
    'hospitality_item_other': 'product_product_no_cost',
}


class RelationshipHospitalityItem(models.Model):
    """As which product a cost item is claimed: the product decides on account and taxes."""
    _inherit = 'relationship.hospitality.item'

    expense_product_id = fields.Many2one(
        'product.product', "Expense Category", check_company=True, ondelete='restrict',
        domain=[('can_be_expensed', '=', True)],
        default=lambda self: self.env.ref('hr_expense.product_product_no_cost', raise_if_not_found=False),
        help="The product that costs of this item are claimed as.")

    @api.model
    def _claim_set_default_products(self):
        """Fill in the shipped items; what people chose stays."""
        for item_name, product_name in DEFAULT_PRODUCTS.items():
            item = self.env.ref(f'crm_relationship.{item_name}', raise_if_not_found=False)
            product = self.env.ref(f'hr_expense.{product_name}', raise_if_not_found=False)
            if item and product and item.expense_product_id in (
                    product.browse(), self.env.ref('hr_expense.product_product_no_cost', raise_if_not_found=False)):
                item.expense_product_id = product

    def _claim_product_problem(self, company):
        """Why costs of this item cannot be claimed in ``company``, or ''."""
        self.ensure_one()
        product = self.sudo().with_company(company).expense_product_id
        if not product or not product.active or not product.can_be_expensed:
            return self.env._("%s has no expense category: choose one in the hospitality cost items.", self.name)
        if not company.currency_id.is_zero(product.standard_price):
            return self.env._(
                "The expense category of %(item)s, %(product)s, has a fixed cost: choose one without.",
                item=self.name, product=product.display_name)
        return ''

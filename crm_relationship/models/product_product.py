from odoo import models


class ProductProduct(models.Model):
    """What a gift is worth, for plans and requests alike."""
    _inherit = 'product.product'

    def _relationship_gift_values(self, company, day=None):
        """What a piece of each product costs ``company``, in its currency: ``{product id: amount}``.

        The cost, else the sales price; 0 where neither is known. Runs as superuser, since a price
        is all that is used of the product.

        :param day: date of the exchange rate of prices kept in another currency; default today
        """
        values = {}
        for product in self.sudo().with_company(company):
            value, currency = product.standard_price, product.cost_currency_id
            if not value:
                value, currency = product.list_price, product.currency_id
            values[product.id] = currency._convert(
                value, company.currency_id, company, day or company._local_day(self.env.cr.now()))
        return values

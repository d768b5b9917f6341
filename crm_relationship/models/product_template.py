from odoo import api, fields, models
from odoo.exceptions import AccessError


class ProductTemplate(models.Model):
    """Gifts are products with a mark: what customers may be given (F16.6, F17.6).

    The catalogue is kept by gift keepers and administrators, who need not be allowed to change
    the other products (security/relationship_gift_catalogue_security.xml).
    """
    _inherit = 'product.template'

    relationship_is_gift = fields.Boolean(
        "Gift", help="Can be chosen in gift plans and gift requests.")
    relationship_gift_cash = fields.Boolean(
        "Cash Equivalent", help="Vouchers, shopping cards, red packets: as good as money. Gift plans and requests that name them are refused.")

    @api.onchange('relationship_is_gift')
    def _onchange_relationship_is_gift(self):
        """Only a gift is a cash equivalent."""
        self.relationship_gift_cash &= self.relationship_is_gift

    def write(self, vals):
        """What is no gift any more is no cash equivalent, and only product managers take the mark away.

        Else a keeper of gifts could make any product: as a gift, then without the mark.
        """
        if 'relationship_is_gift' in vals and not vals['relationship_is_gift']:
            vals = {**vals, 'relationship_gift_cash': False}
            if self._is_kept_as_gift():
                raise AccessError(self.env._(
                    "A gift stays a gift: archive it instead, or ask somebody who manages products."))
        if 'active' in vals and self._is_kept_as_gift():
            # what archiving touches elsewhere, such as the reordering rules of a stock, is no keeper's to read
            self.check_access('write')
            super(ProductTemplate, self.sudo()).write({'active': vals['active']})
            vals = {name: value for name, value in vals.items() if name != 'active'}
        return super().write(vals)

    def _is_kept_as_gift(self):
        """Whether the user may change some of these products only because they are gifts."""
        manages = self.env.su or self.env.user.has_group('product.group_product_manager')
        return not manages and any(self.mapped('relationship_is_gift'))

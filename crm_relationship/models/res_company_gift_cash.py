import re
import unicodedata

from odoo import api, fields, models

#: What the settings name unless somebody changes it; Latin words match as whole words, their plural too.
CASH_WORDS = "购物卡、礼品卡、代金券、购物券、提货券、红包、现金、voucher、gift card、cash"
#: Longest list: more than anybody names.
WORDS_MAX = 1000


class ResCompany(models.Model):
    """Which gifts are as good as money, by mark or by name: they are not given."""
    _inherit = 'res.company'

    relationship_gift_cash_words = fields.Char(
        "Words for Cash Equivalents", default=CASH_WORDS, size=WORDS_MAX,
        help="A gift named with one of these words is refused, unless it has the name of a gift of the catalogue that "
             "is not marked there. Separate the words by commas. Empty: only the mark counts.")

    def _gift_cash_pattern(self):
        """Compiled pattern of the company's words, or None without any."""
        self.ensure_one()
        words = [self._gift_cash_text(word).strip()
                 for word in re.split(r'[,，、;；\n]', self.sudo().relationship_gift_cash_words or '')]
        parts = []
        for word in filter(None, words):
            part = r'\s*'.join(map(re.escape, word.split()))
            # a cashmere scarf is no cash
            parts.append(rf'(?<![a-z0-9]){part}s?(?![a-z0-9])' if word.isascii() else part)
        return re.compile('|'.join(parts)) if parts else None

    @api.model
    def _gift_cash_text(self, text):
        """``text`` as it is compared: no difference between capitals, wide and narrow letters."""
        return unicodedata.normalize('NFKC', text or '').casefold()

    def _is_gift_cash(self, product, name, pattern=None):
        """True if a gift is as good as money: by the mark of its product, or by name.

        The catalogue answers for the names its products have, not for one typed over them.

        :param pattern: of :meth:`_gift_cash_pattern`, for many gifts
        """
        product = product.sudo()
        if product.relationship_gift_cash:
            return True
        pattern = pattern or self._gift_cash_pattern()
        if not (pattern and pattern.search(self._gift_cash_text(name))):
            return False
        languages = self.env['res.lang'].sudo().get_installed()
        return self._gift_cash_text(name) not in {
            self._gift_cash_text(product.with_context(lang=code).name) for code, _label in languages}

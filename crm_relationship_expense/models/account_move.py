from odoo import models


class AccountMove(models.Model):
    """The two moments at which an expense becomes paid: its receipt is paid, or the company's payment is posted."""
    _inherit = 'account.move'

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        self.sudo().expense_ids._relationship_settle()
        return result

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted.sudo().expense_ids.filtered(
            lambda expense: expense.payment_mode == 'company_account')._relationship_settle()
        return posted

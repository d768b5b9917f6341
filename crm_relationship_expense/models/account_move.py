from odoo import models


class AccountMove(models.Model):
    """The two moments at which an expense becomes paid: its receipt is paid, or the company's payment is posted;
    and the two at which its entry is undone."""
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

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._relationship_release_claims()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def button_cancel(self):
        self.check_access('write')
        self._relationship_release_claims()
        return super().button_cancel()

    def _relationship_release_claims(self):
        """Take the entry off the claims, as Odoo does, but as superuser: by hand nobody can."""
        self.sudo().expense_ids.filtered('relationship_source_key').account_move_id = False

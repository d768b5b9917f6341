from odoo import api, fields, models

#: link of an expense to a document -> the document's model
DOCUMENT_LINKS = {
    'relationship_report_id': 'relationship.hospitality.report',
    'relationship_visit_id': 'relationship.visit',
    'relationship_day_id': 'relationship.visit.day',
}


class HrExpense(models.Model):
    """报销: an expense that claims the cost of a hospitality report, a visit or a daily report (P2 ⑩, P3 ⑨, P4 ⑥).

    The links are sealed: neither form nor import can hang an expense on somebody's costs, nor take
    it off and claim them again. The source key names the cost line behind it, the visit's where a
    daily report took it over from there, so that a cost is claimed once whichever way it is taken.
    """
    _name = 'hr.expense'
    _inherit = ['hr.expense', 'approval.sealed']

    _sealed_fields = frozenset({
        *DOCUMENT_LINKS, 'relationship_report_line_id', 'relationship_visit_line_id', 'relationship_day_line_id',
        'relationship_source_key', 'relationship_partner_id'})

    relationship_report_id = fields.Many2one(
        'relationship.hospitality.report', "Hospitality Report", readonly=True, copy=False, check_company=True,
        index='btree_not_null', ondelete='restrict')
    relationship_visit_id = fields.Many2one(
        'relationship.visit', "Visit", readonly=True, copy=False, check_company=True, index='btree_not_null',
        ondelete='restrict')
    relationship_day_id = fields.Many2one(
        'relationship.visit.day', "Daily Visit Report", readonly=True, copy=False, check_company=True,
        index='btree_not_null', ondelete='restrict')
    relationship_report_line_id = fields.Many2one(
        'relationship.hospitality.expense', "Cost of the Report", readonly=True, copy=False,
        index='btree_not_null', ondelete='restrict')
    relationship_visit_line_id = fields.Many2one(
        'relationship.visit.expense', "Cost of the Visit", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')
    relationship_day_line_id = fields.Many2one(
        'relationship.visit.day.expense', "Cost of the Daily Report", readonly=True, copy=False,
        index='btree_not_null', ondelete='restrict')
    relationship_source_key = fields.Char("Source of the Claim", readonly=True, copy=False)
    relationship_partner_id = fields.Many2one(
        'res.partner', "Customer", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    relationship_source_name = fields.Char("Claimed From", compute='_compute_relationship_source_name')

    _relationship_source_unique = models.UniqueIndex(
        "(relationship_source_key) WHERE relationship_source_key IS NOT NULL"
        " AND (approval_state IS DISTINCT FROM 'refused' OR account_move_id IS NOT NULL)",
        "These costs are claimed already: open the expense that claims them.")

    @api.depends(*DOCUMENT_LINKS)
    def _compute_relationship_source_name(self):
        for expense in self:
            expense.relationship_source_name = expense.sudo()._relationship_document().display_name

    def _relationship_document(self):
        """The document the expense was made from, or False."""
        self.ensure_one()
        return self.relationship_report_id or self.relationship_day_id or self.relationship_visit_id

    def _relationship_documents(self):
        """Every document the expenses count on: a list of recordset per model, as sudo.

        A daily report counts what its visits' costs were claimed as, too.
        """
        expenses = self.sudo()
        lines = self.env['relationship.visit.day.expense'].sudo().search(
            [('visit_expense_id', 'in', expenses.relationship_visit_line_id.ids)]
        ) if expenses.relationship_visit_line_id else self.env['relationship.visit.day.expense']
        return [
            expenses.relationship_visit_id, expenses.relationship_day_id | lines.day_id,
            expenses.relationship_report_id]

    def _relationship_live(self):
        """Without the refused ones: those that hold their costs. What has an entry is paid, whatever it is called."""
        return self.filtered(lambda expense: expense.approval_state != 'refused' or expense.account_move_id)

    def _relationship_paid_amount(self):
        """What is paid out, in company currency.

        The receipt takes unit price and quantity, a payment of the company the total: the larger one counts.
        """
        self.ensure_one()
        receipt = self.company_currency_id.round(self.price_unit * (self.quantity or 1))
        return max(self.total_amount, receipt)

    def _relationship_one_in(self, currency):
        """What this expense comes to in ``currency``, the one of its document.

        Its own amount in that currency counts as long as no more is paid for it than the day's rate
        makes of it, give or take one rounding; else what is paid, converted at that rate.
        """
        self.ensure_one()
        paid, company_currency = self._relationship_paid_amount(), self.company_currency_id
        own = self.total_amount_currency if self.currency_id == currency else 0.0
        if currency == company_currency:
            return max(own, paid)
        day = self.date or self.company_id._relationship_today()
        due = currency._convert(own, company_currency, self.company_id, day) if own else 0.0
        if own > 0 and company_currency.compare_amounts(paid - due, company_currency.rounding) <= 0:
            return own
        return max(own, company_currency._convert(paid, currency, self.company_id, day))

    def _relationship_amount_in(self, currency):
        """What is paid for these expenses, in ``currency``; others are converted at their day's rate."""
        return currency.round(sum(expense._relationship_one_in(currency) for expense in self))

    def action_open_relationship_document(self):
        """Open the document the expense was made from; its own rules decide who reads it."""
        self.ensure_one()
        self.check_access('read')
        document = self.sudo()._relationship_document().sudo(False)
        return {
            'type': 'ir.actions.act_window', 'res_model': document._name, 'res_id': document.id,
            'view_mode': 'form', 'name': document.sudo().display_name}

    def _relationship_open(self, name):
        """An action that shows these expenses: one as a form, several as a list."""
        action = {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': self._name,
            'domain': [('id', 'in', self.ids)], 'context': {'create': False}}
        if len(self) == 1:
            return {**action, 'view_mode': 'form', 'views': [(False, 'form')], 'res_id': self.id}
        return {**action, 'view_mode': 'list,kanban,form', 'views': [(False, 'list'), (False, 'kanban'), (False, 'form')]}

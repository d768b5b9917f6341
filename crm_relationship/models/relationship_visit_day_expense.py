from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.document_approval.models.approval_sealed import SEAL

#: What comes from the visit is changed there.
TAKEN_FIELDS = frozenset({'item_id', 'amount', 'receipt', 'receipt_name', 'day_id'})


class RelationshipVisitDayExpense(models.Model):
    """费用: one cost of the day, taken over from a visit or the person's own (F13.7–9)."""
    _name = 'relationship.visit.day.expense'
    _description = "Cost of a Daily Report"
    _inherit = [
        'relationship.snapshot.mixin', 'relationship.child.mixin', 'approval.line.mixin',
        'relationship.input.guard']
    _order = 'day_id, sequence, id'
    _rec_name = 'item_id'
    _check_company_auto = True
    _document_field = 'day_id'
    _approval_document_field = 'day_id'
    _typed_fields = frozenset({'note'})
    _sealed_fields = frozenset({'visit_id', 'visit_expense_id'})

    day_id = fields.Many2one(
        'relationship.visit.day', "Daily Report", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='day_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='day_id.currency_id')
    user_id = fields.Many2one(related='day_id.user_id', store=True, index=True)
    date = fields.Date(related='day_id.date', store=True, index=True)
    approval_state = fields.Selection(related='day_id.approval_state', string="Approval")
    visit_id = fields.Many2one(
        'relationship.visit', "Visit", readonly=True, ondelete='restrict', index='btree_not_null')
    visit_expense_id = fields.Many2one(
        'relationship.visit.expense', "Cost of the Visit", readonly=True, ondelete='set null', index='btree_not_null')
    item_id = fields.Many2one(
        'relationship.hospitality.item', "Item", required=True, ondelete='restrict', check_company=True)
    sequence = fields.Integer(related='item_id.report_sequence', store=True)
    amount = fields.Monetary(required=True)
    note = fields.Char("Remark")
    receipt = fields.Binary(attachment=True)
    receipt_name = fields.Char("Name of the Receipt")

    _source_unique = models.UniqueIndex(
        "(day_id, visit_expense_id)", "A visit's cost stands on a report once.")

    @api.constrains('amount')
    def _check_amount(self):
        if any(line.amount < 0 for line in self):
            raise ValidationError(self.env._("An expense cannot be negative: enter zero or more."))

    def write(self, vals):
        if TAKEN_FIELDS & vals.keys():
            self._refuse_by_hand(self.filtered('visit_id'), self.env._(
                "Change the amount on the visit and refresh the report."))
        return super().write(vals)

    def _take_receipts(self):
        """Bring copies of the visits' receipts along: a receipt changed later is not the one that was signed."""
        Attachment = self.env['ir.attachment'].sudo()

        def files(model, lines):
            found = Attachment.search([
                ('res_model', '=', model), ('res_field', '=', 'receipt'), ('res_id', 'in', lines.ids)])
            return {file.res_id: file for file in found}

        theirs, ours = files('relationship.visit.expense', self.visit_expense_id), files(self._name, self)
        for line in self:
            source, own = theirs.get(line.visit_expense_id.id), ours.get(line.id)
            if (source and source.checksum) != (own and own.checksum):
                line._sealed_write({
                    'receipt': source.with_context(bin_size=False).datas if source else False,
                    'receipt_name': line.visit_expense_id.receipt_name if source else False}, SEAL)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        """A visit's cost leaves the report when the visit has it no more, never by hand."""
        self._refuse_by_hand(
            self.sudo().filtered(
                lambda line: line.visit_expense_id.actual_amount and line.visit_id.day_id == line.day_id),
            self.env._("Change the amount on the visit and refresh the report."))

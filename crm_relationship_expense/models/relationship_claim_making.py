from odoo import models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from odoo.addons.document_approval.models.approval_sealed import SEAL

NAME_MAX = 200


class RelationshipClaimMixin(models.AbstractModel):
    """How costs become expenses: product, person, day, amount, receipts and analytic account (P2 ⑩, P3 ⑨, P4 ⑥)."""
    _inherit = 'relationship.claim.mixin'

    def _claim(self):
        """Make the expenses of all open costs of ``self``; the caller checked who asks.

        :return: the new hr.expense records, as sudo
        :raise UserError: all that is in the way, for every document, with the remedy
        """
        documents = self.sudo().with_context(clean_context(self.env.context))
        documents._claim_lock_all()
        documents.invalidate_recordset(['claim_state', 'claim_ids'])
        employees = documents._claim_employees()
        problems, rows = [], []
        for document in documents:
            lines = document._claim_lines().filtered(lambda line: line._is_open())
            if problem := document._claim_problem() or document._claim_line_problem(lines, employees[document]):
                problems.append(problem)
            rows += [(document, line) for line in lines]
        if problems:
            raise UserError("\n".join(problems))
        expenses = documents.env['hr.expense'].create([
            document._claim_values(line, employees[document]) for document, line in rows])
        for expense, (document, line) in zip(expenses, rows):
            expense._sealed_write({**line._claim_links(), **document._claim_document_links(line)}, SEAL)
        expenses.flush_recordset()
        expenses._check_relationship_limit()
        documents._claim_copy_receipts(expenses, rows)
        documents._claim_tell(expenses, rows)
        return expenses

    def _claim_lock_all(self):
        """Visits before the reports that took their costs over: everybody locks in this order."""
        self._claim_lock()

    def _claim_employees(self):
        """``{document: employee who gets the money}`` in the document's company (one query)."""
        users = self[self._claim_user_field]
        found = {
            (employee.user_id, employee.company_id): employee
            for employee in self.env['hr.employee'].sudo().search(
                [('user_id', 'in', users.ids), ('company_id', 'in', self.company_id.ids)])}
        return {
            document: found.get((document[self._claim_user_field], document.company_id))
            for document in self}

    def _claim_line_problem(self, lines, employee):
        """Why these costs of one document cannot become expenses, or ''."""
        self.ensure_one()
        if not lines:
            return self.env._("%s has no costs left to claim.", self.display_name)
        if not employee:
            return self.env._(
                "%(person)s is no employee of %(company)s: ask the personnel department to enter the person.",
                person=self[self._claim_user_field].name, company=self.company_id.name)
        return "\n".join(filter(None, (item._claim_product_problem(self.company_id) for item in lines.item_id)))

    def _claim_values(self, line, employee):
        """The values of one expense."""
        self.ensure_one()
        company, customer = self.company_id, self._claim_customer(line)
        name = ": ".join(filter(None, (line.item_id.name, customer.name)))
        values = {
            'name': f"{name} ({self.name})"[:NAME_MAX],
            'employee_id': employee.id,
            'company_id': company.id,
            'date': self._claim_date(),
            'product_id': line.item_id.expense_product_id.id,
            'quantity': 1,
            'currency_id': line.currency_id.id,
            'total_amount_currency': line[line._claim_amount_field],
            'payment_mode': company.relationship_expense_payment_mode,
            'description': line._claim_note(),
        }
        if account := self.department_id._relationship_expense_analytic(company):
            values['analytic_distribution'] = {str(account.id): 100}
        return values

    def _claim_customer(self, line):
        """The customer the cost was made for; may be empty."""
        return self.partner_id

    def _claim_document_links(self, line):
        """The expense's links to the document and the customer."""
        self.ensure_one()
        return {self._claim_link: self.id, 'relationship_partner_id': self._claim_customer(line).id}

    # ------------------------------------------------------------------
    # Receipts
    # ------------------------------------------------------------------

    def _claim_copy_receipts(self, expenses, rows):
        """Copy the receipts of the costs; the document's own signed files go with its largest cost."""
        vals_list = []
        for expense, sources in zip(expenses, self._claim_files(expenses, rows)):
            vals_list += [{
                'name': name, 'raw': file.raw, 'mimetype': file.mimetype,
                'res_model': 'hr.expense', 'res_id': expense.id,
            } for file, name in sources]
        files = self.env['ir.attachment'].create(vals_list)
        for expense_id, own in files.grouped('res_id').items():
            expenses.browse(expense_id).message_main_attachment_id = own[0]

    def _claim_files(self, expenses, rows):
        """For each expense the list of (file, name) to be copied."""
        line_model = rows[0][1]
        receipts = {
            file.res_id: file for file in self.env['ir.attachment'].search([
                ('res_model', '=', line_model._name), ('res_field', '=', 'receipt'),
                ('res_id', 'in', [line.id for _document, line in rows])])}
        found = [
            [(receipts[line.id], line.receipt_name or receipts[line.id].name)] if line.id in receipts else []
            for _document, line in rows]
        for document in self:
            places = [place for place, (owner, _line) in enumerate(rows) if owner == document]
            largest = max(places, key=lambda place: expenses[place].total_amount)
            found[largest] += [(file, file.name) for file in document._claim_document_files()]
        return found

    def _claim_document_files(self):
        """Signed files that prove what was spent."""
        self.ensure_one()
        return self.approval_request_id.attachment_ids.filtered(
            lambda file: file.res_model == self._name and not file.res_field)

    def _claim_tell(self, expenses, rows):
        """The document's conversation says what was claimed."""
        counts = {}
        for document, _line in rows:
            counts[document.id] = counts.get(document.id, 0) + 1
        self._message_log_batch(bodies={
            document_id: self.env._("Expenses claimed: %s", count) for document_id, count in counts.items()})

from odoo import api, models
from odoo.exceptions import UserError

AMOUNT_FIELDS = frozenset({
    'total_amount_currency', 'total_amount', 'currency_id', 'quantity', 'price_unit', 'product_id', 'tax_ids', 'date'})
#: Who gets the money, and where: what the signed document says.
FIXED_FIELDS = frozenset({'employee_id', 'company_id'})
#: What Odoo's posting and reversing sets: by hand it would hide that the money is out.
ENTRY_FIELDS = frozenset({'account_move_id', 'state'})
GUARDED_FIELDS = AMOUNT_FIELDS | FIXED_FIELDS | ENTRY_FIELDS | {'approval_state'}


class HrExpense(models.Model):
    """What may still be changed on an expense that claims approved costs (APPROVAL.md rule 10)."""
    _inherit = 'hr.expense'

    def write(self, vals):
        if not GUARDED_FIELDS & vals.keys():
            return super().write(vals)
        claims = self.filtered('relationship_source_key')
        claims._check_relationship_entry(vals)
        if vals.keys() & GUARDED_FIELDS <= ENTRY_FIELDS:
            return super().write(vals)
        if fixed := FIXED_FIELDS & vals.keys():
            claims._check_relationship_fixed(fixed, vals)
        revived = claims.filtered(lambda expense: expense.approval_state == 'refused') if (
            'approval_state' in vals and vals['approval_state'] != 'refused') else claims.browse()
        if claims:
            claims._relationship_lock()
            revived._check_relationship_free()
        result = super().write(vals)
        if AMOUNT_FIELDS & vals.keys() or vals.get('approval_state') == 'submitted':
            claims._check_relationship_limit()
        else:
            revived._check_relationship_limit()
        if vals.get('approval_state') == 'refused':
            claims._relationship_tell_refused()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_relationship_lock(self):
        """What has an entry stays; whoever claims the same costs at this moment waits for the outcome."""
        claims = self.filtered('relationship_source_key')
        claims._check_relationship_no_entry()
        claims._relationship_lock()

    def action_submit(self):
        self.check_access('write')  # before figures of the document are told
        self._check_relationship_limit()
        return super().action_submit()

    def action_split_wizard(self):
        """One cost, one expense: parts would be claimed beside what the document says."""
        if self.filtered('relationship_source_key'):
            raise UserError(self.env._(
                "This expense claims one cost of %s and is not split. Enter the parts there, as costs of their own.",
                self[:1].relationship_source_name))
        return super().action_split_wizard()

    def _relationship_lock(self):
        """Hold the documents the expenses count on; of two at once one is tried again and sees the other."""
        for documents in self._relationship_documents():
            documents._claim_lock()

    def _check_relationship_entry(self, vals):
        """Raise UserError when ``vals`` would hide that these expenses are posted or paid.

        Odoo removes a draft entry before it refuses, and takes the entry off when it is reversed or
        cancelled, as superuser: see `account_move.py`.
        """
        if self and not self.env.su and (names := ENTRY_FIELDS & vals.keys()):
            raise UserError(self.env._(
                "%(field)s of %(expense)s follows from its journal entry. Cancel or reverse the entry instead.",
                field=", ".join(sorted(self._fields[name]._description_string(self.env) for name in names)),
                expense=self[:1].name))
        if vals.get('approval_state') == 'refused':
            self._check_relationship_no_entry()

    def _check_relationship_no_entry(self):
        """Raise UserError for expenses whose money is out, or on its way."""
        if posted := self.sudo().filtered('account_move_id'):
            raise UserError(self.env._(
                "%s has a journal entry: its costs stay claimed. Cancel or reverse the entry first.",
                ", ".join(posted.mapped('name'))))

    def _check_relationship_fixed(self, names, vals):
        """Raise UserError when somebody else would get the money."""
        for expense in self:
            for name in names:
                if expense[name].id != (vals[name] or False):
                    raise UserError(self.env._(
                        "%(field)s of this expense is given by %(document)s and stays as it is.",
                        field=self._fields[name]._description_string(self.env),
                        document=expense.relationship_source_name))

    def _check_relationship_free(self):
        """Raise UserError when the costs of refused expenses were claimed anew, or cannot be claimed any more."""
        for expense in self:
            if problem := expense.sudo()._relationship_document()._claim_problem():
                raise UserError(problem)
            if other := self.sudo().search([
                    ('relationship_source_key', '=', expense.relationship_source_key),
                    ('id', '!=', expense.id)])._relationship_live()[:1]:
                raise UserError(self.env._(
                    "The costs of %(expense)s were claimed anew by %(other)s: continue with that one.",
                    expense=expense.name, other=other.name))

    def _check_relationship_limit(self):
        """Raise UserError when what is claimed on a document exceeds what was approved and tolerated."""
        problems = [
            problem for documents in self._relationship_documents() for document in documents
            if (problem := document._claim_limit_problem())]
        if problems:
            raise UserError("\n".join(problems))

    def _relationship_tell_refused(self):
        """The documents' conversations say that the costs may be claimed again."""
        for expense in self.sudo():
            expense._relationship_document()._message_log(body=self.env._(
                "The expense “%s” was refused: its costs can be claimed again.", expense.name))

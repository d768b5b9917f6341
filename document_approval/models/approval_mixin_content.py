from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import approval_content
from .approval_amount import MAX_AMOUNT, is_sound_amount


class ApprovalMixin(models.AbstractModel):
    """What is signed on a document: its fields, rows and amount; and how a change of them shows."""
    _inherit = 'approval.mixin'

    @api.model
    def _approval_content_fields(self):
        """The fields whose values are signed: stored, not derived, neither open nor sealed."""
        open_names = self._approval_open_names() | set(models.MAGIC_COLUMNS)
        return [
            field for name, field in sorted(self._fields.items())
            if name not in open_names and approval_content.is_signable(field)
        ]

    @api.model
    def _approval_line_fields(self):
        """The one2many fields whose rows are signed with the document."""
        line_mixin = self.pool['approval.line.mixin']
        return [
            field for _name, field in sorted(self._fields.items())
            if field.type == 'one2many' and issubclass(self.pool[field.comodel_name], line_mixin)
        ]

    def _approval_company_amounts(self):
        """The amounts in company currency at today's rate, ``{document.id: amount or None}``.

        :raise UserError: for an amount that no band and no limit can be compared with
        """
        if not self._approval_amount_field:
            return dict.fromkeys(self.ids)
        amounts = {}
        for document in self:
            company = document.company_id
            if not is_sound_amount(document[self._approval_amount_field]):
                raise UserError(self.env._(
                    "%(document)s: the amount must lie between 0 and %(maximum)s.",
                    document=document.display_name, maximum=f"{MAX_AMOUNT:,.0f}"))
            currency = document[self._approval_currency_field] or company.currency_id
            if currency != company.currency_id and not (currency | company.currency_id).rate_ids:
                # Converted one to one, a strong currency would hide a large amount from every limit.
                raise UserError(self.env._(
                    "%(document)s: there is no rate from %(currency)s to %(company_currency)s. "
                    "Ask for one to be entered, or give the amount in %(company_currency)s.",
                    document=document.display_name, currency=currency.name,
                    company_currency=company.currency_id.name))
            amounts[document.id] = currency._convert(
                document[self._approval_amount_field], company.currency_id, company,
                fields.Date.context_today(document))
        return amounts

    def _approval_documents(self):
        """The documents themselves; lines answer with the documents they belong to."""
        return self

    def _approval_touch(self):
        """Refuse when a document is locked; else mark it changed, by this user and now.

        For changes outside the document's own row: its lines and files. The update of the row is
        what makes a submission at the same moment wait or fail: without it, a submission could
        sign the lines and files as they were before.
        """
        if not self:
            return
        self._check_approval_unlocked()
        self._approval_note_editor()
        self.env.flush_all()
        self.env.execute_query(SQL(
            "UPDATE %s SET write_date = %s WHERE id IN %s RETURNING id",
            SQL.identifier(self._table), fields.Datetime.now(), tuple(self.ids)))
        self.invalidate_recordset(['write_date'])

from odoo import api, fields, models
from odoo.tools import SQL

from .approval_key import is_sealed, seal
from .approval_sealed import SEAL

#: what the hash of an entry is made of
SEALED_FIELDS = ('old_id', 'old_name', 'new_id', 'new_name', 'company_id', 'user_id', 'date')


class ApprovalPartnerMerge(models.Model):
    """Contacts that were merged into others: whom a signed document named lives on under another number.

    Odoo's merge rewrites every reference to the contact, also those of signed documents, and deletes it. What was
    signed keeps the old number; this log says whose it is now. It is append-only and written by the merge and nothing
    else. An entry counts while its own hash closes and the contact it replaces does not exist.
    """
    _name = 'approval.partner.merge'
    _description = "Merged Contact"
    _inherit = ['approval.sealed']
    _order = 'id desc'
    _rec_name = 'old_name'
    _sealed_model = True

    # Plain numbers: a reference would be rewritten by the next merge, or deleted with the contact.
    old_id = fields.Integer(string="Merged Contact ID", required=True, readonly=True, index=True)
    old_name = fields.Char(string="Merged Contact", readonly=True)
    new_id = fields.Integer(string="Merged Into ID", required=True, readonly=True)
    new_name = fields.Char(string="Merged Into", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True, ondelete='restrict')
    user_id = fields.Many2one('res.users', string="Merged By", required=True, readonly=True, ondelete='restrict')
    date = fields.Datetime(string="Merged On", required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)

    @api.model
    def _note(self, sources, target):
        """Remember that the contacts ``sources`` live on in ``target``; for the merge of contacts alone."""
        now = fields.Datetime.to_string(fields.Datetime.now())
        entries = [{
            'old_id': source.id, 'old_name': source.display_name,
            'new_id': target.id, 'new_name': target.display_name,
            'company_id': target.company_id.id, 'user_id': self.env.uid, 'date': now,
        } for source in sources.sudo()]
        return self.sudo()._sealed_create([{**entry, 'hash': seal(entry)} for entry in entries], SEAL)

    @api.model
    def _get_successors(self):
        """``{id of a contact that is gone: id of the contact it lives on in}``, over several merges."""
        self.flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT merge.id FROM approval_partner_merge merge
                WHERE NOT EXISTS (SELECT FROM res_partner partner WHERE partner.id = merge.old_id)
             ORDER BY merge.id"""))
        direct = {}
        for entry in self.sudo().browse(row_id for row_id, in rows):
            if entry._is_intact():
                direct.setdefault(entry.old_id, entry.new_id)
        found = {}
        for old_id, new_id in direct.items():
            seen = {old_id}
            while new_id in direct and new_id not in seen:
                seen.add(new_id)
                new_id = direct[new_id]
            found[old_id] = new_id
        return found

    def _is_intact(self):
        """True when the entry says what it said when it was written."""
        self.ensure_one()
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in SEALED_FIELDS}
        return is_sealed(self.hash, {**values, 'date': fields.Datetime.to_string(self.date)}, self.date)

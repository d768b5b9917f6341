from odoo import api, models

IMPORT_MODEL = 'relationship.purchase.import'
#: a type of ours: core takes no words out of it, nor guesses another one as for octet-stream
UNINDEXED = 'application/x-relationship-purchases'


class IrAttachment(models.Model):
    """Files of purchases are kept out of the index of words.

    Core writes the words of a text file into the database once more: for millions of rows that is
    more than a row can hold, and nobody looks for a purchase there.
    """
    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([
            {**vals, 'mimetype': UNINDEXED} if vals.get('res_model') == IMPORT_MODEL and vals.get('res_field') else vals
            for vals in vals_list])

    def _get_datas_related_values(self, data, mimetype):
        """The same where the file of an import is exchanged for another."""
        if self and all(attachment.res_model == IMPORT_MODEL and attachment.res_field for attachment in self):
            mimetype = UNINDEXED
        return super()._get_datas_related_values(data, mimetype)

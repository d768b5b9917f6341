from odoo import api, fields, models


class RelationshipMergedMixin(models.AbstractModel):
    """Rows of a document about one customer each, at most one for a customer.

    Where two customers of a document became one (their contacts were merged), both rows stay:
    what was written and signed about either is kept, and the row tells whose it was. Unique keys
    of these models leave such rows out.
    """
    _name = 'relationship.merged.mixin'
    _description = "Row about a Customer"
    _inherit = ['approval.line.mixin', 'approval.sealed']
    _sealed_fields = frozenset({'merged_name'})

    merged_name = fields.Char(
        "Merged From", readonly=True, copy=False,
        help="The name of the customer before it was merged with another one of the same document.")

    @api.model
    def _approval_content_fields(self):
        """Signed is the contact: it lives on under a known number when it is merged, the profile in the other one's."""
        names = {field.name: field for field in super()._approval_content_fields()}
        return [
            self._fields['partner_id'] if name == 'profile_id' else field
            for name, field in names.items() if name != 'merged_name']

from odoo import api, models


class RelationshipScorecardPart(models.AbstractModel):
    """Rows of a scorecard: they change while it is a draft, and never again."""
    _name = 'relationship.scorecard.part'
    _description = "Row of a Scorecard"
    _inherit = ['relationship.input.guard']

    #: many2one to the scorecard
    _card_field = 'scorecard_id'

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_editable()
        return parts

    def write(self, vals):
        self._check_editable()
        result = super().write(vals)
        self._check_editable()  # nor moved into a scorecard in use
        return result

    def unlink(self):
        self._check_editable()
        return super().unlink()

    def _update_field_translations(self, *args, **kwargs):
        """Translations that people type change the wording too; Odoo writes them past `write`."""
        self._check_editable()
        return super()._update_field_translations(*args, **kwargs)

    def _check_editable(self):
        """Raise UserError unless the scorecards of these rows are drafts."""
        self[self._card_field]._check_draft()

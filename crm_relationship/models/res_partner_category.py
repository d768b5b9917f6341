"""Tags in three dimensions (C2)."""

from odoo import api, fields, models

# Colours of the web client's palette, so that a tag tells its dimension at a glance.
DIMENSION_COLORS = {"static": 4, "behaviour": 2, "value": 10}


class ResPartnerCategory(models.Model):
    _inherit = "res.partner.category"

    relationship_dimension = fields.Selection(
        [("static", "Static"), ("behaviour", "Behaviour"), ("value", "Value")],
        string="Dimension",
        index="btree_not_null",
        help="Static: industry, size, region. Behaviour: activity, interests, what the customer decides by. "
        "Value: what the customer is worth to us.",
    )

    @api.onchange("relationship_dimension")
    def _onchange_relationship_dimension(self):
        if self.relationship_dimension:
            self.color = DIMENSION_COLORS[self.relationship_dimension]

    @api.model_create_multi
    def create(self, vals_list):
        """A tag with a dimension and no colour of its own takes the dimension's."""
        for vals in vals_list:
            if "color" not in vals and vals.get("relationship_dimension") in DIMENSION_COLORS:
                vals["color"] = DIMENSION_COLORS[vals["relationship_dimension"]]
        return super().create(vals_list)

from odoo import api, models
from odoo.exceptions import UserError

from .approval_text import is_storable

MAX_INTEGER = 2**31 - 1


class ApprovalInputGuard(models.AbstractModel):
    """Values the database cannot store end in a message instead of a failure (SECURITY.md, rule 9)."""
    _name = "approval.input.guard"
    _description = "Guarded Input"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_storable(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_storable(vals)
        return super().write(vals)

    @api.model
    def _check_storable(self, vals):
        """Raise UserError for text with NUL or half a character, and for numbers out of range."""
        for name, value in vals.items():
            field = self._fields.get(name)
            label = field._description_string(self.env) if field else name
            if isinstance(value, str) and not is_storable(value):
                raise UserError(self.env._(
                    "“%s” contains characters that cannot be stored. Type the text again.", label))
            if isinstance(value, int) and field and field.type == "integer" and abs(value) > MAX_INTEGER:
                raise UserError(self.env._("“%s” is too large. Give a smaller number.", label))

import math

from odoo import api, models
from odoo.exceptions import ValidationError

#: Largest figure a form accepts, in any currency or unit.
NUMBER_MAX = 999_999_999
#: Longest text a form accepts, in characters, by field type.
TEXT_MAX = {'char': 200, 'text': 5000}


class RelationshipInputGuard(models.AbstractModel):
    """Refuses figures and texts no form can carry, when they are written.

    PostgreSQL stores NaN in a numeric column and Odoo cuts a sized Char in
    silence; both are found years later by a reader. Here they end in a
    message that says what to do, whichever way the values came (form, RPC,
    import).
    """
    _name = 'relationship.input.guard'
    _description = "Input Guard"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_input(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_input(vals)
        return super().write(vals)

    @api.model
    def _check_input(self, vals):
        """Raise ValidationError on the first value of ``vals`` that is unfit."""
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None or value in (None, False):
                continue
            if field.type in ('float', 'monetary', 'integer'):
                self._check_input_number(field, value)
            elif field.type in TEXT_MAX and isinstance(value, str):
                self._check_input_text(field, value)
            elif field.type == 'one2many' and isinstance(value, (list, tuple)):
                self._check_input_rows(field, value)

    @api.model
    def _check_input_rows(self, field, commands):
        """The values of rows sent with their document: a computation sees them before the rows are created."""
        rows = self.env[field.comodel_name]
        if isinstance(rows, self.pool['relationship.input.guard']):
            for command in commands:
                if isinstance(command, (list, tuple)) and len(command) == 3 and isinstance(command[2], dict):
                    rows._check_input(command[2])

    @api.model
    def _check_input_number(self, field, value):
        """A number must be finite and at most NUMBER_MAX in size."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number) or abs(number) > NUMBER_MAX:
            raise ValidationError(self.env._(
                "%(field)s: enter a number of at most %(max)s.",
                field=field._description_string(self.env), max=f"{NUMBER_MAX:,}"))

    @api.model
    def _check_input_text(self, field, value):
        """A text must be storable and fit its box on the form."""
        label = field._description_string(self.env)
        limit = TEXT_MAX[field.type]
        if len(value) > limit:
            raise ValidationError(self.env._(
                "%(field)s is too long: %(length)s characters, %(max)s at most. "
                "Shorten it, or attach the details as a file.",
                field=label, length=len(value), max=limit))
        if '\x00' in value or any('\ud800' <= char <= '\udfff' for char in value):
            raise ValidationError(self.env._(
                "%(field)s contains characters that cannot be stored. Type the text again.",
                field=label))

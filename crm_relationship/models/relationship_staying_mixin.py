from odoo import models
from odoo.exceptions import UserError


class RelationshipStayingMixin(models.AbstractModel):
    """Rows that stay where they were made.

    A record rule is asked before a change only, so a row could be moved into somebody else's
    document; and figures frozen for one customer would end up with another.
    """
    _name = 'relationship.staying.mixin'
    _description = "Row That Stays in Its Place"

    #: many2one fields that keep the value the row was made with
    _staying_fields = ()

    def write(self, vals):
        for name in vals.keys() & set(self._staying_fields):
            if any(row[name].id != vals[name] for row in self):
                raise UserError(self.env._(
                    "%(field)s stays as it is. Delete the line and add another one.",
                    field=self._fields[name]._description_string(self.env)))
        return super().write(vals)

"""Counters that give many numbers at once."""

from odoo import models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _relationship_next_many(self, count):
        """The next ``count`` numbers at once; one query for a counter without gaps or date ranges."""
        self.ensure_one()
        if self.use_date_range or self.implementation != "standard":
            return [self._next() for _number in range(count)]
        prefix, suffix = self._get_prefix_suffix()
        rows = self.env.execute_query(SQL(
            "SELECT nextval(%s) FROM generate_series(1, %s)", f"ir_sequence_{self.id:03d}", count
        ))
        return [f"{prefix}{row[0]:0{self.padding}d}{suffix}" for row in rows]

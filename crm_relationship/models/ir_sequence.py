"""Counters that give many numbers at once."""

from odoo import models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _relationship_begin_year(self, date):
        """The counter of a new year. Of two first documents at once, the second waits here, fails in the
        database, is tried again by Odoo and then finds the year begun."""
        self.env.cr.execute(SQL("UPDATE ir_sequence SET write_date = now() AT TIME ZONE 'UTC' WHERE id = %s", self.id))
        return self._create_date_range_seq(date)

    def _relationship_next_many(self, count, date=None):
        """The next ``count`` numbers at once; two queries at most for a counter without gaps.

        :param date: the day whose year counts, for counters that begin anew each year
        """
        self.ensure_one()
        if self.implementation != "standard":
            return [self._next(sequence_date=date) for _number in range(count)]
        counter, sequence = f"ir_sequence_{self.id:03d}", self
        if self.use_date_range:
            year = self.date_range_ids.search(
                [("sequence_id", "=", self.id), ("date_from", "<=", date), ("date_to", ">=", date)], limit=1
            ) or self._relationship_begin_year(date)
            counter = f"{counter}_{year.id:03d}"
            sequence = self.with_context(ir_sequence_date=date, ir_sequence_date_range=year.date_from)
        prefix, suffix = sequence._get_prefix_suffix()
        rows = self.env.execute_query(SQL("SELECT nextval(%s) FROM generate_series(1, %s)", counter, count))
        return [f"{prefix}{row[0]:0{self.padding}d}{suffix}" for row in rows]

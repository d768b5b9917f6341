"""What the approved gifts of one customer cover, and what takes of it. Plain Python over records."""

from dataclasses import dataclass


@dataclass
class GiftCover:
    """Amounts in the currency of the company that gives; each is what may be, or was, spent on gifts.

    What requests of a visit cover is for that visit alone: ``own``. The rest is the ``pool``: it covers
    what the ``visits`` cost beyond their own, and what the applicants' ``days`` (daily reports) cost
    without a visit, these no more than their ``cells``, the gifts of that person and day.
    """

    own: dict
    pool: float
    cells: dict
    visits: dict
    days: dict

    def cell(self, day):
        """What of the pool a daily report may take."""
        return self.cells.get((day.user_id.id, day.date), 0.0)

    def left(self, document):
        """What of the pool the other visits and reports leave to ``document``.

        A report that other customers' gifts could cover as well counts here in full: it is not known
        which of them it was.
        """
        beyond = sum(max(cost - self.own.get(visit, 0.0), 0.0) for visit, cost in self.visits.items() if visit != document)
        reported = sum(min(cost, self.cell(day)) for day, cost in self.days.items() if day != document)
        return max(self.pool - beyond - reported, 0.0)

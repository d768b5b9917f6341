"""What people and firms got in a year, and how much of a cap is left. Plain Python over records."""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """One thing given: ``amount`` in the currency of ``company`` at its ``day``; ``source`` names the document."""

    company: object
    kind: str
    day: object
    amount: float
    source: tuple = ()


@dataclass(frozen=True)
class Check:
    """One cap against one request: ``left`` before it, ``asked`` by it, both in ``currency``."""

    cap: object
    subject: object
    currency: object
    left: float
    asked: float

    @property
    def crossed(self):
        """True when the request takes more than is left; the cap itself is within."""
        return self.currency.compare_amounts(self.asked, self.left) > 0

    @property
    def rest(self):
        """What would be left afterwards; below zero when the cap is crossed."""
        return self.left - self.asked


class BenefitUsage:
    """Shares by person and by customer company, counted for caps.

    A share is converted to the cap's currency at the rate of its own day.
    """

    def __init__(self):
        self.shares = {"recipient_year": defaultdict(list), "organisation_year": defaultdict(list)}

    def add(self, basis, subject, share):
        """Count ``share`` for ``subject`` (contact) under caps of ``basis``."""
        self.shares[basis][subject.id].append(share)

    def used(self, cap, subject, company, year):
        """What counts for ``cap`` in a calendar year, in the cap's currency for ``company``."""
        currency = cap._get_currency(company)
        return sum(
            self.converted(share, currency) for share in self.shares[cap.basis][subject.id]
            if share.day.year == year and cap.kind in (False, share.kind)
            and (not cap.company_id or share.company == cap.company_id))

    def of_event(self, cap, subject, company, day, sources):
        """What ``subject`` gets that counts for ``cap`` on one occasion, in the cap's currency for ``company``.

        That is what the documents ``sources`` (pairs of model and id) give, and all others on the same ``day``.
        """
        currency = cap._get_currency(company)
        return sum(
            self.converted(share, currency) for share in self.shares["recipient_year"][subject.id]
            if cap.kind in (False, share.kind) and (
                share.source in sources or share.day == day and (not cap.company_id or share.company == cap.company_id)))

    @staticmethod
    def converted(share, currency):
        """The share's amount in ``currency``, at the rate of its day and not rounded."""
        return share.company.currency_id._convert(share.amount, currency, share.company, share.day, round=False)

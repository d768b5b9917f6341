from dataclasses import dataclass
from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from .relationship_benefit import BINDING


@dataclass(frozen=True)
class Trace:
    """What two requests are compared by: day, people, customer companies, table."""
    document: object
    day: object
    people: frozenset
    firms: frozenset
    table: object

    def touches(self, other, days):
        """True when both may be one thing in slices: at most ``days`` apart, somebody or the table in common."""
        return (
            self.document.company_id == other.document.company_id and abs((self.day - other.day).days) <= days
            and bool(self.people & other.people or self.firms & other.firms
                     or self.table and self.table == other.table))


class RelationshipBenefitSource(models.AbstractModel):
    """Requests split in slices are routed by their sum (APPROVAL.md, Beyond; SECURITY.md)."""
    _inherit = 'relationship.benefit.source'

    def _benefit_table(self):
        """What guests of one table share, or None."""
        return None

    def _benefit_neighbours(self, first, last, traces):
        """Domain of documents of this model between two days that may touch ``traces``."""
        raise NotImplementedError

    def _benefit_trace(self):
        shares = self._benefit_shares_by_kind()
        return Trace(
            self, self._benefit_day(), frozenset(person.id for people in shares.values() for person in people if person),
            frozenset(self._benefit_customers(shares).ids), self._benefit_table())

    def _approval_related(self):
        """Pending and approved requests for the same people, customer or table around the same day.

        A supplement counts its base already, so documents of one occasion are left out.
        """
        related = dict(super()._approval_related())
        documents = self.sudo().filtered(
            lambda document: document._benefit_splits and document.company_id.relationship_split_days
            and document._benefit_day())
        if not documents:
            return related
        traces = [document._benefit_trace() for document in documents]
        others = [*traces, *documents._benefit_others(traces)]
        for trace in traces:
            document = trace.document
            own = {document, *document._benefit_chain()}
            near = [
                other.document for other in others if other.document not in own
                and trace.touches(other, document.company_id.relationship_split_days)]
            if near:
                amount, names = related.get(document.id, (0.0, ()))
                related[document.id] = (
                    amount + sum(other._benefit_total() for other in near),
                    [*names, *sorted(other.name for other in near)])
        return related

    def _benefit_others(self, traces):
        """Traces of submitted documents of all kinds that may touch ``traces``; ``self`` left out."""
        window = timedelta(days=max(self.company_id.mapped('relationship_split_days')))
        first, last = min(trace.day for trace in traces) - window, max(trace.day for trace in traces) + window
        submitted = Domain('company_id', 'in', self.company_id.ids) & Domain(
            'approval_state', 'in', ('pending', *BINDING))
        for name in self.env.registry.descendants(['relationship.benefit.source'], '_inherit'):
            Model = self.env[name].sudo()
            if Model._abstract or not Model._benefit_splits:
                continue
            for other in Model.search(submitted & Model._benefit_neighbours(first, last, traces)):
                if other._name != self._name or other not in self:
                    yield other._benefit_trace()

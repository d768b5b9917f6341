from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipSnapshotMixin(models.AbstractModel):
    """Lines of a report that are taken over from other records and stand on their own afterwards.

    A later change of the source does not reach a line by itself: only the report's refresh, while
    the report is not submitted, takes changes over. What a person typed into ``_typed_fields``
    stays; everything else that was taken cannot be set by hand.
    """
    _name = 'relationship.snapshot.mixin'
    _description = "Line Taken Over from a Record"
    _inherit = ['approval.sealed']
    _sealed_fields = frozenset({'taken'})

    #: fields that are taken over and may be changed by hand
    _typed_fields = frozenset()

    taken = fields.Json(
        "As Taken Over", readonly=True, copy=False,
        help="The values last taken over: what differs from them was typed.")

    @api.model
    def _take_over(self, lines, key, document_values, sources):
        """Make ``lines``, all taken lines of one document, agree with their sources.

        :param key: name of the many2one by which a line finds its source
        :param dict document_values: values of every new line
        :param list sources: dicts of values, each with ``key``; texts and ids, fit for JSON
        """
        known = {line[key].id: line for line in lines if line[key]}
        new, stale = [], lines
        for values in sources:
            if line := known.get(values[key]):
                line._take(values)
                stale -= line
            else:
                new.append({**document_values, **values, 'taken': self._taken_values(values)})
        if new:
            self._sealed_create(new, SEAL)
        stale.unlink()  # also those whose source was deleted, which tells them no more

    @api.model
    def _taken_values(self, values):
        return {name: values[name] for name in self._typed_fields if name in values}

    def _take(self, values):
        """Write the values that changed at the source, keeping what was typed."""
        self.ensure_one()
        taken = self.taken or {}
        changed = {
            name: value for name, value in values.items()
            if not self._is_same(name, value)
            and not (name in self._typed_fields and not self._is_same(name, taken.get(name)))
        }
        if (now := self._taken_values(values)) != taken:
            changed['taken'] = now
        if changed:
            self._sealed_write(changed, SEAL)

    def _is_same(self, name, value):
        """Whether field ``name`` holds ``value``; no text and an empty one are the same."""
        field, current = self._fields[name], self[name]
        if field.type == 'many2one':
            current = current.id
        if field.type == 'monetary':
            return not self[field.get_currency_field(self)].compare_amounts(current or 0.0, value or 0.0)
        return (current or False) == (value or False)

    @api.model
    def _refuse_by_hand(self, lines, remedy):
        """:raise UserError: some of ``lines`` were taken over and cannot be changed here"""
        if lines:
            raise UserError(self.env._(
                "“%(line)s” was taken over and cannot be changed here. %(remedy)s",
                line=lines[0].display_name, remedy=remedy))

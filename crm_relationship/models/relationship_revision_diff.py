from difflib import SequenceMatcher

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.flat_text import paragraphs


class RelationshipRevisionMixin(models.AbstractModel):
    """What a revision changed, in words people compare: on the form and on the paper (P5 ⑨)."""
    _inherit = 'relationship.revision.mixin'

    #: fields compared, in the order shown
    _revision_compared = ()
    #: one2many whose rows are compared by their ``origin_id``, with the fields of a row
    _revision_line_field = 'line_ids'
    _revision_line_compared = ()

    change_html = fields.Html(
        "Changed since the Previous Revision", compute='_compute_change_html', sanitize=False)

    @api.depends('previous_id')
    @api.depends_context('lang')
    def _compute_change_html(self):
        for document in self:
            document.change_html = self.env['ir.qweb']._render('crm_relationship.revision_changes', {
                'changes': document._revision_changes()}) if document.previous_id else False

    def _revision_created(self, revision):
        """Rows remember where they come from; a copy makes them in the order of the ids, not in the order shown."""
        super()._revision_created(revision)
        name = self._revision_line_field
        for line, copied in zip(self[name].sorted('id'), revision[name].sorted('id'), strict=True):
            copied.sudo()._sealed_write({'origin_id': line.id}, SEAL)

    def _revision_changes(self):
        """What differs from the previous revision.

        :return: list of dicts of texts: ``label`` (what), ``before`` and ``after``, '' where it is
            new or gone; empty without a previous revision
        """
        self.ensure_one()
        before = self.sudo().previous_id
        if not before:
            return []
        after = self.sudo()
        return _differences(before, after, self._revision_compared) + self._revision_line_changes(before, after)

    def _revision_line_changes(self, before, after):
        """Rows changed, added and gone; a changed row names what changed in it."""
        changes, seen = [], before[self._revision_line_field].browse()
        for line in after[self._revision_line_field]:
            origin = line.origin_id
            seen |= origin
            if not origin:
                changes.append({'label': self.env._("Added: %s", line.name), 'before': '', 'after': line._revision_summary()})
                continue
            for change in _differences(origin, line, self._revision_line_compared):
                changes.append({**change, 'label': f"{line.name}: {change['label']}"})
        for line in before[self._revision_line_field] - seen:
            changes.append({'label': self.env._("Dropped: %s", line.name), 'before': line._revision_summary(), 'after': ''})
        return changes


class RelationshipRevisionLineMixin(models.AbstractModel):
    """A row of a document with revisions: it remembers the row it was copied from."""
    _name = 'relationship.revision.line.mixin'
    _description = "Line of a Document with Revisions"
    _inherit = ['relationship.child.mixin', 'approval.line.mixin', 'approval.sealed', 'relationship.input.guard']
    _sealed_fields = frozenset({'origin_id'})

    #: fields told when the whole row is new or gone
    _revision_summary_fields = ()

    @api.model
    def _approval_content_fields(self):
        """What is sealed says how far things are; it is not what was signed."""
        sealed = self._get_sealed_fields()
        return [field for field in super()._approval_content_fields() if field.name not in sealed]

    def _revision_summary(self):
        """The row in one sentence."""
        return ", ".join(text for name in self._revision_summary_fields if (text := value_text(self, name)))


def _differences(before, after, names):
    """The fields of ``names`` whose words differ, as dicts of label, before and after."""
    texts = [(name, *_changed_paragraphs(value_text(before, name), value_text(after, name))) for name in names]
    return [
        {'label': after._fields[name]._description_string(after.env), 'before': old, 'after': new}
        for name, old, new in texts if old != new]


def _changed_paragraphs(old, new):
    """Of two texts of several paragraphs only those that differ; a pair of texts."""
    was, now = old.split('\n'), new.split('\n')
    changes = [code for code in SequenceMatcher(None, was, now, autojunk=False).get_opcodes() if code[0] != 'equal']
    return ('\n'.join(text for _tag, start, stop, *_now in changes for text in was[start:stop]),
            '\n'.join(text for *_was, start, stop in changes for text in now[start:stop]))


def value_text(record, name):
    """The value of a field as people read it, in the language of the environment."""
    field, value = record._fields[name], record[name]
    if field.type == 'selection':
        return dict(field._description_selection(record.env)).get(value, '')
    if field.relational:
        return ", ".join(value.mapped('display_name'))
    if field.type == 'monetary':
        return formatLang(record.env, value, currency_obj=record[field.get_currency_field(record)])
    if field.type == 'date':
        return format_date(record.env, value) if value else ''
    if field.type == 'html':
        return '\n'.join(block['text'] for block in paragraphs(value))
    return str(value).strip() if value not in (False, None) else ''

"""Signed content in words. Plain functions, no model."""
from odoo.tools import format_date, format_datetime, formatLang, html2plaintext

#: characters of one value: a page on a phone, not the whole document
MAX_TEXT = 400
#: what says nothing to a signer
PLAIN_NAMES = frozenset({'company_id', 'currency_id', 'active', 'sequence'})
SKIPPED_TYPES = frozenset({
    'binary', 'image', 'json', 'properties', 'properties_definition', 'reference', 'many2one_reference'})


def summary_of(record, content_fields):
    """``[(label, text)]`` of the fields that say something and that the user of ``record`` may read."""
    found = []
    for field in sorted(content_fields, key=lambda field: field._sequence):
        if field.name in PLAIN_NAMES or field.type in SKIPPED_TYPES or not record._has_field_access(field, 'read'):
            continue
        if text := _text(record, field):
            found.append((field._description_string(record.env), text[:MAX_TEXT]))
    return found


def _text(record, field):
    """The value in the user's language and formats, or '' for what is not filled in."""
    value, env = record[field.name], record.env
    if not value:
        return ''
    if field.relational:
        # as a form shows it: the name of what is chosen, also where the rest of it is hidden
        return ", ".join(name for name in value.sudo().mapped('display_name') if name)
    if field.type == 'boolean':
        return "✓"
    if field.type == 'selection':
        return str(dict(field._description_selection(env)).get(value, value))
    if field.type == 'date':
        return format_date(env, value)
    if field.type == 'datetime':
        return format_datetime(env, value, dt_format='short')
    if field.type == 'monetary':
        currency = record[field.get_currency_field(record)]
        return currency.format(value) if currency else formatLang(env, value)
    if field.type == 'float':
        digits = field.get_digits(env)
        return formatLang(env, value, digits=digits[1] if digits else 2)
    if field.type == 'html':
        return html2plaintext(value, include_references=False).strip()
    return str(value)

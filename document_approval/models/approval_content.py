"""The signed content of documents: collected, compared, hashed. Plain functions, no model."""
import hashlib
import json


def collect(documents):
    """What a signer signs, per document.

    :param documents: recordset inheriting ``approval.mixin``; read as it stands, so the caller
        passes a ``sudo()`` recordset whose access was checked
    :return: ``{document.id: {'fields': {name: value}, 'lines': {name: {row id: {name: value}}},
        'files': {attachment id: [name, checksum]}}}``, fit for JSON; many2one as id, many2many
        as sorted ids
    """
    files = {document_id: {} for document_id in documents.ids}
    for attachment in _attachments(documents):
        files[attachment.res_id][str(attachment.id)] = [attachment.name, attachment.checksum]
    content_fields = documents._approval_content_fields()
    line_fields = documents._approval_line_fields()
    return {
        document.id: {
            'fields': _values(document, content_fields),
            'lines': {
                field.name: {
                    str(line.id): _values(line, line._approval_content_fields())
                    for line in document[field.name].sorted('id')
                }
                for field in line_fields
            },
            'files': files[document.id],
        }
        for document in documents
    }


def _attachments(documents):
    """All files of the documents, those of binary fields too."""
    return documents.env['ir.attachment'].sudo().search([
        ('res_model', '=', documents._name), ('res_id', 'in', documents.ids),
        '|', ('res_field', '=', False), ('res_field', '!=', False),
    ], order='id')


def _values(record, content_fields):
    values = {}
    for field in content_fields:
        value = record[field.name]
        if field.relational:
            value = sorted(value.ids) if field.type == 'many2many' else value.id
        elif field.type == 'many2one_reference':
            value = int(value or 0)
        elif field.type in ('float', 'monetary'):
            value = repr(value)
        elif field.type in ('date', 'datetime'):
            value = field.to_string(value) if value else False
        elif field.type in ('html', 'text', 'char'):
            value = str(value) if value else False
        values[field.name] = value
    return values


def canonical(data):
    """The one JSON text of ``data``: sorted keys, no blanks."""
    return json.dumps(data, sort_keys=True, separators=(',', ':'), ensure_ascii=False, default=str)


def fingerprint(data):
    """SHA-256 of the canonical JSON of ``data``, as 64 hex digits."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def is_same(frozen, now):
    """True when what was submitted still stands, rows and files included.

    Fields that came or went with an upgrade of the addon do not count: they were not signed.
    """
    return (
        frozen['files'] == now['files']
        and _agree(frozen['fields'], now['fields'])
        and all(
            frozen['lines'][name].keys() == now['lines'][name].keys()
            and all(_agree(row, now['lines'][name][row_id]) for row_id, row in frozen['lines'][name].items())
            for name in frozen['lines'].keys() & now['lines'].keys()
        )
    )


def _agree(frozen, now):
    return all(frozen[name] == now[name] for name in frozen.keys() & now.keys())


def changed_names(before, after):
    """Names of header fields, line fields and files that differ between two collected contents."""
    names = [
        name for part in ('fields', 'lines')
        for name in sorted(before[part].keys() | after[part].keys())
        if before[part].get(name) != after[part].get(name)
    ]
    if before['files'] != after['files']:
        names.append('attachment_ids')
    return names

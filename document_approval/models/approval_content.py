"""The signed content of documents: collected, compared, hashed. Plain functions, no model."""
import hashlib
import json

from odoo.fields import Domain


def is_signable(field):
    """True for a field that is part of what is signed: stored and not derived from others.

    Rows of a one2many and files are collected by themselves.
    """
    if field.type == 'one2many' or field.type == 'binary' and field.attachment:
        return False
    return field.store and not field.related and (not field.compute or not field.readonly)


def collect(documents, signed_files=None):
    """What a signer signs, per document.

    :param documents: recordset inheriting ``approval.mixin``; read as it stands, so the caller
        passes a ``sudo()`` recordset whose access was checked
    :param set signed_files: ids of the files of a submission to compare with; files that joined
        the conversation after it do not count then
    :return: ``{document.id: {'fields': {name: value}, 'lines': {name: {row id: {name: value}}},
        'files': {attachment id: [name, checksum]}}}``, fit for JSON; many2one as id, many2many
        as sorted ids
    """
    # The same for everybody: nothing depends on the reader's language, nor hides what is archived.
    documents = documents.with_context({'active_test': False})
    content_fields = documents._approval_content_fields()
    line_fields = documents._approval_line_fields()
    contents = {
        document.id: {
            'fields': _values(document, content_fields),
            'lines': {
                field.name: {
                    str(line.id): _values(line, line._approval_content_fields())
                    for line in document[field.name].sorted('id')
                }
                for field in line_fields
            },
            'files': {},
        }
        for document in documents
    }
    for document_id, attachment in _files(documents, line_fields, signed_files):
        contents[document_id]['files'][str(attachment.id)] = [attachment.name, attachment.checksum]
    return contents


def _files(documents, line_fields, signed_files):
    """Pairs of document id and file: the files of the documents and of their lines.

    Those of binary fields count too, unless the field stays open; and so do files that belong to
    another record and are named in a many2many: their content is what the signer saw.
    """
    holders = {documents._name: dict(zip(documents.ids, documents.ids))}
    for field in line_fields:
        holders.setdefault(field.comodel_name, {}).update(
            (line.id, document.id) for document in documents for line in document[field.name])
    attachments = documents.env['ir.attachment'].sudo().with_context(skip_res_field_check=True).search(Domain.OR(
        Domain('res_model', '=', res_model) & Domain('res_id', 'in', list(ids))
        for res_model, ids in holders.items()
    ), order='id')
    owned = [
        (holders[attachment.res_model][attachment.res_id], attachment) for attachment in attachments
        if attachment.res_field not in documents.env[attachment.res_model]._approval_open_names()
    ]
    return [
        (document_id, attachment) for document_id, attachment in owned + _named_files(documents, line_fields)
        if signed_files is None or attachment.id in signed_files
    ]


def _named_files(documents, line_fields):
    """Pairs of document id and file for the many2many fields to files, of documents and lines."""
    paths = [
        (*way, own.name)
        for records, way in [(documents, ()), *((documents[field.name], (field.name,)) for field in line_fields)]
        for own in records._approval_content_fields()
        if own.type == 'many2many' and own.comodel_name == 'ir.attachment'
    ]
    return [
        (document.id, attachment) for path in paths for document in documents
        for attachment in document.mapped(".".join(path))
    ]


def file_ids(contents):
    """The ids of all files in collected contents, as a set."""
    return {int(file_id) for content in contents for file_id in content['files']}


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
        elif field.type == 'binary':
            value = hashlib.sha256(value).hexdigest() if value else False
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


def is_same(frozen, now, documents):
    """True when what was submitted still stands, rows and files included.

    Fields that came or went with an upgrade of the addon do not count: they were not signed. Contacts
    that were merged since stand for themselves under their new number.

    :param documents: recordset of the documents' model, as sudo
    """
    return _is_equal(frozen, now) or _is_equal(with_merged_contacts(frozen, documents), now)


def with_merged_contacts(frozen, documents):
    """Collected contents with the numbers that their contacts have now, after merges."""
    successors = documents.env['approval.partner.merge'].sudo()._get_successors()
    if not successors:
        return frozen

    def carried(values, model):
        return {name: _carried(value, model._fields.get(name), successors) for name, value in values.items()}

    return {
        **frozen,
        'fields': carried(frozen['fields'], documents),
        'lines': {
            name: {
                row_id: carried(row, documents.env[documents._fields[name].comodel_name])
                if name in documents._fields else row
                for row_id, row in rows.items()
            } for name, rows in frozen['lines'].items()
        },
    }


def with_signed_contacts(now, frozen, documents):
    """Collected contents with the numbers that were signed, where merges of contacts made others of them."""
    today = frozen if _is_equal(frozen, now) else with_merged_contacts(frozen, documents)
    if today is frozen:
        return now

    def signed(values, before, after):
        return {
            name: before[name] if name in before and value == after[name] else value for name, value in values.items()}

    nothing = {}
    return {
        **now,
        'fields': signed(now['fields'], frozen['fields'], today['fields']),
        'lines': {
            name: {
                row_id: signed(row, frozen['lines'].get(name, nothing).get(row_id, nothing),
                               today['lines'].get(name, nothing).get(row_id, nothing))
                for row_id, row in rows.items()
            } for name, rows in now['lines'].items()
        },
    }


def _carried(value, field, successors):
    if not value or field is None or field.comodel_name != 'res.partner':
        return value
    if isinstance(value, list):
        return sorted({successors.get(partner_id, partner_id) for partner_id in value})
    return successors.get(value, value)


def names_of_contacts(documents):
    """The signed fields that name contacts, those of rows with the name of their field before a dot."""
    def names(model):
        return [field.name for field in model._approval_content_fields() if field.comodel_name == 'res.partner']

    return names(documents) + [
        f'{field.name}.{name}' for field in documents._approval_line_fields()
        for name in names(documents.env[field.comodel_name])]


def _is_equal(frozen, now):
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

from odoo import api, fields, models
from odoo.fields import Domain


class RelationshipChildMixin(models.AbstractModel):
    """Lines that may be read and written by whoever may do so with their document.

    Two searchable fields carry the document's access into the record rules
    of the line (security/relationship_hospitality_security.xml), so the rules
    of the document are written once.
    """
    _name = 'relationship.child.mixin'
    _description = "Line Following Its Document's Access"

    #: many2one to the document
    _document_field = 'document_id'

    is_document_readable = fields.Boolean(
        "Document Readable", compute='_compute_document_access',
        search='_search_is_document_readable')
    is_document_writable = fields.Boolean(
        "Document Writable", compute='_compute_document_access',
        search='_search_is_document_writable')

    @api.depends_context('uid', 'allowed_company_ids')
    @api.depends(lambda self: (self._document_field,) if self._document_field in self._fields else ())
    def _compute_document_access(self):
        documents = self[self._document_field].sudo(False)
        readable = documents._filtered_access('read')
        writable = documents._filtered_access('write')
        for line in self:
            document = line[self._document_field]
            line.is_document_readable = document in readable
            line.is_document_writable = document in writable

    def _search_is_document_readable(self, operator, value):
        return self._search_document_access('read', operator, value)

    def _search_is_document_writable(self, operator, value):
        return self._search_document_access('write', operator, value)

    @api.model
    def _search_document_access(self, operation, operator, value):
        """Domain of the lines on whose document the user may do ``operation``.

        A record rule is evaluated in sudo, hence the explicit sudo(False):
        the question is what the user may do, not what the system may.
        """
        if operator != 'in':
            return NotImplemented
        documents = self[self._document_field].sudo(False)
        if documents.has_access(operation):
            rule = documents.env['ir.rule']._compute_domain(documents._name, operation)
            domain = Domain(self._document_field, 'any!', rule)
        else:
            domain = Domain.FALSE
        return domain if True in value else ~domain

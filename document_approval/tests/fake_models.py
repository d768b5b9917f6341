"""Fake documents for tests. ``FakeTrip`` is the example of the addon's README."""
from odoo import fields, models


class FakeDocument(models.Model):
    _name = 'fake.document'
    _description = "Fake Document"
    _inherit = ['approval.mixin']
    _approval_amount_field = 'amount'
    _approval_open_fields = frozenset({'remark'})
    _approval_person_fields = ('owner_id',)

    name = fields.Char(required=True)
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    department_id = fields.Many2one('hr.department')
    currency_id = fields.Many2one('res.currency', default=lambda self: self.env.company.currency_id)
    amount = fields.Monetary()
    kind = fields.Selection([('a', "A"), ('b', "B")], default='a')
    owner_id = fields.Many2one('res.users')
    guest_ids = fields.Many2many('res.partner')
    remark = fields.Char()
    active = fields.Boolean(default=True)
    line_ids = fields.One2many('fake.document.line', 'document_id', copy=True)
    happened = fields.Char(default='', copy=False)

    def _approval_open_names(self):
        return super()._approval_open_names() | {'happened'}

    def _approval_approved(self):
        self._note('approved')

    def _approval_rejected(self, reason):
        self._note(f'rejected: {reason}')

    def _approval_withdrawn(self):
        self._note('withdrawn')

    def _approval_cancelled(self, reason):
        self._note(f'cancelled: {reason}')

    def _note(self, text):
        for document in self:
            document.happened = f'{document.happened or ""}{text};'


class FakeDocumentLine(models.Model):
    _name = 'fake.document.line'
    _description = "Fake Document Line"
    _inherit = ['approval.line.mixin']
    _approval_document_field = 'document_id'
    _approval_open_fields = frozenset({'outcome'})

    document_id = fields.Many2one('fake.document', required=True, ondelete='cascade')
    name = fields.Char()
    price = fields.Float()
    guest_id = fields.Many2one('res.partner')
    outcome = fields.Char()
    receipt = fields.Binary(attachment=True)


class FakeMemo(models.Model):
    """A document without an amount."""
    _name = 'fake.memo'
    _description = "Fake Memo"
    _inherit = ['approval.mixin']

    name = fields.Char(required=True)
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    folder_id = fields.Many2one('fake.folder')
    subject = fields.Char(translate=True)


class FakeFolder(models.Model):
    """No document itself, but the parent of documents."""
    _name = 'fake.folder'
    _description = "Fake Folder"

    name = fields.Char()
    memo_ids = fields.One2many('fake.memo', 'folder_id')


class FakeTrip(models.Model):
    _name = 'fake.trip'
    _description = "Fake Trip"
    _inherit = ['approval.mixin']
    _approval_amount_field = 'cost'
    _approval_open_fields = frozenset({'booked'})

    name = fields.Char(required=True)
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    cost = fields.Monetary()
    booked = fields.Boolean(copy=False)

    def _approval_approved(self):
        self.booked = True


FAKE_MODELS = (FakeDocument, FakeDocumentLine, FakeMemo, FakeFolder, FakeTrip)


def install(env, model_classes):
    """Add model classes to the registry of ``env`` with their tables and open access rights.

    :return: a function that takes them out again, given a cursor where the one of ``env`` is closed
    """
    # The registry's own way to add a model; no public module of Odoo offers it.
    from odoo.orm.model_classes import add_to_registry

    registry, cr = env.registry, env.cr
    names = [cls._name for cls in model_classes]
    # Extending models remember their children; the lists are put back as they were.
    children = {name: list(model._inherit_children) for name, model in registry.items()}
    bases = {name: model._base_classes__ for name, model in registry.items()}
    for cls in model_classes:
        add_to_registry(registry, cls)
    registry._setup_models__(cr, names)
    registry.init_models(cr, names, {'models_to_check': True})
    for name in names:
        env['ir.model.access'].create({
            'name': name, 'model_id': env['ir.model']._get_id(name),
            'group_id': env.ref('base.group_user').id,
            'perm_read': True, 'perm_write': True, 'perm_create': True, 'perm_unlink': True,
        })

    def remove(cr=cr):
        for name in names:
            del registry[name]
        for name, model in registry.items():
            model._inherit_children.clear()
            model._inherit_children.update(children[name])
            model._base_classes__ = bases[name]
        registry._setup_models__(cr, [])

    return remove

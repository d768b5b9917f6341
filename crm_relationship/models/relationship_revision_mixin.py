from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipRevisionMixin(models.AbstractModel):
    """A signed document of which one is in force, until the approved next revision takes its place.

    Comes into force with the last signature; the older one is superseded in the same transaction.
    What may be in force once is said by `_revision_key` in code and by a unique index of the
    concrete model in the database, so that two approvals at one moment cannot both win.
    """
    _name = 'relationship.revision.mixin'
    _description = "Document with Revisions"
    _inherit = ['approval.mixin']

    #: fields that the documents of one line share; a revision cannot change them
    _revision_key_fields = ()
    _sealed_fields = frozenset({
        'revision', 'previous_id', 'stage', 'force_date', 'superseded_by_id', 'superseded_date'})

    revision = fields.Integer(default=1, readonly=True, copy=False)
    stage = fields.Selection(
        [('draft', "In Preparation"), ('in_force', "In Force"), ('superseded', "Superseded"),
         ('cancelled', "Called Off")],
        default='draft', required=True, readonly=True, copy=False, index=True, tracking=True,
        group_expand=True)
    force_date = fields.Date("In Force since", readonly=True, copy=False)
    superseded_date = fields.Date("Superseded on", readonly=True, copy=False)
    can_revise = fields.Boolean(compute='_compute_can_revise')

    _open_revision_unique = models.UniqueIndex(
        "(previous_id) WHERE stage = 'draft'", "This document is being revised already: finish that revision first.")

    @api.depends_context('uid')
    @api.depends('stage')
    def _compute_can_revise(self):
        for document in self:
            document.can_revise = document.stage == 'in_force' and document._may_revise()

    def _may_revise(self):
        """Whether the current user may start the next revision of this document."""
        return self.env.user.has_group('crm_relationship.group_supervisor') or self.env.user in (
            self.sudo().preparer_id | self.sudo()[self._team_person_field])

    @api.constrains(lambda self: ('previous_id', *self._revision_key_fields))
    def _check_revision_key(self):
        """A revision speaks about the same thing as the document it replaces."""
        for document in self.filtered('previous_id'):
            if any(document[name] != document.previous_id[name] for name in self._revision_key_fields):
                raise ValidationError(self.env._(
                    "%(document)s revises %(previous)s: leave %(fields)s as they are there, or make a new document.",
                    document=document.name, previous=document.previous_id.name,
                    fields=", ".join(self._fields[name]._description_string(self.env)
                                     for name in self._revision_key_fields if not self._fields[name].readonly)))

    # ------------------------------------------------------------------
    # The next revision
    # ------------------------------------------------------------------

    def action_new_revision(self):
        """Open the draft of the next revision; make it when there is none.

        :raise UserError: not in force, or somebody else is revising it where the user cannot see it
        :raise AccessError: the user has no part in it
        """
        self.ensure_one()
        self.check_access('read')
        if not self._may_revise():
            raise AccessError(self.env._("Only its author and supervisors revise %s.", self.display_name))
        if self.stage != 'in_force':
            raise UserError(self.env._("%s is not in force: there is nothing to revise.", self.display_name))
        revision = self.sudo().search([('previous_id', '=', self.id), ('stage', '=', 'draft')], limit=1)
        if not revision:
            revision = self._revision_create()
        elif not revision.sudo(False).has_access('read'):
            raise UserError(self.env._(
                "%(person)s is revising this document already: %(number)s.",
                person=revision.preparer_id.name, number=revision.name))
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("New Revision"), 'view_mode': 'form',
            'res_model': self._name, 'res_id': revision.id}

    def _revision_create(self):
        """A draft copy of this document that names it as the one before."""
        clean = {key: self.env.context[key] for key in ('lang', 'tz', 'allowed_company_ids') if key in self.env.context}
        revision = self.with_context(clean).with_company(self.company_id).copy(self._revision_values())
        revision.sudo()._sealed_write({'previous_id': self.id, 'revision': self.revision + 1}, SEAL)
        self._revision_created(revision)
        return revision

    def _revision_values(self):
        """Values in which a revision begins differently from the document it was copied from."""
        return {'company_id': self.company_id.id, 'date': fields.Date.context_today(self)}

    def _revision_created(self, revision):
        """Hook: ``revision`` was made from this document."""

    def _revision_chain(self):
        """This document and all those it revises, one after the other (sudo)."""
        self.ensure_one()
        chain = document = self.sudo()
        while document := document.previous_id:
            chain |= document
        return chain

    def action_open_previous(self):
        """Open the document this one revises."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Previous Revision"), 'view_mode': 'form',
            'res_model': self._name, 'res_id': self.previous_id.id}

    # ------------------------------------------------------------------
    # In force, superseded, called off
    # ------------------------------------------------------------------

    def _revision_rivals(self):
        """Other documents in force about the same thing (sudo)."""
        domain = Domain([('stage', '=', 'in_force'), ('company_id', '=', self.company_id.id), ('id', '!=', self.id)])
        for name in self._revision_key_fields:
            value = self[name]
            domain &= Domain(name, '=', value.id if isinstance(value, models.BaseModel) else value)
        return self.sudo().search(domain)

    def _revision_rival_problem(self):
        """Why this document cannot come into force beside another one; '' when it can."""
        if rivals := self._revision_rivals() - self.previous_id:
            return self.env._(
                "%(rival)s is in force for the same. Press “New Revision” there, or have it cancelled first.",
                rival=rivals[0].display_name)
        if self.previous_id and self.sudo().previous_id.stage != 'in_force':
            return self.env._("%s is no longer in force: make a new document instead.", self.previous_id.name)
        return ''

    def _approval_submit_problems(self):
        return super()._approval_submit_problems() + [self._revision_rival_problem()]

    def _approval_approved(self):
        super()._approval_approved()
        for document in self.sudo():
            if problem := document._revision_rival_problem():
                raise UserError(problem)
            document._revision_enter_force()

    def _revision_enter_force(self):
        """Take the place of the previous revision. The older row first: never two are in force."""
        today = self.company_id._relationship_today()
        if self.previous_id:
            self.previous_id._sealed_write({
                'stage': 'superseded', 'superseded_by_id': self.id, 'superseded_date': today}, SEAL)
            self.env.flush_all()
        self._sealed_write({'stage': 'in_force', 'force_date': today}, SEAL)
        self.env.flush_all()
        self._revision_in_force()

    def _revision_in_force(self):
        """Hook: this document came into force; ``previous_id`` is superseded."""

    def _approval_cancelled(self, reason):
        super()._approval_cancelled(reason)
        self.sudo()._sealed_write({'stage': 'cancelled'}, SEAL)

    def _approval_check_cancel(self):
        super()._approval_check_cancel()
        if any(document.stage == 'superseded' for document in self):
            raise UserError(self.env._("What is superseded stays on record. Cancel the revision in force."))

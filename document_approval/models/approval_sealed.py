from odoo import api, models
from odoo.exceptions import UserError

# The engine's right to write sealed fields. It is compared by identity and handed over as an
# argument, so it cannot arrive by RPC, by import, by a context key or by a default value.
SEAL = object()


class ApprovalSealed(models.AbstractModel):
    """Records with fields (or whole tables) that only code of this process may write.

    A model names its sealed fields in ``_sealed_fields``; the names of all parent models count
    too, so a child can never unseal by overriding. With ``_sealed_model = True`` nothing of the
    record can be created, changed or deleted from outside, not even with ``sudo()``.
    (SECURITY.md, rules 2 and 3.)
    """
    _name = 'approval.sealed'
    _description = "Sealed Record"

    _sealed_fields = frozenset()
    _sealed_model = False

    @api.model
    def _get_sealed_fields(self):
        """The union of ``_sealed_fields`` over the model and all its parents (a frozenset of names)."""
        return frozenset().union(
            *(parent.__dict__.get('_sealed_fields', ()) for parent in type(self).__mro__))

    @api.model
    def _get_sealed_defaults(self):
        """The values a new record starts with: the fields' own defaults, never the caller's."""
        sealed = (self._fields[name] for name in self._get_sealed_fields())
        return {
            field.name: field.default(self) if field.default else False
            for field in sealed
            if field.store and not field.compute
        }

    @api.model_create_multi
    def create(self, vals_list):
        self._check_sealed_model()
        sealed = self._get_sealed_fields()
        for vals in vals_list:
            if refused := sealed & vals.keys():
                raise self._sealed_error(refused)
        # Given explicitly, the defaults leave no room for ``default_*`` keys and ``ir.default``.
        defaults = self._get_sealed_defaults()
        return super().create([{**vals, **defaults} for vals in vals_list])

    def write(self, vals):
        self._check_sealed_model()
        if refused := self._get_sealed_fields() & vals.keys():
            raise self._sealed_error(refused)
        return super().write(vals)

    def unlink(self):
        self._check_sealed_model()
        return super().unlink()

    @api.private
    def _sealed_create(self, vals_list, seal):
        """Create records with sealed values; only for holders of :data:`SEAL`."""
        self._check_seal(seal)
        return super().create(vals_list)

    @api.private
    def _sealed_write(self, vals, seal):
        """Write sealed values; only for holders of :data:`SEAL`."""
        self._check_seal(seal)
        return super().write(vals)

    @api.model
    def _check_sealed_model(self):
        if self._sealed_model:
            raise self._sealed_error(())

    @api.model
    def _check_seal(self, seal):
        if seal is not SEAL:
            raise self._sealed_error(())

    @api.model
    def _sealed_error(self, names):
        """The refusal, naming the fields the caller tried to set."""
        if not names:
            return UserError(self.env._(
                "“%(model)s” is written by the approval process only. Use the buttons of the document.",
                model=self._description))
        labels = sorted(self._fields[name]._description_string(self.env) or name for name in names)
        return UserError(self.env._(
            "%(fields)s cannot be set by hand. Use the buttons of the document.",
            fields=", ".join(labels)))

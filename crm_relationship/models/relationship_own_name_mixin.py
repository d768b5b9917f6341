from odoo import api, models
from odoo.exceptions import ValidationError


class RelationshipOwnNameMixin(models.AbstractModel):
    """A document that staff fill in for themselves, and supervisors for their colleagues, too (SECURITY.md).

    Whose it is says `_team_person_field`.
    """
    _name = 'relationship.own.name.mixin'
    _description = "Document in One's Own Name"
    _inherit = ['relationship.team.mixin']

    @api.constrains(lambda self: (self._team_person_field,))
    def _check_own_name(self):
        if self._may_act_for_others():
            return
        if any(document[self._team_person_field] != self.env.user for document in self):
            raise ValidationError(self.env._(
                "%(form)s: you can fill it in for yourself only. A supervisor can do it for a colleague.",
                form=self.env['ir.model']._get(self._name).name))

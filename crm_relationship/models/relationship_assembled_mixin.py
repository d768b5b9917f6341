from odoo import models

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES


class RelationshipAssembledMixin(models.AbstractModel):
    """A form put together from other records until it is signed; what was typed on it stays (DESIGN.md 1.3)."""
    _name = 'relationship.assembled.mixin'
    _description = "Form Put Together from Records"
    _inherit = ['approval.mixin']

    def _assemble(self):
        """Make the form agree with the records it is about, once and again. To be defined by every model."""
        raise NotImplementedError

    def action_refresh(self):
        """Take over what changed at the records; typed text stays.

        :raise UserError: the form is submitted or signed
        """
        self.check_access('write')
        self._check_approval_unlocked()
        self._assemble()
        return True

    def action_approval_submit(self):
        """What is signed is what the records say at this moment."""
        self.check_access('write')
        self.filtered(lambda document: document.approval_state in EDITABLE_STATES)._assemble()
        return super().action_approval_submit()

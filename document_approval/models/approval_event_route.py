from odoo import api, fields, models

from .approval_event import SIGNING_ACTIONS

#: what people do to the route of a request beside signing it
ROUTE_ACTIONS = [
    ('transfer', "Transferred"),
    ('return', "Returned"),
    ('add_signer', "Signer added"),
    ('copy', "Copied"),
    ('urge', "Urged"),
]
#: events that change nothing about who signs: they are no answer to "who acted on it last"
ASIDE_ACTIONS = frozenset({'copy', 'urge', 'remind', 'settle'})
#: events that a return takes back
VOIDABLE_ACTIONS = SIGNING_ACTIONS | {'lower'}


class ApprovalEvent(models.Model):
    """What people do to the route, and which signatures it takes back (APPROVAL.md rule 7)."""
    _inherit = 'approval.event'

    # Events refuse to be deleted or changed, so an uninstallation leaves them to their table's end.
    action = fields.Selection(
        selection_add=ROUTE_ACTIONS, ondelete={action: lambda events: None for action, _label in ROUTE_ACTIONS})
    is_void = fields.Boolean(
        string="Taken Back", compute='_compute_is_void',
        help="The document was returned to this step afterwards: the signature does not count any more.")

    @api.depends('action', 'step_id', 'sequence', 'request_id.event_ids')
    def _compute_is_void(self):
        """A return has one event for each step whose signatures fall, so the chain itself says which count."""
        returned = {}
        for event in self.request_id.event_ids:
            if event.action == 'return':
                returned[event.step_id] = max(event.sequence, returned.get(event.step_id, 0))
        for event in self:
            event.is_void = (
                event.action in VOIDABLE_ACTIONS and event.sequence < returned.get(event.step_id, 0))

from odoo import api, models
from odoo.exceptions import UserError

from .res_partner_compliance import MARKS

#: fields whose changes the compliance checks hang on; None: every tracked field
TRACED = {'relationship.benefit.cap': None, 'relationship.tender': None, 'res.partner': MARKS}
#: what would hang a message elsewhere or empty it
MOVING = frozenset({'model', 'res_id', 'tracking_value_ids', 'author_id', 'date', 'body'})


class MailMessage(models.Model):
    """The trace of changes of caps, tenders and marks of officials is only added to (SECURITY.md).

    It goes with its record only, which the mail module deletes as sudo.
    """
    _inherit = 'mail.message'

    def write(self, vals):
        if not self.env.su and not MOVING.isdisjoint(vals):
            self._check_no_trace()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_traces(self):
        if not self.env.su:
            self._check_no_trace()

    def _check_no_trace(self):
        """:raise UserError: one of the messages tells of such a change"""
        for field in self.sudo().tracking_value_ids.field_id:
            if field.model in TRACED and (TRACED[field.model] is None or field.name in TRACED[field.model]):
                raise UserError(self.env._("The trace of changes of caps, tenders and officials is only added to."))

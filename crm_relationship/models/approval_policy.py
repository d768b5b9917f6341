import logging

from odoo import api, models
from odoo.exceptions import ValidationError

_logger = logging.getLogger(__name__)


class ApprovalPolicy(models.Model):
    """Policies that come with a new version of the application are in force at once."""
    _inherit = "approval.policy"

    @api.model
    def _relationship_switch_on_new(self):
        """Switch on the policies this update has just created.

        They are loaded switched off, because a policy must have its steps first. At an installation
        the data file then switches them on; in an update Odoo skips that second entry, since it is
        "noupdate". Policies that were there before stay as people left them, and one that an own
        policy already does the work of stays switched off.
        """
        shipped = self.env["ir.model.data"].sudo().search([
            ("module", "=", "crm_relationship"), ("model", "=", self._name),
        ])
        news = self.sudo().search([
            ("id", "in", shipped.mapped("res_id")), ("active", "=", False), ("create_date", "=", self.env.cr.now()),
        ])
        for policy in news:
            try:
                with self.env.cr.savepoint():
                    policy.active = True
                    policy.flush_recordset()
            except ValidationError as error:
                policy.invalidate_recordset()
                _logger.warning("The approval policy “%s” stays switched off: %s", policy.name, error)

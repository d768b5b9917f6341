from odoo import api, models


class ApprovalPolicy(models.Model):
    """Policies that come with a new version of the application are in force at once."""
    _inherit = "approval.policy"

    @api.model
    def _relationship_switch_on_new(self):
        """Switch on the policies this update has just created.

        They are loaded switched off, because a policy must have its steps first. At an installation
        the data file then switches them on; in an update Odoo skips that second entry, since it is
        "noupdate". Policies that were there before stay as people left them.
        """
        shipped = self.env["ir.model.data"].sudo().search([
            ("module", "=", "crm_relationship"), ("model", "=", self._name),
        ])
        self.sudo().search([
            ("id", "in", shipped.mapped("res_id")), ("active", "=", False), ("create_date", "=", self.env.cr.now()),
        ]).active = True

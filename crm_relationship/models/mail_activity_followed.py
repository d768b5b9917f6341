from odoo import models


class MailActivity(models.Model):
    """Activities that stand for a promise to a customer take it along when they are done."""
    _inherit = 'mail.activity'

    def _action_done(self, feedback=False, attachment_ids=None):
        promises = self._relationship_promises()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        for records in promises:
            records._follow_activity_done(feedback)
        return result

    def _relationship_promises(self):
        """The promises behind ``self``: one recordset per model that has any."""
        mixin = self.pool['relationship.followed.mixin']
        customers = self.filtered(lambda activity: activity.res_model == 'res.partner')
        if not customers:
            return []
        found = [
            self.env[name].sudo().search([('activity_id', 'in', customers.ids)])
            for name, model in self.pool.items() if issubclass(model, mixin) and not model._abstract]
        return [records for records in found if records]

"""Activities of duties: whatever is done to one is done to the other."""

from odoo import api, models

#: duties that get their activities in one transaction
BATCH = 500


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    @api.model
    def _duty_models(self):
        """The models whose records are in step with an activity."""
        registry = self.env.registry
        return [
            self.env[name].sudo() for name in registry.descendants(['relationship.duty.mixin'], '_inherit')
            if not registry[name]._abstract]

    def _planned_duties(self):
        """Recordsets of the planned duties of these activities, one for each model that has some."""
        found = (model.search([('activity_id', 'in', self.ids), ('state', '=', 'planned')])
                 for model in self._duty_models())
        return [duties for duties in found if duties]

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'date_deadline', 'user_id'}:
            for duties in self._planned_duties():
                duties._duty_follow_activity(vals)
        if vals.get('active') is False:
            for duties in self._planned_duties():
                duties._duty_done()
        return result

    def _action_done(self, feedback=False, attachment_ids=None):
        for duties in self._planned_duties():
            # the activity is about to be archived by our caller: only the other half is left to do
            duties._duty_close(feedback)
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    @api.model
    def _cron_open_duties(self):
        """Open the activities of duties that came within the horizon; in batches, and where it stopped next time."""
        for model in self._duty_models():
            domain = model._duty_due_domain()
            while due := model.search(domain, limit=BATCH):
                due._duty_open_activities()
                if not self.env['ir.cron']._commit_progress(len(due), remaining=model.search_count(domain)):
                    return

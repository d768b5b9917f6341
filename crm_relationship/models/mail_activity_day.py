from odoo import models


class MailActivity(models.Model):
    """What is done with a customer is done on the day of the person's company."""
    _inherit = 'mail.activity'

    def _compute_date_done(self):
        """Core takes the day of UTC: a call closed in Shanghai before eight in the morning would be yesterday's."""
        news = self.filtered(
            lambda task: not task.active and not task.date_done and task.res_model == 'res.partner' and task.user_id)
        super()._compute_date_done()
        for company, tasks in news.grouped(lambda task: task.user_id.company_id).items():
            tasks.date_done = company._relationship_today()

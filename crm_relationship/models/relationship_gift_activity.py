from odoo import models

ISSUE = 'crm_relationship.mail_activity_type_gift_issue'
HAND_OVER = 'crm_relationship.mail_activity_type_gift_hand_over'


class RelationshipGiftRequest(models.Model):
    """Who is next gets an activity: the keeper who signed after the approval, the applicant after the issue."""
    _inherit = 'relationship.gift.request'

    def _approval_approved(self):
        super()._approval_approved()
        for request in self.sudo():
            keepers = request.approval_request_id.task_ids.filtered(
                lambda task: task.state == 'approved' and task.step_id.signature_box == 'gift_keeper')
            for keeper in keepers.user_id:
                request.activity_schedule(ISSUE, request.date_gift, user_id=keeper.id)

    def _gift_issued(self):
        super()._gift_issued()
        self.activity_feedback([ISSUE])
        for request in self:
            request.activity_schedule(HAND_OVER, request.date_gift, user_id=request.applicant_id.id)

    def _hand_over(self, lines, outcome, day, **values):
        """The activity is done with the last gift that was under way."""
        handover = super()._hand_over(lines, outcome, day, **values)
        request = self.sudo()
        if not request.line_ids.filtered(lambda line: line.outcome == 'planned'):
            request.activity_feedback([HAND_OVER])
        return handover

    def _approval_cancelled(self, reason):
        super()._approval_cancelled(reason)
        self.sudo().activity_unlink([ISSUE, HAND_OVER])

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipPositionConsent(models.Model):
    """What a person said to storing his or her position at check-in (PIPL: asked once, on record, revocable).

    Append-only: each answer is a row, the last one holds. Only the person gives or withdraws it.
    """
    _name = 'relationship.position.consent'
    _description = "Consent to Store Positions"
    _inherit = ['approval.sealed']
    _order = 'id desc'
    _rec_name = 'user_id'
    _sealed_model = True

    user_id = fields.Many2one('res.users', "Person", required=True, readonly=True, index=True, ondelete='cascade')
    answer = fields.Selection(
        [('given', "Given"), ('declined', "Refused"), ('withdrawn', "Withdrawn")], required=True, readonly=True)
    moment = fields.Datetime("Answered on", required=True, readonly=True)

    @api.model
    def _answer_of(self, user):
        """The answer that holds for ``user``: 'given', 'declined', 'withdrawn', or False when never asked."""
        return self.sudo().search([('user_id', '=', user.id)], limit=1).answer or False

    @api.model
    def answer_consent(self, given):
        """The current user agrees (``given``) or not; withdrawing deletes the positions stored so far.

        :return: the answer that holds now
        """
        user = self.env.user
        if not user._is_internal():
            raise AccessError(self.env._("Only colleagues check in at customers."))
        held = self._answer_of(user)
        answer = 'given' if given else 'withdrawn' if held == 'given' else 'declined'
        if answer != held and not (held == 'withdrawn' and not given):
            self.sudo()._sealed_create([
                {'user_id': user.id, 'answer': answer, 'moment': fields.Datetime.now()}], SEAL)
        if not given:
            self.env['relationship.visit.checkin'].sudo().search([
                ('user_id', '=', user.id), ('has_position', '=', True)])._forget_position()
        return self._answer_of(user)

    def action_give(self):
        """From the list: I agree."""
        self.answer_consent(True)
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def action_withdraw(self):
        """From the list: I no longer agree; my stored positions are deleted now."""
        self.answer_consent(False)
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

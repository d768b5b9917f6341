from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_text import is_blank

from ..models.relationship_visit_photo import picture_anew

OUTCOMES = [('given', "Handed over"), ('refused', "Declined by the recipient"), ('returned', "Brought back")]


class RelationshipGiftHandOver(models.TransientModel):
    """What became of issued gifts, recorded with a thumb: which, when, who has them, photo or signature."""
    _name = 'relationship.gift.hand.over'
    _description = "Hand Over Gifts"
    _inherit = ['relationship.input.guard']

    request_id = fields.Many2one('relationship.gift.request', "Gift Request", required=True, ondelete='cascade')
    company_id = fields.Many2one(related='request_id.company_id', related_sudo=False)
    commercial_partner_id = fields.Many2one(related='request_id.commercial_partner_id', related_sudo=False)
    visit_id = fields.Many2one('relationship.visit', "Visit", ondelete='cascade')
    outcome = fields.Selection(OUTCOMES, "What Happened", required=True, default='given')
    open_line_ids = fields.Many2many('relationship.gift.request.line', compute='_compute_open_line_ids')
    line_ids = fields.Many2many(
        'relationship.gift.request.line', 'relationship_gift_hand_over_line_rel', 'wizard_id', 'line_id', "Gifts",
        compute='_compute_line_ids', store=True, readonly=False, domain="[('id', 'in', open_line_ids)]")
    day = fields.Date("Date", required=True, default=lambda self: self.env.company._relationship_today())
    receiver_id = fields.Many2one(
        'res.partner', "Received by", compute='_compute_receiver_id', store=True, readonly=False,
        domain="[('commercial_partner_id', '=', commercial_partner_id), ('is_company', '=', False)]")
    reason = fields.Char()
    signature = fields.Image("Signature of the Recipient", max_width=1024, max_height=1024)
    photo = fields.Image("Photo of the Hand-over", max_width=1920, max_height=1920)
    proof = fields.Selection(related='request_id.company_id.relationship_gift_proof', related_sudo=False)

    @api.depends('request_id', 'outcome')
    def _compute_open_line_ids(self):
        """The gifts that can still come to this outcome."""
        for wizard in self:
            possible = ('planned', 'given') if wizard.outcome == 'returned' else ('planned',)
            wizard.open_line_ids = wizard.request_id.line_ids.filtered(
                lambda line, possible=possible: line.outcome in possible)

    @api.depends('request_id', 'outcome')
    def _compute_line_ids(self):
        """All that is still under way."""
        for wizard in self:
            wizard.line_ids = wizard.open_line_ids.filtered(lambda line: line.outcome == 'planned')

    @api.depends('line_ids')
    def _compute_receiver_id(self):
        """The recipient, where the gifts chosen are for one person."""
        for wizard in self:
            recipients = wizard.line_ids.recipient_id
            wizard.receiver_id = recipients if len(recipients) == 1 else False

    def action_confirm(self):
        """Record it.

        :raise AccessError: the user has no part in handing the gifts over
        :raise UserError: what the company asks for is missing, or somebody recorded it already
        """
        self.ensure_one()
        self.check_access('write')
        request = self.request_id
        request._check_may_hand_over()
        self._check_complete()
        if self.visit_id:
            self.visit_id.check_access('read')
            self.visit_id._check_gift_visit(request)
        request._hand_over(self.line_ids, self.outcome, self.day, visit_id=self.visit_id.id, **self._evidence())
        return {'type': 'ir.actions.act_window_close'}

    def _evidence(self):
        """What is kept of this outcome; what belongs to another may linger from before the user thought again."""
        pictures = self.with_context(bin_size=False)
        given = self.outcome == 'given'
        return {
            'receiver_id': given and self.receiver_id.id,
            'signature': given and pictures.signature and picture_anew(self.env, pictures.signature, 'PNG'),
            'photo': pictures.photo and picture_anew(self.env, pictures.photo),
            'reason': not given and self.reason.strip(),
        }

    def _check_complete(self):
        """Raise UserError when the outcome lacks what it has to be recorded with."""
        if not self.line_ids:
            raise UserError(self.env._("Choose at least one gift."))
        if self.outcome != 'given':
            if is_blank(self.reason):
                raise UserError(self.env._("Say why the gift was not taken or came back."))
            return
        if not self.receiver_id:
            raise UserError(self.env._("Say who received the gifts."))
        if self.receiver_id.sudo().commercial_partner_id != self.request_id.sudo().commercial_partner_id:
            raise UserError(self.env._(
                "%s does not belong to this customer: say who there received the gifts.", self.receiver_id.name))
        if self.proof == 'any' and not (self.signature or self.photo):
            raise UserError(self.env._("Take a photo, or let the recipient sign."))

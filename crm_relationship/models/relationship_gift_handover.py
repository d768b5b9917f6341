from odoo import fields, models

KINDS = [
    ('issued', "Issued by the Keeper"), ('given', "Handed Over"), ('refused', "Turned Down"),
    ('returned', "Returned"), ('back', "Back with the Keeper")]


class RelationshipGiftHandover(models.Model):
    """One step of gifts on their way, as it was recorded; nothing of it is changed or deleted afterwards."""
    _name = 'relationship.gift.handover'
    _description = "Gift Hand-over"
    _inherit = ['relationship.child.mixin', 'approval.sealed']
    _order = 'moment desc, id desc'
    _rec_name = 'kind'
    _sealed_model = True
    _check_company_auto = True
    _document_field = 'request_id'

    request_id = fields.Many2one(
        'relationship.gift.request', "Gift Request", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, "What Happened", required=True, readonly=True, index=True)
    line_ids = fields.Many2many(
        'relationship.gift.request.line', 'relationship_gift_handover_line_rel', 'handover_id', 'line_id', "Gifts",
        readonly=True)
    day = fields.Date("Day", required=True, readonly=True, help="When it happened, in the company's calendar.")
    moment = fields.Datetime("Recorded on", required=True, readonly=True, index=True)
    user_id = fields.Many2one('res.users', "Recorded by", required=True, readonly=True, index=True, ondelete='restrict')
    receiver_id = fields.Many2one(
        'res.partner', "Received by", readonly=True, index='btree_not_null', ondelete='restrict')
    reason = fields.Char(readonly=True)
    signature = fields.Image("Signature", max_width=1024, max_height=1024, readonly=True)
    photo = fields.Image("Photo of the Hand-over", max_width=1920, max_height=1920, readonly=True)
    visit_id = fields.Many2one(
        'relationship.visit', "Given on the Visit", readonly=True, index='btree_not_null', ondelete='set null')

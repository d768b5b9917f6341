from odoo import fields, models


class ApprovalCopy(models.Model):
    """A document that a colleague got to read, without being asked for anything (抄送, APPROVAL.md rule 7)."""
    _name = 'approval.copy'
    _description = "Copy of a Document"
    _inherit = ['approval.sealed']
    _order = 'id desc'
    _rec_name = 'document_name'
    _sealed_model = True

    request_id = fields.Many2one('approval.request', required=True, index=True, readonly=True, ondelete='cascade')
    user_id = fields.Many2one('res.users', string="Reader", required=True, readonly=True, ondelete='restrict')
    sender_id = fields.Many2one('res.users', string="Sent By", required=True, readonly=True, ondelete='restrict')
    note = fields.Text(string="Message", readonly=True)
    date = fields.Datetime(string="Sent On", required=True, readonly=True)
    res_model = fields.Char(related='request_id.res_model', store=True)
    res_id = fields.Many2oneReference(related='request_id.res_id', store=True)
    company_id = fields.Many2one(related='request_id.company_id', store=True)
    document_name = fields.Char(related='request_id.document_name')
    document_type = fields.Char(related='request_id.document_type')
    requester_id = fields.Many2one(related='request_id.requester_id')

    _reader_unique = models.UniqueIndex("(res_model, res_id, user_id)", "This colleague reads the document already.")
    _mine = models.Index("(user_id, res_model, res_id)")

    def action_open_document(self):
        """Open the document that was copied."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'res_model': self.res_model, 'res_id': self.res_id,
            'views': [(False, 'form')],
        }

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipFeedback(models.Model):
    """反馈/投诉: what a customer told us, until it is answered and solved (N16, C15)."""
    _name = 'relationship.feedback'
    _description = "Feedback"
    _inherit = ['approval.sealed', 'relationship.contact.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'text'

    _label_triggers = frozenset({'partner_id', 'company_id', 'date', 'kind', 'answered_at'})
    _sealed_fields = frozenset({'state', 'answered_at', 'solved_at', 'solved_by_id'})

    kind = fields.Selection(
        [('complaint', "Complaint"), ('praise', "Praise"), ('suggestion', "Suggestion"), ('question', "Question")],
        required=True, default='complaint', index=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._relationship_today(), index=True)
    text = fields.Text("What the Customer Said", required=True)
    answer = fields.Text("Our Answer")
    state = fields.Selection(
        [('open', "Open"), ('solved', "Solved")], required=True, default='open', readonly=True, copy=False, index=True)
    answered_at = fields.Datetime("Answered", readonly=True, copy=False)
    solved_at = fields.Datetime("Solved", readonly=True, copy=False)
    solved_by_id = fields.Many2one('res.users', "Solved by", readonly=True, copy=False)

    @api.depends('kind', 'partner_id')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for feedback in self:
            feedback.display_name = f"{kinds.get(feedback.kind, '')}: {feedback.partner_id.display_name or ''}"

    @api.constrains('date', 'company_id')
    def _check_date(self):
        for feedback in self:
            self._check_not_future(feedback.date, feedback.company_id._relationship_today())

    @api.constrains('text')
    def _check_text(self):
        if any(not (feedback.text or '').strip() for feedback in self):
            raise ValidationError(self.env._("Write down what the customer said."))

    def action_answer(self):
        """The customer has our answer: it counts as an interaction, once."""
        self.check_access('write')
        for feedback in self:
            if not (feedback.answer or '').strip():
                raise UserError(self.env._("Write the answer first, then mark the feedback as answered."))
        self._mark({'answered_at': fields.Datetime.now()}, lambda feedback: not feedback.answered_at)

    def action_solve(self):
        """Nothing is left to do."""
        self.check_access('write')
        values = {'state': 'solved', 'solved_at': fields.Datetime.now(), 'solved_by_id': self.env.uid}
        self._mark(values, lambda feedback: feedback.state == 'open')

    def action_reopen(self):
        """It turned out not to be solved."""
        self.check_access('write')
        values = {'state': 'open', 'solved_at': False, 'solved_by_id': False}
        self._mark(values, lambda feedback: feedback.state == 'solved')

    def _mark(self, values, still):
        """Write sealed ``values`` on those of ``self`` that ``still`` need it."""
        todo = self.filtered(still).sudo()
        todo._sealed_write(values, SEAL)
        if self._label_triggers & values.keys():
            todo._follow_up_labels()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        if any(feedback.state != 'open' or feedback.answered_at for feedback in self):
            raise UserError(self.env._("Answered or solved feedback is kept. Only what was entered by mistake is deleted."))

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipCountermeasure(models.Model):
    """重要客户对策表 F7 and 问题客户对策表 F8: what is done about important and about problem customers.

    Lines are proposed from tiers, risks and sales (`relationship_countermeasure_propose.py`),
    signed with their strategies, and closed one by one with their result.
    """
    _name = 'relationship.countermeasure'
    _description = "Countermeasure Sheet"
    _inherit = [
        'relationship.document', 'relationship.team.mixin', 'relationship.input.guard', 'approval.mixin']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.countermeasure'
    _relationship_sequence_prefix = 'DC'
    _print_faces = {'form': ('line_ids',)}
    # rows guard themselves: what came of them stays open
    _approval_open_fields = frozenset({'line_ids'})

    kind = fields.Selection(
        [('important', "Important Customers"), ('problem', "Problem Customers")], string="Sheet for",
        required=True, default='important', tracking=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    line_ids = fields.One2many('relationship.countermeasure.line', 'sheet_id', "Customers")
    policy_line_ids = fields.One2many(
        'relationship.countermeasure.policy', 'sheet_id', "Basic Policies",
        help="How the number of important customers is to grow.")
    note = fields.Text("Remarks")
    stage = fields.Selection(
        [('writing', "Being Written"), ('signing', "Being Signed"), ('carrying', "Being Carried Out"),
         ('closed', "Closed"), ('cancelled', "Called Off")],
        compute='_compute_stage', store=True, index=True, group_expand=True)
    closed_date = fields.Datetime("Closed on", readonly=True, copy=False)
    is_collecting = fields.Boolean(
        "Collects Proposals", readonly=True, copy=False,
        help="The sheet other documents add their proposals to, until it is submitted.")
    line_count = fields.Integer("Listed", compute='_compute_counts')
    open_count = fields.Integer("Still Open", compute='_compute_counts')
    overdue_count = fields.Integer("Lines Overdue", compute='_compute_counts')
    progress_text = fields.Char("Closed Lines", compute='_compute_counts')

    _sealed_fields = frozenset({'stage', 'closed_date', 'is_collecting'})

    _collecting_uniq = models.UniqueIndex(
        "(company_id, kind) WHERE is_collecting", "This company has a sheet that collects proposals already.")

    @api.depends('approval_state', 'closed_date')
    def _compute_stage(self):
        stages = {'pending': 'signing', 'approved': 'carrying', 'cancelled': 'cancelled'}
        for sheet in self:
            closed = sheet.approval_state == 'approved' and sheet.closed_date
            sheet.stage = 'closed' if closed else stages.get(sheet.approval_state, 'writing')

    @api.depends('line_ids.state', 'line_ids.date_deadline', 'approval_state')
    def _compute_counts(self):
        """Lines by state, for a whole page with one query."""
        today = fields.Date.context_today(self)
        groups = self.env['relationship.countermeasure.line'].sudo()._read_group(
            [('sheet_id', 'in', self.ids)], ['sheet_id', 'state', 'date_deadline:day'], ['__count'])
        counts = {}
        for sheet, state, day, count in groups:
            total = counts.setdefault(sheet.id, [0, 0, 0])
            total[0] += count
            total[1] += count if state == 'open' else 0
            total[2] += count if state == 'open' and day and day < today else 0
        for sheet in self:
            listed, still, late = counts.get(sheet.id, (0, 0, 0))
            sheet.line_count, sheet.open_count = listed, still
            sheet.overdue_count = late if sheet.approval_state == 'approved' else 0
            sheet.progress_text = f"{listed - still}/{listed}" if listed else False

    def _print_title(self):
        """The paper's title, which is the kind's."""
        if self.kind == 'problem':
            return self.env._("Problem Customer Countermeasures")
        return self.env._("Important Customer Countermeasures")

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_submit_problems(self):
        """What is missing: one message per kind of gap, naming the customers."""
        self.ensure_one()
        if not self.line_ids:
            return [self.env._("Nobody is listed: propose customers, or add one.")]
        today = fields.Date.context_today(self)
        gaps = (
            (self.env._("Nobody is responsible for: %s"), lambda line: not line.user_id.active),
            (self.env._("The problem is not described for: %s"), lambda line: not (line.problem or '').strip()),
            (self.env._("There is no strategy for: %s"), lambda line: not (line.strategy or '').strip()),
            (self.env._("The due date is missing or past for: %s"),
             lambda line: not line.date_deadline or line.date_deadline < today),
        )
        return [message % _names(lines) for message, wanted in gaps if (lines := self.line_ids.filtered(wanted))]

    def _approval_submitted(self):
        """What comes from now on goes to the next sheet."""
        super()._approval_submitted()
        self.sudo().filtered('is_collecting')._sealed_write({'is_collecting': False}, SEAL)

    def _approval_approved(self):
        """The strategies count: each becomes an activity on its customer."""
        super()._approval_approved()
        self.line_ids._follow_schedule()

    def _approval_cancelled(self, reason):
        super()._approval_cancelled(reason)
        self.sudo().filtered('is_collecting')._sealed_write({'is_collecting': False}, SEAL)
        self.line_ids._follow_drop()

    def _approval_check_cancel(self):
        """What came out already is on record."""
        super()._approval_check_cancel()
        if done := self.filtered(lambda sheet: 'closed' in sheet.line_ids.mapped('state')):
            raise UserError(self.env._(
                "%s has results already and cannot be cancelled any more. Close the other lines instead.",
                done[0].name))

    def _close_when_done(self):
        """A sheet ends with its last line; a line that is opened again opens it."""
        for sheet in self.sudo():
            still = 'open' in sheet.line_ids.mapped('state')
            if still and sheet.closed_date:
                sheet._sealed_write({'closed_date': False}, SEAL)
            elif not still and not sheet.closed_date:
                sheet._sealed_write({'closed_date': fields.Datetime.now()}, SEAL)
                sheet.message_post(body=self.env._("All lines have their result: the sheet is closed."))

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_open_lines(self):
        """The lines as a list, to work on."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'crm_relationship.relationship_countermeasure_line_action')
        return {**action, 'domain': [('sheet_id', '=', self.id)], 'context': {}}


def _names(lines, most=5):
    """The customers of ``lines``, the first few by name."""
    names = [line.profile_id.sudo().display_name for line in lines]
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")

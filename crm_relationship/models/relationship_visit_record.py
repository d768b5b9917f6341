from odoo import api, fields, models
from odoo.exceptions import UserError

#: What is written down about a visit: stays writable after the application was signed, until the
#: report is accepted.
RECORD_FIELDS = frozenset({
    'contact_ids', 'outcome', 'talk', 'needs', 'confirmation', 'solution', 'objections', 'attention',
    'satisfaction', 'f12_standing', 'other_note', 'problem_ids', 'photo_ids', 'material_ids'})
OUTCOMES = [
    ('success', "A. Agreed"), ('hopeful', "B. Promising"), ('again', "C. Visit again"),
    ('hopeless', "D. No prospect"), ('observe', "E. Keep watching")]
SATISFACTION = [
    ('1', "1 Very dissatisfied"), ('2', "2 Dissatisfied"), ('3', "3 Neutral"), ('4', "4 Satisfied"),
    ('5', "5 Very satisfied")]


class RelationshipVisit(models.Model):
    """What was said and found on the spot (P2 ⑤–⑧, F13.14–15, N22)."""
    _inherit = 'relationship.visit'

    needs = fields.Text("Listened: Needs Heard", help="What the customer asked for, in the customer's words.")
    confirmation = fields.Text("Confirmed", help="What you repeated back and the customer agreed to.")
    solution = fields.Text("Solved or Promised", help="What was solved on the spot or promised, and by when.")
    talk = fields.Text("Recorded: What Was Talked About", help="One or two sentences are enough.")
    objections = fields.Text("Objections Handled")
    attention = fields.Text("Attention from Now on")
    satisfaction = fields.Selection(SATISFACTION, index='btree_not_null')
    outcome = fields.Selection(OUTCOMES, index='btree_not_null')
    problem_ids = fields.One2many('relationship.visit.problem', 'visit_id', "Problems")
    photo_ids = fields.One2many('relationship.visit.photo', 'visit_id', "Photos")
    material_ids = fields.One2many('relationship.visit.material', 'visit_id', "Material Brought Along")
    solved_count = fields.Integer("Problems Solved", compute='_compute_problem_counts')
    open_count = fields.Integer("Problems Open", compute='_compute_problem_counts')
    photo_count = fields.Integer("Photos Taken", compute='_compute_photo_count')

    def _compute_problem_counts(self):
        """Solved and open ones, F13.17–18; one query for a page."""
        counts = {
            (visit.id, state): count for visit, state, count in self.env['relationship.visit.problem']._read_group(
                [('visit_id', 'in', self.ids)], ['visit_id', 'state'], ['__count'])}
        for visit in self:
            visit.solved_count = counts.get((visit.id, 'solved'), 0)
            visit.open_count = counts.get((visit.id, 'open'), 0)

    def _compute_photo_count(self):
        counts = dict(self.env['relationship.visit.photo']._read_group(
            [('visit_id', 'in', self.ids)], ['visit_id'], ['__count']))
        for visit in self:
            visit.photo_count = counts.get(visit, 0)

    # ------------------------------------------------------------------
    # What may still be written
    # ------------------------------------------------------------------

    def _approval_open_names(self):
        """The record is written after the application was signed."""
        return super()._approval_open_names() | RECORD_FIELDS

    def write(self, vals):
        # costs are settled with the daily report, which has its own signatures
        still_open = {
            *self.env['mail.thread']._fields, *self.env['mail.activity.mixin']._fields,
            *self._get_sealed_fields(), 'expense_line_ids'}
        if not still_open.issuperset(vals):
            self._check_record_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_problems(self):
        """A plan that is deleted takes its problems and their reminders along."""
        self.sudo().problem_ids.unlink()

    def _check_record_open(self):
        """Raise UserError when the report of one of the visits was accepted: it is on record then."""
        accepted = self.sudo().filtered(lambda visit: visit.report_state == 'accepted')
        if accepted:
            raise UserError(self.env._(
                "The report of %s was accepted and stays as it is. Make the next visit for what is new.",
                ", ".join(accepted.mapped('display_name'))))

    def _is_visitor(self, user):
        """Whether ``user`` was there: the visitor or somebody who came along."""
        self.ensure_one()
        visit = self.sudo()
        return user == visit.user_id or user in visit.companion_ids.user_id

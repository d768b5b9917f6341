from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.document_approval.models.approval_sealed import SEAL

#: What a customer usually waits for without asking again.
DEFAULT_DAYS = 7
ACTIVITY_TYPE = 'crm_relationship.mail_activity_type_visit_problem'


class RelationshipVisitProblem(models.Model):
    """A problem met on a visit: solved there, or open with an owner and a date (F12.14, F13.17–18, N23).

    An open problem with an owner and a date is an activity on the customer. The two are kept in
    step both ways (`mail_activity_problem.py`), also after the report was accepted.
    """
    _name = 'relationship.visit.problem'
    _description = "Visit Problem"
    _inherit = ['approval.sealed', 'relationship.visit.record.line']
    _order = 'state, date_deadline, id'
    _check_company_auto = True

    _sealed_fields = frozenset({'solved_date', 'solved_by_id', 'activity_id', 'commercial_partner_id', 'company_id'})
    _follow_up_fields = frozenset({
        'state', 'user_id', 'date_deadline', 'solution', 'solved_date', 'solved_by_id', 'activity_id'})

    visit_id = fields.Many2one(
        'relationship.visit', "Visit", required=True, index=True, ondelete='cascade', check_company=True)
    company_id = fields.Many2one(related='visit_id.company_id', store=True, precompute=True, index=True)
    commercial_partner_id = fields.Many2one(
        related='visit_id.commercial_partner_id', store=True, index=True, string="Customer")
    name = fields.Char("Problem", required=True)
    state = fields.Selection([('open', "Open"), ('solved', "Solved")], required=True, default='open', index=True)
    user_id = fields.Many2one(
        'res.users', "Responsible", index='btree_not_null', check_company=True, domain=[('share', '=', False)],
        default=lambda self: self.env.user)
    date_deadline = fields.Date(
        "Due Date", index=True,
        default=lambda self: self.env.company._relationship_today() + timedelta(days=DEFAULT_DAYS))
    solution = fields.Text()
    solved_date = fields.Datetime("Solved on", readonly=True, copy=False)
    solved_by_id = fields.Many2one('res.users', "Solved by", readonly=True, copy=False)
    activity_id = fields.Many2one(
        'mail.activity', "Activity", readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    is_overdue = fields.Boolean("Overdue", compute='_compute_is_overdue')

    @api.depends('state', 'date_deadline')
    def _compute_is_overdue(self):
        for problem in self:
            today = (problem.company_id or self.env.company)._relationship_today()
            problem.is_overdue = bool(
                problem.state == 'open' and problem.date_deadline and problem.date_deadline < today)

    @api.constrains('name')
    def _check_name(self):
        if any(not (problem.name or '').strip() for problem in self):
            raise ValidationError(self.env._("Say in a few words what the problem is."))

    @api.model_create_multi
    def create(self, vals_list):
        problems = super().create(vals_list)
        problems._mark_solved()
        problems._sync_activity()
        return problems

    def write(self, vals):
        if 'visit_id' in vals and any(problem.visit_id.id != vals['visit_id'] for problem in self):
            raise UserError(self.env._("A problem stays with the visit on which it was met."))
        if not self._follow_up_fields.issuperset(vals):
            # whoever is responsible settles the problem; what it was is the visitor's to say
            self.visit_id.check_access('write')
        result = super().write(vals)
        if 'state' in vals:
            self._mark_solved()
        if not {'state', 'user_id', 'date_deadline', 'name'}.isdisjoint(vals):
            self._sync_activity()
        return result

    def unlink(self):
        activities = self.sudo().activity_id
        result = super().unlink()
        activities.unlink()
        return result

    # ------------------------------------------------------------------
    # Solving
    # ------------------------------------------------------------------

    def action_solve(self):
        """Nothing is left to do."""
        self._check_can_follow_up()
        self.filtered(lambda problem: problem.state == 'open').sudo().state = 'solved'

    def action_reopen(self):
        """It turned out not to be solved."""
        self._check_can_follow_up()
        self.filtered(lambda problem: problem.state == 'solved').sudo().state = 'open'

    def _check_can_follow_up(self):
        """Raise AccessError unless the user is responsible for each problem, or may write its visit."""
        self.check_access('read')
        others = self.filtered(lambda problem: problem.user_id != self.env.user)
        if others.visit_id - others.visit_id._filtered_access('write'):
            raise AccessError(self.env._(
                "Only the one responsible, the visitor and the supervisors settle a problem."))

    def _mark_solved(self):
        """Note when and by whom a problem was solved, or forget it when it was opened again."""
        for problem in self.sudo():
            if (problem.state == 'solved') != bool(problem.solved_date):
                solved = problem.state == 'solved'
                problem._sealed_write({
                    'solved_date': fields.Datetime.now() if solved else False,
                    'solved_by_id': self.env.uid if solved else False}, SEAL)

    # ------------------------------------------------------------------
    # The activity
    # ------------------------------------------------------------------

    def _sync_activity(self):
        """Bring the activities on the customers in step: made, changed, done or taken away."""
        for problem in self.sudo():
            activity = problem.activity_id
            if problem.state == 'solved':
                activity.filtered('active')._action_done(feedback=problem.solution or False)
            elif not (problem.user_id.active and problem.date_deadline):
                problem._sealed_write({'activity_id': False}, SEAL)
                activity.filtered('active').unlink()
            elif activity.active:
                values = problem._activity_values()
                changed = {name: value for name, value in values.items() if activity[name] != value}
                activity.write({
                    name: value.id if isinstance(value, models.BaseModel) else value for name, value in changed.items()})
            else:
                problem._sealed_write({'activity_id': problem._new_activity().id}, SEAL)

    def _activity_values(self):
        return {
            'summary': self.name, 'user_id': self.user_id, 'date_deadline': self.date_deadline,
            'res_id': self.commercial_partner_id.id}

    def _new_activity(self):
        """The reminder on the customer, which also lets its owner read the customer.

        Made with a bare context: no key of a caller keeps it from being made.
        """
        env = self.env(context={'lang': self.user_id.lang})
        return env['mail.activity'].create({
            'activity_type_id': env.ref(ACTIVITY_TYPE).id,
            'res_model_id': env['ir.model']._get_id('res.partner'),
            'res_id': self.commercial_partner_id.id,
            'user_id': self.user_id.id,
            'date_deadline': self.date_deadline,
            'summary': self.name,
            'automated': True,
            'note': env._("Left open by the visit %s.", self.visit_id.name),
        })

    def _activity_done(self, feedback):
        """The activity was marked as done: so is the problem; what was said there is the solution."""
        for problem in self.sudo():
            values = {'state': 'solved'} if problem.state == 'open' else {}
            if feedback and not problem.solution:
                values['solution'] = feedback
            if values:
                problem.write(values)

    def _activity_reopened(self):
        self.sudo().filtered(lambda problem: problem.state == 'solved').write({'state': 'open'})

    def _activity_changed(self, names):
        """The activity was given to somebody else, or another day."""
        for problem in self.sudo().filtered(lambda problem: problem.state == 'open'):
            values = {name: problem.activity_id[name] for name in names if problem.activity_id[name] != problem[name]}
            if values:
                problem.write({
                    name: value.id if isinstance(value, models.BaseModel) else value for name, value in values.items()})

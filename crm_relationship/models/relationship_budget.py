from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.document_approval.models.approval_sealed import SEAL

YEARS = range(2000, 2101)
KINDS = [('visits', "Visits"), ('hospitality', "Hospitality"), ('gifts', "Gifts")]
EFFECTS = [('warn', "Warn"), ('stop', "Stop")]
#: What a budget is for: the same as long as it exists.
KEY = ('company_id', 'department_id', 'year', 'kind')
#: What a change of is kept in the log.
LOGGED = ('amount', 'effect')


class RelationshipBudget(models.Model):
    """A year's money for visits, hospitality or gifts of one department (R1.3, R1.6).

    A document counts against the budget of its department, or else of the next department above
    that has one, or else of the whole company. A department with a budget of its own therefore
    does not touch the one above. What was used is in `relationship_budget_figures.py`, what
    happens at a submission in `relationship_budget_mixin.py`.

    Service managers make budgets; a supervisor proposes one, which counts once a service manager
    puts it in force.
    """
    _name = 'relationship.budget'
    _description = "Yearly Budget"
    _inherit = ['approval.sealed', 'relationship.team.mixin', 'relationship.input.guard']
    _order = 'year desc, department_id, kind, id'
    _rec_names_search = ['department_id.name']
    _check_company_auto = True
    _team_person_field = 'user_id'
    _sealed_fields = frozenset({'state', 'revision', 'change_ids'})

    company_id = fields.Many2one(
        'res.company', "Company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    department_id = fields.Many2one(
        'hr.department', "Department", index=True, check_company=True, ondelete='restrict',
        help="Departments below count here too, unless they have a budget of their own. "
             "Empty: all departments of the company without a budget.")
    year = fields.Integer(
        required=True, index=True, aggregator=None, default=lambda self: self.env.company._relationship_today().year)
    kind = fields.Selection(KINDS, "Budget for", required=True, index=True)
    amount = fields.Monetary("Budget", required=True)
    effect = fields.Selection(
        EFFECTS, "When Exceeded", required=True, default='warn',
        help="Warn: the document can be submitted and its signers see by how much it exceeds the budget. "
             "Stop: it cannot be submitted.")
    state = fields.Selection(
        [('proposed', "Put Forward"), ('active', "In Force")], required=True, readonly=True, copy=False, index=True,
        default=lambda self: 'active' if self._may_decide() else 'proposed',
        help="A proposal limits nothing until a service manager puts it in force.")
    user_id = fields.Many2one(
        'res.users', "Responsible", required=True, default=lambda self: self.env.user, index=True,
        domain=[('share', '=', False)], check_company=True, help="Whom to ask for more.")
    note = fields.Text("Remarks")
    holder_name = fields.Char("Budget of", compute='_compute_holder_name')
    revision = fields.Integer(default=0, readonly=True, copy=False)  # counted up to make rivals wait

    _key_unique = models.UniqueIndex(
        "(company_id, year, kind, COALESCE(department_id, 0))",
        "This department has a budget of that year and kind already: change that one.")

    @api.depends('year', 'kind', 'department_id.name', 'company_id.name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for budget in self:
            budget.display_name = " ".join(filter(None, [
                str(budget.year or ''), kinds.get(budget.kind), budget.sudo()._whose()]))

    @api.depends('department_id.name', 'company_id.name')
    def _compute_holder_name(self):
        """For lists, where an empty department would say nothing."""
        for budget in self:
            budget.holder_name = budget.sudo()._whose()

    def _whose(self):
        """The department, or the company where the budget is for all."""
        self.ensure_one()
        return self.department_id.name or self.company_id.name

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains('year', 'amount')
    def _check_numbers(self):
        for budget in self:
            if budget.year not in YEARS:
                raise ValidationError(self.env._("Year: enter one between %(first)s and %(last)s.",
                                                 first=YEARS[0], last=YEARS[-1]))
            if budget.amount < 0:
                raise ValidationError(self.env._("A budget cannot be negative: enter zero or more."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Its entries would silently count elsewhere, and its log would be gone."""
        if used := self.sudo().filtered(lambda budget: budget.is_used):
            raise UserError(self.env._(
                "%s is in use: documents count against it. Change its amount instead.", used[0].display_name))

    # ------------------------------------------------------------------
    # Create, write, put in force
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        reasons = [vals.get('change_reason') for vals in vals_list]
        budgets = super().create([
            {name: value for name, value in vals.items() if name != 'change_reason'} for vals in vals_list])
        for budget, reason in zip(budgets, reasons):
            budget._log_change(dict.fromkeys(LOGGED, False), reason)
        return budgets

    def write(self, vals):
        vals = dict(vals)
        reason = vals.pop('change_reason', None)
        if moved := [name for name in KEY if name in vals and any(
                self._fields[name].convert_to_write(budget[name], budget) != (vals[name] or False) for budget in self)]:
            raise UserError(self.env._(
                "%(field)s: a budget stays what it is for. Make another budget instead.",
                field=self._fields[moved[0]]._description_string(self.env)))
        before = [{name: budget[name] for name in LOGGED} for budget in self]
        result = super().write(vals)
        for budget, values in zip(self, before):
            if any(budget[name] != values[name] for name in LOGGED):
                budget._log_change(values, reason)
        return result

    @api.model
    def _may_decide(self):
        """Whether the current user puts budgets in force: service managers and above."""
        user = self.env.user
        return user.id == api.SUPERUSER_ID or user.has_group('crm_relationship.group_service_manager')

    def action_put_in_force(self):
        """Let proposals count from now on.

        :raise UserError: not a service manager
        """
        self.check_access('write')
        if not self._may_decide():
            raise UserError(self.env._("Only a service manager puts a budget in force."))
        for budget in self.filtered(lambda budget: budget.state == 'proposed'):
            budget._sealed_write({'state': 'active'}, SEAL)
            budget._log_change({name: budget[name] for name in LOGGED}, self.env._("Put in force"))

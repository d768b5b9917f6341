from odoo import fields, models
from odoo.tools import SQL

from .relationship_visit_plan_line import PURPOSES


class RelationshipVisitPlanReport(models.Model):
    """Completion of approved plans, one row per planned visit: by person, period, area, tier.

    Lines are counted where they were planned; a moved visit stays with its plan's month.
    """
    _name = 'relationship.visit.plan.report'
    _description = "Completion of Visit Plans"
    _inherit = ['relationship.child.mixin']
    _auto = False
    _order = 'date_start desc, id desc'
    _rec_name = 'partner_id'
    _document_field = 'plan_id'
    _depends = {
        'relationship.visit.plan': ['kind', 'user_id', 'department_id', 'approval_state'],
        'relationship.visit.plan.line': ['plan_id', 'company_id', 'partner_id', 'user_id', 'area_id', 'date_start',
                                         'purpose', 'state', 'cost'],
        'relationship.visit': ['plan_line_id', 'date_start', 'date_stop', 'actual_company'],
        'relationship.profile': ['partner_id', 'company_id', 'tier_id'],
    }

    plan_id = fields.Many2one('relationship.visit.plan', "Visit Plan", readonly=True)
    kind = fields.Selection([('regional', "Regional"), ('key', "Important Customers")], readonly=True)
    company_id = fields.Many2one('res.company', "Company", readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    department_id = fields.Many2one('hr.department', "Department", readonly=True)
    user_id = fields.Many2one('res.users', "Visitor", readonly=True)
    partner_id = fields.Many2one('res.partner', "Customer", readonly=True)
    area_id = fields.Many2one('relationship.area', "Visit Area", readonly=True)
    tier_id = fields.Many2one('relationship.tier', "Value Tier", readonly=True)
    date_start = fields.Datetime("Planned on", readonly=True)
    purpose = fields.Selection(PURPOSES, "Visit Purpose", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env['relationship.visit.plan.line']._fields['state']._description_selection(self.env),
        string="Status", readonly=True)
    visits = fields.Integer("Visits Planned", readonly=True)
    done = fields.Integer(readonly=True)
    overdue = fields.Integer("Overdue Visits", readonly=True)
    dropped = fields.Integer(readonly=True, help="Cancelled or carried over.")
    moved = fields.Integer(readonly=True, help="Visits that were moved to another time than planned.")
    completion = fields.Float("Completion (%)", readonly=True, aggregator='avg', digits=(5, 1))
    cost = fields.Monetary("Expected Cost", readonly=True)
    actual = fields.Monetary("Actual Cost", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT line.id, line.plan_id, plan.kind, line.company_id, plan.department_id, line.user_id, line.partner_id,
                      line.area_id, profile.tier_id, line.date_start, line.purpose, line.state, 1 AS visits,
                      (line.state = 'done')::int AS done,
                      (line.state IN ('planned', 'scheduled') AND visit.date_stop <= %(now)s)::int AS overdue,
                      (line.state IN ('cancelled', 'carried'))::int AS dropped,
                      (visit.date_start <> line.date_start)::int AS moved,
                      CASE WHEN line.state = 'done' THEN 100.0 ELSE 0.0 END AS completion,
                      line.cost, visit.actual_company AS actual
                 FROM relationship_visit_plan_line line
                 JOIN relationship_visit_plan plan ON plan.id = line.plan_id AND plan.approval_state = 'approved'
            LEFT JOIN relationship_visit visit ON visit.plan_line_id = line.id
            LEFT JOIN relationship_profile profile
                   ON profile.partner_id = line.commercial_partner_id AND profile.company_id = line.company_id""",
            now=fields.Datetime.now())

    def action_open(self):
        """The visit behind the row, or its plan."""
        self.ensure_one()
        self.check_access('read')
        record = self.env['relationship.visit.plan.line'].browse(self.id).visit_id or self.plan_id
        return {
            'type': 'ir.actions.act_window', 'res_model': record._name, 'res_id': record.id, 'view_mode': 'form',
            'views': [(False, 'form')]}

from odoo import api, fields, models

from .relationship_visit import PURPOSES
from .relationship_visit_record import OUTCOMES


class RelationshipVisitDayLine(models.Model):
    """One visit on the daily report: customer, person met, plan a/b/c, talk, outcome A–E (F13.11–15)."""
    _name = 'relationship.visit.day.line'
    _description = "Visit of a Daily Report"
    _inherit = [
        'relationship.snapshot.mixin', 'relationship.child.mixin', 'approval.line.mixin',
        'relationship.input.guard']
    _order = 'day_id, date_start, id'
    _rec_name = 'customer_name'
    _check_company_auto = True
    _document_field = 'day_id'
    _approval_document_field = 'day_id'
    _typed_fields = frozenset({'persons', 'talk'})
    _sealed_fields = frozenset({
        'day_id', 'visit_id', 'partner_id', 'customer_name', 'date_start', 'purpose', 'outcome',
        'problem_solved', 'problem_open'})

    day_id = fields.Many2one(
        'relationship.visit.day', "Daily Report", required=True, readonly=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='day_id.company_id', store=True, index=True)
    user_id = fields.Many2one(related='day_id.user_id', store=True, index=True)
    date = fields.Date(related='day_id.date', store=True, index=True)
    visit_id = fields.Many2one(
        'relationship.visit', "Visit", required=True, readonly=True, ondelete='restrict', index=True)
    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, readonly=True, ondelete='restrict', index=True)
    customer_name = fields.Char("Customer Name", readonly=True, help="As it was called when the report was made.")
    date_start = fields.Datetime("Time", readonly=True)
    persons = fields.Char("Person Met")
    purpose = fields.Selection(PURPOSES, "Talk Plan", readonly=True)
    talk = fields.Text("Summary of the Talk")
    outcome = fields.Selection(OUTCOMES, readonly=True)
    problem_solved = fields.Integer("Problems Handled", readonly=True)
    problem_open = fields.Integer("Problems Not Handled", readonly=True)

    _visit_unique = models.Constraint(
        'UNIQUE (day_id, visit_id)', "A visit stands on a report once.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        """A visit leaves the report when it no longer belongs to the day, never by hand."""
        self._refuse_by_hand(
            self.sudo().filtered(lambda line: line.visit_id.day_id == line.day_id),
            self.env._("Correct the visit and refresh the report."))

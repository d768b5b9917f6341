from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.document_approval.models.approval_sealed import SEAL

#: Hours: a visit is over the same day.
DURATION_MAX = 24
YEAR_MIN, YEAR_MAX = 2000, 2100
PURPOSES = [
    ('first', "First visit"), ('problem', "Handle a problem"), ('relationship', "Build the relationship")]
#: Moving or changing one of these makes a proposed line one's own.
PLACING = {'partner_id', 'user_id', 'date_start', 'duration', 'purpose', 'reason', 'cost', 'contact_ids'}


class RelationshipVisitPlanLine(models.Model):
    """One visit planned: customer, who, day and time, purpose, goal, expected cost.

    Lines are signed with their plan. After the approval the visit made from a line carries on;
    the line stays as it was signed, so that plan and outcome can be compared.
    """
    _name = 'relationship.visit.plan.line'
    _description = "Planned Visit"
    _inherit = [
        'approval.sealed', 'relationship.child.mixin', 'approval.line.mixin', 'relationship.input.guard']
    _order = 'date_start, id'
    _rec_names_search = ['partner_id.name', 'plan_id.name']
    _check_company_auto = True
    _document_field = 'plan_id'
    _approval_document_field = 'plan_id'
    _sealed_fields = frozenset({'is_proposed', 'due_date', 'carried_line_id'})

    plan_id = fields.Many2one(
        'relationship.visit.plan', "Visit Plan", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='plan_id.currency_id')
    plan_state = fields.Selection(related='plan_id.approval_state', string="Approval of the Plan")
    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, index=True, check_company=True, ondelete='restrict')
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company", index=True)
    contact_ids = fields.Many2many(
        'res.partner', 'relationship_visit_plan_line_contact_rel', 'line_id', 'partner_id', "People to Meet",
        check_company=True, ondelete='restrict',
        domain="[('commercial_partner_id', '=', commercial_partner_id), ('is_company', '=', False)]")
    area_id = fields.Many2one(
        'relationship.area', "Visit Area", compute='_compute_area_id', store=True, index='btree_not_null')
    user_id = fields.Many2one(
        'res.users', "Visitor", required=True, index=True, check_company=True, ondelete='restrict',
        compute='_compute_user_id', store=True, readonly=False, precompute=True,
        domain="[('share', '=', False)]")
    date_start = fields.Datetime("Planned on", required=True, index=True)
    duration = fields.Float(
        "Duration (hours)", default=lambda self: self.env.company.relationship_visit_minutes / 60)
    date_stop = fields.Datetime("End", compute='_compute_date_stop', store=True)
    purpose = fields.Selection(PURPOSES, "Visit Purpose", required=True, default='relationship')
    reason = fields.Char("Reason and Goal", help="Why this customer now, and what is to be achieved.")
    cost = fields.Monetary("Expected Cost")
    no_visit_reason = fields.Char(
        "Reason for the Exception", help="Why the visit takes place although the customer does not want visitors then.")
    is_proposed = fields.Boolean("Proposed", readonly=True, copy=False)
    due_date = fields.Date("Visit Due", readonly=True, copy=False, help="When the visit was due as it was proposed.")
    carried_line_id = fields.Many2one(
        'relationship.visit.plan.line', "Carried over from", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')

    @api.depends('partner_id', 'date_start')
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.partner_id.name or self.env._("Planned Visit")

    @api.depends('plan_id')
    def _compute_user_id(self):
        for line in self:
            line.user_id = line.user_id or line.plan_id.user_id

    @api.depends('partner_id', 'plan_id')
    def _compute_area_id(self):
        """The customer's area when the line was made; one query for all."""
        profiles = self.env['relationship.profile'].sudo().search_fetch([
            ('partner_id', 'in', self.partner_id.sudo().commercial_partner_id.ids),
            ('company_id', 'in', self.plan_id.company_id.ids), ('area_id', '!=', False)],
            ['partner_id', 'company_id', 'area_id'])
        areas = {(profile.partner_id.id, profile.company_id.id): profile.area_id.id for profile in profiles}
        for line in self:
            line.area_id = areas.get((line.partner_id.commercial_partner_id.id, line.plan_id.company_id.id))

    @api.depends('date_start', 'duration')
    def _compute_date_stop(self):
        """The end, to the minute; an absurd time, refused when saved, has none."""
        for line in self:
            start, hours = line.date_start, line.duration
            sound = start and start.year < 9999 and 0 <= hours <= DURATION_MAX
            line.date_stop = start + timedelta(minutes=round(hours * 60)) if sound else start

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains('date_start', 'duration')
    def _check_time(self):
        first, last = datetime(YEAR_MIN, 1, 1), datetime(YEAR_MAX + 1, 1, 1)
        for line in self:
            if not first <= line.date_start < last:
                raise ValidationError(self.env._(
                    "Visits are planned between %(first)s and %(last)s: check the year.",
                    first=YEAR_MIN, last=YEAR_MAX))
            if not 0 < line.duration <= DURATION_MAX:
                raise ValidationError(self.env._(
                    "A visit takes more than 0 and at most %s hours.", DURATION_MAX))

    @api.constrains('cost')
    def _check_cost(self):
        if any(line.cost < 0 for line in self):
            raise ValidationError(self.env._("The expected cost cannot be negative."))

    @api.constrains('user_id', 'plan_id')
    def _check_visitor(self):
        self.plan_id._check_visitors()

    @api.constrains('contact_ids', 'partner_id')
    def _check_contacts(self):
        for line in self:
            if strangers := line.contact_ids.filtered(
                    lambda person, line=line: person.commercial_partner_id != line.commercial_partner_id):
                raise ValidationError(self.env._(
                    "%(people)s: not of %(customer)s. Choose people of the customer visited.",
                    people=", ".join(strangers.mapped('name')), customer=line.partner_id.display_name))

    @api.constrains('partner_id', 'plan_id')
    def _check_customer(self):
        self.partner_id._relationship_check_plannable(self.company_id)

    def write(self, vals):
        """Whoever changes a proposed line makes it his or her own."""
        result = super().write(vals)
        if PLACING & vals.keys() and (proposed := self.filtered('is_proposed')):
            proposed._sealed_write({'is_proposed': False}, SEAL)
        return result

    @api.model
    def _names(self, lines):
        """The customers of ``lines``, the first ten by name."""
        return lines.partner_id._relationship_names()

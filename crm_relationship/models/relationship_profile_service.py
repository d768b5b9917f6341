"""Service of a customer: the scheme in force, what comes next, and what counts as an interaction."""

from odoo import api, fields, models
from odoo.tools import SQL


class RelationshipProfile(models.Model):
    _inherit = 'relationship.profile'

    service_plan_id = fields.Many2one(
        'relationship.service.plan', "Service Scheme", compute='_compute_service_plan_id',
        help="The customer's own scheme in force, else that of its tier.")
    service_action_ids = fields.One2many(
        'relationship.service.action', 'profile_id', "Coming Service", domain=[('state', '=', 'planned')], readonly=True)
    service_action_count = fields.Integer("Planned Service", compute='_compute_service_action_count')

    @api.depends_context('uid', 'allowed_company_ids')
    @api.depends('tier_id')
    def _compute_service_plan_id(self):
        """As far as the reader may see it; two queries for a page."""
        plans = self.env['relationship.service.plan'].search([
            ('stage', '=', 'in_force'), ('company_id', 'in', self.company_id.ids),
            '|', ('profile_id', 'in', self.ids), ('tier_id', 'in', self.tier_id.ids)])
        own = plans.filtered('profile_id').grouped('profile_id')
        tiers = plans.filtered('tier_id').grouped(lambda plan: (plan.company_id, plan.tier_id))
        for profile in self:
            profile.service_plan_id = own.get(profile._origin) or tiers.get((profile.company_id, profile.tier_id), plans.browse())

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_service_action_count(self):
        counts = dict(self.env['relationship.service.action']._read_group(
            [('profile_id', 'in', self.ids), ('state', '=', 'planned')], ['profile_id'], ['__count']))
        for profile in self:
            profile.service_action_count = counts.get(profile._origin, 0)

    def action_service(self):
        """The customer's service actions."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_service_action_action')
        return {**action, 'domain': [('profile_id', '=', self.id)], 'context': {'search_default_planned': 1}}

    def action_service_plan(self):
        """The scheme in force; the start of one where there is none."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Service Scheme"), 'view_mode': 'form',
            'res_model': 'relationship.service.plan', 'res_id': self.service_plan_id.id,
            'context': {'default_scope': 'customer', 'default_partner_id': self.partner_id.id,
                        'default_company_id': self.company_id.id}}

    @api.model
    def _interaction_fact_queries(self, company):
        """A service action carried out is an interaction; its to-do activity is of no contact type and not counted."""
        return super()._interaction_fact_queries(company) + [SQL(
            """
            SELECT partner_id, %s AS day, 'service:' || id AS key
              FROM relationship_service_action WHERE company_id = %s AND state = 'done'
            """, self._local_day(company, SQL("done_date")), company.id)]

    @api.model
    def _relinked_tables(self):
        return [*super()._relinked_tables(), 'relationship_service_action', 'relationship_service_plan', 'relationship_suggestion']

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES

LAST_VISITS, LAST_TALKS, LAST_CHANGES, LAST_PURCHASES, PEOPLE = 3, 5, 5, 5, 12


class RelationshipVisit(models.Model):
    """The briefing before a visit, and the gate of what it is prepared with (N21)."""
    _inherit = 'relationship.visit'

    briefing_html = fields.Html("Briefing", compute='_compute_briefing_html', sanitize=False)
    wanted_preparation_ids = fields.Many2many(
        'relationship.visit.preparation', string="To Prepare", compute='_compute_preparation')
    missing_preparation_ids = fields.Many2many(
        'relationship.visit.preparation', string="Preparation Missing", compute='_compute_preparation')
    preparation_gate = fields.Selection(related='company_id.relationship_preparation_gate', string="Gate")

    @api.depends('partner_id', 'company_id', 'date_start', 'material_ids.preparation_id')
    def _compute_preparation(self):
        """What the customer's tier asks for, and what of it nobody has brought yet; two queries for all."""
        provided = self.env['relationship.visit.material']._provided(self)
        for visit in self:
            wanted = visit.sudo().profile_id.tier_id.preparation_ids.filtered('active').sudo(False)
            here = set(provided.get(visit, ())) | set(visit.material_ids.preparation_id)
            visit.wanted_preparation_ids = wanted
            visit.missing_preparation_ids = wanted.filtered(lambda kind: kind not in here)

    def _check_preparation(self):
        """The gate at the start of a visit.

        :raise UserError: when the company does not let a visit begin unprepared, naming what is missing
        """
        for visit in self:
            missing = visit.missing_preparation_ids
            if missing and visit.sudo().company_id.relationship_preparation_gate == 'block':
                raise UserError(self.env._(
                    "Before a visit to a customer of the tier %(tier)s, add on the page “Briefing”: %(missing)s.",
                    tier=visit.sudo().profile_id.tier_id.name, missing=", ".join(missing.mapped('name'))))

    # ------------------------------------------------------------------
    # Briefing
    # ------------------------------------------------------------------

    @api.depends('partner_id')
    @api.depends_context('uid', 'lang')
    def _compute_briefing_html(self):
        """Rendered with the reader's own rights: what he or she may not see elsewhere is not here either."""
        for visit in self:
            visit.briefing_html = self.env['ir.qweb']._render(
                'crm_relationship.visit_briefing', {'briefing': visit._briefing(), 'env': self.env},
            ) if visit.partner_id else False

    def _briefing(self):
        """All that is told before the visit, as a dict of recordsets and lists for the template."""
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        of_customer = [
            ('commercial_partner_id', '=', customer.id), ('company_id', '=', self.company_id.id)]
        profile = self._briefing_find('relationship.profile', [
            ('partner_id', '=', customer.id), ('company_id', '=', self.company_id.id)], 1)
        return {
            'visit': self, 'customer': customer, 'profile': profile,
            'people': self._briefing_people(customer),
            'visits': self._briefing_find('relationship.visit', [
                *of_customer, ('stage', '=', 'done'), ('id', '!=', self._origin.id)], LAST_VISITS, 'date_start desc'),
            'talks': self._briefing_find('relationship.interaction', of_customer, LAST_TALKS),
            'problems': self._briefing_find('relationship.visit.problem', [*of_customer, ('state', '=', 'open')]),
            'complaints': self._briefing_find('relationship.feedback', [*of_customer, ('state', '=', 'open')]),
            'changes': self._briefing_find(
                'relationship.profile.change', [('profile_id', 'in', profile.ids)], LAST_CHANGES),
            'purchases': self._briefing_purchases(profile),
            'gifts': self._briefing_gifts(of_customer),
            'windows': customer.relationship_no_visit_text,
        }

    def _briefing_find(self, model, domain, limit=None, order=None):
        """The reader's part of what ``domain`` finds; nothing in models closed to the reader."""
        records = self.env[model]
        return records.search(domain, limit=limit, order=order) if records.has_access('read') else records

    def _briefing_people(self, customer):
        """Whom to meet first, then the others of the customer."""
        people = self._briefing_find('res.partner', [
            ('commercial_partner_id', '=', customer.id), ('is_company', '=', False),
            ('type', '=', 'contact')], PEOPLE)
        return self.contact_ids | people

    def _briefing_purchases(self, profile):
        """The latest purchases from all sources: list of (day, what, amount)."""
        queries = profile._purchase_fact_queries(self.company_id) if profile else []
        if not queries:
            return []
        self.env.flush_all()  # the sources are SQL that names no fields to flush
        rows = self.env.execute_query(SQL(
            "SELECT day, product_id, order_key, amount FROM (%s) facts WHERE partner_id = %s"
            " ORDER BY day DESC, order_key DESC LIMIT %s",
            SQL(" UNION ALL ").join(
                SQL("SELECT partner_id, day, product_id, order_key, amount FROM (%s) source", query) for query in queries),
            profile.partner_id.id, LAST_PURCHASES))
        products = self.env['product.product'].sudo().browse({row[1] for row in rows if row[1]})
        names = {product.id: product.display_name for product in products}
        return [(day, names.get(product) or order, float(amount or 0)) for day, product, order, amount in rows]

    def _briefing_gifts(self, of_customer):
        """Hospitality and gifts given this year: list of (day, what, amount text, document).

        Addons with gifts of their own extend this list.
        """
        first = self.company_id._relationship_today().replace(month=1, day=1)
        held = self._briefing_find('relationship.hospitality', [
            *of_customer, ('approval_state', 'in', APPROVED_STATES), ('supplement_of_id', '=', False),
            ('date_start', '>=', first)], order='date_start desc')
        kinds = dict(held._fields['kind']._description_selection(self.env))
        return [
            (self.company_id._local_day(request.date_start), kinds.get(request.kind),
             request.currency_id.format(request.actual_amount or request.budget_total), request.purpose)
            for request in held]

    def action_print_briefing(self):
        """The briefing on paper."""
        self.ensure_one()
        self.check_access('read')
        return self.env.ref('crm_relationship.action_report_visit_briefing').report_action(self)

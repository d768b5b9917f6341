from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

SCORE_HELP = "1 to 5 among the company's customers; 5 is the best fifth."
LEVELS = [('low', "Low"), ('medium', "Medium"), ('high', "High")]
ABC_CLASSES = [('a', "A"), ('b', "B"), ('c', "C")]


class RelationshipProfile(models.Model):
    """客户名册: what one company knows about one customer (a commercial partner).

    Metrics and labels are sealed: only the pass writes them, in SQL
    (`relationship_profile_pass.py`). People set the owner, who shares the
    customer, the need orientation and the yearly demand, and put a label
    aside for a time with an override.
    """
    _name = 'relationship.profile'
    _description = "Customer"
    _inherit = ['approval.sealed', 'relationship.team.mixin', 'relationship.input.guard']
    _order = 'amount_12m desc, id'
    _rec_names_search = ['partner_id']
    _check_company_auto = True
    _team_person_field = 'user_id'

    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, ondelete='cascade', index=True, check_company=True,
        domain="['|', ('parent_id', '=', False), ('is_company', '=', True)]")
    company_id = fields.Many2one(
        'res.company', "Company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id', store=True, string="Currency")
    user_id = fields.Many2one(
        'res.users', "Owner", index='btree_not_null', check_company=True, domain=[('share', '=', False)],
        default=lambda self: self.env.user, help="Who looks after this customer.")
    shared_user_ids = fields.Many2many(
        'res.users', 'relationship_profile_shared_user_rel', 'profile_id', 'user_id', "Shared with",
        check_company=True, domain=[('share', '=', False)])
    # a name of its own: the mixin's method also follows a department, which a customer has not
    is_team_document = fields.Boolean(compute='_compute_is_team_customer')

    # Metrics: amounts are net of refunds, in the company's currency
    first_purchase_date = fields.Date("First Purchase", readonly=True)
    last_purchase_date = fields.Date("Last Purchase", readonly=True)
    has_purchase = fields.Boolean("Has Bought", readonly=True)
    order_count = fields.Integer("Orders", readonly=True)
    is_repeat = fields.Boolean("Repeat Customer", readonly=True, help="More than one order.")
    amount_total = fields.Monetary("Lifetime Sales", readonly=True)
    amount_12m = fields.Monetary("Sales of 12 Months", readonly=True)
    amount_6m = fields.Monetary("Sales of 6 Months", readonly=True)
    amount_6m_before = fields.Monetary("Sales of the 6 Months Before", readonly=True)
    growth = fields.Float(
        readonly=True, digits=(16, 6), aggregator=None,
        help="The last 6 months against the 6 before; empty without earlier sales.")
    has_growth = fields.Boolean("Growth is Known", readonly=True)
    cost_12m = fields.Monetary("Cost of 12 Months", readonly=True, help="Of the purchases whose cost is known.")
    margin_12m = fields.Monetary("Margin of 12 Months", readonly=True, help="Of the purchases whose cost is known.")
    margin_rate = fields.Float("Margin Rate", readonly=True, digits=(16, 6), aggregator=None)
    has_margin = fields.Boolean("Margin is Known", readonly=True)
    rfm_order_count = fields.Integer("Orders in the RFM Window", readonly=True)
    rfm_amount = fields.Monetary("Sales in the RFM Window", readonly=True)
    last_interaction_date = fields.Date("Last Interaction", readonly=True)
    interaction_count_3m = fields.Integer("Interactions of 3 Months", readonly=True)
    last_complaint_date = fields.Date("Last Complaint", readonly=True)
    sales_percentile = fields.Float(
        "Sales Percentage", readonly=True, digits=(16, 4), aggregator=None,
        help="What the sales grade is read from, by the basis chosen in the settings.")
    annual_demand = fields.Monetary(
        "Yearly Demand", help="What the customer buys a year from all suppliers together; "
                              "needed for the grade basis “share of wallet”.")

    # Labels in force (an override, else what was computed)
    tier_id = fields.Many2one('relationship.tier', "Value Tier", readonly=True, ondelete='restrict')
    grade_id = fields.Many2one('relationship.grade', "Sales Grade", readonly=True, ondelete='restrict')
    rfm_recency = fields.Integer("Recency", readonly=True, aggregator='avg', help=SCORE_HELP)
    rfm_frequency = fields.Integer("Frequency", readonly=True, aggregator='avg', help=SCORE_HELP)
    rfm_monetary = fields.Integer("Monetary", readonly=True, aggregator='avg', help=SCORE_HELP)
    rfm_segment_id = fields.Many2one(
        'relationship.rfm.segment', "RFM Segment", readonly=True, ondelete='restrict')
    activity_level = fields.Selection(LEVELS, "Activity", readonly=True)
    churn_risk = fields.Selection(LEVELS, "Churn Risk", readonly=True)
    abc_amount = fields.Selection(ABC_CLASSES, "ABC by Sales", readonly=True)
    growth_potential = fields.Selection(LEVELS, "Growth Potential", readonly=True)
    abc_class = fields.Selection(
        ABC_CLASSES, "ABC Class", readonly=True, help="By sales and growth potential together.")
    need_orientation = fields.Selection(
        [('product', "Product"), ('service', "Service"), ('price', "Price")], "Need Orientation")

    # What was computed, beside an override
    tier_computed_id = fields.Many2one(
        'relationship.tier', "Computed Value Tier", readonly=True, ondelete='restrict')
    grade_computed_id = fields.Many2one(
        'relationship.grade', "Computed Sales Grade", readonly=True, ondelete='restrict')
    rfm_segment_computed_id = fields.Many2one(
        'relationship.rfm.segment', "Computed RFM Segment", readonly=True, ondelete='restrict')
    activity_level_computed = fields.Selection(LEVELS, "Computed Activity", readonly=True)
    churn_risk_computed = fields.Selection(LEVELS, "Computed Churn Risk", readonly=True)
    growth_potential_computed = fields.Selection(LEVELS, "Computed Growth Potential", readonly=True)

    computed_date = fields.Date("As of", readonly=True, help="The day the figures were last found changed.")
    computed_at = fields.Datetime("Computed at", readonly=True)
    rule_version_id = fields.Many2one(
        'relationship.rule.version', "Rule Version", readonly=True, ondelete='restrict')

    _partner_company_uniq = models.Constraint(
        'UNIQUE(partner_id, company_id)', "A customer has one profile per company.")

    # Whatever the pass writes
    _sealed_fields = frozenset({
        'first_purchase_date', 'last_purchase_date', 'has_purchase', 'order_count', 'is_repeat',
        'amount_total', 'amount_12m', 'amount_6m', 'amount_6m_before', 'growth', 'has_growth', 'cost_12m',
        'margin_12m', 'margin_rate', 'has_margin', 'rfm_order_count', 'rfm_amount', 'last_interaction_date',
        'interaction_count_3m', 'last_complaint_date', 'sales_percentile', 'tier_id', 'grade_id',
        'rfm_recency', 'rfm_frequency', 'rfm_monetary', 'rfm_segment_id', 'activity_level', 'churn_risk',
        'abc_amount', 'growth_potential', 'abc_class', 'tier_computed_id', 'grade_computed_id',
        'rfm_segment_computed_id', 'activity_level_computed', 'churn_risk_computed',
        'growth_potential_computed', 'computed_date', 'computed_at', 'rule_version_id'})

    @api.depends('partner_id')
    def _compute_display_name(self):
        for profile in self:
            profile.display_name = profile.partner_id.display_name

    @api.depends_context('uid')
    @api.depends('user_id')
    def _compute_is_team_customer(self):
        team = self.sudo().filtered_domain(self._team_domain())
        for profile in self:
            profile.is_team_document = profile in team

    @api.model
    def _team_domain(self):
        """Customers whose owner the current user leads."""
        return Domain('user_id', 'in', self._led_users().ids)

    @api.model
    def _led_users(self):
        """Whom the current user leads: by department or as manager (three queries)."""
        Employee = self.env['hr.employee'].sudo()
        uid = self.env.uid
        managed = self.env['hr.department'].sudo().search([('manager_id.user_id', '=', uid)])
        led = Domain('parent_id.user_id', '=', uid)
        if managed:
            led |= Domain('department_id', 'child_of', managed.ids)
        return Employee.search(led).user_id

    @api.constrains('partner_id')
    def _check_partner(self):
        for profile in self:
            if profile.partner_id != profile.partner_id.commercial_partner_id:
                raise ValidationError(self.env._(
                    "%(person)s belongs to %(customer)s. Enter the company as the customer.",
                    person=profile.partner_id.display_name,
                    customer=profile.partner_id.commercial_partner_id.display_name))

    @api.constrains('annual_demand')
    def _check_annual_demand(self):
        if any(profile.annual_demand < 0 for profile in self):
            raise ValidationError(self.env._("The yearly demand cannot be negative."))

    def write(self, vals):
        if vals.keys() & {'partner_id', 'company_id'} and any(
                profile[name].id != vals[name] for profile in self
                for name in vals.keys() & {'partner_id', 'company_id'}):
            raise UserError(self.env._(
                "The customer and the company of a profile stay as they are. Make another profile instead."))
        return super().write(vals)

    @api.model
    def _sealed_error(self, names):
        """The refusal, with the way that is open instead."""
        labels = sorted(self._fields[name]._description_string(self.env) or name for name in names)
        return UserError(self.env._(
            "%(fields)s: computed from purchases and contacts, not set by hand. A supervisor can override "
            "a label for a time.", fields=", ".join(labels) or self._description))

    @api.model
    def _for_partners(self, partners, company=None):
        """The profiles of the customers of ``partners`` in ``company``, made when missing.

        Any contact stands for its commercial partner. Runs as superuser: callers check what the
        user may do with the partners.
        """
        company = company or self.env.company
        customers = partners.sudo().commercial_partner_id
        found = self.sudo().search([
            ('partner_id', 'in', customers.ids), ('company_id', '=', company.id)])
        missing = customers - found.partner_id
        if missing:
            found |= self.sudo().with_company(company).create([
                {'partner_id': customer.id, 'company_id': company.id,
                 'user_id': customer._relationship_default_owner(company).id} for customer in missing])
        return found

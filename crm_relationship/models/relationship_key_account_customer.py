from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, formatLang

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.key_ranking import MEASURES, sales_between
from ..tools.spread import spread


class RelationshipKeyAccountCustomer(models.Model):
    """重点管理客户 (F6.5–8): a key customer with the reason, the year's target and the measures.

    How the year goes is in `relationship_key_account_progress.py`.
    """
    _name = 'relationship.key.account.customer'
    _description = "Key Customer"
    _inherit = [
        'relationship.staying.mixin', 'relationship.child.mixin', 'relationship.merged.mixin', 'approval.line.mixin',
        'approval.sealed', 'relationship.input.guard']
    _order = 'account_id desc, sequence, id'
    _rec_name = 'profile_id'
    _check_company_auto = True
    _document_field = 'account_id'
    _approval_document_field = 'account_id'
    _staying_fields = ('account_id', 'profile_id')
    _approval_open_fields = frozenset({'reason_proposed'})
    _sealed_fields = frozenset({'base_amount', 'reason_proposed'})

    account_id = fields.Many2one('relationship.key.account', "Plan", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='account_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    # stored: whoever may not read the plan still filters by it
    approval_state = fields.Selection(related='account_id.approval_state', store=True, string="Plan State")
    target_from = fields.Date(related='account_id.target_from')
    target_to = fields.Date(related='account_id.target_to', store=True)
    sequence = fields.Integer(default=10)
    profile_id = fields.Many2one(
        'relationship.profile', "Key Customer", required=True, ondelete='restrict', index=True, check_company=True)
    partner_id = fields.Many2one(related='profile_id.partner_id', store=True, index=True, string="Customer Contact")
    user_id = fields.Many2one(
        'res.users', "Responsible", compute='_compute_user_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', check_company=True, ondelete='restrict', domain=[('share', '=', False)])
    base_amount = fields.Monetary("Sales of the Period", readonly=True, copy=False)
    target_year = fields.Monetary("Sales Target")
    reason = fields.Text("Reason for Being Key")
    reason_proposed = fields.Text("Proposed Reason", readonly=True, copy=False)
    target_ids = fields.One2many('relationship.key.account.target', 'customer_id', "Targets by Quarter")
    measure_ids = fields.One2many('relationship.key.account.measure', 'customer_id', "Measures")
    target_sum = fields.Monetary("Broken Down", compute='_compute_target_sum')
    target_rest = fields.Monetary("Not Broken Down Yet", compute='_compute_target_sum')

    _customer_uniq = models.UniqueIndex(
        '(account_id, profile_id) WHERE merged_name IS NULL', "This customer is a key one of the plan already.")

    @api.depends('profile_id')
    def _compute_user_id(self):
        """Who looks after the customer, unless somebody else is named."""
        for customer in self:
            customer.user_id = customer.user_id or customer.profile_id.sudo().user_id

    @api.depends('target_year', 'target_ids.amount')
    def _compute_target_sum(self):
        for customer in self:
            customer.target_sum = sum(customer.target_ids.mapped('amount'))
            customer.target_rest = customer.currency_id.round(customer.target_year - customer.target_sum)

    @api.constrains('target_year')
    def _check_target_year(self):
        if any(customer.target_year < 0 for customer in self):
            raise ValidationError(self.env._("A sales target cannot be negative."))

    @api.model_create_multi
    def create(self, vals_list):
        """What the customer bought in the ranked period is frozen beside the target."""
        customers = super().create(vals_list)
        customers._freeze_sales()
        return customers

    def _freeze_sales(self):
        """Note what was bought in the ranked period."""
        for plan, mine in self.grouped('account_id').items():
            sales = mine._sales([(plan.date_from, plan.date_to)])
            for customer in mine:
                customer._sealed_write({'base_amount': sales.get((customer.partner_id.id, 0), 0.0)}, SEAL)

    def _sales(self, spans):
        """Net sales of these customers in each span: {(partner id, place of the span): amount}; one query."""
        Profile = self.env['relationship.profile'].sudo()
        facts = Profile._purchase_fact_queries(self.company_id)
        if not facts:
            return {}
        self.env.flush_all()  # the sources are SQL that names no fields to flush
        rows = self.env.execute_query(sales_between(facts, self.partner_id.ids, spans))
        return {(partner_id, place): float(amount) for partner_id, place, amount in rows}

    # ------------------------------------------------------------------
    # Choosing
    # ------------------------------------------------------------------

    @api.model
    def _choose(self, plan, profiles):
        """Add ``profiles`` to ``plan`` where they are not yet, filled in as far as the figures go."""
        news = profiles - plan.customer_ids.profile_id
        first = max(plan.customer_ids.mapped('sequence'), default=0)
        customers = self.create([{
            'account_id': plan.id,
            'sequence': first + number,
            'profile_id': profile.id,
        } for number, profile in enumerate(news, start=1)])
        customers._propose_reasons()
        for customer in customers:
            customer.target_year = max(customer.base_amount, 0.0)
        customers.action_spread_last_year()
        return customers

    def _propose_reasons(self):
        """Fill in the reasons that nobody wrote, or changed since they were filled in."""
        for customer in self.filtered(lambda customer: (customer.reason or False) == customer.reason_proposed):
            reason = customer._reason()
            customer._sealed_write({'reason': reason, 'reason_proposed': reason}, SEAL)

    def _reason(self):
        """将其设为重点客户的原因, as the rankings tell it."""
        rows = self.account_id.ranking_ids.filtered(lambda row: row.profile_id == self.profile_id)
        parts = []
        for row in rows.sorted(lambda row: MEASURES.index(row.measure)):
            figures = {
                'sales': self.env._("sales No. %(place)s (%(figure)s)", place=row.place, figure=formatLang(
                    self.env, row.amount, currency_obj=row.currency_id)),
                'growth': self.env._("growth No. %(place)s (%(figure)s %%)", place=row.place, figure=formatLang(
                    self.env, 100 * row.growth, digits=1)),
                'margin': self.env._("margin rate No. %(place)s (%(figure)s %%)", place=row.place, figure=formatLang(
                    self.env, 100 * row.margin_rate, digits=1)),
            }
            parts.append(figures[row.measure])
        return self.env['relationship.countermeasure.line']._join(parts) or False

    # ------------------------------------------------------------------
    # Breaking the target down (N8)
    # ------------------------------------------------------------------

    def action_spread_evenly(self):
        """The same for each quarter and responsible person."""
        self.check_access('write')
        for customer in self:
            customer._spread(lambda target: 1.0)

    def action_spread_last_year(self):
        """Quarters in the proportion of the same quarters a year earlier."""
        self.check_access('write')
        for plan, customers in self.grouped('account_id').items():
            year = relativedelta(years=1)
            sales = customers._sales([(first - year, last - year) for first, last in plan._quarters()])
            for customer in customers:
                customer._spread(
                    lambda target, customer=customer: sales.get((customer.partner_id.id, int(target.quarter) - 1), 0.0))

    def _spread(self, weight):
        """Fill the quarters so that they sum to the year; rows that are missing are made."""
        people = self.target_ids.user_id or self.user_id
        have = {(target.quarter, target.user_id) for target in self.target_ids}
        self.env['relationship.key.account.target'].create([
            {'customer_id': self.id, 'quarter': quarter, 'user_id': user.id}
            for quarter in '1234' for user in people if (quarter, user) not in have])
        targets = self.target_ids.sorted(lambda target: (target.quarter, target.id))
        amounts = spread(self.target_year, [weight(target) for target in targets], self.currency_id.rounding)
        for target, amount in zip(targets, amounts):
            target.amount = amount

    def action_spread_rest(self):
        """Share what is missing or too much over the quarters in their own proportion."""
        self.check_access('write')
        for customer in self.filtered('target_ids'):
            targets = customer.target_ids.sorted(lambda target: (target.quarter, target.id))
            amounts = spread(customer.target_year, targets.mapped('amount'), customer.currency_id.rounding)
            for target, amount in zip(targets, amounts):
                target.amount = amount

    def _print_quarters(self):
        """One line per part of the target: quarter, who answers for it, amount."""
        quarters = dict(self.target_ids._fields['quarter']._description_selection(self.env))
        return [
            f"{quarters[target.quarter]} {target.user_id.name} "
            f"{formatLang(self.env, target.amount, currency_obj=target.currency_id)}"
            for target in self.target_ids]

    # ------------------------------------------------------------------
    # Submission
    # ------------------------------------------------------------------

    def _submit_problems(self):
        """Messages with the remedy; each names the customers it concerns."""
        gaps = (
            (self.env._("Nobody is responsible for: %s"), lambda customer: not customer.user_id),
            (self.env._("The reason for being a key customer is missing for: %s"),
             lambda customer: not (customer.reason or '').strip()),
            (self.env._("There is no sales target for: %s"), lambda customer: customer.target_year <= 0),
            (self.env._("The quarters do not sum to the year's target for: %s. Press “Distribute the Rest”."),
             lambda customer: customer.target_year > 0 and customer.target_rest),
            (self.env._("There is no measure for: %s"), lambda customer: not customer.measure_ids),
            (self.env._("A measure has nobody responsible, or no due date in the future, for: %s"),
             lambda customer: not all(measure._is_ready() for measure in customer.measure_ids)),
        )
        problems = [
            message % customers._names() for message, wanted in gaps if (customers := self.filtered(wanted))]
        if elsewhere := self._planned_elsewhere():
            problems.append(elsewhere._elsewhere_message())
        return problems

    def _names(self):
        """The first of them, as messages name them."""
        return ", ".join(customer.profile_id.sudo().display_name for customer in self[:5])

    def _elsewhere_message(self):
        """What is said of customers who are in another approved plan."""
        return self.env._(
            "Another approved plan has targets for the same time for: %s. Cancel that plan, or choose other customers.",
            self._names())

    def _lock_profiles(self):
        """Of two plans that are approved at once for one customer, the second is made to start again and sees the first."""
        self.env.flush_all()
        self.env.execute_query(SQL(
            "UPDATE relationship_profile SET write_date = write_date WHERE id IN %s RETURNING id",
            tuple(sorted(self.profile_id.ids)) or (0,)))

    def _planned_elsewhere(self):
        """Those of ``self`` for whom an approved plan has targets in the same months."""
        found = self.browse()
        for plan, customers in self.grouped('account_id').items():
            others = self.sudo().search([
                ('profile_id', 'in', customers.profile_id.ids), ('account_id', '!=', plan.id),
                ('account_id.approval_state', '=', 'approved'),
                ('account_id.target_from', '<=', plan.target_to), ('target_to', '>=', plan.target_from)])
            found |= customers.filtered(lambda customer, others=others: customer.profile_id in others.profile_id)
        return found

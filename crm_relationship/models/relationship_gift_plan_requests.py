from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL, groupby

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.notification import notification

STATES = [
    ('draft', "To Be Approved"), ('open', "No Request yet"), ('requested', "Request Made"),
    ('approved', "Request Approved"), ('given', "Gift Given"), ('returned', "Not Accepted"), ('cancelled', "Cancelled")]
#: Counters of a plan by the state of its lines
COUNTERS = {
    'open_count': ('open',), 'requested_count': ('requested',), 'approved_count': ('approved',), 'given_count': ('given',),
    'returned_count': ('returned',)}
DONE = ('approved', 'settled')


class RelationshipGiftPlanLine(models.Model):
    """What comes of a planned gift: its request, once, and whether it was given."""
    _inherit = 'relationship.gift.plan.line'

    _approval_open_fields = frozenset({'request_line_id'})
    _sealed_fields = frozenset({'request_line_id'})

    request_line_id = fields.Many2one(
        'relationship.gift.request.line', "Requested Gift", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')
    request_id = fields.Many2one(related='request_line_id.request_id', string="Gift Request")
    state = fields.Selection(STATES, "Status", compute='_compute_state', store=True, index=True)
    actual_value = fields.Monetary("Value Given", compute='_compute_state', store=True)

    @api.depends(
        'plan_id.approval_state', 'request_line_id.outcome', 'request_line_id.value_company',
        'request_line_id.request_id.approval_state')
    def _compute_state(self):
        """A cancelled request leaves its line free for another one."""
        for line in self:
            gift, plan_state = line.request_line_id, line.plan_id.approval_state
            request_state = gift.request_id.approval_state
            if gift.outcome == 'given':
                line.state = 'given'
            elif gift.outcome in ('returned', 'refused'):
                line.state = 'returned'
            elif gift and request_state != 'cancelled':
                line.state = 'approved' if request_state in DONE else 'requested'
            elif plan_state in DONE:
                line.state = 'open'
            else:
                line.state = 'cancelled' if plan_state == 'cancelled' else 'draft'
            line.actual_value = gift.value_company if line.state == 'given' else 0.0

    def action_make_requests(self):
        """Make gift requests for the lines in ``self`` that have none, one for each customer and day.

        :return: action that opens the requests
        :raise AccessError: only the planner, or a supervisor who sees the plan
        :raise UserError: nothing to make
        """
        self.check_access('read')
        self._check_may_request()
        requests, problems = self._make_requests()
        if not requests:
            raise UserError("\n".join(problems) or self.env._(
                "There is nothing to request: the plan is not approved, or every gift has its request."))
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_gift_request_action')
        action = {**action, 'domain': [('id', 'in', requests.ids)], 'context': {}}
        if problems:
            return notification("\n".join(problems), 'warning', action, sticky=True)
        return action

    def _check_may_request(self):
        """Requests are made by the planner, whoever prepared the plan, and supervisors."""
        if self.env.su or self.plan_id._may_act_for_others():
            return
        if any(self.env.user not in (plan.user_id | plan.preparer_id) for plan in self.plan_id):
            raise AccessError(self.env._("Gift requests are made by the planner, or by a supervisor."))

    def _make_requests(self):
        """The requests and why lines got none.

        The rows are locked first: of two who press at the same moment the second meets a conflict, is tried
        again by Odoo and finds the first one's requests.

        :return: tuple of ``relationship.gift.request`` records and a list of messages
        """
        self.env.flush_all()
        self.env.execute_query(SQL(
            "SELECT id FROM relationship_gift_plan_line WHERE id IN %s ORDER BY id FOR UPDATE", tuple(self.ids) or (0,)))
        self.invalidate_recordset(['request_line_id', 'state'])
        lines, problems = self.filtered(lambda line: line.state == 'open'), []
        for line in lines:
            if problem := line.partner_id._relationship_problem(line.company_id) or line.recipient_id._relationship_problem(
                    line.company_id):
                problems.append(f"{line.display_name}: {problem}")
                lines -= line
        requests, applicants = self.env['relationship.gift.request'], lines._applicants()
        groups = lines.grouped(lambda line: (line.plan_id, line.partner_id.commercial_partner_id, line.date_gift))
        for company, keys in groupby(groups, lambda key: key[0].company_id):
            made = requests.with_company(company).create([
                {**groups[key]._request_values(), 'applicant_id': applicants[company.id, key[1].id].id} for key in keys])
            for key, request in zip(keys, made):
                for line, gift in zip(groups[key], request.line_ids):
                    line.sudo()._sealed_write({'request_line_id': gift.id}, SEAL)
                request._message_log(body=self.env._("Made from %s.", key[0].name))
            requests |= made
        return requests, problems

    def _request_values(self):
        """One request for lines of one customer and day."""
        plan = self.plan_id
        return {
            'company_id': plan.company_id.id,
            'currency_id': plan.currency_id.id,
            'partner_id': self[0].partner_id.id,
            'date_gift': max(self[0].date_gift, plan.company_id._relationship_today()),
            'purpose': "\n".join(dict.fromkeys(filter(None, self.mapped('purpose')))),
            'line_ids': [Command.create({
                'recipient_id': line.recipient_id.id,
                'product_id': line.product_id.id,
                'name': line.name,
                'quantity': line.quantity,
                'unit_value': line.unit_value,
                'note': line.note,
            }) for line in self],
        }

    def _applicants(self):
        """Who asks, by company id and customer id: the customer's owner when a supervisor makes the requests, else the user."""
        customers, companies = self.commercial_partner_id, self.company_id
        people = {(company.id, customer.id): self.env.user for company in companies for customer in customers}
        if not self.plan_id._may_act_for_others():
            return people
        profiles = self.env['relationship.profile'].sudo().search([
            ('partner_id', 'in', customers.ids), ('company_id', 'in', companies.ids), ('user_id.active', '=', True)])
        specialists = self.env.ref('crm_relationship.group_specialist').sudo().all_user_ids
        people.update({
            (profile.company_id.id, profile.partner_id.id): profile.user_id for profile in profiles
            if profile.user_id in specialists and profile.company_id in profile.user_id.company_ids})
        return people


class RelationshipGiftPlan(models.Model):
    """How far a plan is: requests made, approved, given; budget against actual."""
    _inherit = 'relationship.gift.plan'

    open_count = fields.Integer("Without Request", compute='_compute_progress')
    requested_count = fields.Integer("Requested", compute='_compute_progress')
    approved_count = fields.Integer("Approved Requests", compute='_compute_progress')
    given_count = fields.Integer("Gifts Given", compute='_compute_progress')
    returned_count = fields.Integer("Not Accepted", compute='_compute_progress', help="Returned or refused.")
    actual_total = fields.Monetary("Value Given", compute='_compute_progress')
    completion = fields.Float("Completion (%)", compute='_compute_progress', digits=(5, 1), help="Gifts given of those planned.")

    @api.depends('line_ids.state', 'line_ids.actual_value')
    def _compute_progress(self):
        """One query for a page of plans."""
        groups = self.env['relationship.gift.plan.line'].sudo()._read_group(
            [('plan_id', 'in', self.ids)], ['plan_id', 'state'], ['__count', 'actual_value:sum'])
        figures = {(plan.id, state): (count, actual) for plan, state, count, actual in groups}
        for plan in self:
            for name, states in COUNTERS.items():
                plan[name] = sum(figures.get((plan._origin.id, state), (0, 0))[0] for state in states)
            plan.actual_total = figures.get((plan._origin.id, 'given'), (0, 0.0))[1]
            plan.completion = 100.0 * plan.given_count / plan.line_count if plan.line_count else 0.0

    def action_make_requests(self):
        """Make the requests of all lines without one."""
        self.check_access('read')
        return self.line_ids.action_make_requests()

    def action_open_lines(self):
        """The lines of one plan as a list to choose from."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_gift_plan_line_action')
        return {**action, 'name': self.display_name, 'domain': [('plan_id', '=', self.id)], 'context': {}}

    def action_open_requests(self):
        """The requests made from one plan, as far as the user may see them."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_gift_request_action')
        requests = self.sudo().line_ids.request_line_id.request_id
        return {**action, 'name': self.display_name, 'domain': [('id', 'in', requests.ids)], 'context': {'create': False}}

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL

#: Stages of requests that a gift on a visit may still come from, the nearest to the hand-over first
UNDER_WAY = ('to_hand_over', 'to_issue', 'application')


class RelationshipVisit(models.Model):
    """馈赠礼品 on a visit (P2 ⑦): a gift needs an approved request; the visit finds it, or starts one."""
    _inherit = 'relationship.visit'

    gift_handover_ids = fields.One2many(
        'relationship.gift.handover', 'visit_id', "Gifts on This Visit", readonly=True)
    gift_request_count = fields.Integer("Gift Requests", compute='_compute_gift_request_count')
    can_give_gift = fields.Boolean(compute='_compute_can_give_gift')

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_gift_request_count(self):
        """Requests for this visit that the user may see; one query for all."""
        counts = dict(self.env['relationship.gift.request']._read_group(
            [('visit_id', 'in', self.ids)], ['visit_id'], ['__count']))
        for visit in self:
            visit.gift_request_count = counts.get(visit._origin, 0)

    @api.depends_context('uid')
    @api.depends('stage', 'user_id', 'companion_ids')
    def _compute_can_give_gift(self):
        supervisor = self.env.user.has_group('crm_relationship.group_supervisor')
        for visit in self:
            visit.can_give_gift = visit.stage in ('underway', 'done') and (
                supervisor or visit._is_visitor(self.env.user))

    def action_gift_request(self):
        """Open the gift request for this visit, or one for the customer without a visit, or start one."""
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_specialist'):
            raise AccessError(self.env._("Gifts are asked for by the customer relations staff."))
        action = {
            'type': 'ir.actions.act_window', 'name': self.env._("Gift Request"),
            'res_model': 'relationship.gift.request', 'view_mode': 'form'}
        if request := self._gift_requests()[:1]:
            return {**action, 'res_id': request.id}
        return {**action, 'context': self._gift_request_defaults()}

    def action_give_gift(self):
        """Record the gift handed over on this visit.

        :raise UserError: no request for this customer is approved and issued; says where it stands
        """
        self.ensure_one()
        self.check_access('read')
        if not self._is_visitor(self.env.user) and not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("Only the visitor and who comes along hand a gift over on a visit."))
        self._check_gift_stage()
        request = self._gift_requests()[:1]
        if not request:
            raise UserError(self.env._(
                "A gift needs an approved request. Press “Gift Request”, submit it and wait for the decision."))
        action = request.action_hand_over()
        return {**action, 'context': {**action['context'], 'default_visit_id': self.id}}

    def _gift_requests(self):
        """Requests a gift on this visit may come from, which the user may see: this visit's own first."""
        self.ensure_one()
        customer = self.sudo().commercial_partner_id
        requests = self.env['relationship.gift.request'].search(
            Domain('commercial_partner_id', '=', customer.id) & Domain('company_id', '=', self.company_id.id)
            & Domain('visit_id', 'in', [False, self.id]) & Domain('stage', 'in', UNDER_WAY))
        return requests.sorted(lambda r: (UNDER_WAY.index(r.stage), r.visit_id != self, -r.id))

    def _gift_request_defaults(self):
        """Context of a new request: the customer, the day of the visit, a gift for each person to meet."""
        self.ensure_one()
        visit = self.sudo()
        today, day = visit.company_id._relationship_today(), visit.company_id._local_day(visit.date_start)
        return {
            'default_visit_id': self.id, 'default_company_id': visit.company_id.id,
            'default_partner_id': visit.commercial_partner_id.id,
            'default_date_gift': fields.Date.to_string(max(today, day)),
            'default_line_ids': [Command.create({'recipient_id': person.id}) for person in visit.contact_ids],
        }

    def _check_gift_stage(self):
        """Raise UserError unless the visit has begun and its report is still open."""
        self.ensure_one()
        if self.stage not in ('underway', 'done'):
            raise UserError(self.env._(
                "%s has not begun: a gift is handed over on the spot.", self.display_name))

    def _check_gift_visit(self, request):
        """Raise UserError when the gifts of ``request`` cannot have been given on this visit."""
        self.ensure_one()
        self._check_gift_stage()
        visit, request = self.sudo(), request.sudo()
        if (visit.commercial_partner_id, visit.company_id) != (request.commercial_partner_id, request.company_id):
            raise UserError(self.env._("%s is a visit to another customer.", visit.display_name))

    def _briefing_gifts(self, of_customer):
        """The gifts given this year join the hospitality."""
        first = self.company_id._relationship_today().replace(month=1, day=1)
        lines = self._briefing_find('relationship.gift.request.line', [
            ('request_id.commercial_partner_id', '=', self.sudo().commercial_partner_id.id),
            ('company_id', '=', self.company_id.id), ('outcome', '=', 'given'), ('outcome_date', '>=', first)])
        gifts = [
            (line.outcome_date, self.env._("Gift"), line.currency_id.format(line.value), line.display_name)
            for line in lines]
        return sorted(super()._briefing_gifts(of_customer) + gifts, key=lambda gift: gift[0], reverse=True)


class RelationshipGiftRequest(models.Model):
    """The visit on which the gift is handed over."""
    _inherit = 'relationship.gift.request'

    @api.constrains('visit_id', 'partner_id', 'company_id')
    def _check_visit(self):
        """A visit to the same customer."""
        for request in self.sudo().filtered('visit_id'):
            visit = request.visit_id
            visit.sudo(False).check_access('read')  # constraints run in sudo
            if visit.commercial_partner_id != request.partner_id.commercial_partner_id:
                raise ValidationError(self.env._("%s is a visit to another customer.", visit.display_name))

    def _hand_over(self, lines, outcome, day, **values):
        """A request without a visit belongs to the one on which its gifts are given."""
        handover = super()._hand_over(lines, outcome, day, **values)
        if outcome == 'given' and values.get('visit_id') and not self.sudo().visit_id:
            self.sudo()._sealed_write({'visit_id': values['visit_id']}, SEAL)
        return handover

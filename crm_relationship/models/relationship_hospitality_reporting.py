from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class RelationshipHospitality(models.Model):
    """From the request to its report (P3 ⑧): who may make it, what it starts with."""
    _inherit = 'relationship.hospitality'

    # What each paper shows beside the signed content: ticking the plan leaves printed requests valid.
    _print_faces = {
        'request': ('actual_amount',),
        'application': (),
        'plan': ('step_ids', 'approved_total', 'funds_supported', 'funds_by_id', 'funds_date'),
    }

    report_ids = fields.One2many('relationship.hospitality.report', 'hospitality_id', "Reports")
    report_id = fields.Many2one(
        'relationship.hospitality.report', "Report", compute='_compute_report_id')
    customer_hospitality_count = fields.Integer(
        related='partner_id.hospitality_count', related_sudo=False)
    is_report_due = fields.Boolean(
        "To Report", compute='_compute_is_report_due', search='_search_is_report_due')

    @api.depends('report_ids')
    def _compute_report_id(self):
        for request in self:
            request.report_id = request.report_ids[:1]

    @api.depends('stage', 'date_stop', 'supplement_of_id')
    def _compute_is_report_due(self):
        now = fields.Datetime.now()
        for request in self:
            request.is_report_due = bool(
                request.stage in ('planned', 'held') and not request.supplement_of_id
                and request.date_stop and request.date_stop <= now)

    def _search_is_report_due(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = Domain([
            ('stage', 'in', ('planned', 'held')), ('supplement_of_id', '=', False),
            ('date_stop', '<=', fields.Datetime.now())])
        return domain if True in value else ~domain

    def action_report(self):
        """Open the report of this request; make it, filled from the request, when there is none."""
        self.ensure_one()
        self.check_access('read')
        report = self.report_id
        if not report:
            report = self.env['relationship.hospitality.report'].create({'hospitality_id': self.id})
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Hospitality Report"),
            'res_model': report._name, 'res_id': report.id, 'view_mode': 'form'}

    def action_open_customer(self):
        """All hospitality around this customer."""
        self.ensure_one()
        return self.partner_id.action_open_hospitality()

    def _check_can_report(self):
        """Raise unless the user takes part and the approved occasion has begun."""
        self._check_can_arrange()
        for request in self:
            if not request.is_planned:
                raise UserError(self.env._(
                    "%s is not approved: reports are made for approved requests only.", request.name))
            if request.date_start > fields.Datetime.now():
                raise UserError(self.env._(
                    "%s has not begun yet: report once it took place.", request.name))

    def _report_values(self):
        """What the report takes over: occasion, people and one line per item of the paper."""
        self.ensure_one()
        source = self.sudo()
        items = self.env['relationship.hospitality.item']._available(source.company_id, 'report')
        items |= source._approved_chain().budget_line_ids.item_id
        return {
            'date_start': source.date_start,
            'venue': source.venue,
            'purpose': source.purpose,
            'guest_ids': [Command.create(vals) for vals in source.guest_ids._attendee_vals()],
            'host_ids': [Command.create(vals) for vals in source.host_ids._attendee_vals()],
            'expense_line_ids': [Command.create({'item_id': item.id}) for item in items],
        }

    def _fit_supplement(self, overruns, total):
        """Share out ``total``, what the whole report lacks, over the items that caused it.

        Savings on one item pay for another, so less than the overruns may be
        asked for; the audit may have lowered the budget, so more may be
        needed, which goes to the item with the largest overrun.

        :param dict overruns: {item: actual minus budget}, the largest first
        :return: {item: amount to ask for}
        """
        amounts, rest = {}, max(total, 0.0)
        for item, overrun in overruns.items():
            amount = min(max(overrun, 0.0), rest)
            rest -= amount
            if amount:
                amounts[item] = amount
        first = next(iter(overruns))
        if rest:
            amounts[first] = amounts.get(first, 0.0) + rest
        return amounts

    def _approval_check_cancel(self):
        """What is reported is settled and cannot be undone (APPROVAL.md rule 5)."""
        super()._approval_check_cancel()
        if settled := self.filtered(lambda r: r.stage in ('reported', 'closed')):
            raise UserError(self.env._(
                "%s is reported already and cannot be cancelled any more.", settled[0].name))

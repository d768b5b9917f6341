from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.document_approval.models.approval_sealed import SEAL

DAYS_TO_FINISH = 30


class RelationshipEvaluationRound(models.TransientModel):
    """年度评估: propose the evaluations that are due, all at once.

    Set-based, repeatable and safe against a second person doing the same: what exists is never
    proposed again. The evaluations are nobody's work yet, so whoever proposed them may sign them.
    """
    _name = 'relationship.evaluation.round'
    _description = "Evaluations Due"

    company_id = fields.Many2one(
        'res.company', "Company", required=True, default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]")
    year = fields.Char(required=True, size=4, default=lambda self: str(self.env.company._relationship_today().year))
    date_until = fields.Date(
        "Due up to", required=True, default=lambda self: self.env.company._relationship_today(),
        help="Customers whose last evaluation lies as far back as their tier says, on that day.")
    date_deadline = fields.Date(
        "Finish by", default=lambda self: self.env.company._relationship_today() + timedelta(days=DAYS_TO_FINISH))
    tier_ids = fields.Many2many('relationship.tier', string="Value Tiers", help="Empty: all tiers that are due by time.")
    fallback_user_id = fields.Many2one(
        'res.users', "Without an Owner", default=lambda self: self.env.user, required=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Evaluates the customers nobody looks after.")
    due_count = fields.Integer("Customers Due", compute='_compute_due')
    due_text = fields.Text("By Value Tier", compute='_compute_due')

    @api.depends('company_id', 'year', 'date_until', 'tier_ids')
    def _compute_due(self):
        for round_ in self:
            rows = self.env['relationship.profile']._read_group(
                round_._due_domain(), ['tier_id'], ['__count']) if round_._is_complete() else []
            round_.due_count = sum(count for _tier, count in rows)
            round_.due_text = "\n".join(f"{tier.display_name}: {count}" for tier, count in rows)

    def _is_complete(self):
        return bool(self.company_id and self.date_until and (self.year or '').isdecimal())

    def _due_domain(self):
        domain = self.env['relationship.profile']._evaluation_due_domain(self.date_until, self.year)
        domain &= Domain('company_id', '=', self.company_id.id)
        return domain & Domain('tier_id', 'in', self.tier_ids.ids) if self.tier_ids else domain

    def action_propose(self):
        """Make the evaluations that are due, tell the evaluators, and show the round.

        :raise UserError: nothing is due
        """
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("A supervisor proposes the evaluations of a round."))
        self.company_id.check_access('read')
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("Choose one of your companies."))
        self._take_turn()
        profiles = self.env['relationship.profile'].search(self._due_domain())
        if not profiles:
            raise UserError(self.env._("No evaluation is due: all customers of these tiers are judged or under way."))
        self._tell(self._propose(profiles))
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_evaluation_action')
        return {**action, 'domain': [('company_id', '=', self.company_id.id)],
                'context': {'search_default_year': self.year, 'search_default_group_stage': 1}}

    def _take_turn(self):
        """Meet whoever else proposes a round of this company in one row: the second is tried again by Odoo."""
        self.env.cr.execute(SQL(
            "UPDATE res_company SET relationship_round_date = %s WHERE id = %s", fields.Datetime.now(), self.company_id.id))
        self.company_id.invalidate_recordset(['relationship_round_date'])

    def _propose(self, profiles):
        """One evaluation a customer, in one batch; made by nobody, prepared by the owner.

        :return: the evaluations, as the system sees them
        """
        profiles = profiles.sudo()
        Evaluation = self.env['relationship.evaluation'].with_user(SUPERUSER_ID).with_company(self.company_id)
        persons = {
            profile: profile.user_id if profile.user_id.active and self.company_id in profile.user_id.company_ids
            else self.fallback_user_id for profile in profiles}
        departments = self._departments(persons.values())
        today = self.company_id._relationship_today()
        evaluations = Evaluation._sealed_create([{
            'partner_id': profile.partner_id.id,
            'company_id': self.company_id.id,
            'evaluator_id': person.id,
            'preparer_id': person.id,
            'department_id': departments.get(person.id),
            'occasion': 'annual',
            'year': self.year,
            'date': today,
            'date_deadline': self.date_deadline,
        } for profile, person in persons.items()], SEAL)
        evaluations._begin()
        return evaluations

    def _departments(self, users):
        """{user id: department id} in the company; one query."""
        employees = self.env['hr.employee'].sudo().search([
            ('user_id', 'in', [user.id for user in users]), ('company_id', '=', self.company_id.id)])
        return {employee.user_id.id: employee.department_id.id for employee in employees}

    def _tell(self, evaluations):
        """One message a person, with the customers to judge."""
        for person, mine in evaluations.grouped('evaluator_id').items():
            mine = mine.with_context(lang=person.lang)
            mine.env['mail.thread'].message_notify(
                partner_ids=person.partner_id.ids,
                subject=mine.env._("%s customers to evaluate", len(mine)),
                body=Markup("<p>%s</p><ul>%s</ul>") % (
                    mine.env._("Please evaluate these customers by %s. You find them under Evaluation.",
                               format_date(mine.env, self.date_deadline)) if self.date_deadline
                    else mine.env._("Please evaluate these customers. You find them under Evaluation."),
                    Markup().join(Markup("<li>%s</li>") % evaluation.display_name for evaluation in mine)))

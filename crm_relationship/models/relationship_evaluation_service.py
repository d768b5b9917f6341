"""A verdict feeds the customer's service scheme: F9 into P5 (R1.5)."""

from odoo import SUPERUSER_ID, api, models

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES

from .relationship_input_guard import TEXT_MAX

#: what people write into a proposed scheme; where it differs from the scheme revised, the draft is theirs
WRITTEN = ('needs', 'preferences', 'goals', 'date_to')


class RelationshipEvaluationEffect(models.Model):
    _inherit = 'relationship.evaluation.effect'

    @api.model
    def _apply_service(self, evaluation, measure):
        """A draft of the customer's next service scheme, whose situation begins with what the evaluation found.

        It is written further by whoever looks after the customer, else by the evaluator. A draft there is stays alone.
        """
        Plan = self.env['relationship.service.plan'].with_context(allowed_company_ids=evaluation.company_id.ids)
        person = next((
            user for user in evaluation.owner_id | evaluation.evaluator_id
            if user.active and evaluation.profile_id.with_env(Plan.with_user(user).env).has_access('read')), None)
        if not person:
            return {'state': 'skipped', 'note': self.env._("Nobody looks after the customer.")}
        Plan = Plan.with_user(person).sudo()
        plans = Plan.search([
            ('company_id', '=', evaluation.company_id.id), ('profile_id', '=', evaluation.profile_id.id),
            ('scope', '=', 'customer'), ('stage', 'in', ('draft', 'in_force'))])
        if draft := plans.filtered(lambda plan: plan.stage == 'draft')[:1]:
            return {'state': 'skipped', 'note': self.env._("%s is being written already.", draft.name)}
        situation = self._service_situation(evaluation, measure.text, plans[:1])
        if plans:
            plan = plans[:1]._revision_create()
            plan.situation = situation
        else:
            plan = Plan.create({
                'subject': self.with_context(lang=person.lang).env._("Service after evaluation %s", evaluation.name),
                'partner_id': evaluation.commercial_partner_id.id, 'company_id': evaluation.company_id.id,
                'user_id': person.id, 'situation': situation})
        plan.activity_schedule(
            'mail.mail_activity_data_todo', user_id=person.id,
            summary=self.with_context(lang=person.lang).env._("Complete the scheme: %s", measure.text)[:200])
        return {'new_value': measure.text, 'note': plan.name, 'res_model': plan._name, 'res_id': plan.id}

    @api.model
    def _service_situation(self, evaluation, text, plan):
        """Result and proposal of the evaluation, before what ``plan`` said; no score."""
        parts = (evaluation.name, evaluation.conclusion, text, plan.situation)
        return "\n".join(part.strip() for part in parts if part)[:TEXT_MAX['text']]

    def _revert_service(self):
        """A draft as it was proposed goes; one that somebody wrote in, or submitted, is people's work."""
        plan = self.env[self.res_model].with_user(SUPERUSER_ID).browse(self.res_id).exists()
        if not plan or plan.stage != 'draft' or plan.approval_state not in EDITABLE_STATES:
            return False
        before = plan.previous_id
        names = [name for name in WRITTEN if before or name != 'date_to']
        if (plan.situation != self._service_situation(self.evaluation_id, self.new_value, before)
                or any(plan[name] != before[name] for name in names) or plan._revision_line_changes(before, plan)
                or any(plan.taken_problem_ids.mapped('improvement'))):
            return False
        plan.unlink()
        return True

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .approval_authority import NO_AUTHORITY
from .approval_route import Router


class ApprovalPolicy(models.Model):
    """Looks over all policies at once for what saving one of them cannot see (APPROVAL.md, Beyond)."""
    _inherit = 'approval.policy'

    @api.model
    def action_check_policies(self):
        """Look over the policies of the user's companies and list what was found.

        :raise AccessError: for everybody but approval administrators
        """
        if not self.env.user.has_group('document_approval.group_approval_administrator'):
            raise AccessError(self.env._("Only approval administrators check the policies."))
        self.env['approval.policy.finding'].search([('create_uid', '=', self.env.uid)]).unlink()
        self.env['approval.policy.finding'].create(self._find_problems(self.env.companies))
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Findings"),
            'res_model': 'approval.policy.finding', 'view_mode': 'list',
            'help': self.env._("Nothing to mend: every document finds a policy, and every step somebody who signs."),
        }

    @api.model
    def _find_problems(self, companies):
        """What is wrong with the active policies, as values of ``approval.policy.finding``."""
        policies = self.sudo().with_context(active_test=True).search([])
        router, findings = Router(self.env), []
        for model in self._approval_models():
            for company in companies.sudo():
                here = policies.filtered(
                    lambda p, m=model, c=company: p.model == m and p.company_id in (c, c.browse()))
                place = {'company_id': company.id, 'model_id': self.env['ir.model']._get_id(model)}
                findings += [
                    {**place, 'severity': 'error', 'text': text}
                    for text in (*here._find_gaps(model), *here._find_scope_problems())]
                for policy in here:
                    findings += [
                        {**place, 'policy_id': policy.id, 'severity': severity, 'text': text}
                        for severity, text in (
                            *policy._find_unreachable(here), *policy._find_unsigned(router, company),
                            *policy._find_unreachable_steps(router, company))]
        return findings

    def _find_gaps(self, model):
        """Amounts for which no policy of ``self`` is in force whatever the document's kind and department."""
        broad = self.filtered(lambda p: not p.department_id and p._read_kind_domain().is_true())
        if broad.filtered(lambda p: not p._is_banded()):
            return
        banded = broad.filtered(lambda p: p._is_banded()).sorted('amount_over')
        if not banded or not self.env[model]._approval_amount_field:
            yield self.env._("Documents that no condition, department or band fits cannot be submitted: "
                             "add a policy for all documents of the type.")
            return
        reached = 0.0
        for policy in banded:
            if policy.amount_over > reached:
                yield self.env._("No policy for amounts %s.", self._get_band_text(reached, policy.amount_over))
            reached = max(reached, policy.amount_up_to or float('inf'))
        if reached != float('inf'):
            yield self.env._("No policy for amounts %s.", self._get_band_text(reached, 0))

    def _find_unreachable(self, others):
        """Why ``self`` never applies among ``others`` of the same type and company."""
        self.ensure_one()
        if self._is_banded() and not self.env[self.model]._approval_amount_field:
            yield 'warning', self.env._("It is never chosen: documents of this type have no amount, and it has a band.")
        if self._read_kind_domain().optimize(self.env[self.model].sudo()).is_false():
            yield 'warning', self.env._("It is never chosen: no document can fulfil its condition.")
        for other in others - self:
            same_place = (other.department_id == self.department_id and (
                other._read_kind_domain() == self._read_kind_domain()))
            wider = not other._is_banded() or (
                self._is_banded() and other.amount_over <= self.amount_over
                and (not other.amount_up_to or 0 < self.amount_up_to <= other.amount_up_to))
            if same_place and wider and other._get_preference() < self._get_preference():
                yield 'warning', self.env._("It is never chosen: “%s” always goes before it.", other.name)

    def _find_unsigned(self, router, company):
        """Steps with nobody to sign them in ``company``, or nobody who signs with final effect."""
        self.ensure_one()
        for step in self.step_ids:
            people = self._get_step_people(router, step, company)
            if people is None:
                yield from self._find_leaderless(step, company)
                continue
            yield from self._find_departed(step, people, company)
            if not people and not step.optional:
                yield 'error', self.env._("Step “%s”: nobody can sign it.", step.name)
            elif not people:
                yield 'info', self.env._("Step “%s”: nobody holds this role; the step is left out.", step.name)
            elif len(people) == 1 and not step.optional:
                yield 'info', self.env._(
                    "Step “%(step)s”: only %(person)s can sign it. What %(person)s asks for goes to the next level.",
                    step=step.name, person=people.name)
            if step.ends_within_authority and people:
                limits = self.env['approval.authority']._limits_for(
                    people, company, self.model, fields.Date.context_today(self))
                if all(limit == NO_AUTHORITY for limit in limits.values()):
                    yield 'warning', self.env._(
                        "Step “%s”: none of its signers has an authority, so their signature is never final.", step.name)

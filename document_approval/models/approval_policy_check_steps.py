from odoo import fields, models
from odoo.exceptions import ValidationError

from .approval_authority import UNLIMITED

#: names in a finding: enough to know where to look
MAX_NAMES = 5


class ApprovalPolicy(models.Model):
    """What the check of all policies finds in scopes and steps (APPROVAL.md, Beyond)."""
    _inherit = 'approval.policy'

    def _find_scope_problems(self):
        """Ties, overlaps and gaps in the scopes of ``self`` that were saved past the rules, as an import in SQL does."""
        for scope in self._get_scopes():
            try:
                self._check_bands_of({scope})
            except ValidationError as error:
                yield str(error)

    def _get_step_people(self, router, step, company):
        """Who signs ``step`` in ``company``; None where it depends on the document."""
        if step.approver_type == 'group':
            return router._holders_of_group(step.group_id, company)
        if step.approver_type == 'users':
            return step.user_ids.filtered(lambda user: user.active and not user.share and company in user.company_ids)
        return None

    def _find_leaderless(self, step, company):
        """Employees or departments for which a step that asks a manager finds nobody."""
        if step.approver_type == 'manager':
            staff = self.env['hr.employee'].sudo().search([
                ('company_id', '=', company.id), ('user_id.active', '=', True), ('user_id.share', '=', False)])
            names = [person.name for person in staff if not self._leads_upwards(person, lambda boss: boss.parent_id)]
        elif step.approver_type == 'department_manager':
            departments = self.env['hr.department'].sudo().search([('company_id', 'in', [company.id, False])])
            names = [department.display_name for department in departments if not self._has_head(department, company)]
        else:
            return
        if names:
            yield 'info' if step.optional else 'warning', self.env._(
                "Step “%(step)s”: no manager who can sign for %(names)s (%(count)s in all).",
                step=step.name, names=", ".join(names[:MAX_NAMES]), count=len(names))

    def _leads_upwards(self, person, above):
        """True when somebody above ``person`` is here and can log in."""
        seen = person
        while (person := above(person)) and person not in seen:
            seen |= person
            if person.active and person.user_id.active:
                return True
        return False

    def _has_head(self, department, company):
        while department:
            head = department.manager_id
            if head.active and head.user_id.active and company in head.user_id.company_ids:
                return True
            department = department.parent_id
        return False

    def _find_unreachable_steps(self, router, company):
        """Steps that are never asked for, or whose people all sign before them."""
        self.ensure_one()
        taken, final = self.env['res.users'], None
        top = self.amount_up_to or UNLIMITED
        for step in self.step_ids.sorted():
            people = self._get_step_people(router, step, company)
            if final and step.kind != 'audit':
                yield 'warning', self.env._(
                    "Step “%(step)s” is never asked for: everybody in “%(final)s” signs with final effect whatever the "
                    "amount.", step=step.name, final=final.name)
                continue
            if people is None:
                continue
            if people and not people - taken:
                yield 'info' if step.optional else 'error', self.env._(
                    "Step “%(step)s”: %(people)s must sign an earlier step, and nobody signs twice.",
                    step=step.name, people=", ".join(people.mapped('name')))
            if len(people) == 1 or step.mode == 'all':
                taken |= people
            if step.ends_within_authority and people and step.kind == 'approve':
                limits = self.env['approval.authority']._limits_for(
                    people, company, self.model, fields.Date.context_today(self))
                if all(limit >= top for limit in limits.values()):
                    final = step

    def _find_departed(self, step, people, company):
        """People whom a step names although they cannot sign here any more."""
        if step.approver_type == 'users' and (gone := step.with_context(active_test=False).user_ids - people):
            yield 'info', self.env._(
                "Step “%(step)s” names %(people)s, who cannot sign in %(company)s any more.",
                step=step.name, people=", ".join(gone.mapped('name')), company=company.name)

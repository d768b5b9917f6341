from odoo import api, fields, models
from odoo.exceptions import UserError

from .approval_mixin import EDITABLE_STATES
from .approval_route import Router


class ApprovalMixin(models.AbstractModel):
    """Who would sign, before anybody is asked, with the reason of each step (APPROVAL.md, Beyond)."""
    _inherit = 'approval.mixin'

    approval_preview_html = fields.Html(
        string="Who Would Sign", compute='_compute_approval_preview_html', sanitize=False)

    @api.depends('approval_state')
    @api.depends_context('uid', 'lang')
    def _compute_approval_preview_html(self):
        """As it would be if the current user submitted the document as it is saved."""
        for document in self:
            saved = document._origin
            document.approval_preview_html = self.env['ir.qweb']._render(
                'document_approval.approval_preview', saved._approval_preview(),
            ) if saved and document.approval_state in EDITABLE_STATES else False

    def _approval_preview(self):
        """The route of one document without asking anybody.

        :return: dict: ``policy`` (its name), ``reason`` (why it applies), ``related`` (names of the
            documents that count together with it), ``steps`` (list of dicts:
            ``name``, ``kind``, ``who`` (users), ``why`` (text), ``skipped`` (bool)), ``error`` (why it
            cannot be submitted, with the remedy; or '')
        """
        self.ensure_one()
        document = self.sudo()
        preview = {'policy': '', 'reason': '', 'related': '', 'steps': [], 'error': ''}
        try:
            amounts, related = document._approval_company_amounts(), document._approval_related()
        except UserError as error:
            return {**preview, 'error': str(error)}
        amount = document._approval_weights(amounts, related)[document.id]
        policy = self.env['approval.policy']._policy_for(document, {document.id: amount})[document.id]
        if not policy:
            return {**preview, 'error': policy._explain_no_policy(document, amount)}
        preview.update(
            policy=policy.name, reason=policy._get_reason_text(document, amount),
            related=", ".join(related.get(document.id, (0.0, ()))[1]))
        steps = document._approval_steps(policy, document._approval_extra_steps().get(document.id, ()))
        if not steps:
            return preview
        router = Router(self.env)
        excluded = self.env['approval.delegation']._with_delegates(
            document._approval_persons() | self.env.user, document.company_id)
        route = router.plan(steps, document, self.env.user, excluded, amount)
        return {**preview, 'steps': self._approval_preview_steps(router, route, document, amount), 'error': route.error}

    @api.model
    def _approval_preview_steps(self, router, route, document, amount):
        """The planned steps in words: who is asked and why, who is not and why not."""
        labels = self.env['approval.policy']._get_step_labels()
        steps, final = [], self.env['res.users']
        for planned in route.steps:
            step, users, why = planned.step, planned.users, planned.skipped
            name = step.with_env(self.env).sudo().name
            spared = final and step.kind != 'audit'
            if spared:
                why = self.env._("Within the authority of %s.", ", ".join(final.mapped('name')))
            elif not why:
                why = self.env['approval.policy']._get_step_text(
                    {**step._definition(), 'names': {self.env.lang: name}})
                within = users.filtered(
                    lambda user, s=step: router.is_within_authority(s, user, document, amount))
                final = within if within == users else final
            steps.append({
                'name': name, 'kind': labels['kind'][step.kind], 'who': users.browse() if spared else users,
                'why': why, 'skipped': bool(spared or planned.skipped)})
        return steps

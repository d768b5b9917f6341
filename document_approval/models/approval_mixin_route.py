from odoo import models


class ApprovalMixin(models.AbstractModel):
    """What other documents and rules of the application add to the route of a document."""
    _inherit = 'approval.mixin'

    def _approval_related(self):
        """Other documents whose amounts count together with each one of ``self`` (APPROVAL.md, Beyond).

        Bands and limits are compared with the sum, so that nothing is signed in slices; the
        request keeps its own amount.

        :return: ``{document.id: (amount in company currency, [names of the others])}``; documents
            with nothing beside them may be left out
        """
        return {}

    def _approval_extra_steps(self):
        """Steps that the content of documents asks for, beside those of their policies.

        They sign before the first step that decides, so that no authority ends the chain before
        them. Where the group has a step in the policy, that one is asked for, whatever the amount.

        :return: ``{document.id: [values of an approval.policy.step that names a group]}``
        """
        return {}

    def _approval_submit_notes(self):
        """What the event of the submission says, ``{document.id: text}``; it becomes part of the chain."""
        return {}

    def _approval_steps(self, policy, extra):
        """The steps of ``policy`` and those the document adds, in signing order.

        :param list extra: values of steps, as :meth:`_approval_extra_steps` gives for the document
        """
        steps = policy.step_ids.sorted()
        added = steps.browse()
        for values in extra:
            own = steps.filtered(
                lambda step, group=values['group_id']: step._origin.group_id.id == group and not step.optional
                and step.approver_type == 'group')[:1]
            if own:
                steps = steps._without_authority_before(own)
            else:
                added += steps.new({'approver_type': 'group', **values})
        if not (steps and added):
            return steps or added
        position = next((index for index, step in enumerate(steps) if step.kind != 'review'), len(steps) - 1)
        added.update({'sequence': steps[position].sequence})
        return steps[:position] + added + steps[position:]

    def _approval_weights(self, amounts, related):
        """What bands and limits are compared with: each amount and those that count together with it.

        :param dict amounts: ``{document.id: amount or None}``
        :param dict related: what :meth:`_approval_related` returned
        """
        return {
            document_id: amount if amount is None else amount + related.get(document_id, (0.0, ()))[0]
            for document_id, amount in amounts.items()}

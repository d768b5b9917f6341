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

    def _approval_extra_steps(self, steps):
        """Steps that the content of one document asks for, beside those of its policy.

        :param steps: the steps of the policy
        :return: new ``approval.policy.step`` records, such as ``steps.new({...})``. They sign before
            the first step that decides, so that no authority ends the chain before them.
        """
        return steps.browse()

    def _approval_submit_notes(self):
        """What the event of the submission says, ``{document.id: text}``; it becomes part of the chain."""
        return {}

    def _approval_steps(self, policy):
        """The steps of ``policy`` and those the document adds, in signing order."""
        self.ensure_one()
        steps = policy.step_ids.sorted()
        extra = self._approval_extra_steps(steps)
        if not (steps and extra):
            return steps or extra
        position = next((index for index, step in enumerate(steps) if step.kind != 'review'), len(steps) - 1)
        extra.update({'sequence': steps[position].sequence})
        return steps[:position] + extra + steps[position:]

    def _approval_weights(self, amounts, related):
        """What bands and limits are compared with: each amount and those that count together with it.

        :param dict amounts: ``{document.id: amount or None}``
        :param dict related: what :meth:`_approval_related` returned
        """
        return {
            document_id: amount if amount is None else amount + related.get(document_id, (0.0, ()))[0]
            for document_id, amount in amounts.items()}

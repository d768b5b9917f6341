from odoo import models

#: what of a policy's step the frozen step keeps for good
FROZEN_FIELDS = ('kind', 'approver_type', 'mode', 'ends_within_authority', 'note_required', 'signature_box')


class ApprovalRequest(models.Model):
    """Is the route still the policy's, plus what its signers added on record? (APPROVAL.md, Beyond)"""
    _inherit = 'approval.request'

    def _verify_signatures(self):
        yield from super()._verify_signatures()
        yield from self._verify_route()
        yield from self._verify_amount()

    def _verify_route(self):
        """The policy's steps are there in their order; added ones, transfers and copies have their events."""
        steps = self.step_ids.sorted()
        by_action = {}
        for event in self.event_ids:
            by_action.setdefault(event.action, self.env['approval.event'])
            by_action[event.action] |= event
        nothing = self.env['approval.event']
        added = steps.filtered('added_by_id')
        if added != by_action.get('add_signer', nothing).step_id & steps or len(added) != len(
                by_action.get('add_signer', nothing)):
            yield self.env._("the route has a step that no event added")
        if self.purpose == 'approve':
            definition = self.policy_version_id._read_definition()
            frozen = iter(steps - added)
            defined = () if definition['no_approval'] else definition['steps']
            # In the same order, with steps between them that the document's content asked for.
            if not all(any(step._is_as_defined(values) for step in frozen) for values in defined):
                yield self.env._("its steps are not those of the policy")
        given = self.task_ids.filtered(lambda task: task.state == 'transferred')
        handed = by_action.get('transfer', nothing) | by_action.get('reroute', nothing)
        if len(given) > len(handed):
            yield self.env._("a signature was given to somebody else without an event")
        if self.copy_ids and not by_action.get('copy'):
            yield self.env._("a copy was sent without an event")

    def _verify_amount(self):
        """What is approved is what was asked for, or what an audit lowered it to."""
        if abs(self.approved_amount - self._amount_left()) >= 0.01:
            yield self.env._("the approved amount is not what was signed")


class ApprovalRequestStep(models.Model):
    _inherit = 'approval.request.step'

    def _is_as_defined(self, values):
        """True when the step asks for what the policy's step ``values`` asks for, or for more.

        A document whose content asks for a later step freezes those before it without the right to end the chain:
        that only tightens the route, and the terms of the submission vouch for it.
        """
        self.ensure_one()
        return all(
            (self[name] or False) == (values[name] or False) or name == 'ends_within_authority' and not self[name]
            for name in FROZEN_FIELDS)

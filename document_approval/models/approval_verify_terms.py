import json

from odoo import fields, models
from odoo.tools import SQL

from .approval_content import canonical, fingerprint

#: fields of a request that never change after its submission
TERM_FIELDS = (
    'res_model', 'res_id', 'document_name', 'purpose', 'reason', 'attempt', 'company_id', 'requester_id', 'has_amount',
    'amount', 'related_amount', 'related_names', 'date_submitted')


class ApprovalRequest(models.Model):
    """The terms of a request: what was asked for under which rules, vouched for by the first event.

    Without them the amount, the requester, the rules or a step could be changed past the
    application although every event closes.
    """
    _inherit = 'approval.request'

    chain_head = fields.Char(readonly=True, help="The hash of the newest event.")

    def _get_terms(self):
        """``{request.id: terms}``, fit for JSON: fields, rules and steps as they are now."""
        names = self.step_ids._get_name_translations()
        return {request.id: {
            **request._get_term_values(),
            'order': [str(step.id) for step in request.step_ids.sorted()],
            'steps': {str(step.id): step._get_terms(names) for step in request.step_ids},
        } for request in self}

    def _get_term_values(self):
        self.ensure_one()
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in TERM_FIELDS}
        # as text: the database rounds, and a date is no JSON
        values.update((name, f"{self[name]:.4f}") for name in ('amount', 'related_amount'))
        values['date_submitted'] = fields.Datetime.to_string(self.date_submitted)
        version = self.policy_version_id
        values['policy'] = fingerprint([version.policy_id.id, version.number, version.definition])
        return values

    def _verify_head(self):
        """The newest event is the one the request knows of."""
        newest = self.event_ids.sorted('sequence')[-1:]
        if self.chain_head and newest.hash != self.chain_head:
            yield self.env._("its last event is missing or was changed")

    def _verify_terms(self, names):
        """What was asked for, the rules and the steps are those of the submission."""
        event = self.event_ids.sorted('sequence')[:1]
        if not event.terms or not event._is_intact():
            return  # submitted before there were terms; or changed, which the chain says already
        frozen, now = json.loads(event.terms), self._get_term_values()
        for name, value in now.items():
            # through JSON once, as the frozen ones went
            if json.loads(canonical(value)) != frozen.get(name):
                yield self.env._("“%s” was changed after the submission", self._get_term_label(name))
        steps = {str(step.id): step for step in self.step_ids}
        for step_id, values in frozen['steps'].items():
            if step_id not in steps:
                yield self.env._("a step was taken out of its route")
            elif not steps[step_id]._is_as_frozen(values, names):
                yield self.env._("step “%s” was changed after the submission", steps[step_id].name)
        order = [step_id for step_id in frozen['order'] if step_id in steps]
        if order != [str(step.id) for step in self.step_ids.sorted() if str(step.id) in frozen['steps']]:
            yield self.env._("the order of its steps was changed after the submission")

    def _get_term_label(self, name):
        if name == 'policy':
            return self.env._("Policy")
        return self._fields[name]._description_string(self.env)


class ApprovalRequestStep(models.Model):
    _inherit = 'approval.request.step'

    def _get_name_translations(self):
        """``{step.id: {language: name}}``."""
        self.flush_recordset(['name'])
        return dict(self.env.execute_query(SQL(
            "SELECT id, name FROM approval_request_step WHERE id = ANY(%s)", self.ids)))

    def _get_terms(self, names):
        """The step as a dict fit for JSON, the same in every language; its number moves when a signer adds steps.

        Whoever left is one of its people all the same.
        """
        terms = {**self.with_context(active_test=False)._definition(), 'name': names.get(self.id)}
        del terms['sequence']
        return terms

    def _is_as_frozen(self, frozen, names):
        """True when the step is what it was; people and groups that do not exist any more do not count."""
        now = json.loads(canonical(self._get_terms(names)))
        changed = {name for name in now.keys() & frozen.keys() if now[name] != frozen[name]}
        if 'group_id' in changed and not now['group_id'] and not self.group_id.browse(frozen['group_id']).exists():
            changed.remove('group_id')
        if 'user_ids' in changed and now['user_ids'] == sorted(self.user_ids.browse(frozen['user_ids']).exists().ids):
            changed.remove('user_ids')
        return not changed

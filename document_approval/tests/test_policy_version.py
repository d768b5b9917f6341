import json

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.approval_sealed import SEAL
from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestPolicyVersion(ApprovalCase):
    """A version that was used never changes; an edit makes the next one."""

    def version(self, policy=None):
        policy = policy or self.policy
        return policy._current_version()[policy.id]

    def test_edits_make_the_next_version(self):
        first = self.version()
        self.assertEqual((first.number, self.version()), (1, first))
        step = self.policy.step_ids[0]
        edits = [
            (self.policy, {'name': "Renamed"}), (self.policy, {'amount_up_to': 5000}),
            (self.policy, {'amount_over': 10}), (self.policy, {'kind_domain': "[('kind', '=', 'a')]"}),
            (self.policy, {'company_id': self.company.id}), (step, {'name': "Chief"}),
            (step, {'optional': True}), (step, {'days_allowed': 2}), (step, {'note_required': True}),
            (step, {'mode': 'all'}), (step, {'group_id': self.group_director.id}),
            (step, {'signature_box': 'other'}), (step, {'sequence': 0}),
            (self.policy, {'step_ids': [(0, 0, {'name': "More", 'kind': 'audit', 'sequence': 99,
                                                'group_id': self.group_finance.id})]}),
            (self.policy, {'step_ids': [(2, step.id, 0)]}),
        ]
        frozen = [(first, first.definition)]
        for number, (record, values) in enumerate(edits, 2):
            with self.subTest(**values):
                record.write(values)
                version = self.version()
                self.assertEqual((version.number, self.version()), (number, version))
                frozen.append((version, version.definition))
        self.env.invalidate_all()
        for version, definition in frozen:
            self.assertEqual(version.definition, definition)

    def test_what_changes_nothing_makes_no_version(self):
        first = self.version()
        self.policy.sequence = 77
        self.policy.write({'name': self.policy.name})
        self.policy.active = False
        self.policy.active = True
        self.assertEqual(self.version(), first)
        self.assertEqual(self.version(self.policy.with_context(lang='zh_CN')), first)

    def test_returning_to_an_old_rule_makes_a_new_version(self):
        """Numbers run in time: version 3 may say what version 1 said."""
        numbers = [self.version().number]
        for up_to in (5000, 0):
            self.policy.amount_up_to = up_to
            numbers.append(self.version().number)
        self.assertEqual(numbers, [1, 2, 3])

    def test_versions_are_sealed(self):
        version = self.version()
        vals = {'policy_id': self.policy.id, 'number': 9, 'definition': "{}"}
        for env in (self.env, self.env(user=self.administrator), self.env(su=True)):
            versions = env['approval.policy.version']
            for attempt in (
                lambda versions=versions: versions.create(vals),
                lambda versions=versions: versions.browse(version.id).write({'definition': "{}"}),
                lambda versions=versions: versions.browse(version.id).unlink(),
                lambda versions=versions: versions._sealed_create([vals], object()),
                lambda env=env: env['approval.policy'].browse(self.policy.id).write({'last_version': 9}),
                lambda env=env: env['approval.policy'].browse(self.policy.id).write(
                    {'version_ids': [(0, 0, vals)]}),
                lambda env=env: env['approval.policy'].browse(self.policy.id).write(
                    {'version_ids': [(2, version.id, 0)]}),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    attempt()
        self.assertTrue(version._sealed_create([vals], SEAL))

    def test_copy_starts_anew(self):
        self.version()
        self.policy.active = False
        copy = self.policy.copy({'active': True})
        self.assertEqual((copy.last_version, len(copy.step_ids)), (0, len(self.policy.step_ids)))
        self.assertEqual(self.version(copy).number, 1)

    def test_used_policy_is_archived_not_deleted(self):
        self.version()
        with self.assertRaises(UserError) as caught:
            self.policy.unlink()
        self.assertIn("Archive", str(caught.exception))

    def test_definition_is_complete_and_readable(self):
        self.policy.step_ids[1].write({'days_allowed': 2, 'note_required': True, 'optional': True})
        version = self.version()
        definition = json.loads(version.definition)
        self.assertEqual([step['name'] for step in definition['steps']],
                         ["Supervisor", "Manager", "Director", "Finance"])
        for part in ("any amount", "1. Supervisor: Review, Fake Roles / Supervisors", "final within authority",
                     "optional", "opinion required", "2 working days", "4. Finance: Audit"):
            self.assertIn(part, version.summary)

    def test_names_are_frozen_in_every_language(self):
        for lang in ('en_US', 'zh_CN'):
            self.env['res.lang']._activate_lang(lang)
        self.policy.step_ids[0].with_context(lang='zh_CN').name = "主管审核"
        version = self.version()
        self.assertIn("主管审核", version.with_context(lang='zh_CN').summary)
        self.assertIn("Supervisor:", version.with_context(lang='en_US').summary)

    def test_readable_after_the_people_are_gone(self):
        group = self.env['res.groups'].create({'name': "Gone"})
        policy = self.make_policy('fake.memo', [{'name': "S", 'group_id': group.id}])
        version = self.version(policy)
        policy.step_ids.group_id = self.group_director
        group_id = group.id
        group.unlink()
        self.assertIn(str(group_id), version.summary)

    def test_counts_requests(self):
        self.submitted()
        self.submitted()
        version = self.policy.version_ids
        self.assertEqual((len(version), version.request_count), (1, 2))
        self.policy.amount_up_to = 5000
        document = self.submitted()
        self.assertEqual(document.sudo().approval_request_id.policy_version_id.number, 2)
        self.assertEqual(self.policy.version_ids.mapped('request_count'), [1, 2])

    def test_queries_do_not_grow(self):
        """Ten policies are frozen with the queries of two."""
        policies = self.env['approval.policy'].union(*[
            self.make_policy('fake.memo', [{'name': "S", 'group_id': self.group_director.id}], sequence=number)
            for number in range(12)])
        counts = []
        for batch in (policies[:2], policies[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(batch._current_version()), len(batch))
            counts.append(self.cr.sql_log_count - before)
        self.assertGreaterEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 10)

    def test_two_freeze_the_same_edit(self):
        """Of two transactions the later one fails in a way Odoo retries, and then finds the version."""
        with self.registry.cursor() as cr:
            cr.execute("""INSERT INTO approval_policy (name, model_id, model, active, last_version)
                          SELECT '{"en_US": "Raced"}', id, model, FALSE, 0
                            FROM ir_model WHERE model = 'res.partner' RETURNING id""")
            policy_id = cr.fetchone()[0]
        self.addCleanup(self._delete_policy, policy_id)
        with self.registry.cursor() as early, self.registry.cursor() as late:
            late.execute("SELECT count(*) FROM approval_policy_version")  # its view of the data starts here
            first = self._freeze(early, policy_id)
            early.commit()
            with self.assertRaises(SerializationFailure), mute_logger('odoo.sql_db'):
                self._freeze(late, policy_id)
            late.rollback()
            self.assertEqual((self._freeze(late, policy_id), first[1]), (first, 1))

    def _freeze(self, cr, policy_id):
        env = api.Environment(cr, SUPERUSER_ID, {})
        version = env['approval.policy'].browse(policy_id)._current_version()[policy_id]
        return version.id, version.number

    def _delete_policy(self, policy_id):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM approval_policy WHERE id = %s", [policy_id])

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .service_common import ServiceCase

STAFF = ('specialist', 'specialist2', 'supervisor', 'manager', 'gm', 'finance', 'keeper', 'employee', 'stranger')


@tagged('post_install', '-at_install')
class TestServiceAccess(ServiceCase):
    """Who reads, writes, makes and deletes what; another company's manager sees nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.env['res.company'].create({'name': "Abroad Works"})
        cls.users['stranger'] = new_test_user(
            cls.env, login='h_stranger', groups='crm_relationship.group_service_manager,crm_relationship.group_general_manager',
            company_id=cls.abroad.id, company_ids=[Command.set(cls.abroad.ids)])

    def as_seen(self, records, role):
        company = self.abroad if role == 'stranger' else self.company
        return records.with_user(self.users[role]).with_company(company).with_context(allowed_company_ids=company.ids)

    def check(self, records, **rights):
        """``read='specialist gm', write='…'``: exactly these roles have the right, by access and by search."""
        for operation, roles in rights.items():
            for role in STAFF:
                with self.subTest(model=records._name, operation=operation, role=role):
                    self.assertEqual(self.as_seen(records, role).has_access(operation), role in roles.split())
        for role in STAFF:
            found = self.as_seen(records.browse(), role)
            if not found.has_access('read'):
                continue
            with self.subTest(model=records._name, search=role):
                self.assertEqual(bool(found.search_count([('id', 'in', records.ids)])), role in rights['read'].split())
                groups = found._read_group([('id', 'in', records.ids)], [], ['__count'])
                self.assertEqual(bool(groups[0][0]), role in rights['read'].split())

    def test_draft_scheme(self):
        scheme = self.scheme()
        staff = 'specialist supervisor manager gm'
        self.check(scheme, read=staff, write='specialist', unlink='specialist')
        self.check(scheme.line_ids, read=staff, write='specialist', unlink='specialist')

    def test_pending_scheme(self):
        """Whoever signs reads, for as long as it is on record."""
        scheme = self.scheme('specialist2', partner_id=self.other_customer.id)
        self.check(scheme, read='specialist2 manager gm', write='specialist2')
        scheme.action_approval_submit()
        self.check(scheme, read='specialist2 supervisor manager gm', write='specialist2')

    def test_shared_customer(self):
        """Schemes of a customer are read by whom the customer is shared with, nobody else."""
        scheme = self.in_force()
        self.check(scheme, read='specialist supervisor manager gm', write='specialist')
        self.profile.shared_user_ids = self.users['specialist2']
        self.check(scheme, read='specialist specialist2 supervisor manager gm', write='specialist')

    def test_tier_scheme(self):
        """Approved tier schemes are read by all specialists, drafts are not."""
        scheme = self.tier_scheme()
        self.check(scheme, read='specialist supervisor manager gm', write='specialist')
        self.in_force(scheme)
        everybody = 'specialist specialist2 supervisor manager gm'
        self.check(scheme, read=everybody, write='specialist')
        self.check(scheme.line_ids, read=everybody, write='specialist')

    def test_actions(self):
        """Carried out by who is responsible, the team's supervisor and managers; never made or deleted by hand."""
        self.put_into_tier(self.profile, self.other_profile)
        scheme = self.in_force(self.tier_scheme())
        scheme.with_user(self.users['manager'])._plan_make(scheme.date_from, scheme.date_to)
        actions = scheme.sudo().action_ids
        mine = actions.filtered(lambda action: action.partner_id == self.customer)
        self.check(mine, read='specialist supervisor manager gm', write='specialist supervisor manager', unlink='', create='')
        theirs = actions - mine
        self.check(theirs, read='specialist2 manager gm', write='specialist2 manager', unlink='', create='')
        for role in ('specialist2', 'gm', 'stranger', 'finance'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_seen(mine[0], role).action_done()
        counted = {role: self.as_seen(scheme, role).action_count for role in ('specialist', 'specialist2', 'manager')}
        self.assertEqual(counted, {'specialist': len(mine), 'specialist2': len(theirs), 'manager': len(actions)})

    def test_problems(self):
        """Noted by whoever reads the scheme, changed by who found it, the author and supervisors."""
        scheme = self.in_force(self.tier_scheme())
        problem = self.model('specialist2', 'relationship.service.problem').create({'plan_id': scheme.id, 'name': "x"})
        self.check(problem, read='specialist specialist2 supervisor manager gm',
                   write='specialist specialist2 supervisor manager')
        private = self.in_force()
        with self.assertRaises(AccessError):
            self.model('specialist2', 'relationship.service.problem').create({'plan_id': private.id, 'name': "x"})

    def test_scheme_of_a_stranger(self):
        """Neither another specialist's customer nor another company's tier can be served."""
        with self.assertRaises(AccessError):
            self.scheme(partner_id=self.other_customer.id)
        scheme = self.scheme()
        with self.assertRaises(AccessError):
            scheme.partner_id = self.other_customer
        tier = self.tier.copy({'name': "Abroad", 'company_id': self.abroad.id})
        with self.assertRaises(UserError):
            self.tier_scheme(tier_id=tier.id)
        with self.assertRaises(UserError):
            self.scheme(user_id=self.users['specialist2'].id)

    def test_policy(self):
        policy = self.policy()
        self.check(policy, read='supervisor manager gm', write='supervisor', unlink='supervisor')
        self.sign(policy, 'manager', 'gm')
        everybody = 'specialist specialist2 supervisor manager gm'
        self.check(policy, read=everybody, write='supervisor')
        self.as_seen(policy, 'specialist2').action_acknowledge()
        self.check(policy.reader_ids, read=everybody, write='', unlink='', create='')

    def test_yearly_lines(self):
        plan = self.yearly()
        self.check(plan.line_ids, read='supervisor manager gm', write='supervisor')

    def test_suggestions(self):
        """Own ones, the team's, the company's; those about one's customer once they are submitted."""
        suggestion = self.suggestion('specialist2', partner_id=self.other_customer.id)
        self.check(suggestion, read='specialist2 manager gm', write='specialist2', unlink='specialist2')
        self.other_profile.user_id = self.users['specialist']
        self.env.invalidate_all()
        self.check(suggestion, read='specialist2 manager gm')
        suggestion.action_submit()
        self.check(suggestion, read='specialist specialist2 manager gm', write='specialist2 manager')
        with self.assertRaises(AccessError):
            self.as_seen(suggestion, 'supervisor')._answer('accepted', "好")

    def test_measures(self):
        suggestion = self.suggestion()
        suggestion.action_submit()
        self.as_seen(suggestion, 'supervisor')._answer('accepted', "好")
        measure = self.model('supervisor', 'relationship.suggestion.measure').create({
            'suggestion_id': suggestion.id, 'name': "x", 'user_id': self.users['specialist2'].id, 'date': '2026-04-01'})
        self.check(measure, read='specialist specialist2 supervisor manager gm', write='specialist2 supervisor manager')

    def test_activity_shows_no_more(self):
        """The customer becomes visible to who has a task there, the scheme's text too, other customers' not."""
        scheme = self.in_force(self.scheme(line_ids=[self.line(user_id=self.users['specialist2'].id)]))
        self.assertTrue(self.as_seen(scheme, 'specialist2').has_access('read'))
        self.assertFalse(self.as_seen(scheme, 'specialist2').has_access('write'))

    def test_sealed_by_rpc(self):
        """Engine fields are refused in every way a client can send them, for everybody."""
        scheme, policy = self.scheme(), self.policy()
        sealed = {
            scheme: {'stage': 'in_force', 'revision': 9, 'force_date': '2026-01-01', 'previous_id': scheme.id,
                     'profile_id': self.other_profile.id, 'approval_state': 'approved', 'name': "FW1", 'preparer_id': 1},
            policy: {'stage': 'in_force', 'revision': 9, 'root_id': policy.id, 'superseded_by_id': policy.id}}
        for document, values in sealed.items():
            for name, value in values.items():
                for role in ('specialist', 'supervisor', 'appadmin'):
                    with self.subTest(name=name, role=role), self.assertRaises(UserError):
                        document.with_user(self.users[role]).write({name: value})
                with self.subTest(create=name), self.assertRaises(UserError):
                    self.model('supervisor', document._name).create({name: value})
        draft = self.model('specialist', scheme._name).with_context(default_stage='in_force', default_revision=7).create(
            self.scheme_values())
        self.assertEqual((draft.stage, draft.revision), ('draft', 1))
        with self.assertRaises(UserError):
            scheme.line_ids[0].origin_id = scheme.line_ids[1]
        loaded = self.model('specialist', scheme._name).load(
            ['subject', 'partner_id/.id', 'stage'], [["x", str(self.customer.id), "In Force"]])
        self.assertFalse(loaded['ids'])

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .visit_field_common import VisitFieldCase

NOW = fields.Datetime.now


@tagged('post_install', '-at_install')
class TestVisitPosition(VisitFieldCase):
    """Where people were is theirs: consent, who reads it, how long it is kept (PIPL)."""

    def visited(self, metres=10, **values):
        self.consent()
        visit = self.now_visit(**values)
        visit.action_check_in(self.position(metres, 8))
        return visit

    # ------------------------------------------------------------------
    # Consent
    # ------------------------------------------------------------------

    def test_without_consent_nothing_is_stored(self):
        """Never asked, declined, withdrawn: the phone may send what it likes."""
        for answers in ((), (False,), (True, False)):
            with self.subTest(answers=answers):
                self.env.cr.execute("DELETE FROM relationship_position_consent")
                for answer in answers:
                    self.consent(given=answer)
                visit = self.now_visit()
                answer = visit.action_check_in(self.position(0, 5))
                row = self.checkin(visit)
                self.assertEqual((row.verdict, row.reason), ('no_position', 'no_consent'))
                self.assertEqual((row.latitude, row.longitude, row.accuracy_m, row.has_position), (0, 0, 0, False))
                self.assertEqual((row.distance_m, visit.stage), (0, 'underway'))
                self.assertIn("consent", answer['message'])

    def test_answers_on_record(self):
        """Each answer is a row, kept; asking twice the same adds none."""
        Consent = self.model('specialist', 'relationship.position.consent')
        self.assertFalse(Consent._answer_of(self.users['specialist']))
        self.assertEqual(self.consent(given=False), 'declined')
        self.assertEqual(self.consent(given=False), 'declined')
        self.assertEqual(self.consent(), 'given')
        self.assertEqual(self.consent(), 'given')
        self.assertEqual(self.consent(given=False), 'withdrawn')
        self.assertEqual(self.consent(given=False), 'withdrawn')
        rows = Consent.search([])
        self.assertEqual(rows.mapped('answer'), ['withdrawn', 'given', 'declined'])
        for values in ({'answer': 'given'}, {'user_id': self.users['manager'].id}):
            for record in (rows[0], rows[0].sudo()):
                with self.assertRaises(UserError):
                    record.write(values)
        with self.assertRaises(UserError):
            rows.unlink()
        with self.assertRaises(UserError):
            Consent.create({'user_id': self.users['specialist2'].id, 'answer': 'given', 'moment': NOW()})

    def test_nobody_consents_for_another(self):
        """The buttons on somebody else's row speak for whoever presses them."""
        self.consent('specialist2')
        row = self.env['relationship.position.consent'].search([('user_id', '=', self.users['specialist2'].id)])
        row.with_user(self.users['appadmin']).action_withdraw()
        self.assertEqual(row._answer_of(self.users['specialist2']), 'given')
        portal = new_test_user(self.env, 'h_portal', groups='base.group_portal')
        with self.assertRaises(AccessError):
            self.env['relationship.position.consent'].with_user(portal).answer_consent(True)

    def test_withdrawing_deletes(self):
        """All of one's positions are gone at once; verdict and distance stay; others' positions stay."""
        visit = self.visited(metres=42)
        self.consent('specialist2')
        other = self.now_visit('specialist2', partner_id=self.customer2.id)
        other.action_check_in(self.position(0))
        self.consent(given=False)
        row = self.checkin(visit)
        self.assertEqual((row.latitude, row.longitude, row.accuracy_m), (0, 0, 0))
        self.assertEqual((row.has_position, row.purged, row.verdict), (False, True, 'verified'))
        self.assertAlmostEqual(row.distance_m, 42, delta=1)
        self.assertTrue(self.checkin(other).has_position)
        self.env.flush_all()
        self.env.cr.execute("SELECT latitude, longitude FROM relationship_visit_checkin WHERE id = %s", [row.id])
        self.assertFalse(any(self.env.cr.fetchone()))

    def test_only_what_is_needed(self):
        """Five digits, a metre, are all that is kept."""
        self.consent()
        visit = self.now_visit()
        visit.action_check_in({'latitude': 31.325012345678, 'longitude': 120.729012345678, 'accuracy': 3.7})
        self.env.cr.execute(
            "SELECT latitude::text, longitude::text, accuracy_m FROM relationship_visit_checkin WHERE visit_id = %s",
            [visit.id])
        self.assertEqual(self.env.cr.fetchone(), ('31.32501', '120.72901', 4))

    # ------------------------------------------------------------------
    # Who reads
    # ------------------------------------------------------------------

    def test_readers(self):
        """Role × position by setting: the person, and the team's supervisor where the company says so."""
        visit = self.visited(along='specialist2')
        row = self.checkin(visit)
        for setting, readers in (('supervisor', {'specialist', 'supervisor'}), ('person', {'specialist'})):
            self.company.relationship_position_readers = setting
            for role, user in self.users.items():
                with self.subTest(role, setting=setting):
                    self.env.invalidate_all()
                    mine = row.with_user(user).with_company(self.company).sudo(False)
                    self.assertEqual(mine.has_access('read'), role in readers)
                    self.assertEqual(bool(mine.search([('id', '=', row.id)])), role in readers)
                    self.assertEqual(mine.search_count([('latitude', '>', 31)]), int(role in readers))
                    groups = mine._read_group([], ['verdict'], ['__count'])
                    self.assertEqual(bool(groups), role in readers)
                    theirs = visit.with_user(user)
                    if theirs.has_access('read'):
                        self.assertEqual(len(theirs.checkin_ids), int(role in readers))
                        self.assertEqual(theirs.checkin_verdict, 'verified', "the verdict is for all readers")

    def test_other_company(self):
        row = self.checkin(self.visited())
        other = self.env['res.company'].create({'name': "别的公司"})
        stranger = new_test_user(
            self.env, 'h_other', groups='crm_relationship.group_administrator', company_id=other.id,
            company_ids=[Command.set(other.ids)])
        theirs = row.with_user(stranger).with_context(allowed_company_ids=other.ids).sudo(False)
        self.assertFalse(theirs.has_access('read'))
        self.assertFalse(theirs.search([]))

    def test_never_exported(self):
        """Not by the person, nor by an administrator, nor by way of the visit."""
        visit = self.visited()
        row = self.checkin(visit)
        export = self.env.ref('base.group_allow_export')
        self.users['specialist'].group_ids = [Command.link(export.id)]
        mine = row.with_user(self.users['specialist']).sudo(False)
        self.assertEqual(mine.export_data(['verdict', 'distance_m'])['datas'][0][1], 10)
        for path in ('latitude', 'longitude', 'accuracy_m'):
            with self.assertRaises(AccessError):
                mine.export_data([path])
            with self.assertRaises(AccessError):
                row.sudo().export_data([path])
            with self.assertRaises(AccessError):
                visit.with_user(self.users['specialist']).export_data([f'checkin_ids/{path}'])
            self.assertFalse(row._fields[path].exportable)

    def test_never_in_chatter(self):
        visit = self.visited()
        visit.action_check_out(self.position(3, 5))
        self.flush_tracking()
        bodies = " ".join(visit.sudo().message_ids.mapped('body'))
        values = visit.sudo().message_ids.tracking_value_ids
        self.assertNotIn('31.32', bodies + " ".join(filter(None, values.mapped('new_value_char'))))

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.flush()

    # ------------------------------------------------------------------
    # How long
    # ------------------------------------------------------------------

    def test_purge(self):
        """Kept up to and including the set time, gone after it; repeated it does nothing."""
        self.company.relationship_position_days = 30
        visit = self.visited()
        row, moment = self.checkin(visit), NOW()
        for after, kept in ((timedelta(0), True), (timedelta(days=30), True), (timedelta(days=30, seconds=1), False)):
            with self.subTest(after=after), freeze_time(moment + after):
                self.purge()
                self.assertEqual(row.has_position, kept)
                self.assertEqual(bool(row.latitude), kept)
        self.assertEqual((row.verdict, row.purged), ('verified', True))
        written = row.write_date
        with freeze_time(moment + timedelta(days=99)):
            self.purge()
        self.assertEqual(row.write_date, written)

    def test_purge_by_company(self):
        self.company.relationship_position_days = 300
        row = self.checkin(self.visited())
        with freeze_time(NOW() + timedelta(days=100)):
            self.purge()
            self.assertTrue(row.has_position)
        for days in (0, 366, -1):
            with self.subTest(days=days), self.assertRaises(UserError):
                self.company.relationship_position_days = days

    def purge(self):
        with self.enter_registry_test_mode():
            self.env.ref('crm_relationship.ir_cron_position_purge').method_direct_trigger()
        self.env.invalidate_all()

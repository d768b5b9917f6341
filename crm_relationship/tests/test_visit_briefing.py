import base64
import io
from datetime import timedelta

from freezegun import freeze_time
from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .visit_field_common import VisitFieldCase

#: A place in the picture's own words, as a phone writes it: degrees, minutes, seconds
GPS = {1: 'N', 2: (31.0, 19.0, 30.0), 3: 'E', 4: (120.0, 43.0, 44.0)}


@tagged('post_install', '-at_install')
class TestVisitBriefing(VisitFieldCase):
    """What is known before the visit, and the gate of what it is prepared with (N21); files and photos."""

    def setUp(self):
        super().setUp()
        self.strategic = self.env.ref('crm_relationship.tier_strategic')
        self.review = self.env.ref('crm_relationship.preparation_yearly_review')

    def promote(self, tier='tier_strategic', profile=None):
        """The customer's tier, as the pass writes it."""
        profile = profile or self.profile
        self.env.cr.execute(
            "UPDATE relationship_profile SET tier_id = %s WHERE id = %s",
            [self.env.ref(f'crm_relationship.{tier}').id, profile.id])
        self.env.invalidate_all()

    def bring(self, visit, preparation=None, role='specialist', **values):
        return self.model(role, 'relationship.visit.material').create({
            'visit_id': visit.id, 'preparation_id': (preparation or self.review).id, 'name': '年度合作回顾.pdf',
            'file': base64.b64encode(b'%PDF-1.4 review'), **values})

    # ------------------------------------------------------------------
    # The gate
    # ------------------------------------------------------------------

    def test_gate_by_setting_and_tier(self):
        """(tier, setting, brought along) → whether the visit begins."""
        for tier, setting, brought, begins in (
                ('tier_strategic', 'block', False, False), ('tier_strategic', 'block', True, True),
                ('tier_strategic', 'warn', False, True), ('tier_strategic', 'off', False, True),
                ('tier_potential', 'block', False, False), ('tier_potential', 'warn', False, True),
                ('tier_core', 'block', False, True), ('tier_basic', 'block', False, True)):
            with self.subTest(tier, setting=setting, brought=brought), self.cr.savepoint() as savepoint:
                self.promote(tier)
                self.company.relationship_preparation_gate = setting
                visit = self.now_visit()
                if brought:
                    self.bring(visit)
                if begins:
                    visit.action_check_in({})
                    self.assertEqual(visit.stage, 'underway')
                else:
                    for begin in (visit.action_check_in, visit.action_start_visit):
                        with self.assertRaisesRegex(UserError, "Before a visit"):
                            begin()
                    self.assertFalse(visit.sudo().checkin_ids)
                with freeze_time(visit.date_stop):
                    visit.invalidate_recordset()
                    if not begins:
                        for role in ('specialist', 'supervisor'):
                            with self.assertRaisesRegex(UserError, "Before a visit"):
                                visit.with_user(self.users[role]).action_record_afterwards()
                        for kind in visit.missing_preparation_ids:
                            self.bring(visit, kind)
                        visit.action_record_afterwards()
                        self.assertEqual(visit.stage, 'done')
                savepoint.rollback()
                self.env.invalidate_all()

    def test_what_a_tier_asks_for_is_data(self):
        """An administrator decides; others read."""
        self.promote('tier_core')
        visit = self.now_visit()
        self.assertFalse(visit.missing_preparation_ids)
        core = self.env.ref('crm_relationship.tier_core')
        with self.assertRaises(AccessError):
            core.with_user(self.users['manager']).sudo(False).preparation_ids = [Command.link(self.review.id)]
        core.with_user(self.users['appadmin']).sudo(False).preparation_ids = [Command.link(self.review.id)]
        visit.invalidate_recordset()
        self.assertEqual(visit.missing_preparation_ids, self.review)
        self.review.active = False
        visit.invalidate_recordset()
        self.assertFalse(visit.missing_preparation_ids)

    def test_good_for_some_months(self):
        """A file serves later visits to the same customer: up to the day, not for another customer or kind."""
        self.promote()
        self.promote(profile=self.profile2)
        brought = self.plan()
        self.bring(brought)
        self.review.valid_months = 6
        first = self.company._relationship_today()
        for day, missing in ((first + timedelta(days=30), False), (first.replace(month=9), False),
                             (first.replace(month=9) + timedelta(days=1), True)):
            visit = self.plan(date_start=fields.Datetime.to_datetime(day) + timedelta(hours=2))
            with self.subTest(day=day):
                self.assertEqual(bool(visit.missing_preparation_ids), missing)
        other = self.plan('specialist2', partner_id=self.customer2.id)
        self.assertEqual(other.missing_preparation_ids, self.review)
        self.review.valid_months = 0
        again = self.plan(date_start=self.at(20))
        brought.invalidate_recordset()
        self.assertEqual((again.missing_preparation_ids, brought.missing_preparation_ids), (self.review, self.review.browse()))

    def test_material_is_the_visits(self):
        visit = self.now_visit()
        material = self.bring(visit)
        self.assertEqual(material.user_id, self.users['specialist'])
        for role in ('specialist2', 'employee', 'finance'):
            with self.subTest(role):
                self.assertFalse(material.with_user(self.users[role]).search([('id', '=', material.id)]))
                with self.assertRaises(AccessError):
                    self.bring(visit, role=role)
        with self.assertRaises(UserError):
            material.visit_id = self.plan()
        with self.assertRaises(UserError):
            material.commercial_partner_id = self.customer2

    # ------------------------------------------------------------------
    # The briefing
    # ------------------------------------------------------------------

    def test_briefing_tells(self):
        """Last talk, problems, people, windows, remarks, hospitality, label changes."""
        self.customer.comment = "厂区东门登记"
        self.env['relationship.no.visit'].create({'partner_id': self.customer.id, 'weekday': '0', 'note': "周例会"})
        last = self.handed_in()
        self.problem(last)
        self.model('specialist', 'relationship.interaction').create(
            {'partner_id': self.customer.id, 'summary': "电话确认样品", 'channel': 'call'})
        self.model('specialist', 'relationship.feedback').create(
            {'partner_id': self.customer.id, 'text': "包装破损", 'kind': 'complaint'})
        self.approved(purpose="答谢年度合作")
        visit = self.plan()
        for expected in ("确认明年框架协议数量", "交期延误五天", "黄志强", "采购总监", "周例会", "厂区东门登记", "电话确认样品",
                         "包装破损", "答谢年度合作"):
            with self.subTest(expected):
                self.assertIn(expected, visit.briefing_html)
        self.assertNotIn("确认明年框架协议数量", last.briefing_html, "a visit does not brief itself")

    def test_briefing_keeps_to_the_readers_rights(self):
        """Who reads a visit to a colleague's customer is not told what he or she may not see elsewhere."""
        self.model('specialist', 'relationship.interaction').create(
            {'partner_id': self.customer.id, 'summary': "机密谈判底价", 'channel': 'call'})
        visit = self.now_visit(along='specialist2')
        self.assertIn("机密谈判底价", visit.briefing_html)
        theirs = visit.with_user(self.users['specialist2'])
        theirs.invalidate_recordset()
        self.assertNotIn("机密谈判底价", theirs.briefing_html)

    def test_briefing_escapes(self):
        self.customer.name = "<script>alert(1)</script>有限公司"
        self.problem(self.handed_in(), name="<img src=x onerror=alert(2)>")
        html = self.plan().briefing_html
        self.assertNotIn("<script>", html)
        self.assertNotIn("<img src=x", html)

    def test_briefing_costs_the_same_for_a_long_history(self):
        for _number in range(4):
            self.problem(self.handed_in())
        few = self.queries_of_a_briefing()
        for _number in range(12):
            self.problem(self.handed_in())
        self.assertLessEqual(self.queries_of_a_briefing(), few)
        self.assertLess(few, 60)

    def queries_of_a_briefing(self):
        visit = self.plan(date_start=self.at(30))
        visit._compute_briefing_html()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertTrue(visit.briefing_html)
        return self.cr.sql_log_count - before

    # ------------------------------------------------------------------
    # Photos
    # ------------------------------------------------------------------

    def picture(self, size=(64, 48), kind='JPEG', **options):
        data = io.BytesIO()
        Image.new('RGB', size, (200, 30, 30)).save(data, kind, **options)
        return base64.b64encode(data.getvalue())

    def photo(self, visit, role='specialist', **values):
        return self.model(role, 'relationship.visit.photo').create(
            {'visit_id': visit.id, 'name': "现场", 'image': self.picture(), **values})

    def test_photo_after_the_signature(self):
        """Taken on the spot, on a visit whose application was signed: not a file of the application."""
        visit = self.done()
        photo = self.photo(visit)
        self.assertEqual((photo.user_id, visit.photo_count), (self.users['specialist'], 1))
        self.review_report(visit)
        with self.assertRaises(UserError):
            self.photo(visit)
        with self.assertRaises(UserError):
            photo.unlink()

    def review_report(self, visit):
        visit.write({'talk': "谈了", 'outcome': 'again'})
        visit.action_complete_minutes()
        visit.with_user(self.users['supervisor'])._accept_report("")

    def test_photo_tells_no_place(self):
        """Phones write where a picture was taken into the file; it is gone, at any size."""
        exif = Image.Exif()
        exif.get_ifd(0x8825).update(GPS)
        exif[0x010F] = "PhoneMaker"
        for size in ((64, 48), (3000, 2000)):
            data = self.picture(size, exif=exif)
            self.assertTrue(Image.open(io.BytesIO(base64.b64decode(data))).getexif())
            photo = self.photo(self.now_visit(), image=data)
            stored = Image.open(io.BytesIO(base64.b64decode(photo.image)))
            self.assertFalse(dict(stored.getexif()))
            self.assertNotIn(b'PhoneMaker', base64.b64decode(photo.image))
            self.assertLessEqual(max(stored.size), 1920)

    def test_photo_must_be_one(self):
        visit = self.now_visit()
        svg = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
        for image in (svg, base64.b64encode(b'hello'), 'no base64!', 'A' * 14_000_001):
            with self.subTest(image[:20]), self.assertRaises(UserError):
                self.photo(visit, image=image)
        with self.assertRaises(ValidationError):
            for _number in range(31):
                self.photo(visit)

    def test_photo_access(self):
        photo = self.photo(self.now_visit())
        for role, expected in (('specialist', True), ('supervisor', True), ('manager', True), ('gm', True),
                               ('specialist2', False), ('employee', False), ('keeper', False)):
            with self.subTest(role):
                self.env.invalidate_all()
                self.assertEqual(photo.with_user(self.users[role]).sudo(False).has_access('read'), expected)

from datetime import date, datetime, time, timedelta

from openpyxl import load_workbook

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import file_path

from .hospitality_common import HospitalityCase


@tagged('post_install', '-at_install')
class TestPlanWorkdays(HospitalityCase):
    """Which days a company works: calendar, time off, public holidays, adjusted weekends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref('base.cn')

    def test_schedule_of_2026(self):
        """China's official schedule, day by day, beside what the week says."""
        off = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-02-15', '2026-02-16', '2026-02-20', '2026-02-23',
               '2026-04-04', '2026-04-06', '2026-05-01', '2026-05-05', '2026-06-19', '2026-06-21', '2026-09-25',
               '2026-09-27', '2026-10-01', '2026-10-07', '2026-10-11', '2026-02-22', '2026-03-14', '2026-09-26']
        on = ['2026-01-04', '2026-02-14', '2026-02-13', '2026-02-24', '2026-02-28', '2026-04-07', '2026-05-06',
              '2026-05-09', '2026-06-18', '2026-06-22', '2026-09-20', '2026-09-24', '2026-09-28', '2026-10-08',
              '2026-10-10', '2026-04-03']
        for day in off + on:
            with self.subTest(day):
                self.assertEqual(self.company._is_workday(date.fromisoformat(day)), day in on)

    def test_year_counted_independently(self):
        """All of 2026: weekdays without 13 holidays that fall on them, plus 7 worked weekends."""
        days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
        spans = [('0101', '0103'), ('0215', '0223'), ('0404', '0406'), ('0501', '0505'), ('0619', '0621'),
                 ('0925', '0927'), ('1001', '1007')]
        worked = {'0104', '0214', '0228', '0509', '0920', '1010'}
        expected = [
            day for day in days if day.strftime('%m%d') in worked or day.weekday() < 5
            and not any(first <= day.strftime('%m%d') <= last for first, last in spans)]
        self.assertEqual(self.company._workdays(days[0], days[-1]), expected)

    def test_other_countries(self):
        """Chinese holidays say nothing to a company elsewhere, nor to one whose country is not known."""
        for country in (False, self.env.ref('base.de')):
            self.company.country_id = country
            self.assertTrue(self.company._is_workday(date(2026, 2, 16)))
            self.assertFalse(self.company._is_workday(date(2026, 2, 14)))

    def test_closest_wins(self):
        """Own before country, country before everybody."""
        day = date(2026, 2, 17)
        Workday = self.env['relationship.workday']
        Workday.create({'name': "全体", 'kind': 'workday', 'date_from': day})
        self.assertFalse(self.company._is_workday(day), "the country says it is a day off")
        own = Workday.create({'name': "值班", 'kind': 'workday', 'date_from': day, 'company_id': self.company.id})
        self.assertTrue(self.company._is_workday(day))
        own.active = False
        self.assertFalse(self.company._is_workday(day))
        other = self.env['res.company'].create({'name': "别处", 'country_id': self.env.ref('base.cn').id})
        own.write({'active': True, 'company_id': other.id})
        self.assertFalse(self.company._is_workday(day), "another company's day")
        self.assertTrue(other._is_workday(day))

    def test_hours_of_an_adjusted_weekend(self):
        """It is worked like another day, unless everybody has the day off."""
        saturday = date(2026, 2, 14)
        windows = self.company._work_windows(saturday, saturday)[saturday]
        friday = saturday - timedelta(days=1)
        self.assertEqual(
            [(start - timedelta(days=1), stop - timedelta(days=1)) for start, stop in windows],
            self.company._work_windows(friday, friday)[friday])
        self.env['resource.calendar.leaves'].create({
            'name': "停电", 'calendar_id': self.company.resource_calendar_id.id, 'company_id': self.company.id,
            'date_from': datetime(2026, 2, 13, 16), 'date_to': datetime(2026, 2, 14, 16)})
        self.assertFalse(self.company._is_workday(saturday))

    def test_time_off(self):
        """A colleague's time off concerns nobody else; a morning off leaves the afternoon."""
        day, resource = date(2026, 3, 12), self.employees['specialist'].resource_id
        self.env['resource.calendar.leaves'].create({
            'name': "事假", 'resource_id': resource.id, 'calendar_id': resource.calendar_id.id,
            'date_from': datetime(2026, 3, 11, 16), 'date_to': datetime(2026, 3, 12, 4)})
        self.assertTrue(self.company._is_workday(day))
        self.assertEqual(len(self.company._work_windows(day, day)[day]), 2)
        mine = self.company._work_windows(day, day, resource)[day]
        self.assertEqual([start.hour for start, _stop in mine], [5], "13:00 in Shanghai")

    def test_no_calendar(self):
        """Without a calendar every day is worked, except public holidays."""
        self.company.resource_calendar_id = False
        self.assertTrue(self.company._is_workday(date(2026, 3, 14)))
        self.assertFalse(self.company._is_workday(date(2026, 2, 16)))

    def test_local_day(self):
        """Midnight is the company's, not Greenwich's."""
        for text, day in [('2026-03-11 15:59:59', 11), ('2026-03-11 16:00:00', 12)]:
            self.assertEqual(self.company._local_day(datetime.fromisoformat(text)), date(2026, 3, day))
        self.assertEqual(self.company._local_moment(date(2026, 3, 12), time(0)), datetime(2026, 3, 11, 16))
        self.company.resource_calendar_id.tz = 'Europe/Berlin'  # summer time since 29 March
        self.assertEqual(self.company._local_day(datetime(2026, 3, 28, 22, 30)), date(2026, 3, 28))
        self.assertEqual(self.company._local_day(datetime(2026, 3, 29, 22, 30)), date(2026, 3, 30))

    def test_constraints(self):
        """Overlaps, mistyped years and two scopes are refused with the remedy."""
        cases = [
            ({'date_from': '2026-02-23'}, "covered already"),
            ({'date_from': '2026-11-01', 'date_to': '2027-01-01'}, "at most 60 days"),
            ({'date_from': '0206-11-01'}, "Check the year"),
            ({'date_from': '2026-11-01', 'company_id': self.company.id}, "not both"),
        ]
        for values, message in cases:
            with self.subTest(values), self.assertRaisesRegex(ValidationError, message):
                self.env['relationship.workday'].create({
                    'name': "测试", 'country_id': self.env.ref('base.cn').id, **values})

    def test_import(self):
        """Next year's sheet is loaded by an administrator; loading it twice changes nothing."""
        rows = [["元旦", 'Day Off', '2027-01-01', '2027-01-03', 'China'],
                ["元旦调休", 'Working Day', '2027-01-09', '2027-01-09', 'China']]
        model = self.model('appadmin', 'relationship.workday').with_context(lang='en_US')
        names = ['name', 'kind', 'date_from', 'date_to', 'country_id']
        result = model.load(names, rows)
        self.assertEqual((len(result['ids']), result['messages']), (2, []))
        self.assertFalse(self.company._is_workday(date(2027, 1, 1)))
        self.assertTrue(self.company._is_workday(date(2027, 1, 9)))
        again = model.load(names, rows)
        self.assertFalse(again['ids'])
        self.assertIn("covered already", again['messages'][0]['message'])

    def test_template(self):
        """The sheet behind “Import records” loads as it is."""
        self.env['res.lang']._activate_lang('en_US')
        model = self.model('appadmin', 'relationship.workday').with_context(lang='en_US')
        path = model.get_import_templates()[0]['template']
        sheet = load_workbook(file_path(path.lstrip('/')), read_only=True).active
        head, *rows = sheet.iter_rows(values_only=True)
        names = {field['string']: name for name, field in model.fields_get().items()}
        result = model.load(
            [names[title] for title in head],
            [[str(cell.date()) if isinstance(cell, datetime) else cell or '' for cell in row] for row in rows])
        self.assertEqual((len(result['ids']), result['messages']), (2, []))
        self.assertTrue(self.company._is_workday(date(2027, 1, 9)))

    def test_unknown_year(self):
        """A plan into a year without holidays says so, to companies that keep them."""
        Plan = self.env['relationship.visit.plan'].with_company(self.company)
        cases = [('2026-12-21', '2026-12-27', False), ('2026-12-28', '2027-01-03', True), ('2027-02-01', '2027-02-07', True)]
        for first, last, warned in cases:
            plan = Plan.new({'company_id': self.company.id, 'date_from': first, 'date_to': last})
            with self.subTest(first):
                self.assertEqual(bool(plan.holiday_warning), warned)
        self.assertIn('2027', plan.holiday_warning)
        self.company.country_id = self.env.ref('base.de')
        self.assertFalse(Plan.new({'company_id': self.company.id, 'date_from': '2027-02-01', 'date_to': '2027-02-07'}).holiday_warning)

    def test_queries(self):
        """Two years cost what a day costs."""
        def count(last):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.company._workdays(date(2026, 1, 1), last)
            return self.cr.sql_log_count - before
        count(date(2026, 1, 1))
        self.assertEqual(count(date(2026, 1, 1)), count(date(2027, 12, 31)))
        self.assertLess(count(date(2027, 12, 31)), 10)

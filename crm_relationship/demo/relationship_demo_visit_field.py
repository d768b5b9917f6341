"""What came of the demo year's visits: check-ins, minutes, problems, reports checked or still waiting."""

import base64
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.document_approval.models.approval_sealed import SEAL

from . import visit_field_scenes as scenes
from .relationship_demo import NINE

#: Visits of these last days have check-ins; positions are kept for thirty.
CHECKIN_DAYS = 60
#: One degree of latitude in metres
DEGREE_M = 111195


class RelationshipDemo(models.AbstractModel):
    _inherit = 'relationship.demo'

    @api.model
    def _load_visit_records(self):
        """Load once: does nothing where a visit has its record already, or where there are no visits."""
        Visit = self.env['relationship.visit']
        visits = Visit.search([('stage', '=', 'done')], order='actual_stop, id')
        if not visits or any(visits.mapped('outcome')):
            return
        if 'zh_CN' in dict(self.env['res.lang'].get_installed()):
            self = self.with_context(lang='zh_CN')
            visits = visits.with_env(self.env)
        today = fields.Date.today()
        names = {record.id: name.removeprefix('customer_') for name, record in self._demo_customers()}
        for visitor in visits.user_id:
            with self._clock(visits[:1].actual_stop.date(), NINE):
                self.env['relationship.position.consent'].with_user(visitor).answer_consent(True)
        for number, visit in enumerate(visits):
            self._play_record(number, visit, names.get(visit.commercial_partner_id.id), today)
        self._bring_materials(today)

    def _demo_customers(self):
        """Pairs of XML name and contact of this addon's demo customers."""
        data = self.env['ir.model.data'].search([
            ('module', '=', 'crm_relationship'), ('model', '=', 'res.partner'), ('name', '=like', r'customer\_%')])
        return [(row.name, self.env['res.partner'].browse(row.res_id)) for row in data]

    def _play_record(self, number, visit, name, today):
        """One visit's record: written the same evening as a rule; recent ones are still to write or to check."""
        ended = visit.actual_stop
        age = (today - ended.date()).days
        visit = visit.with_user(visit.user_id).with_company(visit.company_id)
        if age <= CHECKIN_DAYS:
            self._play_checkins(number, visit)
        if age <= 7 and number % 3 == 1:
            return  # minutes to write, the older ones of them late
        talks = scenes.TALKS[visit.purpose]
        outcome, satisfaction, *texts = talks[number % len(talks)]
        texts = dict(zip(('talk', 'needs', 'confirmation', 'solution', 'objections', 'attention'), texts))
        with self._clock(ended.date(), ended.hour):
            visit.write({
                'outcome': outcome, 'satisfaction': satisfaction, 'f12_standing': scenes.STANDINGS.get(name),
                **{field: text for field, text in texts.items() if text}})
            self._play_problem(number, visit, age)
        late = timedelta(hours=40 if number % 17 == 3 else 3)
        with self._clock((ended + late).date(), (ended + late).hour):
            visit.action_complete_minutes()
        if age > 7:
            self._play_check(number, visit, (ended + late).date() + timedelta(days=1), age)

    def _play_problem(self, number, visit, age):
        """A problem on every visit about one, now and then on others; the older ones are solved."""
        kinds = [problem for problem in scenes.PROBLEMS if problem[0] in (None, visit.purpose)]
        if visit.purpose != 'problem' and number % 5:
            return
        _purpose, name, solution, days = kinds[number % len(kinds)]
        solved = age > 40 or number % 4 == 0
        self.env['relationship.visit.problem'].with_user(visit.user_id).create({
            'visit_id': visit.id, 'name': name, 'user_id': visit.user_id.id,
            'date_deadline': visit.actual_stop.date() + timedelta(days=days),
            **({'state': 'solved', 'solution': solution} if solved else {})})

    def _play_check(self, number, visit, day, age):
        """The supervisor, or the manager where the supervisor went along, looks at it the next day.

        What is sent back is mended a day later, except the latest.
        """
        leaders = ['user_manager', 'user_supervisor'] if number % 6 == 0 else ['user_supervisor', 'user_manager']
        report = next((
            visit.with_user(user) for user in map(self._ref, [*leaders, 'user_appadmin'])
            if not visit._is_visitor(user) and visit.with_user(user).has_access('read')), None)
        if report is None:
            return
        with self._clock(day, NINE):
            sent_back = number % 23 == 7
            if sent_back:
                report._return_report(scenes.RETURN_REASON)
        if sent_back and age < 30:
            return
        if sent_back:
            with self._clock(day + timedelta(days=1), NINE):
                visit.attention = scenes.MENDED
                visit.action_complete_minutes()
        with self._clock(day + timedelta(days=1), NINE + 2):
            report._accept_report(scenes.ACCEPT_NOTES[number % len(scenes.ACCEPT_NOTES)])

    def _play_checkins(self, number, visit):
        """Taps at the door: mostly there, now and then too far away or without a position."""
        place = visit._customer_place()
        metres = 2600 if number % 13 == 4 else 15 + number % 9 * 20
        known = place and number % 8 != 6
        sent = {
            'latitude': place[0] + metres / DEGREE_M, 'longitude': place[1], 'accuracy': 10 + number % 5 * 6,
        } if known else {'reason': 'timeout'}
        for kind, moment in (('in', visit.actual_start), ('out', visit.actual_stop)):
            with self._clock(moment.date(), moment.hour + moment.minute / 60):
                checkin = visit._record_check(kind, sent, False)
                visit.sudo()._sealed_write(checkin._visit_values(), SEAL)

    def _bring_materials(self, today):
        """Reviews and case studies for visits to come; one strategic customer's is still missing."""
        for name, kind, file_name in scenes.MATERIALS:
            visit = self.env['relationship.visit'].search([
                ('commercial_partner_id', '=', self._ref(f'customer_{name}').id),
                ('stage', 'in', ('planned', 'scheduled'))], order='date_start', limit=1)
            if visit:
                self.env['relationship.visit.material'].with_user(visit.user_id).create({
                    'visit_id': visit.id, 'preparation_id': self._ref(kind).id, 'name': file_name,
                    'file': base64.b64encode(scenes.MATERIAL_TEXT.encode())})

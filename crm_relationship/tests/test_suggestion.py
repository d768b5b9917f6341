from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .service_common import ServiceCase


@tagged('post_install', '-at_install')
class TestSuggestion(ServiceCase):
    """改善建议和措施: figures, answers, deadlines, measures, thanks (R2.2)."""

    def submitted(self, role='specialist', **values):
        suggestion = self.suggestion(role, **values)
        suggestion.action_submit()
        return suggestion

    def answer(self, suggestion, role='supervisor', verdict='accepted', text="同意，本月试行", until=False):
        self.model(role, 'relationship.suggestion.answer').create({
            'suggestion_id': suggestion.id, 'verdict': verdict, 'answer': text, 'until': until}).action_confirm()
        return suggestion

    def messages(self, suggestion):
        return self.env['mail.message'].search([
            ('model', '=', suggestion._name), ('res_id', '=', suggestion.id), ('message_type', '=', 'user_notification')])

    def test_lifecycle(self):
        """Suggested, answered, measures done, closed with thanks; the author is told twice."""
        suggestion = self.submitted()
        self.assertEqual((suggestion.state, suggestion.answer_deadline), ('submitted', self.day('2026-03-18')))
        asked = self.messages(suggestion).partner_ids
        self.assertEqual(asked, self.users['supervisor'].partner_id, "the head of the department")
        self.answer(suggestion)
        self.assertEqual((suggestion.state, suggestion.answered_by_id), ('accepted', self.users['supervisor']))
        measure = self.model('supervisor', 'relationship.suggestion.measure').create({
            'suggestion_id': suggestion.id, 'name': "排值班表", 'user_id': self.users['specialist2'].id, 'date': '2026-03-20'})
        self.assertEqual((measure.activity_id.res_model, measure.activity_id.user_id), ('relationship.suggestion', self.users['specialist2']))
        close = self.model('supervisor', 'relationship.suggestion.close')
        with self.assertRaises(UserError):
            close.create({'suggestion_id': suggestion.id, 'note': "谢谢"}).action_confirm()
        self.as_user(measure, 'specialist2').action_done()
        self.assertFalse(measure.activity_id.active)
        self.assertEqual(suggestion.measure_progress, "1/1")
        close.create({'suggestion_id': suggestion.id, 'note': "谢谢，响应时间降到两小时"}).action_confirm()
        self.assertEqual((suggestion.state, suggestion.verdict, suggestion.closed_by_id),
                         ('closed', 'accepted', self.users['supervisor']))
        author = self.users['specialist'].partner_id
        self.assertEqual(len(self.messages(suggestion).filtered(lambda message: author in message.partner_ids)), 2)

    def test_who_answers(self):
        """Supervisors and managers, nobody the own one; others not even by RPC."""
        suggestion = self.submitted()
        for role in ('specialist', 'specialist2', 'gm', 'finance', 'employee'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_user(suggestion, role)._answer('accepted', "好")
        own = self.submitted('supervisor')
        self.assertIn(self.users['manager'].partner_id, self.messages(own).partner_ids)
        with self.assertRaises(AccessError):
            self.answer(own, 'supervisor')
        self.answer(own, 'manager')
        entered = self.submitted('supervisor', user_id=self.users['specialist'].id)
        with self.assertRaises(AccessError):
            self.answer(entered, 'supervisor')
        self.assertFalse(self.as_user(entered, 'supervisor').can_answer)

    def test_answer_rules(self):
        """The text is required and not blank; put off needs a day ahead within a year; answered once."""
        suggestion = self.submitted()
        cases = [
            ({'text': " \n "}, False), ({'verdict': 'later'}, False),
            ({'verdict': 'later', 'until': '2026-03-11'}, False), ({'verdict': 'later', 'until': '2027-03-12'}, False),
            ({'verdict': 'later', 'until': '2026-03-12'}, True), ({'verdict': 'later', 'until': '2027-03-11'}, True),
            ({'verdict': 'declined'}, True),
        ]
        for values, sound in cases:
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                if sound:
                    self.answer(suggestion, **values)
                    self.assertEqual(suggestion.state, values['verdict'])
                else:
                    with self.assertRaises(ValidationError):
                        self.answer(suggestion, **values)
                savepoint.rollback()
        self.env.invalidate_all()
        self.answer(suggestion, verdict='declined', text="费用过高")
        with self.assertRaises(UserError):
            self.answer(suggestion)
        with self.assertRaises(ValidationError):
            self.as_user(self.submitted(subject="再一条"), 'supervisor')._answer('closed', "好")

    def test_later_is_answered_again(self):
        suggestion = self.answer(self.submitted(), verdict='later', until='2026-04-01', text="预算确定后再议")
        self.assertEqual((suggestion.state, suggestion.answer_deadline), ('later', self.day('2026-04-01')))
        self.answer(suggestion, 'manager')
        self.assertEqual(suggestion.state, 'accepted')

    def test_deadline(self):
        """Overdue from the day after the last one; the setting's bounds; reminded on the day and weekly after."""
        suggestion = self.submitted()
        for moment, late in (('2026-03-18 15:59:00', False), ('2026-03-18 16:01:00', True)):
            with self.subTest(moment), freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(suggestion.is_overdue, late)
                self.assertEqual(bool(self.env['relationship.suggestion'].search(
                    [('id', '=', suggestion.id), ('is_overdue', '=', True)])), late)
        counts = []
        for day in ('2026-03-17', '2026-03-18', '2026-03-18', '2026-03-24', '2026-03-25', '2026-03-26'):
            with freeze_time(f'{day} 02:00:00'):
                self.env['relationship.suggestion']._cron_remind()
                counts.append(len(self.messages(suggestion)))
        self.assertEqual(counts, [1, 2, 2, 2, 3, 3])
        for days, sound in ((0, False), (1, True), (90, True), (91, False)):
            with self.subTest(days), self.env.cr.savepoint() as savepoint:
                if sound:
                    self.company.relationship_suggestion_days = days
                    self.assertEqual((self.submitted().answer_deadline - self.day('2026-03-11')).days, days)
                else:
                    with self.assertRaises(ValidationError):
                        self.company.relationship_suggestion_days = days
                savepoint.rollback()

    def test_told_in_ones_language(self):
        """Who answers and who suggested each read their own language, whoever runs it."""
        with mute_logger('odoo.addons.base.models.res_lang'):
            self.env['res.lang']._activate_lang('zh_CN')
        suggestion = self.submitted()
        (self.users['supervisor'] | self.users['specialist']).lang = 'zh_CN'
        with freeze_time('2026-03-18 02:00:00'):
            self.env['relationship.suggestion']._cron_remind()
        self.assertIn("待答复建议", self.messages(suggestion).sorted('id')[-1].subject)
        self.users['supervisor'].lang = 'en_US'
        self.answer(suggestion)
        self.assertIn("您的建议已有答复", self.messages(suggestion).sorted('id')[-1].subject)

    def test_statistics(self):
        """Counted by kind in the period, as the author may see them, and frozen when submitted."""
        Feedback = self.env['relationship.feedback']
        base = {'company_id': self.company.id, 'user_id': self.users['specialist'].id, 'text': "…"}
        Feedback.create([
            {**base, 'partner_id': self.customer.id, 'kind': 'complaint', 'date': day}
            for day in ('2025-12-10', '2025-12-11', '2026-03-11')] + [
            {**base, 'partner_id': self.customer.id, 'kind': 'praise', 'date': '2026-01-05'},
            {**base, 'partner_id': self.other_customer.id, 'user_id': self.users['specialist2'].id,
             'kind': 'complaint', 'date': '2026-01-05'}])
        suggestion = self.suggestion()
        feedback = {'complaint': 2, 'praise': 1}
        self.assertEqual(suggestion._statistics_now()['relationship.feedback.kind'], feedback)
        suggestion.action_submit()
        Feedback.create({**base, 'partner_id': self.customer.id, 'kind': 'complaint', 'date': '2026-03-01'})
        self.env.invalidate_all()
        self.assertEqual(suggestion.statistics['relationship.feedback.kind'], feedback)
        self.assertIn("Complaint", suggestion.statistics_html)
        self.assertEqual({row['kind']: row['count'] for row in suggestion._statistics_rows() if row['source'] == "Feedback"},
                         {"Complaint": 2, "Praise": 1})

    def test_statistics_period(self):
        for start, stop, sound in (('2026-03-11', '2026-03-11', True), ('2026-03-12', '2026-03-11', False),
                                   ('2021-03-11', '2026-03-11', True), ('2021-03-10', '2026-03-11', False)):
            with self.subTest(start), self.env.cr.savepoint() as savepoint:
                if sound:
                    self.suggestion(statistics_from=start, statistics_to=stop)
                else:
                    with self.assertRaises(ValidationError):
                        self.suggestion(statistics_from=start, statistics_to=stop)
                savepoint.rollback()

    def test_sealed(self):
        """State, answer, deadline and figures come from the buttons only; submitted text stays."""
        suggestion = self.submitted()
        for name, value in (('state', 'accepted'), ('answer', "好"), ('verdict', 'accepted'), ('answered_by_id', self.users['gm'].id),
                            ('answer_deadline', '2030-01-01'), ('statistics', {}), ('closing_note', "谢"),
                            ('proposal', "改写"), ('subject', "改写"), ('user_id', self.users['gm'].id)):
            for role in ('specialist', 'supervisor', 'appadmin'):
                with self.subTest(name=name, role=role), self.assertRaises(UserError):
                    self.as_user(suggestion, role).write({name: value})
        with self.assertRaises(UserError):
            self.suggestion(state='accepted')
        draft = self.model('specialist', 'relationship.suggestion').with_context(default_state='accepted').create(
            {'subject': "x", 'proposal': "y"})
        self.assertEqual(draft.state, 'draft')
        with self.assertRaises(UserError):
            suggestion.unlink()
        copy = suggestion.copy()
        self.assertEqual((copy.state, copy.answer, copy.statistics), ('draft', False, False))

    def test_in_own_name(self):
        with self.assertRaises(ValidationError):
            self.suggestion(user_id=self.users['specialist2'].id)
        with self.assertRaises(AccessError):
            self.suggestion(partner_id=self.other_customer.id)
        self.assertEqual(self.suggestion(partner_id=self.customer.id).profile_id, self.profile)

    def test_measures(self):
        """Set by supervisors on accepted suggestions; carried out by their owners."""
        suggestion = self.submitted()
        values = {'suggestion_id': suggestion.id, 'name': "x", 'user_id': self.users['specialist'].id, 'date': '2026-03-20'}
        with self.assertRaises(UserError):
            self.model('supervisor', 'relationship.suggestion.measure').create(values)
        self.answer(suggestion)
        with self.assertRaises(AccessError):
            self.model('specialist', 'relationship.suggestion.measure').create(values)
        self.as_user(suggestion, 'supervisor').write({'measure_ids': [Command.create({
            'name': "排值班表", 'user_id': self.users['specialist'].id, 'date': '2026-03-20'})]})
        measure = suggestion.measure_ids
        with self.assertRaises(AccessError):
            self.as_user(measure, 'specialist').name = "少做一点"
        with self.assertRaises(AccessError):
            self.as_user(measure, 'specialist2').action_done()
        self.as_user(measure, 'supervisor').action_cancel()
        self.assertEqual(measure.state, 'cancelled')
        self.assertFalse(measure.activity_id)

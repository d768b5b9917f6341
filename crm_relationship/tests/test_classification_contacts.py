from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .classification_common import TODAY, ClassificationCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestInteractions(ClassificationCase):
    """What counts as an interaction (N9), once each, and the screens it is logged from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.specialist = cls.make_user('specialist', 'specialist')
        cls.firm = cls.customer("Firm")
        cls.person = cls.env['res.partner'].create({'name': "Person", 'parent_id': cls.firm.id})
        cls.subject = cls.Profile._for_partners(cls.firm, cls.company)
        cls.subject.user_id = cls.specialist

    def count(self):
        self.subject._refresh_profiles()
        return self.subject.interaction_count_3m

    def test_logged_in_seconds(self):
        """Customer and a word are enough; the label follows at once."""
        form = Form(self.env['relationship.interaction'].with_user(self.specialist))
        form.partner_id = self.person
        form.summary = "Wants a quotation"
        interaction = form.save()
        self.assertEqual((interaction.channel, interaction.user_id, interaction.commercial_partner_id),
                         ('call', self.specialist, self.firm))
        self.assertEqual(interaction.profile_id, self.subject)
        self.assertEqual((self.subject.interaction_count_3m, self.subject.last_interaction_date), (1, TODAY))
        self.assertEqual(self.subject.activity_level, 'medium')

    def test_moved_and_removed(self):
        """Both customers follow when an interaction moves or goes."""
        interaction = self.log(self.firm, TODAY)
        other = self.customer("Other")
        interaction.partner_id = other
        self.assertEqual((self.subject.interaction_count_3m, self.profile(other).interaction_count_3m), (0, 1))
        interaction.unlink()
        self.assertEqual(self.profile(other).interaction_count_3m, 0)

    def test_done_activities(self):
        """Done calls, mails and meetings count; open ones, cancelled ones and to-dos do not."""
        types = {name: self.env.ref(f'mail.mail_activity_data_{name}') for name in ('call', 'email', 'meeting', 'todo')}
        for name in ('call', 'email', 'meeting', 'todo', 'call'):
            self.person.activity_schedule(activity_type_id=types[name].id, user_id=self.specialist.id)
        self.assertEqual(self.count(), 0)
        activities = self.person.activity_ids
        activities[:4].action_feedback(feedback="Done")
        activities[4:].unlink()
        self.assertEqual(self.count(), 3)

    def test_done_on_the_day_of_the_company(self):
        """A call closed in Shanghai before eight in the morning is today's, wherever the server reckons."""
        call = self.person.activity_schedule('mail.mail_activity_data_call', user_id=self.specialist.id)
        with freeze_time('2026-11-20 23:30:00'):
            call.action_feedback(feedback="Done")
            self.env.flush_all()
            self.assertEqual(call.date_done, TODAY)
            self.assertEqual(self.count(), 1)
        self.assertEqual(self.subject.last_interaction_date, TODAY)

    def meeting(self, *partners, user=None, **values):
        return self.env['calendar.event'].create({
            'name': "Meeting", 'start': datetime(2026, 11, 20, 2), 'stop': datetime(2026, 11, 20, 3),
            'user_id': (user or self.specialist).id, 'partner_ids': [(6, 0, [p.id for p in partners])], **values})

    def test_meetings(self):
        """A meeting that is over counts once, whoever of the customer was there."""
        self.meeting(self.person, self.firm, self.specialist.partner_id)
        self.assertEqual(self.count(), 1)
        self.meeting(self.person, start=datetime(2026, 11, 21, 5), stop=datetime(2026, 11, 21, 7))
        self.assertEqual(self.count(), 1, "still going on")
        declined = self.meeting(self.person)
        declined.attendee_ids.filtered(lambda attendee: attendee.partner_id == self.person).state = 'declined'
        self.meeting(self.specialist.partner_id)
        self.assertEqual(self.count(), 1, "declined, or without the customer")
        self.meeting(self.person, allday=True, start_date=date(2026, 11, 19), stop_date=date(2026, 11, 19))
        self.assertEqual(self.count(), 2)
        self.assertEqual(self.subject.last_interaction_date, date(2026, 11, 20))

    def test_meeting_and_its_activity_are_one(self):
        event = self.meeting(self.person)
        activity = self.person.activity_schedule('mail.mail_activity_data_meeting', user_id=self.specialist.id)
        activity.calendar_event_id = event
        activity.action_feedback(feedback="Met")
        self.assertEqual(self.count(), 1)

    def test_meeting_of_another_company(self):
        """The company of the user in charge counts: others' meetings are not ours."""
        other = self.make_company("Other")
        self.meeting(self.person, user=self.make_user('other', 'specialist', other))
        self.assertEqual(self.count(), 0)
        self.assertEqual(self.Profile._for_partners(self.firm, other).interaction_count_3m, 0)
        twin = self.profile(self.firm, other)
        twin._refresh_profiles()
        self.assertEqual(twin.interaction_count_3m, 1)

    def test_colleagues_get_no_profile(self):
        """Meetings make nobody a customer."""
        self.meeting(self.person, self.specialist.partner_id)
        self.classify()
        self.assertFalse(self.profile(self.specialist.partner_id))

    def test_answered_feedback(self):
        """A complaint alone is none; its answer is one, and only one."""
        feedback = self.complain(self.person, TODAY)
        self.assertEqual((self.subject.interaction_count_3m, self.subject.churn_risk), (0, 'medium'))
        with self.assertRaises(UserError):
            feedback.action_answer()
        feedback.answer = "A new one is on its way"
        feedback.action_answer()
        feedback.action_answer()
        feedback.action_solve()
        self.assertEqual((self.subject.interaction_count_3m, feedback.state), (1, 'solved'))
        feedback.action_reopen()
        self.assertEqual((feedback.state, feedback.solved_by_id.id), ('open', False))

    def test_feedback_states_are_sealed(self):
        feedback = self.complain(self.firm, TODAY)
        for values in ({'state': 'solved'}, {'answered_at': '2026-01-01'}, {'solved_by_id': 1}):
            with self.assertRaises(UserError):
                feedback.write(values)
        feedback.action_solve()
        with self.assertRaises(UserError):
            feedback.unlink()

    def test_refusals(self):
        """The future is planned, not logged; a text is needed; another company's customer is not ours."""
        with self.assertRaises(ValidationError):
            self.log(self.firm, date(2026, 11, 23))
        with self.assertRaises(ValidationError):
            self.complain(self.firm, date(2026, 11, 23))
        with self.assertRaises(ValidationError):
            self.complain(self.firm, TODAY, text="  ")
        with self.assertRaises(ValidationError):
            self.log(self.firm, TODAY, summary="x" * 500)
        foreign = self.customer("Foreign", company_id=self.make_company("Other").id)
        with self.assertRaises(UserError):
            self.log(foreign, TODAY)

    def test_who_sees(self):
        """Own entries, and everything with customers one sees; another company nothing."""
        colleague = self.make_user('colleague', 'specialist')
        manager = self.make_user('manager', 'service_manager')
        stranger = self.make_user('stranger', 'service_manager', self.make_company("Other"))
        interaction = self.log(self.firm, TODAY, user_id=colleague.id)
        feedback = self.complain(self.firm, TODAY, user_id=manager.id)
        for record, readers, others in (
                (interaction, (self.specialist, colleague, manager), (stranger,)),
                (feedback, (self.specialist, manager), (colleague, stranger))):
            for user in readers:
                self.assertTrue(record.with_user(user).has_access('read'), user.name)
            for user in others:
                self.assertFalse(record.with_user(user).has_access('read'), user.name)
        self.assertFalse(interaction.with_user(self.specialist).has_access('write'), "a colleague's entry")
        with self.assertRaises(AccessError):
            interaction.with_user(colleague).unlink()

    def test_many_wait_for_the_pass(self):
        """A batch is not classified row by row, it asks for a run."""
        partners = [self.customer() for _n in range(25)]
        self.env['relationship.interaction'].create([
            {'partner_id': partner.id, 'company_id': self.company.id} for partner in partners])
        self.assertFalse(self.profile(partners[0]).interaction_count_3m)
        self.assertTrue(self.env['relationship.pass.run'].search(
            [('company_id', '=', self.company.id), ('state', '=', 'due')]))
        self.classify()
        self.assertEqual(self.profile(partners[0]).interaction_count_3m, 1)

    def test_merged_customer_keeps_its_contacts(self):
        """After a merge the interactions hang on the profile that stays, and count there."""
        double = self.customer("Firm (double)")
        interaction = self.log(double, TODAY)
        self.assertNotEqual(interaction.profile_id, self.subject)
        self.env['base.partner.merge.automatic.wizard']._merge((double | self.firm).ids, self.firm)
        self.env.invalidate_all()
        self.classify()
        self.assertEqual(interaction.profile_id, self.subject)
        self.assertEqual(self.subject.interaction_count_3m, 1)

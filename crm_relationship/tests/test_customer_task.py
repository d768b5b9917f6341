"""A task opens the customer, when somebody who sees the customer gave it to somebody else; and only to read."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .customer_common import CustomerCase

RULES = "odoo.addons.base.models.ir_rule"


@tagged("post_install", "-at_install")
class TestCustomerTask(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theirs = cls.new_customer("Theirs", owner=cls.colleague)
        cls.orphan = cls.new_customer("Orphan")
        cls.own = cls.new_customer("Own", owner=cls.specialist)
        cls.bystander = cls.new_user("bystander", "crm_relationship.group_specialist")

    def give(self, giver, profile, user, contact=None):
        """``giver`` puts an activity for ``user`` on the customer, or on ``contact``, as the chatter does."""
        contact = contact or profile.partner_id
        return contact.with_user(giver).with_context(
            allowed_company_ids=giver.company_ids.ids).activity_schedule("mail.mail_activity_data_call", user_id=user.id)

    def sees(self, user, profile):
        """Whether the user may read the customer; searching and reading agree."""
        self.env.invalidate_all()
        found = self.profile_as(profile, user).search([("id", "=", profile.id)])
        readable = self.profile_as(profile, user).has_access("read")
        self.assertEqual(bool(found), readable)
        return readable

    # ------------------------------------------------------------------
    # Who may open
    # ------------------------------------------------------------------

    def test_nobody_opens_a_customer_to_himself(self):
        for user in (self.specialist, self.supervisor):
            with self.subTest(user.login):
                self.give(user, self.theirs, user)
                self.assertFalse(self.sees(user, self.theirs))
        with self.assertRaisesRegex(AccessError, "Colleague"):
            self.theirs.partner_id.with_user(self.specialist).with_context(
                allowed_company_ids=self.company.ids).action_relationship_register()

    def test_nobody_opens_what_he_does_not_see(self):
        """A colleague, or somebody with nothing to do with customers, is no way in."""
        keeper = self.new_user("keeper", "base.group_user,base.group_partner_manager")
        for giver in (self.bystander, self.supervisor, keeper, self.stranger):
            with self.subTest(giver.login):
                self.give(giver, self.theirs, self.specialist)
                self.assertFalse(self.sees(self.specialist, self.theirs))

    def test_whoever_sees_opens(self):
        """Owner, managers, the system; for every contact of the customer; until the task is done."""
        person = self.new_person(self.theirs)
        for giver in (self.colleague, self.service_manager, self.general_manager, self.env.user):
            with self.subTest(giver.login):
                # made in the name of the giver by code that checked the rights, as promises and duties are
                task = person.with_user(giver).sudo().activity_schedule(
                    "mail.mail_activity_data_call", user_id=self.specialist.id)
                self.assertTrue(self.sees(self.specialist, self.theirs))
                self.assertTrue(self.profile_as(self.theirs, self.specialist).is_my_task)
                task.with_user(self.specialist).action_feedback()
                self.assertFalse(self.sees(self.specialist, self.theirs))

    def test_each_company_for_itself(self):
        """Whoever sees the customer in one company does not open what another company knows."""
        abroad = self.env["relationship.profile"]._for_partners(self.theirs.partner_id, self.other_company)
        self.specialist.company_ids += self.other_company
        self.give(self.service_manager, self.theirs, self.specialist)
        self.assertTrue(self.sees(self.specialist, self.theirs))
        self.assertFalse(self.sees(self.specialist, abroad))
        self.give(self.stranger, self.theirs, self.specialist)
        self.assertTrue(self.sees(self.specialist, abroad))

    def test_handed_on(self):
        """Who sees by a task hands it on, and sees no longer."""
        task = self.give(self.service_manager, self.theirs, self.specialist)
        task.with_user(self.specialist).user_id = self.bystander
        self.assertTrue(self.sees(self.bystander, self.theirs))
        self.assertFalse(self.sees(self.specialist, self.theirs))

    def test_my_tasks_are_all_of_them(self):
        """The filter asks what is planned, whoever planned it."""
        self.give(self.specialist, self.own, self.specialist)
        mine = self.profile_as(self.own, self.specialist)
        self.assertEqual((mine.has_my_activity, mine.is_my_task), (True, False))
        self.assertEqual(mine.search([("has_my_activity", "=", True)]), self.own)

    # ------------------------------------------------------------------
    # Ways round
    # ------------------------------------------------------------------

    def test_a_task_opens_no_other_customer(self):
        """Neither moved to another contact or document, nor with a contact that moves to another company."""
        person = self.new_person(self.own)
        task = self.give(self.service_manager, self.own, self.specialist, person).with_user(self.specialist)
        person.with_user(self.specialist).parent_id = self.theirs.partner_id
        self.assertFalse(self.sees(self.specialist, self.theirs))
        task.res_id = self.theirs.partner_id.id
        self.assertFalse(self.sees(self.specialist, self.theirs))
        task.write({"res_id": self.orphan.partner_id.id, "user_id": self.specialist.id})
        self.assertFalse(self.sees(self.specialist, self.orphan))

    def test_taken_from_others(self):
        """An activity of a colleague's own, taken over: given by oneself."""
        task = self.give(self.colleague, self.theirs, self.colleague)
        task.with_user(self.specialist).user_id = self.specialist
        self.assertFalse(self.sees(self.specialist, self.theirs))

    def test_reopened(self):
        """A task that was done opens nothing any more when its person takes it up again."""
        task = self.give(self.service_manager, self.theirs, self.specialist)
        task.with_user(self.specialist).action_archive()
        task.with_user(self.specialist).action_unarchive()
        self.assertFalse(self.sees(self.specialist, self.theirs))
        task.with_user(self.service_manager).action_archive()
        task.with_user(self.service_manager).action_unarchive()
        self.assertTrue(self.sees(self.specialist, self.theirs))

    def test_sealed(self):
        """The link is the system's: nobody writes it."""
        task = self.give(self.specialist, self.theirs, self.specialist)
        for profile in (self.profile_as(self.own, self.specialist), self.own.sudo()):
            with self.assertRaises(UserError):
                profile.task_activity_ids = task
        new = self.env["res.partner"].create({"name": "New", "is_company": True})
        with self.assertRaises(UserError):
            self.env["relationship.profile"].with_user(self.specialist).create(
                {"partner_id": new.id, "task_activity_ids": [Command.link(task.id)]})

    # ------------------------------------------------------------------
    # Only to read
    # ------------------------------------------------------------------

    @mute_logger(RULES)
    def test_a_task_changes_nothing(self):
        """No label, tag or field of a customer that is seen for a task only."""
        tag, rival = self.env["res.partner.category"].create([{"name": "Tag"}, {"name": "Rival"}])
        hers = self.env["relationship.profile.tag"].create({"profile_id": self.theirs.id, "category_id": rival.id})
        override = self.override(self.service_manager, "low")
        for user in (self.specialist, self.supervisor):
            self.give(self.service_manager, self.theirs, user)
            self.assertTrue(self.sees(user, self.theirs))
            self.assertEqual(override.with_user(user).churn_risk, "low")
            for name, door in {
                "write": lambda: self.profile_as(self.theirs, user).write({"need_orientation": "price"}),
                "override": lambda: self.override(user, "high"),
                "end": lambda: override.with_user(user).action_end(),
                "tag": lambda: self.env["relationship.profile.tag"].with_user(user).create(
                    {"profile_id": self.theirs.id, "category_id": tag.id}),
                "tag until": lambda: hers.with_user(user).write({"date_until": self.today}),
                "untag": lambda: hers.with_user(user).unlink(),
            }.items():
                with self.subTest(user=user.login, door=name), self.assertRaises(AccessError), self.cr.savepoint():
                    door()
        self.assertFalse(override.ended_at)

    def test_own_customers_are_changed(self):
        """Where the customer is one's own or the team's, the same is allowed."""
        tag = self.env["res.partner.category"].create({"name": "Tag"})
        for user, profile in ((self.specialist, self.own), (self.supervisor, self.own), (self.colleague, self.theirs)):
            with self.subTest(user.login):
                given = self.env["relationship.profile.tag"].with_user(user).create(
                    {"profile_id": profile.id, "category_id": tag.id})
                given.unlink()
        override = self.override(self.supervisor, "low", self.own)
        override.with_user(self.supervisor).action_end()
        self.assertTrue(override.ended_at)

    def override(self, user, value, profile=None):
        return self.env["relationship.profile.override"].with_user(user).create({
            "profile_id": (profile or self.theirs).id, "label": "churn_risk", "churn_risk": value, "reason": "Talks",
            "date_until": fields.Date.add(self.company._relationship_today(), days=30),
        })

"""A task opens the customer for the person it was given to, by somebody who sees the customer."""

from odoo import api, models
from odoo.tools import SQL

#: fields that say who has what to do with whom
GIVING = frozenset({'user_id', 'res_id', 'res_model', 'res_model_id', 'active'})


class MailActivity(models.Model):
    """Whoever sees a customer lets a colleague see it by giving the colleague something to do there.

    Decided when the task is given, and kept with the profile (`task_activity_ids`): anybody who may
    change contacts may put an activity on any of them, hand it on, move it, and move the contact to
    another company, so none of these says that somebody was entitled. What people give to
    themselves opens nothing.
    """
    _inherit = 'mail.activity'

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        tasks = activities._customer_tasks()
        tasks._open_customers(self._visible_customers(tasks.mapped('res_id')))
        return activities

    def write(self, vals):
        if GIVING.isdisjoint(vals):
            return super().write(vals)
        before = {task: (task.user_id, task._is_open_on()) for task in self.sudo()}
        # asked first: whoever hands a task on may see the customer by that very task
        visible = self._visible_customers([*self._customer_tasks().mapped('res_id'), vals.get('res_id')])
        result = super().write(vals)
        changed = self.sudo().filtered(lambda task: before[task] != (task.user_id, task._is_open_on()))
        changed.filtered(lambda task: not before[task][1] or task.user_id != before[task][0])._close_customers()
        changed.filtered('active')._customer_tasks()._open_customers(visible)
        return result

    def _is_open_on(self):
        """What the activity is to be done with; False once it is done."""
        return self.active and (self.res_model, self.res_id)

    def _customer_tasks(self):
        """Those of ``self`` that are about a contact, in sudo."""
        return self.sudo().filtered(lambda task: task.res_model == 'res.partner' and task.res_id)

    @api.model
    def _visible_customers(self, contact_ids):
        """The customers behind contacts, in all companies, as far as the user sees them: {contact id: profiles}."""
        contacts = self.env['res.partner'].sudo().browse(
            {contact_id for contact_id in contact_ids if isinstance(contact_id, int) and contact_id}).exists()
        user = self.env.user
        profiles = self.env['relationship.profile'].sudo().search(
            [('partner_id', 'in', contacts.commercial_partner_id.ids)])
        # whatever made the activity, and in which companies: the question is what the person may see
        visible = profiles.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids)._filtered_access('read').grouped('partner_id')
        return {contact.id: visible.get(contact.commercial_partner_id, profiles.browse()) for contact in contacts}

    def _open_customers(self, visible):
        """Open what the giver sees to the people these tasks are with; sudo records.

        :param dict visible: contact id -> profiles, see :meth:`_visible_customers`
        """
        self._link_customers([
            (profile.id, task.id) for task in self if task.user_id != self.env.user
            for profile in visible.get(task.res_id, ())])

    def _go_on_with(self, earlier):
        """The task is ``earlier`` once more, with the same person: it opens what that one opened; sudo records."""
        if self.user_id == earlier.user_id:
            profiles = self.env['relationship.profile'].sudo().search([('task_activity_ids', 'in', earlier.ids)])
            self._link_customers([(profile.id, task.id) for profile in profiles for task in self])

    def _link_customers(self, pairs):
        """In SQL: the profile's row stays as it is, so that planning never meets the pass or an edit of the customer."""
        if pairs:
            self.env.cr.execute(SQL(
                """
                INSERT INTO relationship_profile_task_rel (profile_id, activity_id)
                SELECT * FROM unnest(%s, %s) ON CONFLICT DO NOTHING
                """, *map(list, zip(*pairs))))
        self._forget_my_tasks()

    def _close_customers(self):
        """Nobody sees a customer any more because of these tasks."""
        if self:
            self.env.cr.execute(SQL(
                "DELETE FROM relationship_profile_task_rel WHERE activity_id = ANY(%s)", self.ids))
        self._forget_my_tasks()

    @api.model
    def _forget_my_tasks(self):
        self.env['relationship.profile'].invalidate_model(['task_activity_ids', 'is_my_task'], flush=False)

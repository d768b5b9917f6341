from odoo import api, fields, models
from odoo.fields import Domain


class RelationshipProfile(models.Model):
    """Who sees the customer for a task (DESIGN.md 5), and who has something planned with it."""
    _inherit = 'relationship.profile'

    # Linked by `mail_activity_task.py` alone
    _sealed_fields = frozenset({'task_activity_ids'})

    task_activity_ids = fields.Many2many(
        'mail.activity', 'relationship_profile_task_rel', 'profile_id', 'activity_id', "Entrusted Tasks",
        readonly=True, copy=False, help="By giving these, somebody who sees the customer let a colleague see it too.")
    is_my_task = fields.Boolean(
        "Entrusted to Me", compute='_compute_is_my_task', search='_search_is_my_task',
        help="Somebody who sees the customer gave me something to do there.")
    has_my_activity = fields.Boolean(
        "My Task", compute='_compute_has_my_activity', search='_search_has_my_activity',
        help="I have something planned with this customer.")

    @api.depends_context('uid')
    def _compute_is_my_task(self):
        mine = self.sudo().filtered_domain(self._search_is_my_task('in', [True]))
        for profile in self:
            profile.is_my_task = profile in mine

    def _search_is_my_task(self, operator, value):
        """For the record rules: customers that an open task of the current user opens."""
        if operator != 'in':
            return NotImplemented
        domain = Domain('task_activity_ids', 'any!', Domain('user_id', '=', self.env.uid) & Domain('active', '=', True))
        return domain if True in value else ~domain

    @api.depends_context('uid')
    def _compute_has_my_activity(self):
        mine = self.sudo().filtered_domain(self._search_has_my_activity('in', [True]))
        for profile in self:
            profile.has_my_activity = profile in mine

    def _search_has_my_activity(self, operator, value):
        """Customers with an open activity of the current user on any of their contacts, whoever made it."""
        if operator != 'in':
            return NotImplemented
        activities = self.env['mail.activity'].sudo().search([
            ('res_model', '=', 'res.partner'), ('user_id', '=', self.env.uid)])
        contacts = self.env['res.partner'].sudo().browse(activities.mapped('res_id')).exists()
        domain = Domain('partner_id', 'in', contacts.commercial_partner_id.ids)
        return domain if True in value else ~domain

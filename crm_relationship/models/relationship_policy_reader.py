from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipPolicyReader(models.Model):
    """Who acknowledged having read which rules or plan, and when. Nobody writes it, not even sudo."""
    _name = 'relationship.policy.reader'
    _description = "Acknowledgement of Reading"
    _inherit = ['relationship.child.mixin', 'approval.sealed']
    _order = 'date desc, id desc'
    _rec_name = 'user_id'
    _document_field = 'policy_id'
    _sealed_model = True

    policy_id = fields.Many2one('relationship.policy', "Document", required=True, ondelete='restrict', index=True)
    company_id = fields.Many2one(related='policy_id.company_id', store=True, index=True)
    user_id = fields.Many2one('res.users', "Read by", required=True, ondelete='restrict', index=True)
    date = fields.Datetime("Read on", required=True)

    _reader_unique = models.UniqueIndex("(policy_id, user_id)", "This was acknowledged already.")


class RelationshipPolicy(models.Model):
    """Reading is asked of everybody in customer relations and signed by each once a version."""
    _inherit = 'relationship.policy'

    reader_ids = fields.One2many('relationship.policy.reader', 'policy_id', "Read by", readonly=True)
    missing_reader_ids = fields.Many2many('res.users', string="Not Read by", compute='_compute_readers')
    reading_progress = fields.Char("Read", compute='_compute_readers')
    is_reading_due = fields.Boolean(
        "To Read", compute='_compute_is_reading_due', search='_search_is_reading_due')

    @api.depends('reader_ids', 'stage')
    def _compute_readers(self):
        """Everybody of the company who works in customer relations; three queries for a page."""
        staff = self._staff()
        for policy in self:
            concerned = staff.filtered(lambda user, company=policy.company_id: company in user.company_ids)
            read = policy.sudo().reader_ids.user_id
            policy.missing_reader_ids = concerned - read if policy.stage == 'in_force' else False
            policy.reading_progress = f"{len(concerned & read)}/{len(concerned)}" if policy.stage == 'in_force' else False

    @api.model
    def _staff(self):
        """Active users with a role in customer relations, of any company (sudo)."""
        group = self.env.ref('crm_relationship.group_specialist')
        return self.env['res.users'].sudo().search([('all_group_ids', 'in', group.ids), ('id', '!=', api.SUPERUSER_ID)])

    @api.depends_context('uid')
    @api.depends('reader_ids', 'stage')
    def _compute_is_reading_due(self):
        due = self.sudo().filtered_domain(self._search_is_reading_due('in', [True]))
        for policy in self:
            policy.is_reading_due = policy in due

    def _search_is_reading_due(self, operator, value):
        """In force and not acknowledged by the current user, as far as he or she is concerned at all."""
        if operator != 'in':
            return NotImplemented
        due = Domain.FALSE
        if self.env.user.has_group('crm_relationship.group_specialist'):
            read = self.env['relationship.policy.reader'].sudo().search([('user_id', '=', self.env.uid)]).policy_id
            due = Domain([('stage', '=', 'in_force'), ('id', 'not in', read.ids)])
        return due if True in value else ~due

    def action_acknowledge(self):
        """I have read this. Said once, in the reader's own name."""
        self.check_access('read')
        for policy in self:
            if policy.stage != 'in_force':
                raise UserError(self.env._("%s is not in force: there is nothing to acknowledge.", policy.display_name))
        self.sudo().filtered(lambda policy: self.env.user not in policy.reader_ids.user_id)._acknowledge(self.env.user)

    def _acknowledge(self, user):
        self.env['relationship.policy.reader']._sealed_create([
            {'policy_id': policy.id, 'user_id': user.id, 'date': fields.Datetime.now()} for policy in self], SEAL)

    def action_remind_readers(self):
        """Ask those who have not read it yet, by a notification each."""
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("Only supervisors remind readers."))
        for policy in self:
            for lang, users in policy.missing_reader_ids.grouped('lang').items():
                policy_lang = policy.with_context(lang=lang)
                policy_lang.message_notify(
                    partner_ids=users.partner_id.ids, subject=policy_lang.env._("Please read: %s", policy.subject),
                    body=Markup("<p>%s</p>") % policy_lang.env._(
                        "%s is in force. Please read it and acknowledge reading.", policy.display_name))

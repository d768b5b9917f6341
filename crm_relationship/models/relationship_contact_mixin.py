from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class RelationshipContactMixin(models.AbstractModel):
    """Something that happened with a customer: who, in which company, and the labels that follow.

    ``partner_id`` is whoever it was with, the customer or a person there;
    what is counted is the commercial partner.
    """
    _name = 'relationship.contact.mixin'
    _description = "Contact with a Customer"
    _inherit = ['relationship.team.mixin', 'relationship.input.guard']
    _check_company_auto = True
    _team_person_field = 'user_id'

    #: fields on which the labels of the customer depend
    _label_triggers = frozenset()
    #: a batch of more customers than this waits for the next pass instead of being classified at once
    _refresh_limit = 20

    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, index=True, check_company=True, ondelete='restrict')
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, index=True, string="Customer Company")
    company_id = fields.Many2one(
        'res.company', "Company", required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        'res.users', "By", required=True, index=True, default=lambda self: self.env.user,
        domain=[('share', '=', False)], check_company=True)
    profile_id = fields.Many2one(
        'relationship.profile', "Customer in the Roster", readonly=True, copy=False, index=True, ondelete='set null')
    # a name of its own: the mixin's method also follows a department, which these have not
    is_team_document = fields.Boolean(compute='_compute_is_team_contact')

    @api.depends_context('uid')
    @api.depends('user_id', 'profile_id')
    def _compute_is_team_contact(self):
        team = self.sudo().filtered_domain(self._team_domain())
        for contact in self:
            contact.is_team_document = contact in team

    @api.model
    def _team_domain(self):
        """What the current user's team did, and what happened with the team's customers."""
        led = self.env['relationship.profile']._team_domain()
        return led | Domain('profile_id', 'any', led)

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts._follow_up_labels()
        return contacts

    def write(self, vals):
        triggered = bool(self._label_triggers & vals.keys())
        before = [(contact.company_id, contact.commercial_partner_id) for contact in self] if triggered else []
        result = super().write(vals)
        if triggered:
            self._follow_up_labels(before)
        return result

    def unlink(self):
        before = [(contact.company_id, contact.commercial_partner_id) for contact in self]
        result = super().unlink()
        self.browse()._follow_up_labels(before)
        return result

    def _follow_up_labels(self, also=()):
        """Classify the customers concerned now; many at once wait for the next pass.

        :param also: pairs (company, customer) that were concerned before the change
        """
        customers = {}
        for company, partner in [*also, *((c.company_id, c.commercial_partner_id) for c in self)]:
            customers[company] = customers.get(company, partner.browse()) | partner
        Profile = self.env['relationship.profile'].sudo()
        for company, partners in customers.items():
            profiles = Profile._for_partners(partners, company)
            self._link_profiles(profiles)
            if len(partners) <= self._refresh_limit:
                profiles._refresh_profiles()
            else:
                self.env['relationship.pass.run']._request(company)

    def _link_profiles(self, profiles):
        """Hang each contact on its customer's profile."""
        by_customer = {(profile.company_id, profile.partner_id): profile for profile in profiles}
        for contact in self.sudo():
            profile = by_customer.get((contact.company_id, contact.commercial_partner_id))
            if profile and contact.profile_id != profile:
                contact.profile_id = profile

    @api.model
    def _check_not_future(self, day, today):
        if day > today:
            raise ValidationError(self.env._("This lies in the future. Plan it as an activity, log it when it is done."))

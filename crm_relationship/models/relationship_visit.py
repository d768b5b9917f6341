from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .colleagues_field import Colleagues

# Hours: a day; a journey of several days is several visits.
DURATION_MAX = 24
STAGES = [
    ('planned', "Planned"), ('scheduled', "Appointment Made"), ('underway', "Underway"),
    ('done', "Done"), ('cancelled', "Cancelled")]
#: The papers' a, b, c (F13.13).
PURPOSES = [
    ('first', "First visit"), ('problem', "Handle a problem"), ('relationship', "Build the relationship")]
#: Stages in which a visit is still to come.
AHEAD = ('planned', 'scheduled')


class RelationshipVisit(models.Model):
    """拜访: one call on one customer, from the plan to the record (P2, F12, F18.2).

    Here are whom, when, who and what for. The application with its costs, the
    stages, moves, rules and the calendar are in `relationship_visit_*.py`.

    ============  ============================================================
    field         may be changed
    ============  ============================================================
    time          while the visit is to come; every move is kept, with reason
    customer,     while it is to come and its application is not submitted
    visitor
    people to     until it is cancelled; not while the application is decided
    meet, with whom, subject
    ============  ============================================================
    """
    _name = 'relationship.visit'
    _description = "Visit"
    _inherit = [
        'hr.mixin',  # lets everybody name employees as companions
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard',
        'relationship.event.mixin', 'relationship.budget.mixin', 'approval.mixin']
    _order = 'date_start desc, id desc'
    _rec_names_search = ['name', 'partner_id.name', 'subject']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.visit'
    _relationship_sequence_prefix = 'BF'
    _approval_amount_field = 'authority_amount'
    _approval_person_fields = ('user_id',)
    _team_person_field = 'user_id'

    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, index=True, check_company=True, tracking=True)
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company", index=True)
    profile_id = fields.Many2one(
        'relationship.profile', "Customer in the Roster", readonly=True, copy=False, index=True,
        ondelete='set null')
    user_id = fields.Many2one(
        'res.users', "Visitor", required=True, default=lambda self: self.env.user, index=True,
        domain=[('share', '=', False)], check_company=True, tracking=True)
    area_id = fields.Many2one(
        'relationship.area', "Visit Area", compute='_compute_area_id', store=True, readonly=False,
        index='btree_not_null', check_company=True, ondelete='set null')
    department_id = fields.Many2one(
        compute='_compute_department_id', store=True, readonly=True, precompute=True, default=None)
    companion_ids = Colleagues(
        'hr.employee', 'relationship_visit_companion_rel', 'visit_id', 'employee_id', "Accompanied by",
        check_company=True, ondelete='restrict', copy=False)
    contact_ids = fields.Many2many(
        'res.partner', 'relationship_visit_contact_rel', 'visit_id', 'partner_id', "People to Meet",
        check_company=True, ondelete='restrict',
        domain="[('commercial_partner_id', '=', commercial_partner_id), ('is_company', '=', False)]")
    date_start = fields.Datetime(
        "Visit Time", required=True, index=True, copy=False, default=lambda self: self._default_date_start())
    duration = fields.Float("Duration (hours)", default=1.0)
    date_stop = fields.Datetime("End", compute='_compute_date_stop', store=True, precompute=True)
    place = fields.Char(
        compute='_compute_place', store=True, readonly=False, precompute=True,
        help="Where you meet; the customer's address, unless you agreed otherwise.")
    purpose = fields.Selection(
        PURPOSES, "Visit Purpose", required=True, default='relationship', index=True, tracking=True)
    subject = fields.Char(help="The title in the calendar. Empty: purpose and customer.")
    previous_visit_id = fields.Many2one(
        'relationship.visit', "Previous Visit", index='btree_not_null', check_company=True, copy=False,
        ondelete='set null')
    following_ids = fields.One2many('relationship.visit', 'previous_visit_id', "Visits Agreed on It")
    next_visit_id = fields.Many2one(
        'relationship.visit', "Next Visit", compute='_compute_next_visit_id')

    _sealed_fields = frozenset({'commercial_partner_id', 'profile_id', 'department_id', 'date_stop'})

    @api.model
    def _default_date_start(self):
        """The next full hour."""
        return fields.Datetime.now().replace(minute=0, second=0) + timedelta(hours=1)

    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        """Number and customer: what a signer, a calendar or a message has to tell apart."""
        for visit in self:
            visit.display_name = f"{visit.name} {visit.partner_id.name or ''}".strip()

    @api.depends('date_start', 'duration')
    def _compute_date_stop(self):
        """The end, to the minute as calendars have it; an absurd time, refused when saved, has none."""
        for visit in self:
            start, hours = visit.date_start, visit.duration
            sound = start and start.year < 9999 and 0 <= hours <= DURATION_MAX
            visit.date_stop = start + timedelta(minutes=round(hours * 60)) if sound else start

    @api.depends('partner_id')
    def _compute_place(self):
        """The address without the name, in the order it is written in China."""
        for visit in self:
            partner = visit.partner_id
            parts = (partner.state_id.name, partner.city, partner.street, partner.street2)
            visit.place = " ".join(filter(None, parts))[:200] or False

    @api.depends('profile_id')
    def _compute_area_id(self):
        """The customer's area when the visit was planned."""
        for visit in self:
            visit.area_id = visit.profile_id.area_id

    @api.depends('following_ids.stage')
    def _compute_next_visit_id(self):
        """The appointment made on the spot (P2 ⑧); of several, the first that holds."""
        for visit in self:
            visit.next_visit_id = visit.following_ids.filtered(
                lambda following: following.stage != 'cancelled').sorted('date_start')[:1]

    # ------------------------------------------------------------------
    # Create, unlink
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._link_profiles()
        visits._check_customer_right()
        visits._fill_in()
        visits.sudo().filtered(lambda visit: visit.stage in AHEAD)._event_create()
        visits._tell_companions()
        return visits

    def _fill_in(self):
        """The title, and the person to meet where the customer chosen is a person."""
        for visit in self.sudo():
            vals = {}
            if not (visit.subject or '').strip():
                vals['subject'] = visit._subject_default()
            if not visit.contact_ids and not visit.partner_id.is_company:
                vals['contact_ids'] = [Command.set(visit.partner_id.ids)]
            if vals:
                super(RelationshipVisit, visit).write(vals)

    def _subject_default(self):
        """Purpose and customer, in the visitor's language."""
        self.ensure_one()
        reader = self.with_context(lang=self.user_id.lang or self.env.lang)
        purposes = dict(reader._fields['purpose']._description_selection(reader.env))
        return f"{purposes[self.purpose]}: {self.partner_id.display_name}"[:200]

    def _link_profiles(self):
        """Hang each visit on its customer's entry in the roster, made when missing.

        A customer nobody looked after so far becomes the first visitor's.
        """
        for company, visits in self.sudo().grouped('company_id').items():
            Profile = self.env['relationship.profile'].sudo()
            customers = visits.commercial_partner_id
            known = Profile.search([
                ('partner_id', 'in', customers.ids), ('company_id', '=', company.id)]).partner_id
            entries = {p.partner_id: p for p in Profile._for_partners(customers, company)}
            for visit in visits:
                profile = entries[visit.commercial_partner_id]
                if visit.commercial_partner_id not in known and not profile.user_id:
                    profile.user_id = visit.user_id
                if visit.profile_id != profile:
                    visit._sealed_write({'profile_id': profile.id}, SEAL)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        """A visit that was moved, begun, cancelled or applied for is part of the record."""
        for visit in self.sudo():
            if visit.stage not in AHEAD or visit.move_ids or visit.approval_state != 'draft':
                raise UserError(self.env._(
                    "%s stays on record. Cancel it instead of deleting it.", visit.display_name))
        self.sudo()._event_remove()

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains('partner_id', 'company_id')
    def _check_partner(self):
        for visit in self:
            if problem := visit.partner_id._relationship_problem(visit.company_id):
                raise ValidationError(problem)

    def _check_customer_right(self):
        """One plans for customers one sees (own, shared, with a task), and for those nobody looks after."""
        if self.env.user.id == api.SUPERUSER_ID:
            return
        for visit in self:
            profile = visit.sudo().profile_id
            if profile.user_id and not profile.with_user(self.env.user).has_access('read'):
                raise UserError(self.env._(
                    "%(customer)s is a customer of %(owner)s. Ask to share it with you, or for a task there.",
                    customer=visit.partner_id.display_name, owner=profile.user_id.name))

    @api.constrains('contact_ids', 'partner_id')
    def _check_contacts(self):
        for visit in self:
            if strangers := visit.contact_ids.filtered(
                    lambda person, v=visit: person.commercial_partner_id != v.partner_id.commercial_partner_id):
                raise ValidationError(self.env._(
                    "%(people)s: not of %(customer)s. Choose people of the customer visited.",
                    people=", ".join(strangers.mapped('name')), customer=visit.partner_id.display_name))

    @api.constrains('companion_ids', 'user_id')
    def _check_companions(self):
        for visit in self:
            if visit.user_id in visit.companion_ids.user_id:
                raise ValidationError(self.env._(
                    "%s is the visitor already: the companions are the others.", visit.user_id.name))

    @api.constrains('previous_visit_id', 'partner_id')
    def _check_previous_visit(self):
        for visit in self.filtered('previous_visit_id'):
            previous = visit.previous_visit_id.sudo()
            if previous == visit or previous.commercial_partner_id != visit.commercial_partner_id:
                raise ValidationError(self.env._("The previous visit was to the same customer."))

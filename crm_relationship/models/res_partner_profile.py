"""The contact shows how the current company classifies the customer (DESIGN.md 4)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

READERS = "crm_relationship.group_specialist,crm_relationship.group_general_manager"
# Field of the contact -> field of the profile it shows
SHOWN = {
    "relationship_tier_id": "tier_id",
    "relationship_grade_id": "grade_id",
    "relationship_rfm_segment_id": "rfm_segment_id",
    "relationship_activity_level": "activity_level",
    "relationship_churn_risk": "churn_risk",
    "relationship_need_orientation": "need_orientation",
    "relationship_growth_potential": "growth_potential",
    "relationship_abc_class": "abc_class",
    "relationship_tag_ids": "tag_ids",
    "relationship_owner_id": "user_id",
}


def _shown(name):
    """How a field of the contact shows the field ``name`` of the current company's profile, and is searched by it."""
    return {
        "groups": READERS, "compute": "_compute_relationship_profile",
        "search": lambda partners, operator, value: partners._relationship_search(name, operator, value),
    }


def _shown_choice(name):
    """The same for a selection: the profile's own choices, in the reader's language."""
    return {**_shown(name), "selection": lambda partners: partners._relationship_labels(name)}


class ResPartner(models.Model):
    """Labels of the current company, looked up for the whole page at once and never stored here.

    Everything is read in the user's own rights: whoever may not see the customer's profile sees
    no label and finds nothing by one. People show the labels of their company.
    """

    _inherit = "res.partner"

    relationship_profile_ids = fields.One2many(
        "relationship.profile", "partner_id", string="Customer Profiles", groups=READERS
    )
    relationship_profile_id = fields.Many2one(
        "relationship.profile",
        string="Customer Profile",
        compute="_compute_relationship_profile",
        search="_search_relationship_profile_id",
        groups=READERS,
    )
    relationship_tier_id = fields.Many2one("relationship.tier", string="Value Tier", **_shown("tier_id"))
    relationship_grade_id = fields.Many2one("relationship.grade", string="Sales Grade", **_shown("grade_id"))
    relationship_rfm_segment_id = fields.Many2one(
        "relationship.rfm.segment", string="RFM Segment", **_shown("rfm_segment_id"))
    relationship_activity_level = fields.Selection(string="Activity", **_shown_choice("activity_level"))
    relationship_churn_risk = fields.Selection(string="Churn Risk", **_shown_choice("churn_risk"))
    relationship_need_orientation = fields.Selection(string="Need Orientation", **_shown_choice("need_orientation"))
    relationship_growth_potential = fields.Selection(string="Growth Potential", **_shown_choice("growth_potential"))
    relationship_abc_class = fields.Selection(string="ABC Class", **_shown_choice("abc_class"))
    relationship_tag_ids = fields.Many2many("res.partner.category", string="Customer Tags", **_shown("tag_ids"))
    relationship_owner_id = fields.Many2one("res.users", string="Customer Owner", **_shown("user_id"))

    @api.model
    def _relationship_labels(self, name):
        """The profile's own choices, in the reader's language."""
        return self.env["relationship.profile"]._fields[name]._description_selection(self.env)

    @api.depends("commercial_partner_id", "relationship_profile_ids")
    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_relationship_profile(self):
        profiles = self.env["relationship.profile"].search([
            ("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id),
        ])
        by_customer = {profile.partner_id.id: profile for profile in profiles}
        for partner in self:
            profile = by_customer.get(partner.commercial_partner_id.id, profiles.browse())
            partner.relationship_profile_id = profile
            for name, shown in SHOWN.items():
                partner[name] = profile[shown]

    # ------------------------------------------------------------------
    # Search: by the profile of the current company, in the user's own rights
    # ------------------------------------------------------------------

    @api.model
    def _relationship_search(self, name, operator, value):
        """Contacts whose customer's profile fits; "not set" includes those without a profile."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == "in" and not all(value):
            rest = [item for item in value if item]
            return self._relationship_search(name, "in", rest) | ~self._relationship_profiles_with(Domain(name, "!=", False))
        return self._relationship_profiles_with(Domain(name, operator, value))

    @api.model
    def _relationship_profiles_with(self, domain):
        return Domain(
            "commercial_partner_id.relationship_profile_ids", "any",
            Domain("company_id", "=", self.env.company.id) & domain,
        )

    def _search_relationship_profile_id(self, operator, value):
        if operator == "any":
            return self._relationship_profiles_with(Domain(value))
        return self._relationship_search("id", operator, value)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_relationship_register(self):
        """名册登记 (P5 ④): the contact's company becomes a customer of the current company.

        Whoever registers a customer nobody looks after yet becomes the owner.

        :return: the customer's form
        :raise AccessError: not for this user, or the customer is somebody else's
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("crm_relationship.group_specialist"):
            raise AccessError(self.env._("Customers are registered by the customer relations staff."))
        profiles = self.env["relationship.profile"]
        known = profiles.sudo().search([
            ("partner_id", "=", self.commercial_partner_id.id), ("company_id", "=", self.env.company.id)
        ])
        profile = (known or profiles._for_partners(self)).sudo(False)
        if not known:
            profile.sudo().partner_id.filtered("ref")._relationship_check_numbers()
            profile.sudo().user_id = profile.sudo().user_id or self.env.user
        if not profile.has_access("read"):
            owner = profile.sudo().user_id
            raise AccessError(self.env._(
                "%(customer)s is a customer of %(owner)s already. Ask to share it with you.",
                customer=self.commercial_partner_id.display_name,
                owner=owner.name or self.env._("the team"),
            ))
        return profile.action_open()

    def action_relationship_open_profile(self):
        """The customer's 360 view."""
        self.ensure_one()
        return self.relationship_profile_id.action_open()

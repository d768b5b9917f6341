"""Who is who for the caps on hospitality and gifts: public officials, state-owned firms."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.always_tracked import always_tracked

# Personal data: for those who look after customers or sign what is given to them.
SEEN_BY = ",".join(f"crm_relationship.group_{role}" for role in (
    "specialist", "general_manager", "finance_auditor", "office_director", "deputy_manager", "gift_keeper"))
# Who may take a mark away: it would lift the stricter caps.
TRUSTED = ("crm_relationship.group_service_manager", "crm_relationship.group_finance_auditor",
           "crm_relationship.group_office_director")
MARKS = ("relationship_official", "relationship_state_owned")


class ResPartner(models.Model):
    _inherit = "res.partner"

    relationship_official = fields.Boolean(
        "Public Official", groups=SEEN_BY, tracking=True,
        help="Works for a public authority: stricter caps on hospitality and gifts apply.")
    relationship_state_owned = fields.Boolean(
        "State-Owned Firm", groups=SEEN_BY, tracking=True,
        help="The state owns or controls the firm: stricter caps apply to everybody there.")

    def write(self, vals):
        """Anybody who keeps contacts may set a mark; taking it away lifts a cap and needs a manager.

        Either leaves its trace, whatever the caller's context says.
        """
        for name in MARKS:
            if name in vals and not vals[name] and any(partner[name] for partner in self.sudo()):
                self._check_may_lift(name)
        if any(name in vals for name in MARKS):
            self = always_tracked(self)
        return super().write(vals)

    def _check_may_lift(self, name):
        """:raise UserError: the user is neither a manager, nor of finance, nor the office"""
        user = self.env.user
        if not user._is_superuser() and not any(user.has_group(group) for group in TRUSTED):
            raise UserError(self.env._(
                "“%s” can be taken away by a service manager, finance or the office only: stricter caps hang on it.",
                self._fields[name]._description_string(self.env)))

    def _benefit_classes(self):
        """The classes of recipients this person or firm belongs to, as the caps name them."""
        self.ensure_one()
        partner, classes = self.sudo(), set()
        if partner.relationship_official:
            classes.add("official")
        if partner.commercial_partner_id.relationship_state_owned or partner.relationship_state_owned:
            classes.add("state_owned")
        return classes or {"private"}

    def _benefit_guest_classes(self):
        """The classes somebody of this firm may belong to who has no contact: an official, where one works there."""
        classes = self._benefit_classes()
        officials = self.sudo().with_context(active_test=False).search_count(
            [("commercial_partner_id", "=", self.id), ("relationship_official", "=", True)], limit=1)
        return classes | {"official"} if officials else classes

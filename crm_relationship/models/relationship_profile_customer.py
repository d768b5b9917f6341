"""A customer in the roster: its number, and the ways that lead on from it."""

from odoo import api, models

DOCUMENT_DOMAIN_MODEL = "res.partner"


class RelationshipProfile(models.Model):
    """Entering the roster gives a number (F1.3, P5 ④); buttons lead to what belongs to the customer."""

    _inherit = "relationship.profile"

    @api.model_create_multi
    def create(self, vals_list):
        """Give numbers to those without; a taken number is refused to people, not to what happens.

        A contact with a number that another customer has, from before this application, must not
        keep anybody from logging a talk, which enters the customer in the roster by itself.
        """
        profiles = super().create(vals_list)
        if not self.env.su:
            profiles.partner_id.filtered("ref")._relationship_check_numbers()
        for company, news in profiles.grouped("company_id").items():
            self.env["res.partner"].sudo()._relationship_number_customers(company, news.partner_id.ids)
        return profiles

    @api.model
    def _profiles_created(self, company, partner_ids):
        """Customers the pass entered by itself get their numbers too."""
        super()._profiles_created(company, partner_ids)
        self.env["res.partner"].sudo()._relationship_number_customers(company, partner_ids)

    # ------------------------------------------------------------------
    # Buttons: each opens what the user may see of it
    # ------------------------------------------------------------------

    def action_open(self):
        """The 360 view of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_relationship.relationship_profile_action")
        return {
            **action,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("crm_relationship.relationship_profile_view_form").id, "form")],
        }

    def action_open_partner(self):
        """The contact: address, people, chatter."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "view_mode": "form",
        }

    def action_purchases(self):
        """The purchase records of this customer in this company."""
        return self._action_of_customer("crm_relationship.relationship_purchase_action", "partner_id")

    def action_interactions(self):
        """Everything logged with this customer."""
        return self._action_of_customer("crm_relationship.relationship_interaction_action", "commercial_partner_id")

    def action_feedback(self):
        """Complaints, praise, suggestions and questions of this customer."""
        return self._action_of_customer("crm_relationship.relationship_feedback_action", "commercial_partner_id")

    def action_hospitality(self):
        """Hospitality around this customer."""
        return self._action_of_customer("crm_relationship.relationship_hospitality_action", "commercial_partner_id")

    def _action_of_customer(self, xmlid, partner_field):
        """A list narrowed to this customer and company; new records start with both."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {
            **action,
            "domain": [(partner_field, "=", self.partner_id.id), ("company_id", "=", self.company_id.id)],
            "context": {"default_partner_id": self.partner_id.id, "default_company_id": self.company_id.id},
        }

    def action_documents(self):
        """Files attached to the customer and its people."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents of %s", self.display_name),
            "res_model": "ir.attachment",
            "view_mode": "kanban,list,form",
            "domain": self._document_domain(),
            "context": {"default_res_model": DOCUMENT_DOMAIN_MODEL, "default_res_id": self.partner_id.id},
        }

    def _document_domain(self):
        contacts = self.env["res.partner"].search([("commercial_partner_id", "in", self.partner_id.ids)])
        return [("res_model", "=", DOCUMENT_DOMAIN_MODEL), ("res_id", "in", contacts.ids)]

    def action_schedule(self):
        """Plan the next step with this customer: an activity on the contact."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Next Step"),
            "res_model": "mail.activity.schedule",
            "view_mode": "form",
            "target": "new",
            "context": {"active_model": "res.partner", "active_ids": self.partner_id.ids, "active_id": self.partner_id.id},
        }

"""Logging what happened with a customer, in two taps, and how much there is."""

from odoo import fields, models


class RelationshipProfile(models.Model):
    """The 360 view's counters and its quick entry: the customer, channel and moment are filled in."""

    _inherit = "relationship.profile"

    interaction_ids = fields.One2many("relationship.interaction", "profile_id", string="Interactions Logged", readonly=True)
    interaction_count = fields.Integer(string="Interactions", compute="_compute_record_counts")
    feedback_count = fields.Integer(string="Feedback", compute="_compute_record_counts")
    hospitality_count = fields.Integer(string="Hospitality", compute="_compute_record_counts")
    document_count = fields.Integer(string="Documents", compute="_compute_record_counts")

    def _compute_record_counts(self):
        """How many records of each kind the user may see; one query per kind for a page."""
        for name, model_name in (
            ("interaction_count", "relationship.interaction"),
            ("feedback_count", "relationship.feedback"),
            ("hospitality_count", "relationship.hospitality"),
        ):
            counts = {
                (partner.id, company.id): count for partner, company, count in self.env[model_name]._read_group(
                    [("commercial_partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)],
                    ["commercial_partner_id", "company_id"], ["__count"],
                )
            } if self.env[model_name].has_access("read") else {}
            for profile in self:
                profile[name] = counts.get((profile.partner_id.id, profile.company_id.id), 0)
        for profile in self:
            profile.document_count = self.env["ir.attachment"].search_count(profile._document_domain())

    def action_log_call(self):
        """Log a call just made."""
        return self._action_log("call")

    def action_log_wechat(self):
        """Log a WeChat talk just had."""
        return self._action_log("wechat")

    def action_log_meeting(self):
        """Log a meeting just held."""
        return self._action_log("meeting")

    def _action_log(self, channel):
        """The interaction's dialog with all but the words filled in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log: %s", self.display_name),
            "res_model": "relationship.interaction",
            "view_mode": "form",
            "views": [(self.env.ref("crm_relationship.relationship_interaction_view_form_quick").id, "form")],
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
                "default_channel": channel,
            },
        }

    def action_log_feedback(self):
        """Write down what the customer said about us."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Feedback: %s", self.display_name),
            "res_model": "relationship.feedback",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.partner_id.id, "default_company_id": self.company_id.id},
        }

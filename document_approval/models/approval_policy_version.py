import json

from odoo import api, fields, models


class ApprovalPolicyVersion(models.Model):
    """A policy as it stood when a document was submitted under it. Never changes.

    Only :meth:`approval.policy._current_version` makes versions; see APPROVAL.md, Policy.
    """
    _name = "approval.policy.version"
    _description = "Approval Policy Version"
    _inherit = ["approval.sealed"]
    _order = "policy_id, number desc"
    _rec_names_search = ["policy_id.name"]
    _sealed_model = True

    # Cascades in the database for the uninstallation of the document's addon; while it is
    # installed a policy with versions cannot be deleted (approval.policy).
    policy_id = fields.Many2one(
        "approval.policy", string="Policy", required=True, index=True, ondelete="cascade")
    number = fields.Integer(string="Version", required=True, aggregator=None)
    definition = fields.Text(
        required=True, help="The policy and its steps as JSON, exactly as they applied.")
    summary = fields.Text(string="Rule", compute="_compute_summary")
    request_count = fields.Integer(string="Requests", compute="_compute_request_count")

    _number_unique = models.Constraint(
        "UNIQUE(policy_id, number)", "A version of a policy has its own number.")

    @api.depends("policy_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(policy)s, version %(number)s",
                policy=version.policy_id.name, number=version.number)

    @api.depends("definition")
    @api.depends_context("lang")
    def _compute_summary(self):
        for version in self:
            version.summary = version.policy_id._definition_text(version._read_definition())

    def _compute_request_count(self):
        counts = dict(self.env["approval.request"].sudo()._read_group(
            [("policy_version_id", "in", self.ids)], ["policy_version_id"], ["__count"]))
        for version in self:
            version.request_count = counts.get(version, 0)

    def _read_definition(self):
        """The frozen definition as a dict: the policy's fields plus ``steps``, a list of dicts."""
        self.ensure_one()
        return json.loads(self.definition)

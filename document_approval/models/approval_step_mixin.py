from odoo import api, fields, models

STEP_KINDS = [
    ("review", "Review"),
    ("approve", "Approve"),
    ("audit", "Audit"),
]
APPROVER_TYPES = [
    ("group", "Members of a group"),
    ("manager", "The requester's manager"),
    ("department_manager", "The department's manager"),
    ("users", "Named people"),
    ("field", "A person named on the document"),
]
STEP_MODES = [
    ("any", "One of them"),
    ("all", "All of them"),
]


class ApprovalStepMixin(models.AbstractModel):
    """What a step of a route is, in a policy and in the frozen route of a request alike.

    A step asks one or more people for one signature each. ``kind`` says what the signature
    means: a review gives an opinion, an approval decides, an audit checks after the decision.
    """
    _name = "approval.step.mixin"
    _description = "Approval Step Definition"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="Step", required=True)
    kind = fields.Selection(
        STEP_KINDS, string="Kind", required=True, default="approve",
        help="Review: gives an opinion before the decision. Approve: decides. "
             "Audit: checks after the decision, by somebody who signed nothing before.")
    approver_type = fields.Selection(
        APPROVER_TYPES, string="Who signs", required=True, default="group")
    group_id = fields.Many2one("res.groups", string="Group", ondelete="restrict")
    user_ids = fields.Many2many("res.users", string="People")
    user_field = fields.Char(
        string="Field",
        help="Technical name of a field of the document that holds a user or an employee.")
    mode = fields.Selection(
        STEP_MODES, string="How many", required=True, default="any",
        help="When several people may sign: one signature is enough, or everybody has to sign.")
    ends_within_authority = fields.Boolean(
        string="Final within authority",
        help="When the amount is within the signer's authority, this signature is final and the "
             "approvals after it are not asked for. Above it the signature endorses and the next "
             "step follows.")
    optional = fields.Boolean(
        help="The step is left out when nobody can sign it. Otherwise the document cannot be "
             "submitted.")
    days_allowed = fields.Integer(
        string="Working days",
        help="Working days within which the signature is expected; reminders follow. "
             "0: no deadline.")
    note_required = fields.Boolean(
        string="Opinion required", help="Signing needs a written opinion.")
    signature_box = fields.Char(
        help="Code of the box on the printed form that this signature fills, "
             "such as supervisor or general_manager.")

    @api.model
    def _definition_fields(self):
        """Names of the fields that define a step, in the order they are shown."""
        return (
            "sequence", "name", "kind", "approver_type", "group_id", "user_ids", "user_field",
            "mode", "ends_within_authority", "optional", "days_allowed", "note_required",
            "signature_box",
        )

    def _definition(self):
        """The step as a plain dict of JSON values: ids for records, a sorted list for people.

        What the approver type does not use is left empty, so that leftovers of an earlier choice
        make no difference. Text is in the language of the environment.
        """
        self.ensure_one()
        values = {}
        for name in self._definition_fields():
            field, value = self._fields[name], self[name]
            if field.type == "many2many":
                value = sorted(value.ids)
            elif field.type == "many2one":
                value = value.id
            values[name] = value
        unused = {"group_id": "group", "user_ids": "users", "user_field": "field"}
        for name, approver_type in unused.items():
            if self.approver_type != approver_type:
                values[name] = [] if name == "user_ids" else False
        return values

    @api.model
    def _definition_values(self, definition):
        """Values for ``create`` out of a dict made by :meth:`_definition`."""
        values = {name: definition[name] for name in self._definition_fields()}
        return {**values, "user_ids": [fields.Command.set(definition["user_ids"])]}

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

MAX_DAYS = 365
BOX_CODE = re.compile(r"[a-z][a-z0-9_]*")
PERSON_MODELS = ("res.users", "hr.employee")


class ApprovalPolicyStep(models.Model):
    """One step of a policy: who signs, in which order and how."""
    _name = "approval.policy.step"
    _description = "Approval Policy Step"
    _inherit = ["approval.input.guard", "approval.step.mixin"]
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one(
        "approval.policy", string="Policy", required=True, index=True, ondelete="cascade")
    model = fields.Char(related="policy_id.model", string="Model name")
    name = fields.Char(translate=True)

    @api.constrains("approver_type", "group_id", "user_ids", "user_field", "policy_id")
    def _check_approver(self):
        """Every step names somebody; a field must exist on the document and hold a person."""
        for step in self:
            kind = step.approver_type
            if kind == "group" and not step.group_id:
                message = self.env._("Step “%s”: choose the group whose members sign.", step.name)
            elif kind == "users" and not step.user_ids:
                message = self.env._("Step “%s”: name at least one person who signs.", step.name)
            elif kind == "field" and not step._is_person_field():
                message = self.env._(
                    "Step “%(step)s”: “%(field)s” is no field of “%(model)s” that holds a user or "
                    "an employee. Give the technical name of such a field.",
                    step=step.name, field=step.user_field or "",
                    model=step.policy_id.model_id.sudo().name)
            else:
                continue
            raise ValidationError(message)

    def _is_person_field(self):
        """True if ``user_field`` names a stored many2one to a user or an employee."""
        self.ensure_one()
        model = self.env.get(self.policy_id.model)
        field = model is not None and model._fields.get(self.user_field or "")
        return bool(
            field and field.store and field.type == "many2one"
            and field.comodel_name in PERSON_MODELS)

    @api.constrains("days_allowed")
    def _check_days_allowed(self):
        for step in self:
            if not 0 <= step.days_allowed <= MAX_DAYS:
                raise ValidationError(self.env._(
                    "Step “%(step)s”: give 0 (no deadline) to %(days)s working days.",
                    step=step.name, days=MAX_DAYS))

    @api.constrains("signature_box")
    def _check_signature_box(self):
        for step in self:
            if step.signature_box and not BOX_CODE.fullmatch(step.signature_box):
                raise ValidationError(self.env._(
                    "Step “%(step)s”: the signature box “%(box)s” is no code. Use small letters, "
                    "digits and _ only, such as general_manager.",
                    step=step.name, box=step.signature_box))

    def _get_name_translations(self):
        """{step.id: {language: name}}, all languages at once."""
        self.flush_recordset(["name"])
        return dict(self.env.execute_query(SQL(
            "SELECT id, name FROM approval_policy_step WHERE id = ANY(%s)", self.ids)))

    def _without_authority_before(self, asked):
        """The same steps in order, but no signature before ``asked`` is final: it is asked for whatever the amount.

        What is changed is a new record of the same origin; the policy stays as it is.
        """
        if asked.kind == "audit":  # asked for in any case
            return self
        position = list(self).index(asked)
        return self.browse().concat(*(
            step.new({"ends_within_authority": False}, origin=step)
            if index < position and step.ends_within_authority else step
            for index, step in enumerate(self)))

from odoo import api, fields, models


class ApprovalPolicy(models.Model):
    """A policy in plain sentences, for its screens and for its frozen versions."""
    _inherit = "approval.policy"

    band_text = fields.Char(string="Amount", compute="_compute_band_text")
    route_text = fields.Char(string="Route", compute="_compute_route_text")

    @api.depends("amount_over", "amount_up_to")
    @api.depends_context("lang")
    def _compute_band_text(self):
        for policy in self:
            policy.band_text = policy._get_band_text(policy.amount_over, policy.amount_up_to)

    @api.depends("no_approval", "step_ids.name", "step_ids.sequence")
    @api.depends_context("lang")
    def _compute_route_text(self):
        for policy in self:
            policy.route_text = (
                self.env._("No approval needed") if policy.no_approval
                else " → ".join(step.name or "" for step in policy.step_ids))

    @api.model
    def _get_band_text(self, over, up_to):
        """A band as a sentence; amounts without a currency, as each company has its own."""
        values = {"over": f"{over:,.2f}", "up_to": f"{up_to:,.2f}"}
        if over and up_to:
            return self.env._("over %(over)s, up to %(up_to)s", **values)
        if over:
            return self.env._("over %(over)s", **values)
        if up_to:
            return self.env._("up to %(up_to)s", **values)
        return self.env._("any amount")

    def _get_reason_text(self, document, amount):
        """Why this policy is the one for ``document``, as a sentence.

        :param amount: in company currency, None for a document without one
        """
        self.ensure_one()
        parts = [self.department_id.display_name or self.company_id.display_name or self.env._("every company")]
        if not self._read_kind_domain().is_true():
            parts.append(self.env._("only where %s", self.kind_domain))
        if self._is_banded():
            parts.append(self._get_band_text(self.amount_over, self.amount_up_to))
        if amount is not None:
            parts.append(self.env._("this document: %s", document.company_id.currency_id.format(amount)))
        return ", ".join(parts)

    @api.model
    def _definition_text(self, definition):
        """A frozen definition (dict) in sentences, one line for the scope and one per step."""
        scope = [self._get_band_text(definition["amount_over"], definition["amount_up_to"])]
        scope += [
            self._get_name(model, definition[name])
            for name, model in (("company_id", "res.company"), ("department_id", "hr.department"))
            if definition[name]]
        if definition["kind_domain"] not in (False, "", "[]"):
            scope.append(self.env._("only where %s", definition["kind_domain"]))
        lines = [", ".join(scope)]
        if definition["no_approval"]:
            lines.append(self.env._("No approval needed"))
        lines += [
            f"{number}. {self._get_step_text(step)}"
            for number, step in enumerate(definition["steps"], 1)]
        return "\n".join(lines)

    @api.model
    def _get_step_text(self, step):
        """One step's definition (dict) as a sentence: who signs and under which conditions."""
        labels = self._get_step_labels()
        who = {
            "group": lambda: self._get_name("res.groups", step["group_id"]),
            "users": lambda: ", ".join(
                self._get_name("res.users", user_id) for user_id in step["user_ids"]),
            "field": lambda: step["user_field"],
        }.get(step["approver_type"], lambda: labels["approver_type"][step["approver_type"]])()
        details = [labels["kind"][step["kind"]], who, labels["mode"][step["mode"]]]
        if step["ends_within_authority"]:
            details.append(self.env._("final within authority"))
        if step["optional"]:
            details.append(self.env._("optional"))
        if step["note_required"]:
            details.append(self.env._("opinion required"))
        if step["days_allowed"]:
            details.append(self.env._("%s working days", step["days_allowed"]))
        name = step["names"].get(self.env.lang) or step["name"]
        return f"{name}: {', '.join(details)}"

    @api.model
    def _get_step_labels(self):
        """{field: {value: label in the user's language}} of the selections of a step."""
        step = self.env["approval.policy.step"]
        return {
            name: dict(step._fields[name]._description_selection(self.env))
            for name in ("kind", "approver_type", "mode")}

    @api.model
    def _get_name(self, model, record_id):
        """The name of a record a frozen definition refers to, also when it is gone."""
        record = self.env[model].sudo().browse(record_id).exists()
        return record.display_name if record else self.env._("deleted (no. %s)", record_id)

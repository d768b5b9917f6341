from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .approval_amount import MAX_AMOUNT, is_sound_amount

NO_AUTHORITY = -1.0
UNLIMITED = float("inf")


class ApprovalAuthority(models.Model):
    """Up to which amount a person, or whoever holds a group, signs with final effect."""
    _name = "approval.authority"
    _description = "Signing Authority"
    _order = "user_id, group_id, model, id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", string="Person", index=True, ondelete="cascade", check_company=True,
        help="The limit of one person. It goes before the limits of the person's groups.")
    group_id = fields.Many2one(
        "res.groups", string="Group", index=True, ondelete="cascade",
        help="The limit of everybody in this group who has no limit of their own.")
    company_id = fields.Many2one(
        "res.company", string="Company", index=True, ondelete="cascade",
        help="Empty: in every company.")
    model_id = fields.Many2one(
        "ir.model", string="Document type", index=True, ondelete="cascade",
        domain=lambda self: self.env["approval.policy"]._approval_model_domain(),
        help="Empty: for every type of document.")
    model = fields.Char(related="model_id.model", string="Model name", store=True, index=True)
    limit = fields.Float(
        string="Up to and including", default=0.0, aggregator=None,
        help="In the currency of the document's company.")
    unlimited = fields.Boolean(string="No limit")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until")

    _one_holder = models.Constraint(
        "CHECK((user_id IS NULL) <> (group_id IS NULL))",
        "An authority belongs either to one person or to one group: fill in exactly one of them.")
    _dates_in_order = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The authority ends before it begins: correct the dates.")

    @api.depends("user_id", "group_id")
    def _compute_display_name(self):
        for authority in self:
            authority.display_name = (
                authority.user_id.display_name or authority.group_id.display_name)

    @api.constrains("limit")
    def _check_limit(self):
        for authority in self:
            if not is_sound_amount(authority.limit):
                raise ValidationError(self.env._(
                    "The authority of “%(holder)s” needs a limit from 0 to %(maximum)s. "
                    "Tick “No limit” for a person who may sign any amount.",
                    holder=authority.display_name, maximum=f"{MAX_AMOUNT:,.0f}"))

    @api.constrains("model_id")
    def _check_model(self):
        self.env["approval.policy"]._check_approval_models(self.model_id)

    @api.model
    def _limits_for(self, users, company, model_name, date):
        """The limits that count on ``date`` for documents of ``model_name`` in ``company``.

        A person's own lines win over the lines of the person's groups; among several the highest
        counts. The number of queries does not depend on the number of users.

        :return: {user.id: limit in the company's currency, :data:`UNLIMITED`, or
            :data:`NO_AUTHORITY` for somebody without any line, who is never final}
        """
        users = users.sudo()
        lines = self.sudo().search([
            "|", ("user_id", "in", users.ids), ("group_id", "in", users.all_group_ids.ids),
            ("company_id", "in", [company.id, False]),
            ("model", "in", [model_name, False]),
            "|", ("date_from", "=", False), ("date_from", "<=", date),
            "|", ("date_to", "=", False), ("date_to", ">=", date),
        ])
        of_user, of_group = {}, {}
        for line in lines:
            limits, holder = (
                (of_user, line.user_id.id) if line.user_id else (of_group, line.group_id.id))
            limit = UNLIMITED if line.unlimited else line.limit
            limits[holder] = max(limit, limits.get(holder, NO_AUTHORITY))
        return {
            user.id: of_user.get(user.id, max(
                (of_group.get(group_id, NO_AUTHORITY) for group_id in user.all_group_ids.ids),
                default=NO_AUTHORITY))
            for user in users
        }

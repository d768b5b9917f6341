from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: settings with their bounds: (field, low, high)
APPROVAL_SETTINGS = (('approval_mail_days', 1, 30), ('approval_escalation_days', 0, 365))


class ResCompany(models.Model):
    """How a company's signers are asked (APPROVAL.md rules 8 and 13)."""
    _inherit = 'res.company'

    approval_mail_links = fields.Boolean(
        "Decide by Mail", default=True,
        help="Mails that ask for a signature carry links to approve and to reject without logging in.")
    approval_mail_days = fields.Integer(
        "Days the Links Work", default=3, help="After so many days the document has to be opened in the application.")
    approval_escalation_days = fields.Integer(
        "Working Days until the Manager Is Asked", default=1,
        help="Working days after the deadline of a step until the late signer's manager is asked beside him or her. "
             "0: never.")

    @api.constrains(*[name for name, _low, _high in APPROVAL_SETTINGS])
    def _check_approval_settings(self):
        """Days stay where links and deadlines make sense."""
        for company in self:
            for name, low, high in APPROVAL_SETTINGS:
                if not low <= company[name] <= high:
                    raise ValidationError(self.env._(
                        "“%(setting)s” must be between %(low)s and %(high)s.",
                        setting=self._fields[name]._description_string(self.env), low=low, high=high))

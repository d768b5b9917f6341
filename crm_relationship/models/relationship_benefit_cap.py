from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.always_tracked import always_tracked
from .relationship_benefit import KINDS

BASES = [
    ('recipient_year', "Per Recipient and Year"),
    ('event_head', "Per Occasion and Head"),
    ('organisation_year', "Per Customer Company and Year"),
]
CLASSES = [
    ('any', "Everybody"),
    ('private', "Private Firms"),
    ('state_owned', "State-Owned Firms"),
    ('official', "Public Officials"),
]
EFFECTS = [('warn', "Warn"), ('step', "Add a Compliance Signature"), ('block', "Refuse")]


class RelationshipBenefitCap(models.Model):
    """How much may be given: to a person in a calendar year, on one occasion, to a customer company.

    Every cap that fits counts, so the strictest decides. A cap of all companies counts what all of
    them give; a company's own counts that company only.
    """
    _name = 'relationship.benefit.cap'
    _description = "Cap on Hospitality and Gifts"
    _inherit = ['relationship.input.guard', 'mail.thread']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    basis = fields.Selection(
        BASES, "Counted", required=True, default='recipient_year', tracking=True,
        help="What a person gets on one day is one occasion, however many requests it is divided over.")
    recipient_class = fields.Selection(
        CLASSES, "Applies to", required=True, default='any', tracking=True,
        help="Officials are marked on the person, state-owned firms on the company.")
    kind = fields.Selection(KINDS, "Only", tracking=True, help="Empty: hospitality and gifts together.")
    company_id = fields.Many2one(
        'res.company', "Company", index=True, tracking=True, help="Empty: what all companies give counts together.")
    amount = fields.Monetary("Cap", required=True, tracking=True, help="What comes up to the cap is within it. 0: nothing at all.")
    currency_id = fields.Many2one(
        'res.currency', "Currency", tracking=True, help="Empty: the currency of the company that gives.")
    effect = fields.Selection(EFFECTS, "When Crossed", required=True, default='warn', tracking=True)
    group_id = fields.Many2one(
        'res.groups', "Signed by", ondelete='restrict', tracking=True, default=lambda self: self._default_group_id(),
        help="Who signs in addition when the cap is crossed.")

    @api.model
    def _default_group_id(self):
        # not a group that signs every gift request anyway: crossing a cap would change nothing
        return self.env.ref('crm_relationship.group_general_manager', raise_if_not_found=False)

    @api.constrains('amount')
    def _check_amount(self):
        if any(cap.amount < 0 for cap in self):
            raise ValidationError(self.env._("A cap cannot be negative: enter zero or more."))

    @api.constrains('effect', 'group_id')
    def _check_group_id(self):
        """A signature is somebody's."""
        for cap in self:
            if cap.effect == 'step' and not cap.group_id:
                raise ValidationError(self.env._("“%s”: choose who signs when the cap is crossed.", cap.name))

    def write(self, vals):
        """Every change leaves its trace."""
        return super(RelationshipBenefitCap, always_tracked(self)).write(vals)

    @api.model
    def _caps_of(self, companies):
        """The caps in force in ``companies``, those of all companies included."""
        return self.sudo().search(Domain('company_id', 'in', [False, *companies.ids]))

    def _is_for(self, kind, company, classes):
        """True if the cap counts a benefit of this kind, given by ``company`` to somebody of ``classes``."""
        self.ensure_one()
        return (
            self.kind in (False, kind) and (not self.company_id or self.company_id == company)
            and (self.recipient_class == 'any' or self.recipient_class in classes))

    def _get_currency(self, company):
        """The currency in which a request of ``company`` is compared with the cap."""
        self.ensure_one()
        return self.currency_id or company.currency_id

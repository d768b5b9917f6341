"""What the gift tests share, on top of the cast of the hospitality tests: requests, signatures, the way to the recipient."""

import base64
import io

from PIL import Image

from odoo import fields
from odoo.fields import Command

from .hospitality_common import HospitalityCase, HospitalityMixin

#: Signers of F17 in order, for a request of `specialist`, whose department `supervisor` manages
SIGNERS = ('supervisor', 'keeper', 'office', 'deputy')


def picture(color='red'):
    """A small picture, base64."""
    stream = io.BytesIO()
    Image.new('RGB', (40, 20), color).save(stream, 'PNG')
    return base64.b64encode(stream.getvalue())


class GiftMixin(HospitalityMixin):
    """Gift requests and what happens to them, for transaction and browser cases alike."""

    def gift_values(self, *gifts, **values):
        """Values of a request that may be submitted.

        :param gifts: dicts of values of further lines; without any, one gift of 300
        """
        lines = gifts or ({},)
        return {
            'partner_id': self.customer.id,
            'date_gift': fields.Date.add(self.company._relationship_today(), days=3),
            'purpose': "中秋问候",
            'line_ids': [Command.create({
                'recipient_id': self.contact.id, 'name': "龙井茶礼盒", 'quantity': 2, 'unit_value': 150, **line})
                for line in lines],
            **values,
        }

    def ask(self, role='specialist', *gifts, **values):
        """A draft gift request of ``role``."""
        return self.model(role, 'relationship.gift.request').create(self.gift_values(*gifts, **values))

    def approved_gift(self, *gifts, **values):
        """An approved request of the specialist, within the deputy manager's authority."""
        return self.sign(self.ask('specialist', *gifts, **values), *SIGNERS)

    def issued_gift(self, *gifts, **values):
        """An approved request whose gifts the keeper has issued."""
        request = self.approved_gift(*gifts, **values)
        request.with_user(self.users['keeper']).action_issue()
        request.invalidate_recordset()
        return request

    def hand(self, request, role='specialist', lines=None, outcome='given', **values):
        """Record the outcome of gifts by the dialog; ``lines`` default to all still to be given."""
        action = request.with_user(self.users[role]).action_hand_over()
        dialog = self.env['relationship.gift.hand.over'].with_user(self.users[role]).with_company(self.company).with_context(
            **action['context']).create({
                'outcome': outcome, **({'line_ids': [Command.set(lines.ids)]} if lines else {}),
                **({'signature': picture()} if outcome == 'given' else {'reason': "对方公司不允许收礼"}), **values})
        dialog.action_confirm()
        request.invalidate_recordset()
        request.line_ids.invalidate_recordset()
        return dialog


class GiftCase(GiftMixin, HospitalityCase):
    """Rules and access, without a browser. The clock stands where the hospitality tests' does."""

"""Lives through the demo company's gifts: asked for, signed, issued, handed over or declined."""

import base64
import io
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import api, fields, models
from odoo.fields import Command

from . import gift_scenes as scenes
from .relationship_demo import NINE


class RelationshipDemo(models.AbstractModel):
    _inherit = 'relationship.demo'

    @api.model
    def _load_gifts(self):
        """Load once: does nothing where a gift request exists already."""
        if self.env['relationship.gift.request'].search_count([], limit=1):
            return
        if 'zh_CN' in dict(self.env['res.lang'].get_installed()):
            self = self.with_context(lang='zh_CN')
        self._ref('base.main_company').relationship_gift_department_id = self._ref('department_office')
        today = fields.Date.today()
        for scene in scenes.GIFTS:
            self._play_gift(scene, today)

    def _play_gift(self, scene, today):
        """One request, as far as its scene says."""
        customer, applicant, ago, purpose, gifts, how_far = scene
        day = self._workday(today - timedelta(days=ago))
        with self._clock(day, NINE):
            request = self._as('relationship.gift.request', applicant).create({
                'partner_id': self._ref(f'customer_{customer}').id,
                'date_gift': day + timedelta(days=5),
                'purpose': purpose,
                'line_ids': [Command.create({
                    'recipient_id': self._ref(f'contact_{customer}_{number}').id, 'quantity': pieces, 'note': note,
                    'product_id': self._ref(f'gift_{gift}').product_variant_id.id})
                    for number, gift, pieces, note in gifts]})
        signers = scenes.SIGNERS.get(how_far, scenes.ALL_SIGNERS)
        if signers is not None:
            self._sign(request, day, signers)
        if request.stage == 'to_issue' and how_far != 'approved':
            self._carry_gifts(request, day, how_far)

    def _carry_gifts(self, request, day, how_far):
        """Issued the next day, handed over on the day of the gift, and what was not taken back the day after."""
        keeper = request.with_user(self._ref('user_keeper'))
        with self._clock(day + timedelta(days=1), NINE):
            keeper.action_issue()
        if how_far == 'issued':
            return
        lines = request.line_ids
        kept = lines[-1:] if how_far in ('declined', 'brought_back') else lines.browse()
        with self._clock(request.date_gift, NINE + 5):
            for line in lines - kept:
                request._hand_over(
                    line, 'given', request.date_gift, receiver_id=line.recipient_id.id, signature=self._scribble())
            if kept:
                request._hand_over(kept, 'refused', request.date_gift, reason=scenes.REASON)
        if how_far == 'declined':
            with self._clock(request.date_gift + timedelta(days=1), NINE):
                keeper.action_take_back()

    @api.model
    def _scribble(self):
        """A stroke of a pen as a signature, base64."""
        picture = Image.new('RGB', (240, 80), 'white')
        ImageDraw.Draw(picture).line(
            [(20, 60), (45, 20), (60, 62), (85, 25), (110, 60), (150, 35), (220, 45)], fill='navy', width=3, joint='curve')
        stream = io.BytesIO()
        picture.save(stream, 'PNG')
        return base64.b64encode(stream.getvalue())

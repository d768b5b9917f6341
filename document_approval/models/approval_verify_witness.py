import json

from odoo import models
from odoo.tools import SQL


class ApprovalRequest(models.Model):
    """Is a request gone with everything that knew of it? What came after it remembers (APPROVAL.md, Beyond)."""
    _inherit = 'approval.request'

    def _verify_witnesses(self):
        """Events of other documents that the events of ``self`` remember, and that are not there any more.

        This is about the others: the documents of ``self`` may be all right themselves.

        :return: ``{event id: problem}``
        """
        self.env.flush_all()
        remembered = {}
        for event in self.sudo().event_ids.filtered('witness'):
            if event._is_intact():  # a changed one is found by itself
                for event_id, hash_ in json.loads(event.witness):
                    remembered[event_id] = hash_, event
        there = dict(self.env.execute_query(SQL(
            "SELECT id, hash FROM approval_event WHERE id = ANY(%s)", list(remembered))))
        return {
            event_id: self.env._(
                "event no. %(number)s of another document, older than %(date)s UTC, is missing or was changed",
                number=event_id, date=event.date)
            for event_id, (hash_, event) in remembered.items() if there.get(event_id) != hash_}

from odoo import models

from ..tools.flat_text import paragraphs


class RelationshipPolicy(models.Model):
    """The printed face of rules and yearly plans."""
    _inherit = 'relationship.policy'

    def _print_paragraphs(self):
        """The text as headings and paragraphs: the sheet and the paper know nothing nested."""
        return paragraphs(self.text)

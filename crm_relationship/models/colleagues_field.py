"""A list of colleagues that every user may keep."""

from odoo import fields


class Colleagues(fields.Many2many):
    """Employees named on a document.

    Plain users may not read ``hr.employee``, only its public face; they see the employees of a
    many2many, but Odoo refuses when they add some. Here who may write the document names any
    employee, as in a many2one.
    """

    def write_real(self, records_commands_list, create=False):
        super().write_real([(records.sudo(), commands) for records, commands in records_commands_list], create)

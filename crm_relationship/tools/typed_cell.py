"""Typed cells of a printed form: what makes a number a number in the sheet.

QWeb templates put these attributes on a ``<td>``; paper and preview ignore them, the sheet writer
reads them and never guesses from text.
"""

from odoo import fields


def cell(record, name):
    """Attributes of the table cell that shows field ``name`` of ``record``; ``{}`` for text."""
    field, value = record._fields[name], record[name]
    if field.type == "monetary":
        return number(value, currency=record[field.get_currency_field(record)])
    if field.type == "float":
        _total, digits = field.get_digits(record.env) or (0, 2)
        return number(value, digits=digits)
    if field.type == "integer":
        return number(value, digits=0)
    if field.type == "date" and value:
        return day(value)
    if field.type == "datetime" and value:
        local = fields.Datetime.context_timestamp(record, value).replace(tzinfo=None, microsecond=0)
        return _typed("datetime", local.isoformat(), "yyyy-mm-dd hh:mm")
    return {}


def number(value, digits=2, currency=None):
    """Attributes of a cell that shows a computed number, with ``digits`` decimals.

    :param currency: ``res.currency`` record; brings its decimals and its symbol
    """
    if currency:
        digits = currency.decimal_places
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    if currency:
        sign = (currency.symbol or "").replace('"', "")
        symbol = f'"{sign}"'
        pattern = f"{pattern} {symbol}" if currency.position == "after" else f"{symbol} {pattern}"
    return _typed("number", repr(float(value)), pattern)


def day(value):
    """Attributes of a cell that shows a date."""
    return _typed("date", value.isoformat(), "yyyy-mm-dd")


def _typed(kind, value, pattern):
    return {"data-type": kind, "data-value": value, "data-format": pattern}

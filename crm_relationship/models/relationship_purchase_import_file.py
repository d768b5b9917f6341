import io
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from psycopg2 import DatabaseError

from odoo import Command, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.purchase_file import FileProblem, Formats, PurchaseFile, PurchaseRows, StageStream
from ..tools.purchase_file.cell_number import guess_decimal
from ..tools.purchase_stage import PurchaseStage

#: Rows a check looks at; an import looks at all
CHECK_ROWS = 200_000
#: Rows shown
PREVIEW_ROWS = 8
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
#: Share of rows that repeat an order number with another product, from which a row is a line of an order
LINE_SHARE = 0.02


class RelationshipPurchaseImport(models.Model):
    """The file of an import: how it is written, its columns, its first rows."""

    _inherit = "relationship.purchase.import"

    @contextmanager
    def _opened(self):
        """The file as a :class:`PurchaseFile`, open.

        :raise UserError: the file cannot be read at all
        """
        self.ensure_one()
        source = self.source_id
        attachment = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", "file")], limit=1)
        if not attachment.file_size:
            raise UserError(self.env._("The file is empty. Choose the file to import."))
        # From the store on disk, so that a large file is never in memory as a whole
        store = Path(attachment._full_path(attachment.store_fname)) if attachment.store_fname else None
        with store.open("rb") if store else io.BytesIO(attachment.raw) as stream:
            try:
                yield PurchaseFile(
                    stream, encoding=self._codec(stream), delimiter=DELIMITERS.get(source.delimiter), sheet=self.sheet,
                    remembered=source._remembered_columns())
            except FileProblem as problem:
                raise UserError(self._file_problem(problem.code)) from problem

    def _codec(self, stream):
        """The encoding chosen, as Python calls it; None to find out."""
        encoding = self.source_id.encoding
        if encoding != "utf-16":
            return None if encoding == "auto" else encoding
        # Without a mark, Windows' order of bytes
        mark = stream.read(2)
        stream.seek(0)
        return "utf-16-be" if mark == b"\xfe\xff" else "utf-16-le"

    def _check_file(self):
        """Show the columns, count the rows and show the first ones; writes nothing but this record."""
        with self._opened() as file:
            self._show_columns(file)
            missing = self._missing_columns()
            values = {"understood": self._describe(file), "error_file": False, "message": missing, "preview": False}
            if missing:
                values["state"] = "draft"
            else:
                values["state"] = "checked"
                stage, customers = self._stage(file, CHECK_ROWS)
                values.update(self._found(stage, customers))
                values["is_partial"] = values["row_count"] >= CHECK_ROWS
                values["preview"] = self._preview(stage)
                stage.close()
        self.source_id._remember(self.column_ids)
        self._sealed_write(values, SEAL)

    def _show_columns(self, file):
        """Make the columns those of the file; the same headings keep what the user said of them."""
        if self.column_ids.mapped("name") != [heading[:200] for heading in file.headings]:
            self.write({"column_ids": [Command.clear(), *(
                Command.create({
                    "position": place + 1, "name": heading[:200], "target": target,
                    "sample": " · ".join(file.samples(place))[:200].replace("\x00", "\N{REPLACEMENT CHARACTER}")
                    .encode(errors="replace").decode(),
                }) for place, (heading, target) in enumerate(zip(file.headings, file.targets, strict=True)))]})

    def _missing_columns(self):
        """What has to be told before rows can be read; False when nothing."""
        targets = set(self.column_ids.mapped("target"))
        missing = [label for label, wanted in (
            (self.env._("the purchase date"), {"date"}), (self.env._("the amount"), {"amount"}),
            (self.env._("the customer's number or name"), {"customer_ref", "customer_name"}),
        ) if not wanted & targets]
        return bool(missing) and self.env._(
            "Say below which column is %s, then check again.", self.env._(" and which is ").join(missing))

    def _places(self):
        """Place of the column by target."""
        return {column.target: column.position - 1 for column in self.column_ids if column.target}

    def _formats(self, file):
        """How the file writes things, as chosen or as found in its first rows."""
        source, amount = self.source_id, self._places()["amount"]
        return Formats(
            decimal=guess_decimal(file.column_cells(amount)) if source.decimal == "auto" else source.decimal,
            date_order=source.date_order, currency=source.currency_id.name, mac=file.rows.mac,
            # Whoever is east of us may have bought tomorrow
            last_day=self.company_id._relationship_today() + timedelta(days=1))

    def _row_unit(self, file):
        """"order" or "line": as chosen, or by how often the first rows repeat an order number with another product."""
        if self.source_id.row_unit != "auto":
            return self.source_id.row_unit
        places = self._places()
        what = next(places[target] for target in ("product_code", "product_name", "amount") if target in places)
        orders, repeated = {}, 0
        for order, thing in zip(file.column_cells(places["order_no"]), file.column_cells(what), strict=False):
            repeated += orders.setdefault(str(order), thing) != thing
        return "line" if repeated > len(file.sample) * LINE_SHARE else "order"

    def _stage(self, file, limit=None):
        """Load the rows of the file into a stage and find their customers.

        :param limit: most rows
        :return: ``(stage, customers)``
        """
        places = self._places()
        self.env.flush_all()
        rows = PurchaseRows(places, len(file.headings), self._formats(file), file.rows.ragged)
        stage = PurchaseStage(self.env.cr, self.company_id.id, self.source_id.id, self.source_id.currency_id.decimal_places)
        self._step("rows")
        stream = StageStream((rows.line(*row) for row in file.data_rows()), limit)
        try:
            stage.load(stream)
        except DatabaseError:
            if stream.error:
                raise stream.error from None
            raise
        if self.source_id.currency_id != self.currency_id:
            stage.convert(self._rates(stage.days()), self.currency_id.decimal_places)
        self._step("customers")
        if "order_no" not in places:
            stage.number_rows(by_order=False)
        elif "order_line" not in places and self._row_unit(file) == "line":
            stage.number_rows(by_order=True)
        stage.mark_repeats()
        stage.mark_stored()
        stage.refuse_orders()
        return stage, self._stage_customers(stage)

    def _rates(self, days):
        """Factors from the source's currency into the company's: list of (day, factor)."""
        convert = self.env["res.currency"]._get_conversion_rate
        return [(day, convert(self.source_id.currency_id, self.currency_id, self.company_id, day)) for day in days]

    def _found(self, stage, customers):
        """The counts of a stage, as values of this record."""
        counts = stage.counts()
        people = customers.counts()
        return {
            "row_count": counts["rows"], "good_count": counts["good"], "repeat_count": counts["repeated"],
            "bad_count": counts["bad"], "conflict_count": counts["conflict"], "refund_count": counts["refunds"],
            "amount": counts["amount"], "first_day": counts["first_day"], "last_day": counts["last_day"],
            "known_count": people["known"], "new_count": people["new"], "renamed_count": people["renamed"],
        }

    def _describe(self, file):
        """How the file was read, in a line."""
        rows = file.rows
        parts = [rows.encoding and rows.encoding.upper(), rows.sheet and self.env._("sheet “%s”", rows.sheet)]
        if rows.delimiter:
            labels = dict(self.source_id._fields["delimiter"]._description_selection(self.env))
            names = {mark: labels[name] for name, mark in DELIMITERS.items()}
            parts.append(names.get(rows.delimiter, rows.delimiter))
        if amount := self._places().get("amount", -1) + 1:
            decimal = self.source_id.decimal
            found = guess_decimal(file.column_cells(amount - 1)) if decimal == "auto" else decimal
            parts.append({"point": "1,234.56", "comma": "1.234,56"}[found])
        parts.append(self.env._("headings in row %s", file.head_row))
        return ", ".join(part for part in parts if part)

"""Printing of the application's forms: paper by sheets, and the spreadsheet."""

import functools
import io
from collections import OrderedDict
from copy import deepcopy

from lxml import html

from odoo import api, fields, models
from odoo.exceptions import MissingError, UserError
from odoo.tools.pdf import PdfFileReader

from ..tools import paper
from ..tools.pdf_text import restore_ideographs
from ..tools.table_sheet import write_book
from ..tools.typed_cell import cell, day, number

# The sheet's report is named <template of the PDF report>.xlsx.
SHEET_SUFFIX = ".xlsx"
# Handed to wkhtmltopdf's caller inside the process; a page cannot set it.
SELF_CONTAINED = "relationship-form"
# How full the sheets are cut: less when the first estimate came out short.
FULLNESS = (1.0, 0.8)


class IrActionsReport(models.Model):
    """Reports with ``relationship_form`` are printed our way, all others as ever.

    One template makes the preview, the paper and the sheet. The paper needs nothing that Debian's
    wkhtmltopdf lacks (PLATFORM.md 4): one call per record, pages cut here, nothing fetched.
    """

    _inherit = "ir.actions.report"

    report_type = fields.Selection(
        selection_add=[("relationship-xlsx", "Form as Spreadsheet")],
        ondelete={"relationship-xlsx": "cascade"},
    )
    relationship_form = fields.Boolean(
        string="Customer Relations Form",
        help="The template uses the form layout of Customer Relations.",
    )

    def _get_rendering_context(self, report, docids, data):
        """Forms: check the reader's rights now, and give templates their helpers."""
        if not report.relationship_form:
            return super()._get_rendering_context(report, docids, data)
        self._check_form_readable(report, docids)
        values = super()._get_rendering_context(report, docids, data)
        values.update(
            cell=cell,
            day=day,
            number=number,
            signatures=functools.cache(lambda document: document._print_signatures()),
        )
        return values

    def _check_form_readable(self, report, docids):
        """:raise UserError, MissingError, AccessError: nothing to print, or not for this reader"""
        if not docids:
            raise UserError(self.env._("Choose the documents to print first."))
        documents = self.env[report.model].browse(docids)
        if documents.exists() != documents:
            raise MissingError(self.env._("The document was deleted in the meantime and cannot be printed."))
        documents.check_access("read")

    # ------------------------------------------------------------------
    # Paper
    # ------------------------------------------------------------------

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Forms: one wkhtmltopdf call per record, which the unpatched Qt needs and the patched stands."""
        report = self._get_report(report_ref)
        if not report.relationship_form:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        if self.get_wkhtmltopdf_state() == "install":
            raise UserError(self.env._(
                "Wkhtmltopdf is not installed on the server: print the preview or the sheet instead."))
        ids = list(dict.fromkeys(res_ids or []))
        page = self._render_form_page(report, ids, {**(data or {}), "report_type": "pdf"})
        main = page.find(".//main")
        streams = OrderedDict()
        for article in list(main):
            main[:] = [article]
            content = self._print_form_article(report, page, article)
            streams[int(article.get("data-oe-id"))] = {"stream": io.BytesIO(content), "attachment": None}
        return streams

    def _render_form_page(self, report, ids, data):
        """The rendered template as an lxml document."""
        rendered = self.with_context(debug=False)._render_qweb_html(report, ids, data=data)[0]
        return html.document_fromstring(rendered, parser=html.HTMLParser(encoding="utf-8"))

    def _print_form_article(self, report, page, article):
        """The PDF of one record, cut into sheets whose page numbers are true."""
        parts = list(article)
        landscape = report.paperformat_id.orientation == "Landscape"
        for fullness in FULLNESS:
            article[:] = deepcopy(parts)
            sheets = paper.cut_sheets(article, landscape, fullness)
            content = self._run_form_wkhtmltopdf(report, page)
            if PdfFileReader(io.BytesIO(content)).numPages == sheets:
                return content
        article[:] = paper.uncut(parts)
        return self._run_form_wkhtmltopdf(report, page)

    def _run_form_wkhtmltopdf(self, report, page):
        body = html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")
        return restore_ideographs(
            self._run_wkhtmltopdf([body], report_ref=report, specific_paperformat_args={SELF_CONTAINED: True})
        )

    @api.model
    def _build_wkhtmltopdf_args(
        self, paperformat_id, landscape, specific_paperformat_args=None, set_viewport_size=False
    ):
        """Forms carry everything with them: no scripts to run, so no second to wait for them."""
        args = super()._build_wkhtmltopdf_args(
            paperformat_id, landscape,
            specific_paperformat_args=specific_paperformat_args, set_viewport_size=set_viewport_size,
        )
        if (specific_paperformat_args or {}).get(SELF_CONTAINED):
            args[args.index("--javascript-delay") + 1] = "0"
            args.append("--disable-javascript")
        return args

    # ------------------------------------------------------------------
    # Sheet
    # ------------------------------------------------------------------

    @api.model
    def _render_relationship_xlsx(self, report_ref, res_ids, data=None):
        """The forms as a workbook, one sheet per record; made from the same template as the paper.

        :return: ``(content, 'xlsx')``
        """
        form = self._get_report(self._get_report(report_ref).report_name.removesuffix(SHEET_SUFFIX))
        ids = list(dict.fromkeys(res_ids or []))
        page = self._render_form_page(form, ids, {**(data or {}), "report_type": "xlsx"})
        self.env[form.model].browse(ids)._print_check_sheet()
        return write_book(
            [(article.get("data-number"), article) for article in page.find(".//main")],
            landscape=form.paperformat_id.orientation == "Landscape",
            footer=self.env._("Page %(page)s of %(pages)s", page="&P", pages="&N"),
        ), "xlsx"

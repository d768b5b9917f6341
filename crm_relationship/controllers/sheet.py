"""Download of forms as spreadsheets."""

import json

from werkzeug.exceptions import InternalServerError, NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request
from odoo.tools.misc import html_escape
from odoo.tools.safe_eval import safe_eval, time

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FormSheet(http.Controller):
    """The counterpart of core's ``/report/download`` for the type ``relationship-xlsx``."""

    @http.route("/crm_relationship/sheet/<string:report_name>/<string:docids>", type="http", auth="user", readonly=True)
    def sheet(self, report_name, docids, context=None, **_options):
        """One workbook with a sheet per record, for readers of all of them.

        :param docids: ids separated by commas
        :param context: the web client's context as JSON (language, time zone)
        """
        report = request.env["ir.actions.report"].sudo().search(
            [("report_name", "=", report_name), ("report_type", "=", "relationship-xlsx")], limit=1
        )
        ids = [int(part) for part in docids.split(",") if part.isascii() and part.isdigit()]
        if not (report and ids):
            raise NotFound
        try:
            reports = request.env["ir.actions.report"].with_context(**json.loads(context or "{}"))
            content, _extension = reports._render_relationship_xlsx(report, ids)
            name = self._file_name(report, reports.env[report.model].browse(ids))
        except (UserError, AccessError, MissingError) as error:
            # The form in which the web client's download expects an error it can show
            answer = {"code": 0, "message": "Odoo Server Error", "data": http.serialize_exception(error)}
            raise InternalServerError(response=request.make_response(html_escape(json.dumps(answer)))) from error
        return request.make_response(content, headers=[
            ("Content-Type", XLSX),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ("Cache-Control", "no-store"),
        ])

    def _file_name(self, report, documents):
        """The report's own naming for one document, its title for several."""
        if report.print_report_name and len(documents) == 1:
            return safe_eval(report.print_report_name, {"object": documents, "time": time})
        return report.name

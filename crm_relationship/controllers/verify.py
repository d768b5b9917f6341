"""The page a print's QR leads to."""

from odoo import http
from odoo.http import request
from odoo.tools.misc import get_lang

from ..models.relationship_printed import TOKEN_PART, short_hash


class PrintVerification(http.Controller):
    """Tells whoever holds a print whether it still matches the record, and nobody anything else.

    The address is sealed with the database's key (``relationship.printed``), so an address that
    was not printed by us gets one and the same answer whether the record exists or not.
    """

    @http.route(
        "/crm_relationship/verify/<string:model_name>/<int:res_id>/<string:face>/<string:token>",
        type="http", auth="public", methods=["GET"], readonly=True, sitemap=False,
    )
    def verify(self, model_name, res_id, face, token, **_options):
        """The verdict; readers of the document also get a way to it."""
        if request.env.user._is_public():
            # Whoever scans has no language of their own here but the browser's
            request.update_context(lang=get_lang(request.env, request.best_lang).code)
        verdict, document = request.env["relationship.printed"]._print_verify(model_name, res_id, face, token)
        reader = document and self._as_reader(document)
        response = request.render("crm_relationship.verify_page", {
            "verdict": verdict,
            "number": document.name if document else "",
            "code": short_hash(token[:TOKEN_PART]) if document else "?",
            "address": f"/odoo/{document._name}/{document.id}" if reader else "",
            "title": reader._print_title() if reader else "",
        })
        response.headers.update({
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        })
        return response

    def _as_reader(self, document):
        """The document in the visitor's own rights; empty for whoever may not read it."""
        own = document.sudo(False).with_user(request.env.user)
        return own if request.env.user._is_internal() and own.has_access("read") else own.browse()

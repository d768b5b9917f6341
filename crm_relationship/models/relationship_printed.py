"""The printed face of a form: signatures, the hash on the paper, the page it leads to."""

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, format_date, format_datetime
from odoo.tools.misc import hmac

from odoo.addons.document_approval.models.approval_content import collect, with_signed_contacts
from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES

from ..tools.qr_code import qr_data_uri

# Hex digits of the content's hash and of its seal in a print's address: 64 bits each, too many
# to guess over HTTP and few enough for a small QR code.
TOKEN_PART = 16
DEFAULT_FACE = "form"


class RelationshipPrinted(models.AbstractModel):
    """What the form layout asks a document for (APPROVAL.md rule 14, SECURITY.md rule 12)."""

    _name = "relationship.printed"
    _description = "Printed Form"

    # Papers of the model by their code (the template's `face`): the fields each shows beside the
    # signed content, such as a checklist or the actual cost. Without a code: all open fields.
    _print_faces = {}

    def _print_title(self):
        """The paper's title where the template does not set one."""
        return self.env["ir.model"]._get(self._name).name

    def _print_check_sheet(self):
        """May the user take these documents away as a spreadsheet? One paper goes to whoever reads it.

        :raise AccessError: not this user
        """

    def _print_unit(self):
        """The unit over the paper's amounts: 元, or the currency's code. For forms with a ``currency_id``."""
        self.ensure_one()
        return self.env._("yuan") if self.currency_id.name == "CNY" else self.currency_id.name

    def action_print_preview(self):
        """Show the documents as they print, in the browser; its button "Print" makes the PDF.

        :raise UserError: nobody made a print for these documents
        """
        self.check_access("read")
        Report = self.env["ir.actions.report"].sudo()
        reports = Report.search(
            [("model", "=", self._name), ("relationship_form", "=", True), ("report_type", "=", "qweb-pdf")], order="id"
        )
        valid = set(reports.get_valid_action_reports(self._name, self.ids))
        report = reports.filtered(lambda candidate: candidate.id in valid)[:1]
        if not report:
            raise UserError(self.env._("There is no printed form for these documents."))
        return {**report.report_action(self, config=False), "report_type": "qweb-html"}

    # ------------------------------------------------------------------
    # Signatures
    # ------------------------------------------------------------------

    def _print_signatures(self):
        """The signatures as they are printed, in order; from the approval events and nothing else.

        :return: list of dicts: ``box`` (place on the paper), ``step``, ``who`` ("B for A" when B
            signed for A), ``day`` (date in the reader's zone) and ``date`` (the same as text in
            the reader's language), ``note``, ``kind``
        """
        self.ensure_one()
        if not hasattr(self, "_approval_signatures"):
            return []
        return [self._print_signature(signature) for signature in self._approval_signatures()]

    def _print_signature(self, signature):
        day = fields.Datetime.context_timestamp(self, signature["date"]).date()
        return {
            **{key: signature[key] for key in ("box", "step", "kind", "note")},
            "who": signature["name"],
            "day": day,
            "date": format_date(self.env, day),
        }

    def _print_now(self):
        """When this copy was made, in the reader's zone and language."""
        return format_datetime(self.env, fields.Datetime.now(), dt_format="short")

    def _print_state(self, signatures):
        """The state line: "Unsigned" until somebody other than the preparer has signed.

        :param signatures: result of :meth:`_print_signatures`
        """
        self.ensure_one()
        if "approval_state" not in self._fields:
            return ""
        cancelled = self.approval_state == "cancelled"
        signed = any(signature["kind"] != "submit" for signature in signatures)
        if not (signed or cancelled):
            return self.env._("Unsigned")
        return dict(self._fields["approval_state"]._description_selection(self.env))[self.approval_state]

    # ------------------------------------------------------------------
    # Hash, address, QR
    # ------------------------------------------------------------------

    def _print_content(self, face, contacts=None):
        """Everything the paper ``face`` shows, in a form that depends on no language, zone or reader.

        :param Contacts contacts: under which numbers unsigned parts name contacts that were merged since
        """
        self.ensure_one()
        document = self.sudo().with_context(lang="en_US", active_test=False)
        content = {"model": self._name, "id": self.id, "number": document.name}
        if hasattr(document, "_approval_signatures"):
            # Settling pays what was signed: the paper stays true.
            settled = document.approval_state == "settled"
            content["state"] = "approved" if settled else document.approval_state
            content["signed"] = collect(document)[self.id]
            if request := document.approval_request_id:
                content["signed"] = with_signed_contacts(content["signed"], request.content, document)
            content["signatures"] = [
                {
                    **{key: signature[key] for key in ("box", "actor", "principal", "note", "kind")},
                    "date": fields.Datetime.to_string(signature["date"]),
                }
                for signature in document._approval_signatures()
            ]
        content["plain"] = _plain_values(document, document._print_plain_names(face), Contacts() if contacts is None else contacts)
        return content

    def _print_plain_names(self, face):
        """Fields that count for the hash beside the signed content.

        Of a signed document those ``face`` shows, of any other all that are stored.
        """
        names = self._print_faces.get(face, getattr(self, "_approval_open_fields", None))
        if names is None:
            names = [
                name for name, field in self._fields.items()
                if field.store and name not in models.MAGIC_COLUMNS and not name.startswith(("message_", "activity_"))
            ]
        return sorted(names)

    def _print_digest(self, face=DEFAULT_FACE, contacts=None):
        """Keyed hash of the content, 64 hex digits: without the key nobody can try out contents."""
        canonical = json.dumps(_without_blanks(self._print_content(face, contacts)), sort_keys=True, ensure_ascii=False, default=str)
        fingerprint = hashlib.sha256(canonical.encode()).hexdigest()
        return hmac(self.env(su=True), "crm_relationship.print.content", fingerprint)

    def _print_stamp(self, face=DEFAULT_FACE):
        """What the foot of a print shows.

        :return: dict: ``code`` (the short hash people compare by eye, like ``3F2A-90BC-11D4``),
            ``url`` (tells whether this print still matches the record: it carries the content's
            hash and our seal on it) and ``qr``, the same as a picture in a data URI
        """
        self.ensure_one()
        digest = self._print_digest(face)
        part = digest[:TOKEN_PART]
        place = f"{self._name}/{self.id}/{face}"
        url = f"{self.get_base_url()}/crm_relationship/verify/{place}/{part}{_seal(self.env, place, part)}"
        return {"code": short_hash(digest), "url": url, "qr": qr_data_uri(url)}

    @api.model
    def _print_verify(self, model_name, res_id, face, token):
        """What the verification page may say about a print, whoever asks.

        :return: ``(verdict, document)``: ``unknown`` (not an address we printed: nothing is
            looked up, so nothing can be learned), ``gone``, ``tampered``, ``changed`` or ``match``;
            the document is a sudo record, empty unless the record exists
        """
        nothing = self.browse()
        digest, seal = token[:TOKEN_PART], token[TOKEN_PART:]
        expected = _seal(self.env, f"{model_name}/{res_id}/{face}", digest)
        if not consteq(seal.encode(), expected.encode()):
            return "unknown", nothing
        if not self._print_is_form(model_name):
            return "gone", nothing
        document = self.env[model_name].sudo().browse(res_id).exists()
        if not document:
            return "gone", nothing
        if document._print_is_tampered():
            return "tampered", document
        return ("match" if document._print_matches(face, digest) else "changed"), document

    def _print_matches(self, face, digest):
        """Whether a print of this record that carries ``digest`` still says what the record says.

        Contacts that were merged since are tried under the number they had, one after the other: whom the print
        names is who they are.
        """
        self.ensure_one()
        named = Contacts()
        if consteq(self._print_digest(face, named)[:TOKEN_PART], digest):
            return True
        successors = self.env["approval.partner.merge"].sudo()._get_successors()
        return any(
            consteq(self._print_digest(face, Contacts({new_id: old_id}))[:TOKEN_PART], digest)
            for old_id, new_id in successors.items() if new_id in named.seen)

    def _print_is_tampered(self):
        """Whether the record of the signatures does not close: somebody changed it past the application."""
        self.ensure_one()
        if "approval_request_id" not in self._fields:
            return False
        if not self.approval_request_id:
            return self.approval_state in ("pending", *APPROVED_STATES)
        return bool((self.approval_request_id | self.approval_cancel_request_id)._verify())

    @api.model
    def _print_is_form(self, model_name):
        """Whether a model of that name is installed and prints forms."""
        return model_name in self.env and issubclass(
            self.env.registry[model_name], self.env.registry["relationship.printed"]
        )


class Contacts(dict):
    """``{number of a contact: the number it had}``; any other keeps its own, and is remembered as ``seen``."""

    def __init__(self, *args):
        super().__init__(*args)
        self.seen = set()

    def __missing__(self, partner_id):
        self.seen.add(partner_id)
        return partner_id


def _without_blanks(content):
    """The content without empty values: a field that a later version adds changes no old hash."""
    if not isinstance(content, dict):
        return content
    pruned = {key: _without_blanks(value) for key, value in content.items()}
    return {key: value for key, value in pruned.items() if value and value != "0.0"}


def short_hash(digest):
    """Twelve hex digits in groups of four."""
    return "-".join(digest[start : start + 4] for start in (0, 4, 8)).upper()


def _seal(env, place, digest):
    """Our keyed seal on an address: only somebody who holds a print of ours can name it."""
    return hmac(env(su=True), "crm_relationship.print.address", (place, digest))[:TOKEN_PART]


def _plain_values(record, names, contacts):
    """Values of ``record`` fit for JSON; rows of a one2many with their own stored fields."""
    values = {}
    for name in names:
        field, value = record._fields[name], record[name]
        if field.type == "one2many":
            inner = [
                key for key, item in value._fields.items()
                if item.store and item.type != "one2many" and key not in models.MAGIC_COLUMNS
            ]
            values[name] = {str(row.id): _plain_values(row, inner, contacts) for row in value.sorted("id")}
        elif field.comodel_name == "res.partner":
            values[name] = sorted({contacts[partner_id] for partner_id in value.ids})
        elif field.relational:
            values[name] = sorted(value.ids)
        elif field.type == "binary":
            values[name] = hashlib.sha256(value or b"").hexdigest()
        else:
            values[name] = repr(value) if field.type in ("float", "monetary") else value
    return values

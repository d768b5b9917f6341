from odoo import models

from .approval_mail_place import fill_places


class MailMail(models.Model):
    """Each signer's copy of a mail gets that signer's links, at the moment it goes out and never before."""
    _inherit = 'mail.mail'

    def _personalize_outgoing_body(self, body, partner=False, doc_to_followers=None):
        body = super()._personalize_outgoing_body(body, partner, doc_to_followers=doc_to_followers)
        tasks = self.sudo().mail_message_id.approval_task_ids
        return fill_places(body, self._approval_links(tasks, partner)) if tasks else body

    def _approval_links(self, tasks, partner):
        """``{request id: HTML}`` for ``partner``, and the words that explain them under 0.

        Nothing for anybody but the one person asked: not for other recipients, nor with copies.
        """
        if not partner or self.email_cc:
            return {}
        found, until = {}, None
        for task in tasks:
            links = task._mail_links() if task.user_id.partner_id == partner else None
            if links:
                until = min(until or links['until'], links['until'])
                found[task.request_id.id] = self._render_approval_links(task, 'document_approval.mail_links', links)
        if found:
            task = tasks.filtered(lambda task: task.user_id.partner_id == partner)[:1]
            found[0] = self._render_approval_links(task, 'document_approval.mail_links_note', {'until': until})
        return found

    def _render_approval_links(self, task, template, values):
        signer = task._as_mail_signer()
        return signer.env['ir.qweb'].sudo()._render(template, {**values, 'name': task.user_id.name})

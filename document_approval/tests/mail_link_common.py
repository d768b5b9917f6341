import re

from .common import ApprovalCase

TOKEN = re.compile(r'/approval/mail/(approve|reject)#([\w-]+)')


class MailLinkCase(ApprovalCase):
    """Signers with mail, and the mails that wait to be sent to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Mails stay in the queue until a test sends them, as they do until the transaction ends.
        cls.env = cls.env(context={**cls.env.context, 'mail_notify_force_send': False})
        users = (cls.requester | cls.colleague | cls.supervisor | cls.manager | cls.director | cls.finance
                 | cls.administrator)
        users.write({'notification_type': 'email', 'lang': 'en_US', 'tz': 'UTC'})
        for user in users:
            user.email = f"{user.login}@example.com"

    def make_document(self, user=None, **values):
        document = super().make_document(user, **values)
        return document.with_context(mail_notify_force_send=False)

    def requests(self, document, user):
        return super().requests(document, user).with_context(mail_notify_force_send=False)

    def task(self, document, user):
        """The pending task of ``user`` on ``document``, as sudo."""
        self.env.flush_all()
        return self.env['approval.task'].sudo().search([
            ('res_model', '=', document._name), ('res_id', 'in', document.ids), ('user_id', '=', user.id)],
            order='id desc', limit=1)

    def token(self, document, user):
        return TOKEN.search(self.task(document, user)._mail_links()['approve'])[2]

    def outgoing(self):
        """``{address: [text of a mail]}`` as they leave for the mail server."""
        self.env.flush_all()
        sent = {}
        mails = self.env['mail.mail'].sudo().search([('state', '=', 'outgoing')])
        for mail in mails:
            for values in mail._prepare_outgoing_list():
                for address in values['email_to_normalized']:
                    sent.setdefault(address, []).append(values['body'])
        mails.state = 'sent'
        return sent

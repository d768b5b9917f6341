import logging

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .mail_link_common import MailLinkCase

OPEN, DECIDE = '/approval/mail/approve', '/approval/mail/decide'


@tagged('post_install', '-at_install')
class TestMailLinkPages(HttpCase, MailLinkCase):
    """The pages, as a phone's browser, a scanner of mails, and people who mean harm meet them."""

    def setUp(self):
        super().setUp()
        self.document = self.submitted(name="Dinner for eight", amount=1234.5)
        self.link = self.token(self.document, self.supervisor)

    def post(self, url, token=None, **values):
        self.env.flush_all()
        response = self.url_open(url, data={'token': self.link if token is None else token, **values}, allow_redirects=False)
        self.env.invalidate_all()
        return response

    def get(self, url):
        return self.url_open(url, allow_redirects=False)

    def test_whole_way(self):
        """Open, look, decide, once."""
        shown = self.post(OPEN)
        for text in ("Dinner for eight", "1,234.50", "Requester", self.supervisor.name, 'name="note"'):
            self.assertIn(text, shown.text)
        done = self.post(DECIDE, action='approve', note="Enjoy")
        self.assertEqual(done.status_code, 200)
        self.assertIn("✓ Approved", done.text)
        self.assertEqual((self.events(self.document), self.pending(self.document)), (['submit', 'review'], self.manager))
        event = self.document.sudo().approval_request_id.event_ids.sorted('sequence')[-1]
        self.assertEqual((event.actor_id, event.note, event.channel), (self.supervisor, "Enjoy", 'mail'))

    def test_reject(self):
        """A reason is asked for; what was typed is not lost."""
        asked = self.post(DECIDE, action='reject', note=" ")
        self.assertIn("why you reject it", asked.text)
        self.assertEqual(self.document.approval_state, 'pending')
        self.assertIn("✗ Rejected", self.post(DECIDE, action='reject', note="Too dear").text)
        self.assertEqual(self.document.approval_rejection, "Too dear")

    def test_prefetch(self):
        """Whoever only looks decides nothing, however often; a bare GET learns nothing."""
        for _time in range(2):
            page = self.get(OPEN)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn("Dinner", page.text)
            self.post(OPEN)
        self.assertIn(self.get(DECIDE).status_code, (400, 404, 405))
        self.get(f'{OPEN}?token={self.link}&action=approve')
        self.assertEqual((self.events(self.document), self.pending(self.document)), (['submit'], self.supervisor))

    def test_headers(self):
        for page in (self.get(OPEN), self.post(OPEN), self.post(OPEN, token='x')):
            self.assertEqual(page.headers['Cache-Control'], 'no-store')
            self.assertEqual(page.headers['Referrer-Policy'], 'no-referrer')
            self.assertEqual(page.headers['X-Frame-Options'], 'DENY')

    def assertNothing(self, page, status, text):
        """The page says ``text`` and nothing of the document."""
        self.assertEqual(page.status_code, status)
        self.assertIn(text, page.text)
        for secret in ("Dinner", "1,234.50", "Supervisor", "Requester", self.requester.name):
            self.assertNotIn(secret, page.text)

    def test_replayed(self):
        self.post(DECIDE, action='approve')
        for url in (OPEN, DECIDE):
            self.assertNothing(self.post(url, action='reject', note="No"), 410, "Decided already")
        self.assertEqual(self.events(self.document), ['submit', 'review'])

    def test_recalled(self):
        self.document.action_approval_recall()
        self.assertNothing(self.post(DECIDE, action='approve'), 410, "Nobody is asked any more")
        self.assertEqual(self.document.approval_state, 'withdrawn')

    def test_stale(self):
        self.document.sudo().approval_request_id._touch()
        for url in (OPEN, DECIDE):
            self.assertNothing(self.post(url, action='approve'), 410, "Somebody acted on it")

    def test_acted_on_between_look_and_press(self):
        self.post(OPEN)
        self.document.sudo().approval_request_id._touch()
        self.assertNothing(self.post(DECIDE, action='approve'), 410, "Somebody acted on it")
        self.assertEqual(self.events(self.document), ['submit'])

    def test_archived_and_demoted(self):
        self.supervisor.group_ids -= self.group_supervisor
        self.assertNothing(self.post(DECIDE, action='approve'), 410, "does not work any more")
        self.supervisor.active = False
        self.assertNothing(self.post(DECIDE, action='approve'), 410, "does not work any more")

    def test_somebody_else_logged_in(self):
        for user in (self.colleague, self.requester, self.administrator):
            user.password = user.login
            self.authenticate(user.login, user.login)
            for url in (OPEN, DECIDE):
                self.assertNothing(self.post(url, action='approve'), 403, "Not your link")
        self.assertEqual(self.events(self.document), ['submit'])
        self.supervisor.password = self.supervisor.login
        self.authenticate(self.supervisor.login, self.supervisor.login)
        self.assertIn("✓ Approved", self.post(DECIDE, action='approve').text)

    @mute_logger('odoo.addons.base.models.res_users')
    def test_guessed(self):
        """Guesses say nothing, and after a few of them nothing is looked at for a while, good links included."""
        self.env['ir.config_parameter'].set_param('base.login_cooldown_after', 5)
        self.addCleanup(lambda: self.env.registry._login_failures.clear())
        tampered = self.link[:-6] + ('AAAAAA' if self.link[-6:] != 'AAAAAA' else 'BBBBBB')
        for guess in ('', 'x', tampered, '\ufffd', 'A' * 5000):
            self.assertNothing(self.post(DECIDE, token=guess, action='approve'), 403, "Unknown link")
        self.assertNothing(self.post(OPEN), 429, "Too many attempts")
        self.env.registry._login_failures.clear()
        self.assertIn("Dinner", self.post(OPEN).text)

    def test_no_token_in_the_log(self):
        """Neither the address nor anything that is logged holds what the link knows."""
        lines = []

        class Keep(logging.Handler):
            def emit(self, record):
                lines.append(record.getMessage())

        handler = Keep(logging.DEBUG)
        logging.getLogger().addHandler(handler)
        try:
            self.get(OPEN)
            self.post(OPEN)
            self.post(DECIDE, action='reject', note="")
            self.post(DECIDE, action='approve')
        finally:
            logging.getLogger().removeHandler(handler)
        logged = "\n".join(lines)
        self.assertIn(DECIDE, logged)
        self.assertNotIn(self.link, logged)

    def test_chinese(self):
        """In the signer's language, whatever the browser's."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.env['ir.module.module']._load_module_terms(['document_approval'], ['zh_CN'])
        self.supervisor.lang = 'zh_CN'
        page = self.post(OPEN).text
        for text in ('lang="zh-CN"', "申请人", "批准", "驳回", "意见，或驳回原因", "签署内容"):
            self.assertIn(text, page)
        self.assertIn("请写明", self.post(DECIDE, action='reject').text)
        self.assertIn("已批准", self.post(DECIDE, action='approve').text)
        self.assertIn("已经处理", self.post(DECIDE, action='approve').text)

    def test_hostile_texts(self):
        """What people wrote is shown as text."""
        self.document.action_approval_recall()
        self.document.write({'name': "<script>alert(1)</script>", 'remark': "x"})
        self.document.action_approval_submit()
        page = self.post(OPEN, token=self.token(self.document, self.supervisor)).text
        self.assertNotIn("<script>alert", page)
        page = self.post(DECIDE, token=self.token(self.document, self.supervisor), action='reject', note="</textarea><b>").text
        self.assertNotIn("</textarea><b>", page)

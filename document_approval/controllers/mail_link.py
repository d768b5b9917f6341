"""The pages behind the links that let a signer decide from a mail (APPROVAL.md rule 13)."""

from odoo import http
from odoo.exceptions import AccessDenied
from odoo.http import request
from odoo.tools.misc import get_lang

#: problem -> status of the page that names it
STATUS = {
    'unknown': 403, 'stranger': 403, 'busy': 429, 'gone': 410, 'expired': 410, 'used': 410, 'closed': 410, 'stale': 410}
HEADERS = {
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    'Content-Security-Policy': "frame-ancestors 'none'",
    'X-Robots-Tag': 'noindex, nofollow',
}


class MailLink(http.Controller):
    """Opening a link decides nothing; a second, deliberate press does.

    What the link knows stands behind the ``#``: browsers do not send it, so that neither our log
    nor a proxy's nor a mail scanner that fetches addresses sees it. A small script sends it on by
    POST. The posts need no CSRF token: they are not believed because of a cookie but because of the
    secret they bring, which no other site has.
    """

    @http.route('/approval/mail/<any(approve,reject):wish>', type='http', auth='public', methods=['GET'],
                readonly=True, sitemap=False)
    def open(self, wish, **_options):
        """The page a link leads to. It is the same for every link, says nothing and decides nothing."""
        return self._page('opening', {'wish': wish})

    @http.route('/approval/mail/<any(approve,reject):wish>', type='http', auth='public', methods=['POST'],
                csrf=False, sitemap=False)
    def confirm(self, wish, token='', **_options):
        """What is asked for, with the buttons to decide it. Decides nothing."""
        task, problem = self._read(token)
        if problem:
            return self._problem(problem, task)
        return self._confirmation(task, wish, token)

    @http.route('/approval/mail/decide', type='http', auth='public', methods=['POST'], csrf=False, sitemap=False)
    def decide(self, token='', action='', note='', **_options):
        """Decide, once; the answer says what was done or why not."""
        task, problem = self._read(token)
        if problem:
            return self._problem(problem, task)
        refusal = task._decide_by_mail(action, note)
        if not refusal:
            return self._page('done', {'page': task._mail_page(), 'wish': action}, task)
        # Somebody may have been faster: then the link is not good for another try.
        task, problem = self._read(token)
        if problem:
            return self._problem(problem, task)
        return self._confirmation(task, action, token, refusal=refusal, note=note)

    def _read(self, token):
        """The task and the problem of a token; guesses count like failed logins, and too many are not looked at."""
        users, problem = request.env['res.users'].sudo(), 'busy'
        try:
            with users._assert_can_auth(user='approval link'):
                task, problem = request.env['approval.task']._read_mail_token(token, request.env.user)
                if problem == 'unknown':
                    raise AccessDenied()
        except AccessDenied:
            task = request.env['approval.task'].sudo()
        return task, problem

    def _confirmation(self, task, wish, token, refusal='', note=''):
        return self._page('confirm', {
            'page': task._mail_page(), 'wish': 'reject' if wish == 'reject' else 'approve', 'token': token,
            'refusal': refusal, 'note': note}, task)

    def _problem(self, problem, task):
        """The same words whatever the document: its name and content stay with those who may see it."""
        return self._page('problem', {'problem': problem}, task, STATUS[problem])

    def _page(self, kind, values, task=None, status=200):
        """A page of our own, without the site's assets, in the signer's language or else the visitor's."""
        user = request.env.user
        lang = get_lang(request.env, request.best_lang if user._is_public() else user.lang).code
        env = task._as_mail_signer().env if task else request.env(context={'lang': lang})
        html = env['ir.qweb'].sudo()._render(
            'document_approval.mail_link_page', {'wish': 'approve', 'page': None, **values, 'kind': kind})
        return request.make_response(html, headers=list(HEADERS.items()), status=status)

from .common import ApprovalCase


class RouteCase(ApprovalCase):
    """What signers do beside approving and rejecting, by the buttons and dialogs of the document."""

    leaves_intact = True

    def more(self, user, document, action, **values):
        """Open the dialog on ``document`` as ``user``, choose ``action``, fill in ``values`` and confirm."""
        dialog = self.press(user, document, 'action_approval_more')
        self.rpc(user, 'approval.route.change', 'write', [dialog['res_id']], {'action': action, **values})
        return self.rpc(user, 'approval.route.change', 'action_confirm', [dialog['res_id']])

    def transfer(self, user, document, new_signer, reason="On leave"):
        return self.more(user, document, 'transfer', transfer_user_id=new_signer.id, reason=reason)

    def back(self, user, document, name, reason="Look again"):
        """Return ``document`` to the step called ``name``."""
        dialog = self.press(user, document, 'action_approval_more')
        steps = self.rpc(user, 'approval.route.change.step', 'search_read', [('dialog_id', '=', dialog['res_id'])], ['name'])
        found = [step['id'] for step in steps if step['name'].startswith(f"{name} (")]
        self.rpc(user, 'approval.route.change', 'write', [dialog['res_id']],
                 {'action': 'return', 'step_id': found[0] if found else False, 'reason': reason})
        return self.rpc(user, 'approval.route.change', 'action_confirm', [dialog['res_id']])

    def add(self, user, document, new_signer, position='after', kind='review', reason="Knows the guest"):
        return self.more(
            user, document, 'add_signer', signer_id=new_signer.id, position=position, kind=kind, reason=reason)

    def copy(self, user, document, readers, message="For your information"):
        return self.more(user, document, 'copy', reader_ids=[[6, 0, readers.ids]], reason=message)

    def approve(self, document, *users):
        """Each of ``users`` approves on the form, with an opinion where one is asked for."""
        for user in users:
            self.decide(user, document, note="Agreed")

    def request(self, document):
        document = document.sudo()
        return document._approval_open_request() or document.approval_request_id

    def steps(self, document):
        """The route: (step, state) in signing order."""
        return [(step.name, step.state) for step in self.request(document).step_ids.sorted()]

    def signatures(self, document):
        """Who signed what on paper."""
        return [(signature['step'], signature['name']) for signature in document._approval_signatures()]

    def assertIntact(self, document):
        self.assertEqual(self.request(document)._verify(), {})

    def activities(self, document):
        """Whose list of activities asks for a signature on ``document``."""
        return self.env['mail.activity'].sudo().search([
            ('res_model', '=', document._name), ('res_id', '=', document.id), ('approval_task_id', '!=', False)]).user_id

    def bodies(self, document):
        return " ".join(document.sudo().message_ids.mapped('body'))

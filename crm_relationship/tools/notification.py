"""What a button tells its user in a corner of the screen."""


def notification(message, kind='success', follow=None, **params):
    """Client action that shows ``message`` and then runs ``follow``.

    :param str message: in the user's language
    :param str kind: success, warning, danger or info
    :param dict follow: the next action; default: the view is loaded anew
    :param params: further parameters of the notification, such as ``sticky``
    """
    return {
        'type': 'ir.actions.client', 'tag': 'display_notification',
        'params': {'type': kind, 'message': message, **params,
                   'next': follow or {'type': 'ir.actions.client', 'tag': 'soft_reload'}}}

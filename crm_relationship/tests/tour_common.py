"""What the tours of this addon and its bridges share."""

from odoo.addons.document_approval.tests.tour_common import TourCase


class RoleTourCase(TourCase):
    """The people of ``set_up_cast`` in English; a tour is walked as one of the roles."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_cast()
        cls.env['res.lang']._activate_lang('en_US')
        for user in cls.users.values():
            user.lang = 'en_US'

    def tour(self, name, path, role='specialist'):
        """Walk the tour ``name`` from ``path`` as the person with ``role``."""
        self.start_tour(path, name, login=f'h_{role}')

"""What the tours of all addons share: the sizes of the screens, and patience."""

from odoo.tests import HttpCase

PHONE, DESK = '390x844', '1366x768'
# Seconds for a whole tour: a build server under load is slow, not wrong. tours.js has the time for a step.
PATIENCE = 600


class TourCase(HttpCase):
    """People at work in the browser, at a desk; Python prepares and asserts, the tour only clicks."""

    browser_size = DESK

    def start_tour(self, url_path, tour_name, **kwargs):
        """Run a tour; what it changed is read anew afterwards."""
        super().start_tour(url_path, tour_name, timeout=PATIENCE, **kwargs)
        self.env.invalidate_all()


class PhoneMixin:
    """With a thumb, at 390 px. Stands before the TourCase among the bases."""

    browser_size = PHONE
    touch_enabled = True

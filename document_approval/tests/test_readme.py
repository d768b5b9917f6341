import inspect
import re

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import file_open

from .common import ApprovalCase
from .fake_models import FakeTrip


@tagged('post_install', '-at_install')
class TestReadme(ApprovalCase):
    """The README's example is real: the same class, with the same form, gets signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open('document_approval/README.md') as readme:
            cls.blocks = re.findall(r'```(\w+)\n(.*?)```', readme.read(), re.DOTALL)

    def block(self, language):
        return next(text for name, text in self.blocks if name == language)

    def test_ten_lines(self):
        self.assertEqual(self.block('python'), inspect.getsource(FakeTrip))

    def test_life_of_a_trip(self):
        """Entered on the README's form, submitted, signed, booked; the locked cost stays."""
        record = etree.fromstring(self.block('xml'))
        arch = record.find("field[@name='arch']")
        arch.tag = 'data'
        view = self.env['ir.ui.view'].create({
            'model': record.findtext("field[@name='model']"),
            'mode': record.findtext("field[@name='mode']"),
            'inherit_id': self.env.ref(record.find("field[@name='inherit_id']").get('ref')).id,
            'arch': etree.tostring(arch, encoding='unicode'),
        })
        self.make_policy('fake.trip', [{'name': "Director", 'group_id': self.group_director.id}])
        with Form(self.env['fake.trip'].with_user(self.requester), view) as form:
            form.name = "To the customer"
            form.cost = 800
        trip = form.record
        trip.action_approval_submit()
        trip.with_user(self.director).action_approval_approve()
        self.assertEqual((trip.approval_state, trip.booked), ('approved', True))
        trip.booked = False
        with self.assertRaises(UserError):
            trip.cost = 900

"""What the tests of key accounts and countermeasures share: the cast, customers and their purchases."""

from freezegun import freeze_time

from .classification_common import ClassificationCase
from .hospitality_common import NOW, HospitalityMixin


class KeyCase(HospitalityMixin, ClassificationCase):
    """Two companies; the clock stands at NOW, Wednesday 11 March 2026 in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.set_up_cast()
        cls.env.user.company_ids += cls.company
        cls.env.user.company_id = cls.company
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})

    @classmethod
    def new_customer(cls, name="Customer", owner='specialist', company=None, **values):
        """A customer in the roster of ``company``; returns its profile."""
        partner = cls.env['res.partner'].create({'name': name, 'is_company': True, **values})
        profile = cls.env['relationship.profile']._for_partners(partner, company or cls.company)
        profile.user_id = cls.users[owner] if owner else False
        return profile

    @classmethod
    def new_partner(cls, name, **values):
        """A company's card that is in no roster yet."""
        return cls.env['res.partner'].create({'name': name, 'is_company': True, **values})

    def label(self, profile, **values):
        """Set figures and labels past the pass, which alone may write them."""
        profile.flush_recordset()
        columns = ", ".join(f"{name} = %s" for name in values)
        self.env.cr.execute(f"UPDATE relationship_profile SET {columns} WHERE id = %s", [*values.values(), profile.id])
        profile.invalidate_recordset()

    def as_role(self, records, role):
        """``records`` in the rights and company of ``role``."""
        return records.with_user(self.users[role]).with_context(allowed_company_ids=self.company.ids)

    @classmethod
    def sheet(cls, role='supervisor', kind='problem', **values):
        """An empty countermeasure sheet of ``role``."""
        return cls.model(cls, role, 'relationship.countermeasure').create({'kind': kind, **values})

    @classmethod
    def ready_sheet(cls, *profiles, role='supervisor', kind='problem'):
        """A sheet on which everything is written."""
        return cls.sheet(role, kind, line_ids=[(0, 0, {
            'profile_id': profile.id, 'problem': "订单减少", 'strategy': "总监走访，提出挽留方案",
            'date_deadline': '2026-04-01'}) for profile in profiles])

    @classmethod
    def signed_sheet(cls, *profiles, **options):
        """A sheet that the supervisor made and the manager signed."""
        return cls.sign(cls, cls.ready_sheet(*profiles, **options), 'manager')

    def at(self, moment):
        """Let it be another moment (UTC)."""
        return freeze_time(moment)

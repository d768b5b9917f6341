"""The demo's database: made with demo data, upgraded when the addons changed."""

import json

from .console import step
from .settings import CLONE, LANGUAGES, STATE

# Every user who came with demo data of ours, with the groups of ours that no other group of
# the same user already implies: what a person is, in one or two words.
LOGINS = """
SELECT u.login, p.name, coalesce(string_agg(DISTINCT coalesce(g.name->>'{lang}', g.name->>'en_US'), ', '), '')
FROM ir_model_data d
JOIN res_users u ON u.id = d.res_id AND u.active
JOIN res_partner p ON p.id = u.partner_id
LEFT JOIN res_groups_users_rel r ON r.uid = u.id
    AND r.gid IN (SELECT res_id FROM ir_model_data WHERE model = 'res.groups' AND module IN ({modules}))
    AND NOT EXISTS (SELECT FROM res_groups_users_rel o JOIN res_groups_implied_rel i
                    ON i.gid = o.gid WHERE o.uid = u.id AND i.hid = r.gid)
LEFT JOIN res_groups g ON g.id = r.gid
WHERE d.model = 'res.users' AND d.module IN ({modules})
GROUP BY u.login, p.name, u.id ORDER BY u.id
"""
ADMINISTRATOR = ("admin", "Administrator", "")


class DemoDatabase:
    """The database and a note of which addon files it was made from."""

    name = f"crm_{CLONE}_demo"
    building = f"{name}_building"
    note = STATE / "demo-database.json"

    def __init__(self, runner, addons):
        self.runner = runner
        self.addons = addons
        self.exists = self.name in runner.databases.names()

    def _noted(self):
        try:
            return json.loads(self.note.read_text())
        except (OSError, ValueError):
            return {}

    def _write(self, **values):
        self.note.write_text(json.dumps({**self._noted(), **values}))

    @property
    def current(self):
        """Whether the database is there and knows the addons as they are now."""
        return self.exists and self._noted().get("addons") == self.addons.fingerprint()

    @property
    def language(self):
        """The language the demo users were given, None before the first time."""
        return self._noted().get("language")

    def remove(self):
        """Drop the database; the next start makes it anew."""
        self.runner.databases.drop(self.name)
        self.note.unlink(missing_ok=True)
        self.exists = False

    def bring_up_to_date(self):
        """Make the database, or upgrade it to the addons on disk; a killed run is done again."""
        fingerprint = self.addons.fingerprint()
        if self.exists:
            self._upgrade()
        else:
            self._make()
        self._write(addons=fingerprint)

    def _make(self):
        databases = self.runner.databases
        with step("Making the demo database (a few minutes)") as progress:
            databases.create(self.building)
            for turn in self.addons.in_turns(self.addons.names):
                self.runner.install(self.building, turn, demo=True, log="demo-install.log",
                                    what="Installing the demo", show=progress)
            databases.rename(self.building, self.name)
        self.note.unlink(missing_ok=True)
        self.exists = True

    def _upgrade(self):
        with step("The addons changed: upgrading the demo database") as progress:
            names = ",".join(self.addons.names)
            self.runner.must(self.name, "-i", names, "-u", names, "--with-demo",
                             log="demo-upgrade.log", what="Upgrading the demo", show=progress)

    def speak(self, language):
        """Give all users `language`; new contacts get it too."""
        # Language codes come from LANGUAGES, nothing here is a user's text.
        assert language in LANGUAGES
        self.runner.databases.query(
            f"UPDATE res_partner SET lang = '{language}' WHERE id IN"
            " (SELECT partner_id FROM res_users)", self.name)
        self._write(language=language)

    def logins(self):
        """(login, name, role) of the demo users, in the demo's language."""
        modules = ", ".join(f"'{name}'" for name in self.addons.names)
        rows = self.runner.databases.query(
            " ".join(LOGINS.format(lang=self.language, modules=modules).split()), self.name)
        return [tuple(row) for row in rows] + [ADMINISTRATOR]

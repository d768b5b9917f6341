import base64
import os
import signal
import threading
import time

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from ..models import relationship_purchase_import_run as run_module
from ..tools.purchase_stage import PurchaseStage
from .purchase_common import csv_bytes

ROWS = 3000


@tagged("post_install", "-at_install")
class TestPurchaseRace(BaseCase):
    """Real sessions with real commits: two imports at once, a stopped one, a killed server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env.ref("base.main_company")
            user = new_test_user(
                env, login="purchase_race", groups="crm_relationship.group_purchase_import,base.group_partner_manager",
                company_id=company.id, company_ids=[(6, 0, company.ids)])
            sources = env["relationship.purchase.source"].create([
                {"name": name, "company_id": company.id, "currency_id": company.currency_id.id} for name in ("Race A", "Race B")])
            cls.company_id, cls.user_id, cls.source_ids = company.id, user.id, sources.ids

    @classmethod
    def clean_up(cls):
        """Delete what was committed."""
        cls.wipe()
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            cr.execute("DELETE FROM relationship_pass_run WHERE user_id = %s", [cls.user_id])
            cr.execute("DELETE FROM relationship_purchase_source WHERE id = ANY(%s)", [cls.source_ids])
            user = env["res.users"].browse(cls.user_id)
            partner = user.partner_id
            user.unlink()
            partner.unlink()

    @classmethod
    def wipe(cls):
        """Delete the imports and what came of them."""
        with cls.registry.cursor() as cr:
            for table in ("relationship_purchase", "relationship_purchase_import"):
                cr.execute(f"DELETE FROM {table} WHERE source_id = ANY(%s)", [cls.source_ids])
            cr.execute("DELETE FROM res_partner WHERE company_id = %s AND ref LIKE 'RACE%%'", [cls.company_id])
            cr.execute("DELETE FROM ir_attachment WHERE res_model = 'relationship.purchase.import'"
                       " AND NOT EXISTS (SELECT 1 FROM relationship_purchase_import i WHERE i.id = res_id)")

    def setUp(self):
        super().setUp()
        self.addCleanup(self.wipe)
        # While tests run the server holds it, and other threads would wait for ever
        self.patch(Registry, "_lock", DummyRLock())

    def checked(self, source=0, rows=ROWS):
        """The id of an import that is checked and committed."""
        lines = [f"R{n},RACE{n % 500},客户{n % 500},2026-1-5,x,1,5," for n in range(rows)]
        with self.registry.cursor() as cr:
            record = api.Environment(cr, self.user_id, {})["relationship.purchase.import"].create({
                "source_id": self.source_ids[source], "file": base64.b64encode(csv_bytes(*lines)), "file_name": "race.csv"})
            record.action_check()
            return record.id

    def press(self, import_id, button, outcomes, barrier=None):
        """Press a button as the server does it; the outcome goes to ``outcomes``."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {})
            cr.execute("SELECT 1")      # the session has looked at the data before the race
            if barrier:
                barrier.wait(20)
            try:
                retrying(getattr(env["relationship.purchase.import"].browse(import_id), button), env)
                outcomes.append("done")
            except Exception as error:  # noqa: BLE001 (the test looks at it)
                cr.rollback()
                outcomes.append(str(error))

    def count(self):
        """Committed purchases and customers of the race, and customers with a number twice."""
        with self.registry.cursor() as cr:
            cr.execute("SELECT count(*) FROM relationship_purchase WHERE source_id = ANY(%s)", [self.source_ids])
            purchases, = cr.fetchone()
            cr.execute("SELECT count(*), count(DISTINCT ref) FROM res_partner WHERE company_id = %s AND ref LIKE 'RACE%%'",
                       [self.company_id])
            return (purchases, *cr.fetchone())

    def race(self, *presses):
        """Press several buttons at the same moment."""
        barrier, outcomes = threading.Barrier(len(presses)), []
        threads = [threading.Thread(target=self.press, args=(*press, outcomes, barrier)) for press in presses]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        return outcomes

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_files_with_the_same_rows(self):
        """Each order once and each customer once, whoever comes first; from one source or two."""
        for other, purchases in ((0, ROWS), (1, 2 * ROWS)):
            with self.subTest(other=other):
                outcomes = self.race((self.checked(), "action_import"), (self.checked(other), "action_import"))
                self.assertEqual(outcomes, ["done", "done"])
                self.assertEqual(self.count(), (purchases, 500, 500))
            self.wipe()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_double_click(self):
        """One import pressed three times runs once."""
        import_id = self.checked()
        outcomes = self.race(*[(import_id, "action_import")] * 3)
        self.assertEqual(outcomes.count("done"), 1, outcomes)
        self.assertEqual(self.count(), (ROWS, 500, 500))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_undo_and_import_at_once(self):
        """Undo of one file while another brings the same customers: nothing dangles."""
        first = self.checked()
        self.press(first, "action_import", [])
        second = self.checked(1)
        outcomes = self.race((first, "action_undo"), (second, "action_import"))
        self.assertEqual(outcomes, ["done", "done"])
        purchases, customers, numbers = self.count()
        self.assertEqual((purchases, customers, numbers), (ROWS, 500, 500))

    def slow(self):
        """Let imports pause where the customers are written and the purchases are not; tells when one is there."""
        there, go = threading.Event(), threading.Event()
        insert = PurchaseStage.insert

        def paused(stage, import_id):
            there.set()
            for _ in range(300):
                if go.is_set():
                    break
                # In the database, where an import spends its time and can be stopped
                stage.cr.execute("SELECT pg_sleep(0.05)")
            return insert(stage, import_id)

        self.patch(PurchaseStage, "insert", paused)
        self.addCleanup(go.set)
        return there, go

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_progress_and_stop(self):
        """Others see how far it is; stopped, nothing is left of it, and it can be imported afterwards."""
        there, go = self.slow()
        import_id, outcomes = self.checked(), []
        thread = threading.Thread(target=self.press, args=(import_id, "action_import", outcomes))
        thread.start()
        self.assertTrue(there.wait(60))
        with self.registry.cursor() as cr:
            record = api.Environment(cr, self.user_id, {})["relationship.purchase.import"].browse(import_id)
            self.assertEqual(record.get_progress(), {"state": "checked", "running": True, "step": "purchases", "rows": 0})
            self.assertTrue(record.action_stop())
        thread.join(60)
        self.assertEqual(len(outcomes), 1)
        self.assertIn("stopped", outcomes[0])
        self.assertEqual(self.count(), (0, 0, 0))
        go.set()
        with self.registry.cursor() as cr:
            record = api.Environment(cr, self.user_id, {})["relationship.purchase.import"].browse(import_id)
            self.assertFalse(record.get_progress()["running"])
            self.assertFalse(record.action_stop())
        again = []
        self.press(import_id, "action_import", again)
        self.assertEqual((again, self.count()), (["done"], (ROWS, 500, 500)))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_database_dies(self):
        """The session is cut in the middle: nothing of the import is left."""
        there, _go = self.slow()
        import_id, outcomes = self.checked(), []
        thread = threading.Thread(target=self.press, args=(import_id, "action_import", outcomes))
        thread.start()
        self.assertTrue(there.wait(60))
        with self.registry.cursor() as cr:
            cr.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s",
                       [run_module.LOCK, import_id])
        thread.join(60)
        self.assertNotEqual(outcomes, ["done"])
        self.assertEqual(self.count(), (0, 0, 0))

    def test_killed_server(self):
        """kill -9 of the server, while it reads the file and while it writes: nothing is left, and it can run again."""
        for method in ("load", "insert"):
            import_id = self.checked()
            with self.subTest(method=method):
                self.kill_in(method, import_id)
                self.assertEqual(self.count(), (0, 0, 0))
        outcomes = []
        self.press(import_id, "action_import", outcomes)
        self.assertEqual((outcomes, self.count()), (["done"], (ROWS, 500, 500)))

    def kill_in(self, method, import_id):
        """Import in a process of its own and kill it right after ``method`` of the stage did its work."""
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            self._import_and_tell(method, import_id, writer)
        os.close(writer)
        self.assertEqual(os.read(reader, 1), b"!", "the import came as far as that")
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        # The server notices when it next listens to the connection that is gone
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with self.registry.cursor() as cr:
                cr.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s",
                           [run_module.LOCK, import_id])
                if not cr.rowcount:
                    return
            time.sleep(0.1)
        self.fail("the killed import still holds its lock")

    def _import_and_tell(self, method, import_id, writer):
        """In the child: never returns. It uses connections of its own, the parent's stay untouched."""
        try:
            sql_db._Pool = sql_db._Pool_readonly = None
            original = getattr(PurchaseStage, method)

            def tell(stage, *args):
                original(stage, *args)
                os.write(writer, b"!")
                time.sleep(60)

            setattr(PurchaseStage, method, tell)
            cr = sql_db.db_connect(get_db_name()).cursor()
            api.Environment(cr, self.user_id, {})["relationship.purchase.import"].browse(import_id)._run()
        finally:
            # Not an exception: this is a copy of the test runner, which must not go on. The parent
            # reads from the pipe that nothing came.
            os._exit(1)

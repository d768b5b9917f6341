"""`odoo approval_verify`: does the record of signatures still say what was signed?"""
import sys

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class ApprovalVerify(Command):
    """Verify every request, event and signed document of a database; nothing is written.

    Prints what does not close, a line each, and ends with 1 when something was found.
    """

    name = 'approval_verify'

    def run(self, args):
        self.parser.add_argument('-c', '--config', help="use a specific configuration file")
        self.parser.add_argument('-d', '--database', help="the database to verify; default: the configuration's")
        parsed, rest = self.parser.parse_known_args(args)
        options = ['--no-http', '--log-level', 'error', *rest]
        for option, value in (('-c', parsed.config), ('-d', parsed.database)):
            options += [option, value] if value else []
        config.parse_config(options, setup_logging=True)
        names = config['db_name']
        if len(names) != 1:
            sys.exit("Name one database with -d.")
        with Registry(names[0]).cursor(readonly=True) as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            if 'approval.request' not in env:
                sys.exit(f"Document Approval is not installed in {names[0]}.")
            count = 0
            for what, problem in env['approval.request']._verify_everything():
                count += 1
                sys.stdout.write(f"{what}: {problem}\n")
            total = env['approval.request'].search_count([])
            has_key, keyed, events = env['approval.event']._count_sealed()
        sys.stdout.write(f"{total} requests verified, {count} problems\n")
        sys.stdout.write(
            f"{keyed} of {events} events are sealed with a key outside the database"
            f"{'' if has_key else '; none is configured (approval_seal_key)'}\n")
        sys.exit(1 if count else 0)

"""A private view of the Debian archive: packages are fetched, nothing is installed."""

import os
import shutil

from .console import Problem
from .processes import check, output
from .settings import own_folder, variable

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def archive_address():
    """The Debian archive this machine's apt already uses, or CRM_DEBIAN_ARCHIVE.

    Raises Problem on a machine that knows no Debian archive (an Ubuntu, say).
    """
    own = variable("CRM_DEBIAN_ARCHIVE")
    if own:
        return own
    if shutil.which("apt-get"):
        targets = output(["apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN) $(CODENAME)",
                          "Created-By: Packages"])
        debian = _is_debian()
        for line in targets.splitlines():
            address, origin, codename = (line.split(" ") + ["", ""])[:3]
            # A machine that never ran apt-get update knows the address but no origin.
            if (origin == "Debian" or debian and not origin) and "security" not in address + codename:
                return address
    raise Problem(
        "This machine's apt knows no Debian archive to fetch Odoo 19 from.",
        "Set CRM_DEBIAN_ARCHIVE to a Debian mirror, or CRM_ODOO_PATH to an Odoo 19 of your own.")


def _is_debian():
    try:
        with open("/etc/os-release", encoding="utf-8") as file:
            return "\nID=debian\n" in "\n" + file.read()
    except OSError:
        return False


class AptArchive:
    """apt, pointed at one archive and suite, with its whole state in `folder`."""

    def __init__(self, folder, address, suite):
        self.log = "odoo.log"
        self.suite = suite
        self.folder = own_folder(folder / suite)
        if not os.path.exists(KEYRING):
            raise Problem("The keys of the Debian archive are missing.",
                          "Run: apt-get install debian-archive-keyring")
        sources = self.folder / "sources.list"
        sources.write_text(f"deb [signed-by={KEYRING}] {address} {suite} main\n")
        for name in ("lists/partial", "cache/archives/partial", "state"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "state" / "status").touch()
        options = {
            "Dir::Etc::sourcelist": sources,
            "Dir::Etc::sourceparts": "/dev/null",
            # A pin of the machine's own must not hide what we ask for.
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::State": self.folder / "state",
            "Dir::State::Lists": self.folder / "lists",
            "Dir::State::status": self.folder / "state" / "status",
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            # As root apt would change to a user who cannot enter this folder.
            "APT::Sandbox::User": "",
        }
        self.apt = ["apt-get", "-q"]
        for name, value in options.items():
            self.apt += ["-o", f"{name}={value}"]

    def update(self):
        """Fetch the package list of the suite."""
        check([*self.apt, "update"], log=self.log, what=f"Reading the package list of {self.suite}",
              remedy="Is the network there? Does apt-get update work?")

    def download(self, packages, destination):
        """Fetch `packages` (checked against the archive's signature) into `destination`."""
        check([*self.apt, "download", *packages], log=self.log, cwd=destination,
              what=f"Downloading {' '.join(packages)}", remedy="Run it again; check the network.")

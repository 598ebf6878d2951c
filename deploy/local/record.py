"""What the supervisor writes down about itself, so that others can see, wait, stop and clean up."""

import json
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from deploy.local.kept import write_private
from deploy.local.processes import look


class Phase(StrEnum):
    """How far the system is."""

    STARTING = "starting"
    READY = "ready"
    STOPPING = "stopping"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Running:
    """One process, known by its id and the tick it was born: ids are used again."""

    name: str
    pid: int
    born: int
    restarts: int = 0
    ready: bool = False

    def alive(self) -> bool:
        """Tell whether this very process still runs."""
        now = look(self.pid)
        return now is not None and now.born == self.born and now.alive


def running(name: str, pid: int, *, restarts: int = 0) -> Running:
    """Describe a process that was started just now."""
    now = look(pid)
    return Running(name=name, pid=pid, born=now.born if now else 0, restarts=restarts)


@dataclass(frozen=True, kw_only=True)
class Record:
    """The supervisor's own account. `facts` are strings that callers print, such as URLs."""

    supervisor: Running
    phase: Phase = Phase.STARTING
    message: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    children: tuple[Running, ...] = ()

    def with_child(self, child: Running) -> "Record":
        """Return the record with this child added, or put in place of the one of that name."""
        others = tuple(known for known in self.children if known.name != child.name)
        return replace(self, children=(*others, child))

    def write(self, path: Path) -> None:
        """Replace the file in one step."""
        write_private(path, json.dumps(asdict(self), indent=1))


def read(path: Path) -> Record | None:
    """Return the last record, None if there is none or a killed machine left it torn."""
    try:
        raw = json.loads(path.read_text())
        return Record(
            supervisor=Running(**raw["supervisor"]),
            phase=Phase(raw["phase"]),
            message=raw["message"],
            facts=raw["facts"],
            children=tuple(Running(**child) for child in raw["children"]),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None

"""Where things lie: every path of one system below its state directory."""

import os
from dataclasses import dataclass
from pathlib import Path

from deploy.local.refusal import CannotStartError

CLONE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The folders and files of one system. Two systems never share a state directory."""

    state: Path

    @property
    def logs(self) -> Path:
        """What the processes wrote, one file each."""
        return self.state / "log"

    @property
    def kept(self) -> Path:
        """Ports and secrets that outlive a run; mode 0600."""
        return self.state / "kept.json"

    @property
    def record(self) -> Path:
        """What the supervisor says about itself and its children."""
        return self.state / "run" / "supervisor.json"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the supervisor for as long as it lives."""
        return self.state / "run" / "supervisor.lock"

    @property
    def start_lock(self) -> Path:
        """Held by whoever starts, stops or removes the system."""
        return self.state / "run" / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by everyone who uses a system that ends with its last user."""
        return self.state / "run" / "users.lock"

    @property
    def forkserver(self) -> Path:
        """The socket of the process that forks services."""
        return self.state / "run" / "forkserver.sock"

    def make(self) -> None:
        """Make the folders.

        Raises CannotStartError where they belong to somebody else: a clone that root has used.
        """
        for folder in (self.state, self.logs, self.record.parent):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except PermissionError as error:
                raise self._foreign(folder) from error
            if not os.access(folder, os.W_OK | os.X_OK):
                raise self._foreign(folder)

    @staticmethod
    def _foreign(folder: Path) -> CannotStartError:
        return CannotStartError(
            f"{folder} cannot be written by this user: it was made by another one. "
            f"Run as that user, or remove it (as root: rm -rf {CLONE / 'var'})."
        )


def whole_system() -> Layout:
    """Return the layout of the demo and of `make up`: the clone's `var/`."""
    return Layout(state=CLONE / "var" / "system")


def of_tests(part: str) -> Layout:
    """Return the layout of one backing server of the tests; never the demo's."""
    return Layout(state=CLONE / "var" / "test" / part)

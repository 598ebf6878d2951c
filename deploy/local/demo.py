"""The festival in one command: a fresh system, the whole day through the public API, its report."""

import subprocess
import sys

from deploy.local import control
from deploy.local.ccs import System
from deploy.local.layout import CLONE, Layout
from deploy.local.refusal import CannotStartError

MARK = "made-by-demo"
SUPERVISE = ("-m", "deploy.local", "supervise", "--movable-clock")


def play(layout: Layout, *, once: bool, keep: bool) -> int:
    """Play the festival; return its exit code. `once` takes the system down afterwards.

    The festival starts from nothing, because its report counts everything there is. `keep` plays
    it on the system as it is. A system that was not made by the demo is never emptied.
    """
    _make_room(layout, keep=keep)
    try:
        print("Starting broker, databases and processes ...", flush=True)
        record = control.up(layout, SUPERVISE)
        code = _festival(layout)
        if not once:
            _say_where(layout, record.facts)
        return code
    finally:
        if once:
            control.down(layout)


def _make_room(layout: Layout, *, keep: bool) -> None:
    mark = layout.state / MARK
    inhabited = any((layout.state / folder).exists() for folder in ("postgres", "broker"))
    if inhabited and not keep:
        if not mark.exists():
            message = (
                f"{layout.state} holds a system that was not made by the demo, and the demo starts from nothing. "
                "`make reset` removes it; `make demo KEEP=1` plays on top of it."
            )
            raise CannotStartError(message)
        control.forget(layout)
    elif control.is_up(layout):
        # It may have been started without the movable clock.
        control.down(layout)
    layout.make()
    mark.touch()


def _festival(layout: Layout) -> int:
    environment = System(layout, anew=False, movable_clock=True).client_environment()
    # Bound to our life: a demo that is killed must not go on playing.
    command = ["setpriv", "--pdeathsig", "TERM", "--", sys.executable, "-m", "deploy.demo"]
    return subprocess.run(command, env=environment, cwd=CLONE, check=False).returncode


def _say_where(layout: Layout, facts: dict[str, str]) -> None:
    system = System(layout, anew=False)
    print(f"\nGateway     {facts['gateway']}")
    print(f"API reader  {facts['gateway']}/docs")
    print(f"Admin key   {system.admin_key}")
    print(f"Second one  {system.second_admin_key}  (API keys need both operators)")
    print(f"State       {layout.state}  (`make status`, `make logs s=points`, `make down`, `make reset`)")

"""The launcher's command line; the Makefile is its usual caller."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable

from deploy.local import control, demo, testbed
from deploy.local.ccs import System
from deploy.local.layout import Layout, whole_system
from deploy.local.program import Program
from deploy.local.record import read
from deploy.local.refusal import CannotStartError
from deploy.local.supervisor import supervise

SUPERVISE = ("-m", "deploy.local", "supervise")
LINES_SHOWN = "100"


def _up(layout: Layout, _: argparse.Namespace) -> int:
    already = control.is_up(layout)
    record = control.up(layout, SUPERVISE)
    print("The system is up already." if already else "The system is up.")
    for name, value in record.facts.items():
        print(f"  {name:<10} {value}")
    return 0


def _down(layout: Layout, _: argparse.Namespace) -> int:
    print("The system is down." if control.down(layout) else "The system was not up.")
    return 0


def _status(layout: Layout, _: argparse.Namespace) -> int:
    record = read(layout.record)
    if record is None or not control.is_up(layout):
        print("The system is not up.")
        return 1
    print(f"The system is {record.phase} (supervisor {record.supervisor.pid}).")
    for name, value in record.facts.items():
        print(f"  {name:<10} {value}")
    for child in record.children:
        state = "ready" if child.ready else "starting" if child.alive() else "not running"
        print(f"  {child.name:<12} {child.pid:>7}  {state:<12} restarts {child.restarts}")
    return 0


def _logs(layout: Layout, chosen: argparse.Namespace) -> int:
    names = sorted(path.stem for path in layout.logs.glob("*.log"))
    if chosen.name not in names:
        print(f"Say which: {', '.join(names) or 'nothing has run here yet'} (make logs s=points)")
        return 1
    follow = ["-F"] if sys.stdout.isatty() else []
    command = ["tail", "-n", LINES_SHOWN, *follow, str(layout.logs / f"{chosen.name}.log")]
    return subprocess.run(command, check=False).returncode


def _reset(layout: Layout, _: argparse.Namespace) -> int:
    control.reset(layout)
    testbed.remove_unused()
    print("Removed all state below var/.")
    return 0


def _demo(layout: Layout, chosen: argparse.Namespace) -> int:
    return demo.play(layout, once=chosen.once, keep=chosen.keep)


def _exec(layout: Layout, chosen: argparse.Namespace) -> int:
    if not control.is_up(layout):
        raise CannotStartError("the system is not up: `make up` first")
    environment = System(layout, anew=False).owner_environment()
    os.execvpe(sys.executable, [sys.executable, "-m", chosen.module, *chosen.arguments], environment)


def _supervise(layout: Layout, chosen: argparse.Namespace) -> int:
    def plan() -> tuple[list[Program], dict[str, str]]:
        system = System(layout, anew=True, movable_clock=chosen.movable_clock)
        return system.programs(), system.facts()

    return supervise(layout, plan=plan)


def _test_env(_: Layout, _chosen: argparse.Namespace) -> int:
    testbed.stay()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="deploy.local", description=__doc__)
    commands = parser.add_subparsers(required=True)

    def add(name: str, do: Callable[[Layout, argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about)
        command.set_defaults(do=do)
        return command

    add("up", _up, "start everything and wait until it is ready")
    add("down", _down, "stop everything")
    add("status", _status, "say what runs")
    add("logs", _logs, "show a process's log").add_argument("name", nargs="?", default="")
    add("reset", _reset, "stop everything and remove its state")
    playing = add("demo", _demo, "play the festival on a fresh system")
    playing.add_argument("--once", action="store_true", help="stop the system afterwards")
    playing.add_argument("--keep", action="store_true", help="play on the system as it is")
    running = add("exec", _exec, "run a module with the running system's environment")
    running.add_argument("module")
    running.add_argument("arguments", nargs=argparse.REMAINDER)
    supervising = add("supervise", _supervise, "be the supervisor (`up` starts it)")
    supervising.add_argument("--movable-clock", action="store_true")
    add("test-env", _test_env, "keep the tests' broker and cluster warm until interrupted")
    add("test-server", testbed.serve_command, "be a supervisor of the tests").add_argument("part")
    return parser


def main() -> int:
    """Run one command; return its exit code."""
    chosen = _parser().parse_args()
    # Being told to end is handled like Ctrl-C: what was begun is put in order first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code: int = chosen.do(whole_system(), chosen)
    except CannotStartError as error:
        print(f"ccs: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())

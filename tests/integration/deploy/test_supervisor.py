"""The supervisor with stand-in programs: what dies comes back, what must end ends, nothing is left behind."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local import control, locks
from deploy.local.layout import Layout
from deploy.local.processes import look
from deploy.local.record import Record, Running, read, running
from deploy.local.refusal import CannotStartError
from deploy.local.supervisor import TENDING_SECONDS

WAIT_SECONDS_MAX = 8.0


def eventually(true: Callable[[], bool], what: str) -> None:
    """Wait for it: who was sent SIGKILL is gone only when the kernel comes to it, a moment later on a busy machine."""
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not true():
        assert time.monotonic() < deadline, f"not within {WAIT_SECONDS_MAX} s: {what}"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    process = look(pid)
    return process is not None and process.alive


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    layout = Layout(state=tmp_path / "system")
    yield layout
    control.down(layout)


def up(layout: Layout, *arguments: str) -> Record:
    return control.up(layout, ("-m", "tests.integration.deploy.stand_in", "supervise", str(layout.state), *arguments))


def child(layout: Layout, name: str) -> Running:
    record = read(layout.record)
    assert record is not None
    return next(child for child in record.children if child.name == name)


def everyone(layout: Layout) -> list[int]:
    """All processes of the system: the children, and what they started themselves."""
    record = read(layout.record)
    assert record is not None
    grandchildren = [int(path.read_text()) for path in layout.state.glob("*.grandchild")]
    return [child.pid for child in record.children] + grandchildren


def test_a_killed_child_comes_back_and_the_system_ends_from_the_door_inwards(layout):
    record = up(layout)
    again = up(layout)
    before = child(layout, "points")
    grandchild = int((layout.state / "points.grandchild").read_text())

    os.kill(before.pid, signal.SIGKILL)
    eventually(lambda: child(layout, "points").ready and child(layout, "points").pid != before.pid, "points is back")
    outlived = alive(grandchild)
    processes = everyone(layout)
    was_up = control.down(layout)

    assert again.supervisor == record.supervisor
    assert (layout.state / "migrated").exists()
    assert child(layout, "points").restarts == 1
    assert not outlived
    assert was_up
    assert (layout.state / "endings").read_text().split() == ["gateway", "points", "store"]
    eventually(lambda: not any(map(alive, processes)), "nothing of it is left")
    assert not control.is_up(layout)


def test_a_child_that_hangs_without_dying_is_ended_and_started_again_and_nobody_else_is(layout):
    up(layout)
    before, neighbour = child(layout, "points"), child(layout, "gateway")

    os.kill(before.pid, signal.SIGSTOP)

    eventually(lambda: child(layout, "points").ready and child(layout, "points").pid != before.pid, "points is back")
    assert not alive(before.pid)
    assert child(layout, "points").restarts == 1
    assert child(layout, "gateway") == neighbour


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def waited_for(pid: int) -> int:
    """For how many files the kernel tells this process's hub that something has come."""
    process = Path("/proc") / str(pid)
    lists = [one.name for one in (process / "fd").iterdir() if "eventpoll" in str(one.readlink())]
    return sum((process / "fdinfo" / number).read_text().count("tfd:") for number in lists)


def test_what_is_forked_waits_for_its_own_sockets_only(layout):
    up(layout, "forked")

    assert waited_for(child(layout, "points").pid) > 0
    # The fork server never runs its hub: what it saw there would be what a fork waits for, and one fork would see the other's.
    assert waited_for(child(layout, "forkserver").pid) == 0


def test_what_is_forked_is_the_supervisors_own_child_and_outlives_the_fork_server(layout):
    supervisor = up(layout, "forked").supervisor.pid
    points, forkserver = child(layout, "points"), child(layout, "forkserver")
    argv = (Path("/proc") / str(points.pid) / "cmdline").read_text()
    assert "deploy.local.forkserver" in argv  # It was forked indeed.
    assert (parent(points.pid), os.getsid(points.pid)) == (supervisor, points.pid)
    assert (layout.state / "points.told").read_text() == "points []"
    assert "GET" in (layout.logs / "points.log").read_text()

    os.kill(forkserver.pid, signal.SIGKILL)
    eventually(lambda: child(layout, "forkserver").pid != forkserver.pid, "the fork server is back")
    assert child(layout, "points") == points
    os.kill(points.pid, signal.SIGKILL)

    eventually(lambda: child(layout, "points").ready and child(layout, "points").pid != points.pid, "points is back")
    assert child(layout, "points").restarts == 1


def test_without_a_fork_server_a_program_is_executed(layout):
    up(layout, "forked")
    before, forkserver = child(layout, "points"), child(layout, "forkserver")
    os.kill(forkserver.pid, signal.SIGSTOP)
    layout.forkserver.unlink()

    os.kill(before.pid, signal.SIGKILL)
    eventually(lambda: child(layout, "points").ready and child(layout, "points").pid != before.pid, "points is back")

    now = (Path("/proc") / str(child(layout, "points").pid) / "cmdline").read_text()
    assert "deploy.local.forkserver" not in now
    os.kill(forkserver.pid, signal.SIGCONT)


@pytest.mark.parametrize("form", [(), ("forked",)], ids=["executed", "forked"])
def test_nothing_survives_a_supervisor_that_is_killed_and_the_next_start_is_clean(layout, form):
    first = up(layout, *form)
    children = [child.pid for child in first.children]
    processes = everyone(layout)

    os.kill(first.supervisor.pid, signal.SIGKILL)
    eventually(lambda: not any(map(alive, children)), "the children have ended with their supervisor")
    second = up(layout, *form)

    assert second.supervisor.pid != first.supervisor.pid
    eventually(lambda: not any(map(alive, processes)), "nothing of it is left")
    assert all(child.ready for child in second.children)


def test_a_start_ends_what_an_earlier_run_wrote_down_and_nobody_else(layout):
    layout.make()
    left_behind, stranger = (subprocess.Popen(["sleep", "600"], start_new_session=True) for _ in range(2))
    known = running("points", left_behind.pid)
    number_used_again = Running(name="gateway", pid=stranger.pid, born=known.born - 1)
    dead = Running(name="supervisor", pid=known.pid, born=1)
    Record(supervisor=dead, children=(known, number_used_again)).write(layout.record)

    up(layout)

    assert left_behind.wait(timeout=1) == -signal.SIGKILL
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_system_that_cannot_start_says_which_program_and_why_and_leaves_nothing(layout):
    with pytest.raises(CannotStartError) as refused:
        up(layout, "broken")

    assert "gateway ended 4 times while it started" in str(refused.value)
    assert "the key is missing" in str(refused.value)
    eventually(lambda: not control.is_up(layout), "the supervisor has given up")
    eventually(lambda: not any(map(alive, everyone(layout))), "nothing of it is left")


def test_two_starts_at_once_make_one_system(layout):
    records: list[Record] = []
    starts = [threading.Thread(target=lambda: records.append(up(layout))) for _ in range(2)]

    for start in starts:
        start.start()
    for start in starts:
        start.join()

    assert len(records) == 2
    assert records[0].supervisor == records[1].supervisor


def test_a_system_for_tests_ends_when_its_last_user_dies_however_that_dies(layout):
    layout.make()
    users = [
        subprocess.Popen(["flock", "--shared", str(layout.users_lock), "sleep", "600"], start_new_session=True)
        for _ in range(2)
    ]
    eventually(lambda: locks.is_locked(layout.users_lock), "the users hold their lock")
    up(layout, "while-used")

    end(users[0])
    time.sleep(TENDING_SECONDS * 1.5)
    up_with_one_user = control.is_up(layout)
    end(users[1])

    assert up_with_one_user
    eventually(lambda: not control.is_up(layout), "the system has ended by itself")
    eventually(lambda: not any(map(alive, everyone(layout))), "nothing of it is left")


def end(user: "subprocess.Popen[bytes]") -> None:
    os.killpg(user.pid, signal.SIGKILL)
    user.wait()

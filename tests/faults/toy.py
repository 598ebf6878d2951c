"""A toy service that hears, answers and has jobs of its own, and misbehaves when told: `python -m tests.faults.toy`."""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402
import sys  # noqa: E402

from sqlalchemy import text  # noqa: E402

from chassis import answering, broker, config, rpc_server, runner, watchdog  # noqa: E402
from chassis.database import Work  # noqa: E402
from chassis.dependency import Database  # noqa: E402
from chassis.entrypoints import command, periodic, query, reaction, sweep  # noqa: E402
from chassis.listener import Listener  # noqa: E402
from chassis.ticker import Ticker  # noqa: E402
from contracts.refused import NotYet, Refused  # noqa: E402
from contracts.roles import ANYONE, Role  # noqa: E402
from tests.faults.breaking import breakable  # noqa: E402
from tests.integration.calls import asked  # noqa: E402
from tests.integration.messaging.events import ToyPosted, ToyTakenDown  # noqa: E402

# What takes minutes in service takes seconds here.
Listener.upkeep_seconds = 1.0
broker.HEARTBEAT_SECONDS = 2
answering.TICK_SECONDS = 1.0
watchdog.STUCK_SECONDS = 2.0
runner.LOOP_SILENT_SECONDS = 7.0
runner.STOP_DEADLINE_SECONDS = float(os.environ.get("STOP_DEADLINE_SECONDS", "20"))

breakable(Listener, "_gather", "listener")
breakable(rpc_server.CallServer, "_arrived", "calls")
breakable(answering.AnswerLine, "_send", "answers")
breakable(Ticker, "_look", "jobs")
breakable(watchdog, "_queued_seconds", "watchdog")

# No unique key on purpose: what is done twice must show.
APPLY = text("INSERT INTO effects (board, number) VALUES (:board, :number)")
ARRIVED = text("SELECT count(*) FROM arrived")
SLOW = text("SELECT pg_sleep(0.3)")
END_OWN_SESSION = text("SELECT pg_terminate_backend(pg_backend_pid())")
COUNT = text("SELECT count(*) FROM notes")
WRITE = text("INSERT INTO notes (text) SELECT :text FROM pg_sleep(:seconds)")
TICKED = text("INSERT INTO ticks DEFAULT VALUES")
RAN = text("INSERT INTO runs (job, period) VALUES (:job, :period)")


class Toy:
    """Writes down what it hears and is asked."""

    name = "points"
    transactions = Database()

    @reaction(ToyPosted)
    def note_post(self, work: Work, event: ToyPosted) -> None:
        """Write it down, then behave as told."""
        work.connection.execute(APPLY, {"board": event.board, "number": event.number})
        waiting = event.mood != "good" and not work.connection.execute(ARRIVED).scalar()
        if event.mood == "bad":
            raise ValueError(f"secret-canary {event.board}")
        if event.mood == "forbidden":
            raise Refused
        if event.mood == "slow":
            work.connection.execute(SLOW)
        if waiting:
            misbehave(event.mood, work)

    @reaction(ToyTakenDown)
    def note_removal(self, work: Work, event: ToyTakenDown) -> None:
        """Write it down."""
        work.connection.execute(APPLY, {"board": event.board, "number": event.number})

    @command(asked.WriteNote, may=(Role.RESIDENT,))
    def write_note(self, work: Work, ask: asked.WriteNote) -> asked.Note:
        """Write one."""
        work.connection.execute(WRITE, {"text": ask.text, "seconds": ask.milliseconds / 1000})
        return asked.Note(text=ask.text, notes=work.connection.execute(COUNT).scalar_one())

    @query(asked.CountNotes, may=ANYONE)
    def count_notes(self, work: Work, ask: asked.CountNotes) -> asked.Note:
        """Count them."""
        return asked.Note(text="all", notes=work.connection.execute(COUNT).scalar_one())

    @sweep(seconds=0.5)
    def tick(self, work: Work) -> None:
        """Say that it is alive."""
        work.connection.execute(TICKED)

    @periodic("day")
    def close_day(self, work: Work, period: str) -> None:
        """Once for every day."""
        work.connection.execute(RAN, {"job": "day", "period": period})

    @periodic("month")
    def close_month(self, work: Work, period: str) -> None:
        """Once for every month."""
        work.connection.execute(RAN, {"job": "month", "period": period})


def misbehave(mood: str, work: Work) -> None:
    """Until something has arrived."""
    if mood == "early":
        raise NotYet
    if mood == "exhausted":
        raise MemoryError
    if mood == "leaving":
        raise SystemExit(3)
    if mood == "suicidal":
        work.connection.execute(END_OWN_SESSION)
    while mood == "stuck":
        work.connection.execute(SLOW)
    while mood == "spinning":
        pass


if __name__ == "__main__":
    sys.exit(runner.run(config.read("points"), lambda: Toy))

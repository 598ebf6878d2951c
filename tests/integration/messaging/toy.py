"""A toy hearer in a process of its own: `python -m tests.integration.messaging.toy`."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402

from sqlalchemy import text  # noqa: E402

from chassis import config, runner  # noqa: E402
from chassis.database import Work  # noqa: E402
from chassis.dependency import Database  # noqa: E402
from chassis.entrypoints import reaction  # noqa: E402
from chassis.listener import Listener  # noqa: E402
from contracts.refused import NotYet  # noqa: E402
from tests.integration.messaging.events import ToyPosted, ToyTakenDown  # noqa: E402

Listener.upkeep_seconds = 1.0

# No unique key on purpose: what is done twice must show.
APPLY = text("INSERT INTO effects (board, number) VALUES (:board, :number)")
ARRIVED = text("SELECT count(*) FROM arrived")


class Toy:
    """Writes down what it hears."""

    name = "points"
    transactions = Database()

    @reaction(ToyPosted)
    def note_post(self, work: Work, event: ToyPosted) -> None:
        """Write it down, then behave as told."""
        work.connection.execute(APPLY, {"board": event.board, "number": event.number})
        if event.mood == "early" and not work.connection.execute(ARRIVED).scalar():
            raise NotYet

    @reaction(ToyTakenDown)
    def note_removal(self, work: Work, event: ToyTakenDown) -> None:
        """Write it down."""
        work.connection.execute(APPLY, {"board": event.board, "number": event.number})


if __name__ == "__main__":
    sys.exit(runner.run(config.read("points"), lambda: Toy))

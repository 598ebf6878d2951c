"""Our side of the event benchmarks in a process of its own, run as any service is: `python -m benchmarks.hearer`."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402

from sqlalchemy import text  # noqa: E402

from benchmarks.noted import APPLY, Noted  # noqa: E402
from chassis import config, runner  # noqa: E402
from chassis.database import Work  # noqa: E402
from chassis.dependency import Database  # noqa: E402
from chassis.entrypoints import reaction  # noqa: E402


class Hearer:
    """Writes down what it hears."""

    name = "points"
    transactions = Database()

    @reaction(Noted, batch=True)
    def note(self, work: Work, events: Sequence[Noted]) -> None:
        """Write all of the batch down."""
        columns = {"things": [event.thing for event in events], "numbers": [event.number for event in events]}
        work.connection.execute(text(APPLY), columns)


if __name__ == "__main__":
    sys.exit(runner.run(config.read("points"), lambda: Hearer))

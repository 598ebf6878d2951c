"""A toy service in a process of its own: `python -m tests.integration.calls.toy`."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402

from sqlalchemy import text  # noqa: E402

from chassis import config, runner  # noqa: E402
from chassis.database import Work  # noqa: E402
from chassis.dependency import Database  # noqa: E402
from chassis.doors import Ask  # noqa: E402
from chassis.entrypoints import command, query  # noqa: E402
from contracts.refused import NotAllowed, Refused  # noqa: E402
from contracts.roles import ANYONE, Role  # noqa: E402
from tests.integration.calls import asked  # noqa: E402

COUNT = text("SELECT count(*) FROM notes")
JOT = text("INSERT INTO notes (text) SELECT * FROM unnest(CAST(:texts AS text[]))")
WRITE = text("INSERT INTO notes (text) SELECT :text FROM pg_sleep(:seconds)")


class Toy:
    """Keeps notes."""

    name = "points"
    transactions = Database()

    @command(asked.WriteNote, may=(Role.RESIDENT,))
    def write_note(self, work: Work, ask: asked.WriteNote) -> asked.Note:
        """Write one."""
        work.connection.execute(WRITE, {"text": ask.text, "seconds": ask.milliseconds / 1000})
        return asked.Note(text=ask.text, notes=work.connection.execute(COUNT).scalar_one())

    @command(asked.JotNote, may=(Role.RESIDENT,), together=True)
    def jot_note(self, asks: Sequence[Ask[asked.JotNote]]) -> list[asked.Note | Refused]:
        """Write many; "no" is refused, and "poison" fails in a way nobody expected."""
        good = [ask.asked.text for ask in asks if ask.asked.text != "no"]
        asks[0].work.connection.execute(JOT, {"texts": good})
        if "poison" in good:
            raise ZeroDivisionError
        return [NotAllowed() if ask.asked.text == "no" else asked.Note(text=ask.asked.text, notes=0) for ask in asks]

    @command(asked.PonderNote, may=(Role.RESIDENT,), slow=True)
    def ponder_note(self, work: Work, ask: asked.PonderNote) -> asked.Note:
        """Write one, slowly."""
        work.connection.execute(WRITE, {"text": ask.text, "seconds": ask.milliseconds / 1000})
        return asked.Note(text=ask.text, notes=0)

    @command(asked.BreakDown, may=ANYONE)
    def break_down(self, work: Work, ask: asked.BreakDown) -> asked.Note:
        """Write, then fail."""
        work.connection.execute(WRITE, {"text": "half done", "seconds": 0})
        raise ZeroDivisionError("secret-canary")

    @query(asked.CountNotes, may=ANYONE)
    def count_notes(self, work: Work, ask: asked.CountNotes) -> asked.Note:
        """Count them."""
        return asked.Note(text="all", notes=work.connection.execute(COUNT).scalar_one())

    @query(asked.WriteWhileLooking, may=ANYONE)
    def write_while_looking(self, work: Work, ask: asked.WriteWhileLooking) -> asked.Note:
        """Try to."""
        work.connection.execute(WRITE, {"text": "smuggled", "seconds": 0})
        return asked.Note(text="never", notes=0)

    @query(asked.RepeatPage, may=ANYONE)
    def repeat_page(self, work: Work, ask: asked.RepeatPage) -> asked.Page:
        """Say it back."""
        del work
        return asked.Page(content=ask.content)


if __name__ == "__main__":
    sys.exit(runner.run(config.read("points"), lambda: Toy))

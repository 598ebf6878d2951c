"""What every service remembers only for a while: answers under their keys, and which events it has handled (ADR 6)."""

from __future__ import annotations

from chassis import inbox, requests
from chassis.database import Work
from chassis.entrypoints import sweep

FORGOTTEN_AT_ONCE = 2_000
"""Of each a minute: nearly three millions a day, and each time a few dozen milliseconds."""


class Keeping:
    """Part of every service."""

    @sweep(seconds=60)
    def forget_answers(self, work: Work) -> None:
        """Forget answers that nobody asks for again: whoever comes later is answered anew, by the ids of what they ask about."""
        requests.forget(work.connection, before=work.now - requests.KEPT, limit=FORGOTTEN_AT_ONCE)

    @sweep(seconds=60)
    def forget_events(self, work: Work) -> None:
        """Forget events that are not delivered again."""
        inbox.forget(work.connection, before=work.now - inbox.KEPT, limit=FORGOTTEN_AT_ONCE)

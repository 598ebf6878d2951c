"""The event of the event benchmarks, and what hearing it does: one row, in one set-based insert for a whole batch."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.event import Event, published
from contracts.kinds import Count, ShortText


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    """Something was noted; each is about a thing of its own."""

    source = "donations"
    subject = "thing"

    thing: ShortText
    number: Count


# Nothing that the system publishes.
published.pop(Noted.type())

TABLE = "CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, thing text NOT NULL, number bigint NOT NULL)"
APPLY = (
    "INSERT INTO effects (thing, number) SELECT * FROM unnest(CAST(:things AS text[]), CAST(:numbers AS bigint[])) AS x"
)
TELL = """
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('effects', ''); RETURN NULL; END $$;
CREATE TRIGGER tell AFTER INSERT ON effects FOR EACH STATEMENT EXECUTE FUNCTION tell();
"""
"""For whoever measures how long one event takes: the commit of an effect is told at once."""

"""The chassis's own tables, in every service's database: what waits to be sent, what was heard, what was answered."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData()

APPEND_ONLY = {"append_only": True}
"""As `info=` of a table: the service's database role gets SELECT and INSERT on it, never UPDATE, DELETE or TRUNCATE."""

outbox = Table(
    "outbox",
    metadata,
    # Positions are taken after the aggregate's row is locked, so that per aggregate they follow the order of commits.
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("community", Text, nullable=False),
    Column("aggregate", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("headers", Text, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    # By the database's own clock: how long it has waited does not depend on a demo's moved time.
    Column("queued_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
)

inbox = Table(
    "inbox",
    metadata,
    Column("queue", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("handled_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("queue", "event_id"),
    # For all communities at once: what is forgotten is the oldest, whosesoever it is.
    Index("inbox_handled", "handled_at"),
)

requests = Table(
    "requests",
    metadata,
    Column("community", Text, nullable=False),
    Column("principal", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("answer", Text),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "principal", "method", "key"),
    # As with the inbox. Keys come in the order of time: a new row is always written at the index's end.
    Index("requests_asked", "asked_at"),
)

period_runs = Table(
    "period_runs",
    metadata,
    Column("job", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("ran_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("job", "period"),
)

redrives = Table(
    "redrives",
    metadata,
    Column("event_id", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("redriven_on", Date, nullable=False),
    Column("redriven_at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("second_person", Text, nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("queue", "event_id", "redriven_at"),
    info=APPEND_ONLY,
)

moved_clock = Table(
    "moved_clock",
    metadata,
    Column("only", Integer, primary_key=True, server_default=text("1")),
    Column("offset_seconds", BigInteger, nullable=False),
)
"""One row, written only where the clock may be moved (demo and tests): seconds to add to the machine's clock."""

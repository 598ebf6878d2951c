"""The tables of gifts to the mutual-aid pool and of grants from it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

gifts = Table(
    "pool_gifts",
    metadata,
    Column("community", Text, nullable=False),
    Column("gift_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "gift_id", name="pool_gifts_pkey"),
    CheckConstraint("sp > 0", name="pool_gifts_amount"),
    info=APPEND_ONLY,
)

grants = Table(
    "pool_grants",
    metadata,
    Column("community", Text, nullable=False),
    Column("grant_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("sp", BigInteger, nullable=False),
    # A class, and nothing of what stands behind it.
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("expires_on", Date),
    Column("because", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "grant_id", name="pool_grants_pkey"),
    Index("pool_grants_party", "community", "party_id", "grant_id"),
    CheckConstraint("sp > 0", name="pool_grants_amount"),
    CheckConstraint("reason IN ('cannot_earn', 'cannot_earn_now', 'emergency')", name="pool_grants_reason"),
    CheckConstraint("state IN ('proposed', 'granted', 'declined')", name="pool_grants_state"),
    CheckConstraint(
        "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL) "
        "AND (state = 'granted') = (expires_on IS NOT NULL) AND (state = 'declined') = (because IS NOT NULL)",
        name="pool_grants_decided",
    ),
    # Nobody grants what they proposed, and nobody has a hand in their own (rulebook §1).
    CheckConstraint("proposed_by <> party_id AND decided_by NOT IN (proposed_by, party_id)", name="pool_grants_hands"),
    info={"updatable": ("state", "decided_by", "decided_at", "expires_on", "because", "version")},
)

"""The tables of the reserve: its sources, what was drawn from them, and the coverage as it was published."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

sources = Table(
    "reserve_sources",
    metadata,
    Column("community", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("provider_id", Text),
    Column("title", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("left", BigInteger, nullable=False),
    Column("usable_until", Date),
    Column("document", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("decided_by", Text),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "source_id", name="reserve_sources_pkey"),
    # No donation is among them: what was given to charity never pays for redemptions [law].
    CheckConstraint(
        "kind IN ('pledged_goods', 'pledged_service', 'company_budget', 'public_budget', 'operating_income')",
        name="reserve_sources_kind_known",
    ),
    CheckConstraint("(kind LIKE 'pledged%') = (provider_id IS NOT NULL)", name="reserve_sources_pledge"),
    CheckConstraint('amount > 0 AND "left" BETWEEN 0 AND amount', name="reserve_sources_amounts"),
    CheckConstraint("state IN ('recorded', 'approved', 'rejected', 'ended')", name="reserve_sources_state_known"),
    CheckConstraint("(state = 'recorded') = (decided_by IS NULL)", name="reserve_sources_decided"),
    CheckConstraint("decided_by <> recorded_by", name="reserve_sources_two_persons"),
    info={"updatable": ("left", "state", "decided_by", "reason", "version")},
)

draws = Table(
    "reserve_draws",
    metadata,
    Column("community", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("given_back", Boolean, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("drawn_at", DateTime(timezone=True), nullable=False),
    # What one settlement drew is drawn once, and given back once.
    PrimaryKeyConstraint("community", "reference", "source_id", "given_back", name="reserve_draws_pkey"),
    ForeignKeyConstraint(
        ["community", "source_id"], [sources.c.community, sources.c.source_id], name="reserve_draws_source"
    ),
    Index("reserve_draws_source_id", "community", "source_id"),
    CheckConstraint("amount <> 0 AND (amount < 0) = given_back", name="reserve_draws_amount"),
    info=APPEND_ONLY,
)

states = Table(
    "reserve_states",
    metadata,
    Column("community", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("reserve", BigInteger, nullable=False),
    Column("outstanding", BigInteger, nullable=False),
    Column("redemption_rate", Integer, nullable=False),
    Column("rate_measured", Boolean, nullable=False),
    Column("coverage", BigInteger),
    Column("band", Text, nullable=False),
    Column("mint_percent", SmallInteger, nullable=False),
    Column("in_force_from", Date, nullable=False),
    PrimaryKeyConstraint("community", "published_on", name="reserve_states_pkey"),
    Index("reserve_states_in_force", "community", "in_force_from"),
    # Nothing that was performed up to the announcement is minted otherwise (rulebook §6).
    CheckConstraint("in_force_from > published_on", name="reserve_states_never_backwards"),
    CheckConstraint("band IN ('green', 'amber', 'red')", name="reserve_states_band_known"),
    # How much, the council says; while it is green nothing is held back.
    CheckConstraint(
        "mint_percent BETWEEN 1 AND 100 AND (band <> 'green' OR mint_percent = 100)", name="reserve_states_percent"
    ),
    info=APPEND_ONLY,
)

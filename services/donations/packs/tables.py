"""Gift packs: runs, what went into them, who carries them, and that each was handed out once."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

pack_runs = Table(
    "pack_runs",
    metadata,
    Column("community", Text, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("project_code", Text),
    Column("title", Text, nullable=False),
    Column("packs", Integer, nullable=False),
    Column("packed_on", Date, nullable=False),
    Column("packed_by", Text),
    PrimaryKeyConstraint("community", "run_id", name="pack_runs_pkey"),
    Index("pack_runs_of_fund", "community", "fund_code"),
    info=APPEND_ONLY,
)

pack_draws = Table(
    "pack_draws",
    metadata,
    Column("community", Text, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("goods_id", Text, nullable=False),
    Column("each", BigInteger, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "run_id", "goods_id", name="pack_draws_pkey"),
    CheckConstraint("each > 0 AND quantity > 0", name="pack_draws_quantities"),
    Index("pack_draws_of_goods", "community", "goods_id"),
    info=APPEND_ONLY,
)

pack_carriers = Table(
    "pack_carriers",
    metadata,
    Column("community", Text, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    PrimaryKeyConstraint("community", "run_id", "party_id", name="pack_carriers_pkey"),
    info=APPEND_ONLY,
)

packs = Table(
    "packs",
    metadata,
    Column("community", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("handed_out_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "serial", name="packs_pkey"),
    ForeignKeyConstraint(["community", "run_id"], ["pack_runs.community", "pack_runs.run_id"], name="packs_of_run"),
    CheckConstraint("(state = 'handed_out') = (handed_out_at IS NOT NULL)", name="packs_handed_out"),
    Index("packs_by_run", "community", "run_id"),
    info={"updatable": ("state", "handed_out_at", "version")},
)

hand_outs = Table(
    "hand_outs",
    metadata,
    Column("community", Text, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("household_token", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("handed_out_by", Text),
    Column("handed_out_at", DateTime(timezone=True), nullable=False),
    # One pack of a run for a household, and one household for a pack.
    PrimaryKeyConstraint("community", "run_id", "household_token", name="hand_outs_pkey"),
    UniqueConstraint("community", "serial", name="hand_outs_serial"),
    info=APPEND_ONLY,
)

"""The tables of settlements, their lines, what was taken back of them, and what providers choose."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

settlements = Table(
    "settlements",
    metadata,
    Column("community", Text, nullable=False),
    Column("settlement_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("reimbursed", BigInteger, nullable=False),
    Column("waived", BigInteger, nullable=False),
    Column("recycled", BigInteger, nullable=False),
    Column("carried_fen", BigInteger, nullable=False),
    Column("carried_sp", BigInteger, nullable=False),
    Column("left_fen", BigInteger, nullable=False),
    Column("left_sp", BigInteger, nullable=False),
    Column("prepared_by", Text, nullable=False),
    Column("prepared_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "settlement_id", name="settlements_pkey"),
    # A provider's month is settled once.
    Index(
        "settlements_month",
        "community",
        "provider_id",
        "month",
        unique=True,
        postgresql_where=text("state <> 'rejected'"),
    ),
    CheckConstraint("choice IN ('reimburse', 'waive', 'recycle')", name="settlements_choice_known"),
    CheckConstraint("state IN ('prepared', 'approved', 'rejected')", name="settlements_state_known"),
    CheckConstraint("(state = 'prepared') = (decided_at IS NULL)", name="settlements_end"),
    CheckConstraint("decided_by <> prepared_by", name="settlements_two_persons"),
    CheckConstraint("reimbursed >= 0 AND waived >= 0 AND recycled >= 0", name="settlements_paid"),
    CheckConstraint(
        "carried_fen <= 0 AND carried_sp <= 0 AND left_fen <= 0 AND left_sp <= 0", name="settlements_carried"
    ),
    info={"updatable": ("state", "decided_by", "decided_at", "reason", "version")},
)

settlement_lines = Table(
    "settlement_lines",
    metadata,
    Column("community", Text, nullable=False),
    # A piece, its reversal, a loss: each is settled once, whichever settlement it is in.
    Column("line_id", Text, nullable=False),
    Column("settlement_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("fen", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "line_id", name="settlement_lines_pkey"),
    ForeignKeyConstraint(
        ["community", "settlement_id"],
        [settlements.c.community, settlements.c.settlement_id],
        name="settlement_lines_settlement",
    ),
    Index("settlement_lines_settlement", "community", "settlement_id", "line_id"),
    CheckConstraint(
        "kind IN ('fulfilled', 'reversed', 'offline_loss') AND (kind = 'reversed') = (sp < 0 OR fen < 0)",
        name="settlement_lines_kind_known",
    ),
    info=APPEND_ONLY,
)

settlement_undone = Table(
    "settlement_undone",
    metadata,
    Column("community", Text, nullable=False),
    # A redemption is refunded once.
    Column("redemption_id", Text, nullable=False),
    Column("settlement_id", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("left_sp", BigInteger, nullable=False),
    Column("left_fen", BigInteger, nullable=False),
    Column("undone_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "redemption_id", name="settlement_undone_pkey"),
    ForeignKeyConstraint(
        ["community", "settlement_id"],
        [settlements.c.community, settlements.c.settlement_id],
        name="settlement_undone_settlement",
    ),
    Index("settlement_undone_sequence", "community", "settlement_id", "sequence", unique=True),
    # What could not be taken back at once is looked for by each settlement of the provider.
    Index(
        "settlement_undone_left",
        "community",
        "provider_id",
        postgresql_where=text("left_sp > 0 OR left_fen > 0"),
    ),
    CheckConstraint("sp >= 0 AND fen >= 0 AND left_sp >= 0 AND left_fen >= 0", name="settlement_undone_amounts"),
    info=APPEND_ONLY,
)

settlement_choices = Table(
    "settlement_choices",
    metadata,
    Column("community", Text, nullable=False),
    Column("choice_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("chosen_by", Text, nullable=False),
    Column("chosen_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "choice_id", name="settlement_choices_pkey"),
    CheckConstraint("choice IN ('reimburse', 'waive', 'recycle')", name="settlement_choices_known"),
    info={"updatable": ("choice", "chosen_by", "chosen_at", "version")},
)

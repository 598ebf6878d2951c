"""The tables of property-fee programmes, rewards, and sealed batches with what the company answered."""

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
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.tables import APPEND_ONLY

metadata = MetaData()

programmes = Table(
    "programmes",
    metadata,
    Column("community", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("company_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("budget", BigInteger, nullable=False),
    Column("committed", BigInteger, nullable=False),
    Column("cap_percent", Integer, nullable=False),
    Column("billing_periods", ARRAY(Text), nullable=False),
    Column("criteria", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("drafted_by", Text, nullable=False),
    Column("signed_by", Text),
    Column("activated_by", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "programme_id", name="programmes_pkey"),
    CheckConstraint("committed BETWEEN 0 AND budget", name="programmes_budget"),
    CheckConstraint("cap_percent BETWEEN 1 AND 100", name="programmes_cap"),
    CheckConstraint("state IN ('draft', 'signed', 'active', 'exhausted', 'closed')", name="programmes_state_known"),
    CheckConstraint("activated_by NOT IN (drafted_by, signed_by)", name="programmes_hands"),
    info={"updatable": ("committed", "state", "signed_by", "activated_by", "version")},
)

rewards = Table(
    "rewards",
    metadata,
    Column("community", Text, nullable=False),
    Column("reward_id", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("household_id", Text, nullable=False),
    Column("billing_period", Text, nullable=False),
    Column("annual_fee", BigInteger, nullable=False),
    Column("discount", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("at_most", BigInteger),
    Column("batch_number", Text),
    Column("line_number", Integer),
    Column("applied", BigInteger),
    Column("credit_note", Text),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "reward_id", name="rewards_pkey"),
    ForeignKeyConstraint(
        ["community", "programme_id"], [programmes.c.community, programmes.c.programme_id], name="rewards_programme"
    ),
    # A household gets one reward a billing period and programme; a rejected one may be asked for again.
    Index(
        "rewards_household",
        "community",
        "household_id",
        "billing_period",
        "programme_id",
        unique=True,
        postgresql_where=text("state <> 'rejected'"),
    ),
    Index("rewards_party", "community", "party_id", "reward_id"),
    Index("rewards_waiting", "community", "programme_id", "reward_id", postgresql_where=text("state = 'accepted'")),
    CheckConstraint("discount > 0 AND applied BETWEEN 1 AND discount", name="rewards_amounts"),
    CheckConstraint("state IN ('accepted', 'submitted', 'applied', 'rejected')", name="rewards_state_known"),
    CheckConstraint("(state = 'applied') = (applied IS NOT NULL AND credit_note IS NOT NULL)", name="rewards_applied"),
    info={
        "updatable": ("state", "batch_number", "line_number", "applied", "credit_note", "reason", "version"),
    },
)

batches = Table(
    "fee_batches",
    metadata,
    Column("community", Text, nullable=False),
    Column("batch_number", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("company_id", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("sealed_at", DateTime(timezone=True), nullable=False),
    Column("line_count", Integer, nullable=False),
    Column("open_lines", Integer, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "batch_number", name="fee_batches_pkey"),
    CheckConstraint("open_lines BETWEEN 0 AND line_count AND line_count > 0 AND total > 0", name="fee_batches_counts"),
    info={"updatable": ("open_lines", "version")},
)

lines = Table(
    "fee_batch_lines",
    metadata,
    Column("community", Text, nullable=False),
    Column("batch_number", Text, nullable=False),
    Column("line_number", Integer, nullable=False),
    Column("reward_id", Text, nullable=False),
    Column("household_number", Text, nullable=False),
    Column("billing_period", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "batch_number", "line_number", name="fee_batch_lines_pkey"),
    # A reward stands in one batch.
    UniqueConstraint("community", "reward_id", name="fee_batch_lines_reward"),
    CheckConstraint("amount > 0 AND line_number > 0", name="fee_batch_lines_amount"),
    info=APPEND_ONLY,
)

acks = Table(
    "fee_acks",
    metadata,
    Column("community", Text, nullable=False),
    Column("batch_number", Text, nullable=False),
    Column("line_number", Integer, nullable=False),
    Column("result", Text, nullable=False),
    Column("applied", BigInteger),
    Column("credit_note", Text),
    Column("reason", Text),
    Column("acked_by", Text, nullable=False),
    Column("acked_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "batch_number", "line_number", name="fee_acks_pkey"),
    ForeignKeyConstraint(
        ["community", "batch_number", "line_number"],
        [lines.c.community, lines.c.batch_number, lines.c.line_number],
        name="fee_acks_line",
    ),
    CheckConstraint("result IN ('applied', 'rejected', 'deferred')", name="fee_acks_result"),
    CheckConstraint(
        "(result = 'applied') = (applied IS NOT NULL AND credit_note IS NOT NULL)", name="fee_acks_applied"
    ),
    # Only a deferred line is answered again; the store sees to that.
    info={"updatable": ("result", "applied", "credit_note", "reason", "acked_by", "acked_at")},
)

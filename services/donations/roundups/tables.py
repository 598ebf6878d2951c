"""Customers' round-ups, and the batches in which shops forward them."""

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
    UniqueConstraint,
    text,
)

metadata = MetaData()

rounds = Table(
    "rounds",
    metadata,
    Column("community", Text, nullable=False),
    Column("round_id", Text, nullable=False),
    Column("merchant_id", Text, nullable=False),
    Column("payment_reference", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("project_code", Text),
    Column("customer_id", Text),
    Column("token", Text),
    Column("amount", BigInteger, nullable=False),
    Column("paid_at", DateTime(timezone=True), nullable=False),
    Column("reported_by", Text),
    Column("reported_at", DateTime(timezone=True), nullable=False),
    Column("batch_id", Text),
    PrimaryKeyConstraint("community", "round_id", name="rounds_pkey"),
    # A payment is rounded up once, however often it is reported.
    UniqueConstraint("community", "merchant_id", "payment_reference", name="rounds_once"),
    CheckConstraint("amount BETWEEN 1 AND 1000", name="rounds_amount"),
    # The giver is a customer or somebody unknown, never the shop.
    CheckConstraint("num_nonnulls(customer_id, token) = 1 AND customer_id <> merchant_id", name="rounds_giver"),
    Index("rounds_waiting", "community", "merchant_id", "paid_at", postgresql_where=text("batch_id IS NULL")),
    Index("rounds_of_batch", "community", "batch_id", postgresql_where=text("batch_id IS NOT NULL")),
    Index(
        "rounds_of_customer", "community", "customer_id", "round_id", postgresql_where=text("customer_id IS NOT NULL")
    ),
    info={"updatable": ("batch_id",)},
)

batches = Table(
    "round_up_batches",
    metadata,
    Column("community", Text, nullable=False),
    Column("batch_id", Text, nullable=False),
    Column("merchant_id", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("project_code", Text),
    Column("rounds", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("pay_by", Date, nullable=False),
    Column("payment_reference", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("late_on", Date),
    Column("paid_on", Date),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "batch_id", name="round_up_batches_pkey"),
    UniqueConstraint("community", "payment_reference", name="round_up_batches_reference"),
    CheckConstraint("rounds > 0 AND amount BETWEEN rounds AND rounds * 1000::bigint", name="round_up_batches_amount"),
    CheckConstraint("state IN ('awaiting', 'late', 'paid')", name="round_up_batches_state"),
    CheckConstraint(
        "(state = 'paid') = (paid_on IS NOT NULL) AND (state <> 'late' OR late_on IS NOT NULL) AND pay_by = first_on + 7",
        name="round_up_batches_paid",
    ),
    Index("round_up_batches_of_merchant", "community", "merchant_id", "batch_id"),
    Index("round_up_batches_open", "community", "pay_by", postgresql_where=text("state = 'awaiting'")),
    info={"updatable": ("state", "late_on", "paid_on", "version")},
)

"""What left lots other than by order: recorded outflows, what was given to funds, and what of that came back. All are written once."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

outflows = Table(
    "outflows",
    metadata,
    Column("community", Text, nullable=False),
    Column("outflow_id", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("grams", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "outflow_id"),
    Index("outflows_of_a_lot", "community", "lot_id"),
    # Only a count can find more than the books say; a loss never adds.
    CheckConstraint("grams > 0 OR kind = 'weighing'", name="only_a_count_adds"),
    info=APPEND_ONLY,
)

donation_offers = Table(
    "donation_offers",
    metadata,
    Column("community", Text, nullable=False),
    Column("donation_id", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("donor_id", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("grams", BigInteger, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("offered_by", Text, nullable=False),
    Column("offered_on", Date, nullable=False),
    # The shared act of charity to which it is given; whether that exists is known in points.
    Column("activity_id", Text),
    PrimaryKeyConstraint("community", "donation_id"),
    Index("donation_offers_of_a_donor", "community", "donor_id", "donation_id"),
    CheckConstraint("grams > 0 AND cost > 0", name="offers_to_give_something"),
    info=APPEND_ONLY,
)

lot_donations = Table(
    "lot_donations",
    metadata,
    Column("community", Text, nullable=False),
    Column("donation_id", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("grams", BigInteger, nullable=False),
    Column("accepted_by", Text, nullable=False),
    Column("donated_on", Date, nullable=False),
    # What was offered is given once.
    PrimaryKeyConstraint("community", "donation_id"),
    ForeignKeyConstraint(
        ["community", "donation_id"],
        ["donation_offers.community", "donation_offers.donation_id"],
        name="gives_what_was_offered",
    ),
    Index("donations_of_a_lot", "community", "lot_id"),
    CheckConstraint("grams > 0", name="gives_something"),
    info=APPEND_ONLY,
)

lot_returns = Table(
    "lot_returns",
    metadata,
    Column("community", Text, nullable=False),
    Column("removal_id", Text, nullable=False),
    Column("donation_id", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("grams", BigInteger, nullable=False),
    Column("returned_on", Date, nullable=False),
    # Told twice, it came back once.
    PrimaryKeyConstraint("community", "removal_id"),
    ForeignKeyConstraint(
        ["community", "donation_id"],
        ["lot_donations.community", "lot_donations.donation_id"],
        name="returns_what_was_given",
    ),
    Index("returns_to_a_lot", "community", "lot_id"),
    CheckConstraint("grams > 0", name="returns_something"),
    info=APPEND_ONLY,
)

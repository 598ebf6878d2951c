"""Gifts of money."""

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

CHANGING = ("state", "receipt", "received", "confirmed_on", "paid_on", "visibility", "alias", "version")

gifts = Table(
    "gifts",
    metadata,
    Column("community", Text, nullable=False),
    Column("gift_id", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("project_code", Text),
    Column("donor_id", Text),
    Column("amount", BigInteger, nullable=False),
    Column("received", BigInteger),
    Column("lane", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("waiver_number", Text),
    Column("visibility", Text, nullable=False),
    Column("alias", Text),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("payment_reference", Text, nullable=False),
    Column("recorded_by", Text),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Column("confirmed_on", Date),
    Column("mandate_id", Text),
    Column("version", Integer, nullable=False),
    Column("origin", Text, nullable=False, server_default=text("'own'")),
    Column("batch_id", Text),
    # The shared act of charity to which it was given; whether it exists is known in points.
    Column("activity_id", Text),
    Column("paid_on", Date),
    PrimaryKeyConstraint("community", "gift_id", name="gifts_pkey"),
    UniqueConstraint("community", "payment_reference", name="gifts_reference"),
    CheckConstraint("amount > 0 AND received > 0", name="gifts_amounts"),
    CheckConstraint("state IN ('awaiting', 'confirmed', 'expired', 'refunded')", name="gifts_state"),
    CheckConstraint(
        "(state IN ('confirmed', 'refunded')) = (received IS NOT NULL) AND (received IS NULL) = (confirmed_on IS NULL)",
        name="gifts_confirmed",
    ),
    # The bank's day decides which card holds: never one that is still to come.
    CheckConstraint(
        "paid_on IS NULL OR (confirmed_on IS NOT NULL AND paid_on <= confirmed_on)", name="gifts_paid_before_confirmed"
    ),
    # R-0 [law]: points only for a member's gift inside the community whose receipt was given up; then never a receipt.
    CheckConstraint(
        "choice = 'receipt' OR (lane = 'B' AND donor_id IS NOT NULL AND waiver_number IS NOT NULL AND receipt = 'waived')",
        name="gifts_receipt_or_points",
    ),
    # Public fundraising is never collected here: such a gift begins with its statement line.
    CheckConstraint("lane <> 'A' OR (donor_id IS NULL AND state IN ('confirmed', 'refunded'))", name="gifts_lane_a"),
    # What is linked to shopping has a known giver's promise behind it, and never points to spend (R-0 [law]).
    CheckConstraint(
        "(origin = 'own' OR choice = 'receipt' AND lane = 'C') AND (origin <> 'pledge' OR donor_id IS NOT NULL) "
        "AND (origin = 'round_up') = (batch_id IS NOT NULL) AND origin IN ('own', 'pledge', 'round_up')",
        name="gifts_origin",
    ),
    # A customer's round-ups of one batch are one gift.
    Index(
        "gifts_of_batch",
        "community",
        "batch_id",
        "donor_id",
        unique=True,
        postgresql_where=text("batch_id IS NOT NULL"),
    ),
    Index("gifts_of_fund", "community", "fund_code", "gift_id"),
    Index("gifts_of_donor", "community", "donor_id", "gift_id", postgresql_where=text("donor_id IS NOT NULL")),
    Index("gifts_expiring", "community", "expires_at", postgresql_where=text("state = 'awaiting'")),
    info={"updatable": CHANGING},
)

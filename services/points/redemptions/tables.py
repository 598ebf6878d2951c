"""The tables of the catalogue, of redemptions, and of what is said and found out about them afterwards."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
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
    text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

items = Table(
    "items",
    metadata,
    Column("community", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("stock", Integer, nullable=False),
    Column("first_stock", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("slotted", Boolean, nullable=False),
    Column("asks_provider", Boolean, nullable=False),
    Column("offered_from", Date),
    Column("offered_until", Date),
    Column("per_person", Integer),
    Column("per_household", Integer),
    Column("limit_period", Text, nullable=False),
    Column("sectors", ARRAY(Text), nullable=False),
    Column("buildings", ARRAY(Text), nullable=False),
    Column("registered_days", Integer),
    Column("mutual_aid", Boolean, nullable=False),
    Column("cost", BigInteger),
    Column("settlement", Text, nullable=False),
    Column("agreement", Text),
    Column("replaces", Text),
    Column("approved_by", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "item_id", name="items_pkey"),
    ForeignKeyConstraint(["community", "replaces"], ["items.community", "items.item_id"], name="items_replaces"),
    Index("items_state", "community", "state", "item_id"),
    CheckConstraint("price > 0", name="items_price"),
    # Never oversold, never more than there was.
    CheckConstraint("stock BETWEEN 0 AND first_stock", name="items_stock"),
    CheckConstraint("state IN ('proposed', 'offered', 'withdrawn')", name="items_state_known"),
    CheckConstraint("approved_by <> proposed_by", name="items_two_persons"),
    CheckConstraint("offered_from <= offered_until", name="items_days"),
    CheckConstraint(
        "per_person > 0 AND per_household > 0 AND limit_period IN ('day', 'week', 'month', 'year', 'ever')",
        name="items_limits",
    ),
    CheckConstraint(
        "cost >= 0 AND settlement IN ('reimburse', 'waive', 'recycle') AND registered_days > 0", name="items_terms"
    ),
    info={"updatable": ("stock", "state", "approved_by", "version")},
)

slots = Table(
    "slots",
    metadata,
    Column("community", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    PrimaryKeyConstraint("community", "item_id", "starts_at", name="slots_pkey"),
    ForeignKeyConstraint(["community", "item_id"], [items.c.community, items.c.item_id], name="slots_item"),
    # Never more people than places.
    CheckConstraint("capacity > 0 AND taken BETWEEN 0 AND capacity", name="slots_taken"),
    info={"updatable": ("taken",)},
)

redemptions = Table(
    "redemptions",
    metadata,
    Column("community", Text, nullable=False),
    Column("redemption_id", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("household_id", Text),
    Column("price", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("moved_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("slot_at", DateTime(timezone=True)),
    Column("tries", Integer, nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Column("reason", Text),
    Column("refunded", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "redemption_id", name="redemptions_pkey"),
    ForeignKeyConstraint(["community", "item_id"], [items.c.community, items.c.item_id], name="redemptions_item"),
    Index("redemptions_party", "community", "party_id", "redemption_id"),
    Index("redemptions_provider", "community", "provider_id", "redemption_id"),
    # What somebody has had of one item, for its limits.
    Index("redemptions_had", "community", "item_id", "party_id"),
    Index("redemptions_had_by_household", "community", "item_id", "household_id"),
    # What a month's settlement reads.
    Index(
        "redemptions_handed_over",
        "community",
        "provider_id",
        "ended_at",
        postgresql_where=text("state IN ('fulfilled', 'disputed', 'refunded')"),
    ),
    # The sweeps' queues, whatever the community.
    Index("redemptions_open", "community", "expires_at", postgresql_where=text("ended_at IS NULL")),
    Index(
        "redemptions_unfinished",
        "community",
        "moved_at",
        postgresql_where=text("state IN ('points_held', 'reserved')"),
    ),
    CheckConstraint("price > 0 AND tries BETWEEN 0 AND 5 AND refunded BETWEEN 0 AND price", name="redemptions_amounts"),
    CheckConstraint(
        "state IN ('quoted', 'points_held', 'reserved', 'asked', 'held', 'fulfilled', 'cancelled', 'lapsed', 'declined', "
        "'disputed', 'refunded')",
        name="redemptions_state_known",
    ),
    CheckConstraint(
        "(state IN ('quoted', 'points_held', 'reserved', 'asked', 'held')) = (ended_at IS NULL)", name="redemptions_end"
    ),
    CheckConstraint("(state = 'refunded') = (refunded > 0)", name="redemptions_refund"),
    info={
        "updatable": (
            "state",
            "moved_at",
            "expires_at",
            "tries",
            "ended_at",
            "ended_by",
            "reason",
            "refunded",
            "version",
        )
    },
)

ratings = Table(
    "redemption_ratings",
    metadata,
    Column("community", Text, nullable=False),
    Column("redemption_id", Text, nullable=False),
    Column("stars", SmallInteger, nullable=False),
    Column("comment", Text),
    Column("rated_by", Text, nullable=False),
    Column("rated_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "redemption_id", name="redemption_ratings_pkey"),
    ForeignKeyConstraint(
        ["community", "redemption_id"],
        [redemptions.c.community, redemptions.c.redemption_id],
        name="redemption_ratings_redemption",
    ),
    CheckConstraint("stars BETWEEN 1 AND 5", name="redemption_ratings_stars"),
    info=APPEND_ONLY,
)

disputes = Table(
    "redemption_disputes",
    metadata,
    Column("community", Text, nullable=False),
    Column("redemption_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("refund", BigInteger, nullable=False),
    Column("decision", Text),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "redemption_id", name="redemption_disputes_pkey"),
    ForeignKeyConstraint(
        ["community", "redemption_id"],
        [redemptions.c.community, redemptions.c.redemption_id],
        name="redemption_disputes_redemption",
    ),
    Index("redemption_disputes_state", "community", "state", "redemption_id"),
    CheckConstraint("state IN ('open', 'upheld', 'rejected')", name="redemption_disputes_state_known"),
    CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="redemption_disputes_end"),
    CheckConstraint("(state = 'upheld') = (refund > 0)", name="redemption_disputes_refund"),
    CheckConstraint("decided_by <> party_id AND decided_by <> provider_id", name="redemption_disputes_others"),
    info={"updatable": ("state", "refund", "decision", "decided_by", "decided_at", "version")},
)

offline_uses = Table(
    "offline_uses",
    metadata,
    Column("community", Text, nullable=False),
    Column("use_id", Text, nullable=False),
    # Not a reference: what a device reports may name a redemption that never was.
    Column("redemption_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("used_at", DateTime(timezone=True), nullable=False),
    Column("uploaded_by", Text, nullable=False),
    Column("uploaded_at", DateTime(timezone=True), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("loss", BigInteger, nullable=False),
    Column("refusal", Text),
    PrimaryKeyConstraint("community", "use_id", name="offline_uses_pkey"),
    Index("offline_uses_redemption", "community", "redemption_id"),
    # A code costs the reserve once, however many more uses are reported.
    Index("offline_uses_loss", "community", "redemption_id", unique=True, postgresql_where=text("loss > 0")),
    Index("offline_uses_provider", "community", "provider_id", "uploaded_at", postgresql_where=text("loss > 0")),
    Index("offline_uses_shown", "community", "provider_id", "use_id"),
    CheckConstraint(
        "outcome IN ('fulfilled', 'used_before', 'late', 'wrong_code', 'unknown')", name="offline_uses_outcome_known"
    ),
    CheckConstraint("loss >= 0 AND (loss = 0 OR outcome IN ('used_before', 'late'))", name="offline_uses_loss_for"),
    CheckConstraint("refusal IS NULL OR outcome <> 'fulfilled'", name="offline_uses_refusal"),
    info=APPEND_ONLY,
)

"""The tables of contributions, of what proves them and what their goods are worth."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)

from chassis.tables import APPEND_ONLY
from services.points.contributions.tables.base import metadata

contributions = Table(
    "contributions",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("contribution_type", Text, nullable=False),
    Column("activity", Text, nullable=False),
    Column("qualification", Text),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("performed_on", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("performed_by", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("activity_id", Text),
    Column("level", SmallInteger, nullable=False),
    Column("off_duty", Boolean, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("loan", Text),
    Column("loan_table", Integer),
    Column("reference", Text),
    Column("manual", Boolean, nullable=False),
    Column("entry_reason", Text),
    Column("seconded_by", Text),
    Column("confirmed_by", Text),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("as_counterpart", Boolean, nullable=False),
    Column("wants_second", Boolean, nullable=False),
    Column("second_confirmed_by", Text),
    Column("held", Boolean, nullable=False),
    Column("notice_ends_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("due_at", DateTime(timezone=True)),
    Column("escalation", SmallInteger, nullable=False),
    Column("assigned_to", Text),
    Column("rate_card", Integer, nullable=False),
    Column("cv", BigInteger, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("reversed_cv", BigInteger, nullable=False),
    Column("reversed_sp", BigInteger, nullable=False),
    Column("replaces", Text),
    # What of the time counts on its day; nothing here: all of it.
    Column("counted_minutes", Integer),
    # What was put forward, as SHA-256: whatever becomes of the row, the same again is known to be the same.
    Column("said", Text),
    # What goods weighed, for statements; nobody says so of others.
    Column("grams", BigInteger, nullable=False, server_default=text("0")),
    # The id by which another service told of it.
    Column("told_as", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "contribution_id", name="contributions_pkey"),
    Index("contributions_party", "community", "party_id", "started_at"),
    Index("contributions_submitter", "community", "submitted_by", "contribution_id"),
    Index("contributions_performer", "community", "performed_by", "started_at"),
    Index("contributions_state", "community", "state", "contribution_id"),
    # Escalation's queue, whatever the community.
    Index("contributions_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    Index("contributions_confirmer", "community", "confirmed_by", "confirmed_at"),
    Index("contributions_manual", "community", "contribution_id", postgresql_where=text("manual")),
    Index("contributions_assigned", "community", "assigned_to", postgresql_where=text("assigned_to IS NOT NULL")),
    # A bank line, a line of a paper sheet: counted once.
    Index(
        "contributions_reference",
        "community",
        "reference",
        unique=True,
        postgresql_where=text(
            "reference IS NOT NULL AND state NOT IN ('returned', 'withdrawn', 'rejected', 'reversed')"
        ),
    ),
    # What another service told of stands once.
    Index(
        "contributions_told_as",
        "community",
        "told_as",
        unique=True,
        postgresql_where=text("told_as IS NOT NULL AND state NOT IN ('returned', 'withdrawn', 'rejected', 'reversed')"),
    ),
    # What was returned is put forward again once.
    Index(
        "contributions_replaced",
        "community",
        "replaces",
        unique=True,
        postgresql_where=text("replaces IS NOT NULL AND state <> 'withdrawn'"),
    ),
    CheckConstraint(
        "CASE WHEN contribution_type LIKE 'H%' THEN minutes BETWEEN 30 AND 1440 AND fen = 0"
        " WHEN contribution_type = 'V1' THEN minutes BETWEEN 15 AND 1440 AND fen > 0 ELSE minutes = 0 AND fen > 0 END",
        name="contributions_measure",
    ),
    # Points never rewrite hours: less may count, never more (rulebook §2).
    CheckConstraint(
        "contribution_type LIKE 'H%' AND counted_minutes BETWEEN 0 AND minutes OR counted_minutes IS NULL",
        name="contributions_counted",
    ),
    # What is lent says which table priced it (rulebook §2).
    CheckConstraint("(contribution_type = 'V1') = (loan_table IS NOT NULL)", name="contributions_loan_table"),
    CheckConstraint(
        "contribution_type IN ('H1', 'H2', 'H3', 'H4', 'G1', 'G2', 'G3', 'G4', 'V1', 'F1', 'F1w')",
        name="contributions_type",
    ),
    CheckConstraint(
        "state IN ('submitted', 'returned', 'withdrawn', 'confirmed', 'under_notice', 'challenged', 'settled', 'rejected',"
        " 'reversed')",
        name="contributions_state_known",
    ),
    CheckConstraint(
        "channel IN ('self', 'organiser', 'activity', 'back_office', 'import', 'paper', 'service')",
        name="contributions_channel",
    ),
    CheckConstraint("level BETWEEN 1 AND 5 AND escalation BETWEEN 0 AND 2", name="contributions_level"),
    CheckConstraint(
        "manual OR (channel NOT IN ('back_office', 'import') AND contribution_type NOT LIKE 'F%')",
        name="contributions_by_hand",
    ),
    # What was entered by hand says why, and goes nowhere before a second person stood up for it.
    CheckConstraint(
        "NOT manual OR (entry_reason IS NOT NULL AND"
        " (seconded_by IS NOT NULL OR state IN ('submitted', 'returned', 'withdrawn', 'rejected')))",
        name="contributions_two_persons",
    ),
    # Claimant, enterer, second person, confirmers and approver are different persons (rulebook §22, invariant 11).
    CheckConstraint("seconded_by NOT IN (party_id, performed_by, submitted_by)", name="contributions_second_person"),
    CheckConstraint(
        "confirmed_by NOT IN (party_id, performed_by, submitted_by, coalesce(seconded_by, ''))",
        name="contributions_confirmer",
    ),
    CheckConstraint(
        "second_confirmed_by NOT IN"
        " (party_id, performed_by, submitted_by, coalesce(seconded_by, ''), coalesce(confirmed_by, ''))",
        name="contributions_second_confirmer",
    ),
    CheckConstraint(
        "decided_by NOT IN (party_id, performed_by, submitted_by, coalesce(seconded_by, ''), coalesce(confirmed_by, ''),"
        " coalesce(second_confirmed_by, ''))",
        name="contributions_decider",
    ),
    CheckConstraint(
        "state NOT IN ('settled', 'reversed') OR (confirmed_by IS NOT NULL AND decided_by IS NOT NULL"
        " AND decided_at >= notice_ends_at AND NOT wants_second AND NOT held)",
        name="contributions_settled",
    ),
    # A word is kept with who gave it, and is E2 (rulebook §3).
    CheckConstraint(
        "NOT as_counterpart OR (confirmed_by IS NOT NULL AND evidence IN ('E1', 'E2'))",
        name="contributions_counterpart",
    ),
    CheckConstraint("reversed_cv BETWEEN 0 AND cv AND reversed_sp BETWEEN 0 AND sp", name="contributions_reversed"),
    info={
        "updatable": (
            "evidence",
            "state",
            "fen",
            "grams",
            "seconded_by",
            "confirmed_by",
            "confirmed_at",
            "as_counterpart",
            "wants_second",
            "second_confirmed_by",
            "held",
            "notice_ends_at",
            "decided_by",
            "decided_at",
            "reason",
            "due_at",
            "escalation",
            "assigned_to",
            "rate_card",
            "cv",
            "sp",
            "reversed_cv",
            "reversed_sp",
            "counted_minutes",
            "version",
        )
    },
)

contribution_documents = Table(
    "contribution_documents",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "contribution_id", "sha256", "kind", name="contribution_documents_pkey"),
    info=APPEND_ONLY,
)

contribution_goods = Table(
    "contribution_goods",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_fen", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("condition", Text),
    Column("best_before", Date),
    Column("own", Boolean, nullable=False),
    PrimaryKeyConstraint("community", "contribution_id", name="contribution_goods_pkey"),
    info=APPEND_ONLY,
)

appraisals = Table(
    "appraisals",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("appraised_by", Text, nullable=False),
    Column("unit_fen", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("appraised_at", DateTime(timezone=True), nullable=False),
    # Nobody appraises the same goods twice.
    PrimaryKeyConstraint("community", "contribution_id", "appraised_by", name="appraisals_pkey"),
    info=APPEND_ONLY,
)

gone_before = Table(
    "contributions_gone_before",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("fen", BigInteger),
    Column("at", DateTime(timezone=True), nullable=False),
    # What another service takes back lessens what it told once, before it is settled or after.
    PrimaryKeyConstraint("community", "contribution_id", "because", name="contributions_gone_before_pkey"),
    info=APPEND_ONLY,
)

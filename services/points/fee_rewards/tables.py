"""The tables of property-fee programmes, rewards, undos, and sealed batches with what the company answered or left unanswered."""

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
    SmallInteger,
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
    Column("work_types", ARRAY(Text), nullable=False),
    Column("arrears", Text, nullable=False),
    Column("signed_by", Text),
    Column("activated_by", Text),
    Column("closed_by", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "programme_id", name="programmes_pkey"),
    CheckConstraint("committed BETWEEN 0 AND budget", name="programmes_budget"),
    CheckConstraint("cap_percent BETWEEN 1 AND 100", name="programmes_cap"),
    CheckConstraint("state IN ('draft', 'signed', 'active', 'exhausted', 'closed')", name="programmes_state_known"),
    CheckConstraint("activated_by NOT IN (drafted_by, signed_by)", name="programmes_hands"),
    # Unpaid work alone counts (rulebook §9): no gift of money or goods, no arrears paid, no vote.
    CheckConstraint(
        "work_types <@ ARRAY['H1', 'H2', 'H3', 'H4'] AND cardinality(work_types) > 0", name="programmes_work_alone"
    ),
    CheckConstraint("arrears IN ('ignored', 'waits')", name="programmes_arrears"),
    info={"updatable": ("committed", "state", "signed_by", "activated_by", "closed_by", "version")},
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
    Column("offered_until", DateTime(timezone=True)),
    Column("consented_at", DateTime(timezone=True)),
    Column("consent_text", Text),
    Column("consent_id", Text),
    Column("batch_number", Text),
    Column("line_number", Integer),
    Column("applied", BigInteger),
    Column("credit_note", Text),
    Column("reason", Text),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("confirmation", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "reward_id", name="rewards_pkey"),
    ForeignKeyConstraint(
        ["community", "programme_id"], [programmes.c.community, programmes.c.programme_id], name="rewards_programme"
    ),
    # A household gets one reward a billing period and programme; what is rejected, withdrawn or taken back may be asked for again.
    Index(
        "rewards_household",
        "community",
        "household_id",
        "billing_period",
        "programme_id",
        unique=True,
        postgresql_where=text("state NOT IN ('offered', 'rejected', 'withdrawn', 'reversed')"),
    ),
    Index("rewards_party", "community", "party_id", "reward_id"),
    Index("rewards_waiting", "community", "programme_id", "reward_id", postgresql_where=text("state = 'accepted'")),
    CheckConstraint("discount > 0 AND applied BETWEEN 1 AND discount", name="rewards_amounts"),
    CheckConstraint(
        "state IN ('offered', 'accepted', 'submitted', 'applied', 'rejected', 'confirmed', 'withdrawn', 'reversed')",
        name="rewards_state_known",
    ),
    CheckConstraint(
        "(state IN ('applied', 'confirmed', 'reversed')) = (applied IS NOT NULL AND credit_note IS NOT NULL)",
        name="rewards_applied",
    ),
    # Nothing of a household leaves without its consent.
    CheckConstraint(
        "state = 'offered' OR (consented_at IS NOT NULL AND consent_text IS NOT NULL)", name="rewards_consent"
    ),
    CheckConstraint("(confirmed_at IS NULL) = (confirmation IS NULL)", name="rewards_confirmed"),
    info={
        "updatable": (
            "state",
            "consented_at",
            "consent_text",
            "consent_id",
            "batch_number",
            "line_number",
            "applied",
            "credit_note",
            "reason",
            "confirmed_at",
            "confirmation",
            "version",
        ),
    },
)

undos = Table(
    "fee_undos",
    metadata,
    Column("community", Text, nullable=False),
    Column("undo_id", Text, nullable=False),
    Column("reward_id", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("batch_number", Text),
    Column("line_number", Integer),
    Column("credit_note", Text),
    Column("refusal", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "undo_id", name="fee_undos_pkey"),
    ForeignKeyConstraint(
        ["community", "reward_id"], [rewards.c.community, rewards.c.reward_id], name="fee_undos_reward"
    ),
    # A discount is taken back once; what the company refused may be asked again.
    Index("fee_undos_once", "community", "reward_id", unique=True, postgresql_where=text("state <> 'refused'")),
    Index("fee_undos_waiting", "community", "programme_id", "undo_id", postgresql_where=text("state = 'waiting'")),
    CheckConstraint("amount > 0", name="fee_undos_amount"),
    CheckConstraint("state IN ('waiting', 'submitted', 'done', 'refused')", name="fee_undos_state"),
    info={"updatable": ("state", "batch_number", "line_number", "credit_note", "refusal", "version")},
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
    Column("left_out", Integer, nullable=False, server_default="0"),
    Column("reminders", SmallInteger, nullable=False),
    Column("next_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "batch_number", name="fee_batches_pkey"),
    Index("fee_batches_due", "community", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    CheckConstraint("open_lines BETWEEN 0 AND line_count AND line_count > 0", name="fee_batches_counts"),
    CheckConstraint("reminders >= 0", name="fee_batches_reminders"),
    info={"updatable": ("open_lines", "reminders", "next_at", "version")},
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
    Column("undoes", Text),
    Column("undo_id", Text),
    PrimaryKeyConstraint("community", "batch_number", "line_number", name="fee_batch_lines_pkey"),
    # A reward stands in one batch, and so does each undo of it.
    Index("fee_batch_lines_reward", "community", "reward_id", unique=True, postgresql_where=text("undo_id IS NULL")),
    Index("fee_batch_lines_undo", "community", "undo_id", unique=True, postgresql_where=text("undo_id IS NOT NULL")),
    CheckConstraint(
        "line_number > 0 AND amount <> 0 AND (amount < 0) = (undo_id IS NOT NULL) AND (amount < 0) = (undoes IS NOT NULL)",
        name="fee_batch_lines_amount",
    ),
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

suspense = Table(
    "fee_suspense",
    metadata,
    Column("community", Text, nullable=False),
    Column("suspense_id", Text, nullable=False),
    Column("batch_number", Text, nullable=False),
    Column("line_number", Integer, nullable=False),
    Column("result", Text, nullable=False),
    Column("applied", BigInteger),
    Column("credit_note", Text),
    Column("reason", Text),
    Column("fingerprint", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("delivered_by", Text, nullable=False),
    Column("delivered_at", DateTime(timezone=True), nullable=False),
    Column("cleared_by", Text),
    Column("cleared_at", DateTime(timezone=True)),
    Column("clearing", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "suspense_id", name="fee_suspense_pkey"),
    # The same answer delivered again lies there once.
    UniqueConstraint("community", "batch_number", "line_number", "fingerprint", name="fee_suspense_once"),
    CheckConstraint("cause IN ('unknown_line', 'answered_otherwise', 'unfit', 'own_line')", name="fee_suspense_cause"),
    CheckConstraint(
        "(cleared_by IS NULL) = (cleared_at IS NULL) AND (cleared_by IS NULL) = (clearing IS NULL) "
        "AND cleared_by <> delivered_by",
        name="fee_suspense_cleared",
    ),
    info={"updatable": ("cleared_by", "cleared_at", "clearing", "version")},
)

cases = Table(
    "fee_cases",
    metadata,
    Column("community", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("batch_number", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("unanswered", Integer, nullable=False),
    Column("proposed_by", Text),
    Column("proposed_at", DateTime(timezone=True)),
    Column("proposal", Text),
    Column("closed_by", Text),
    Column("closed_at", DateTime(timezone=True)),
    Column("closing", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "case_id", name="fee_cases_pkey"),
    Index("fee_cases_open", "community", "batch_number", unique=True, postgresql_where=text("closed_at IS NULL")),
    # Nobody ends a household's discount alone.
    CheckConstraint(
        "(proposed_by IS NULL) = (proposed_at IS NULL) AND (proposed_by IS NULL) = (proposal IS NULL) AND closed_by <> proposed_by",
        name="fee_cases_hands",
    ),
    CheckConstraint(
        "(closed_by IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL) = (closing IS NULL)", name="fee_cases_closed"
    ),
    info={
        "updatable": (
            *("proposed_by", "proposed_at", "proposal"),
            *("closed_by", "closed_at", "closing", "version"),
        )
    },
)

"""The tables of objections, duties, drafts, and of what is looked at again."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.tables import APPEND_ONLY
from services.points.contributions.tables.base import metadata

challenges = Table(
    "challenges",
    metadata,
    Column("community", Text, nullable=False),
    Column("challenge_id", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("raised_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("raised_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "challenge_id", name="challenges_pkey"),
    Index("challenges_contribution", "community", "contribution_id"),
    CheckConstraint("state IN ('open', 'upheld', 'dismissed', 'lapsed')", name="challenges_state"),
    # Whoever objects does not decide.
    CheckConstraint("decided_by <> raised_by", name="challenges_decider"),
    info={"updatable": ("state", "decided_by", "decided_at", "version")},
)

duties = Table(
    "duties",
    metadata,
    Column("community", Text, nullable=False),
    Column("duty_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("appointed_by", Text, nullable=False),
    Column("appointed_at", DateTime(timezone=True), nullable=False),
    Column("agreed_by", Text),
    Column("agreed_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "duty_id", name="duties_pkey"),
    Index("duties_active", "community", "task", postgresql_where=text("state = 'active'")),
    CheckConstraint("task IN ('confirm', 'second_confirm', 'approve', 'decide')", name="duties_task"),
    CheckConstraint("state IN ('proposed', 'active', 'ended')", name="duties_state"),
    # Two persons: nobody agrees to their own duty, nor to one they proposed.
    CheckConstraint("agreed_by NOT IN (party_id, appointed_by)", name="duties_two_persons"),
    CheckConstraint("state <> 'active' OR agreed_by IS NOT NULL", name="duties_agreed"),
    info={"updatable": ("state", "agreed_by", "agreed_at", "ended_at", "version")},
)

consequences = Table(
    "finding_consequences",
    metadata,
    Column("community", Text, nullable=False),
    Column("consequence_id", Text, nullable=False),
    Column("finding_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("confirmer_id", Text, nullable=False),
    Column("began_at", DateTime(timezone=True), nullable=False),
    Column("until", DateTime(timezone=True)),
    Column("contribution_id", Text),
    Column("proposal_id", Text),
    PrimaryKeyConstraint("community", "consequence_id", name="finding_consequences_pkey"),
    Index("finding_consequences_party", "community", "party_id", "kind", "until"),
    # Whatever is found again next month, a contribution is proposed to be taken back once.
    Index(
        "finding_consequences_once",
        "community",
        "contribution_id",
        unique=True,
        postgresql_where=text("contribution_id IS NOT NULL"),
    ),
    CheckConstraint("kind IN ('second_confirmer', 'reversal_proposed')", name="finding_consequences_kind"),
    CheckConstraint(
        "(kind = 'second_confirmer') = (until IS NOT NULL) AND (kind = 'reversal_proposed') = (contribution_id IS NOT NULL) "
        "AND (contribution_id IS NULL) = (proposal_id IS NULL)",
        name="finding_consequences_what",
    ),
    info=APPEND_ONLY,
)

passed_over = Table(
    "passed_over",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "contribution_id", "task", "party_id", "at", name="passed_over_pkey"),
    info=APPEND_ONLY,
)

contribution_reminders = Table(
    "contribution_reminders",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("reminded_for", DateTime(timezone=True), nullable=False),
    Column("reminded_at", DateTime(timezone=True), nullable=False),
    # Told once for each period, whoever looks how often.
    PrimaryKeyConstraint("community", "contribution_id", "reminded_for", name="contribution_reminders_pkey"),
    CheckConstraint("due_at <= reminded_for AND reminded_for <= reminded_at", name="contribution_reminders_late"),
    info=APPEND_ONLY,
)

contribution_drafts = Table(
    "contribution_drafts",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("saved_by", Text, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    Column("content", JSONB, nullable=False),
    PrimaryKeyConstraint("community", "contribution_id", name="contribution_drafts_pkey"),
    Index("contribution_drafts_mine", "community", "saved_by", "contribution_id"),
    info={"updatable": ("saved_at", "content"), "deletable": True},
)

recheck_draws = Table(
    "recheck_draws",
    metadata,
    Column("community", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("seal_number", BigInteger, nullable=False),
    Column("seal_hash", Text, nullable=False),
    Column("population", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("drawn_at", DateTime(timezone=True), nullable=False),
    # One draw a month, never another.
    PrimaryKeyConstraint("community", "period", name="recheck_draws_pkey"),
    info=APPEND_ONLY,
)

rechecks = Table(
    "rechecks",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("checked_by", Text),
    Column("checked_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("agreed_by", Text),
    Column("agreed_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "contribution_id", name="rechecks_pkey"),
    Index("rechecks_period", "community", "period", "contribution_id"),
    CheckConstraint("state IN ('open', 'passed', 'failed', 'agreed')", name="rechecks_state"),
    # Two persons take something back.
    CheckConstraint("agreed_by <> checked_by", name="rechecks_two_persons"),
    info={
        "updatable": (
            "state",
            "checked_by",
            "checked_at",
            "reason",
            "agreed_by",
            "agreed_at",
            "version",
        )
    },
)

"""The tables of parties, of the links between them, of who acts for whom, of who acts for a child, and of what the community needs."""

from __future__ import annotations

from sqlalchemy import (
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
    text,
)

metadata = MetaData()

parties = Table(
    "parties",
    metadata,
    Column("community", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("household_id", Text),
    Column("organisation_id", Text),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    Column("erased_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("community", "party_id", name="parties_pkey"),
    ForeignKeyConstraint(
        ["community", "household_id"], ["parties.community", "parties.party_id"], name="parties_household"
    ),
    ForeignKeyConstraint(
        ["community", "organisation_id"], ["parties.community", "parties.party_id"], name="parties_organisation"
    ),
    CheckConstraint("kind IN ('person', 'household', 'organisation')", name="parties_kind"),
    # Households and organisations belong to nobody.
    CheckConstraint("kind = 'person' OR (household_id IS NULL AND organisation_id IS NULL)", name="parties_links"),
    # Who lives in a household: identities are collapsed, and others of the household are too close to judge.
    Index("parties_of_household", "community", "household_id", postgresql_where=text("household_id IS NOT NULL")),
    # The name of a person stands sealed among personal data, and nowhere else.
    CheckConstraint("kind <> 'person' OR erased_at IS NOT NULL OR strpos(name, '*') > 0", name="parties_masked"),
    # A property company names households by the numbers on its bills.
    Index("parties_household_number", "community", "name", postgresql_where=text("kind = 'household'")),
    # Only persons are forgotten.
    CheckConstraint("erased_at IS NULL OR kind = 'person'", name="parties_erased"),
    info={"updatable": ("name", "household_id", "organisation_id", "erased_at", "version")},
)

identity_links = Table(
    "identity_links",
    metadata,
    Column("community", Text, nullable=False),
    Column("link_id", Text, nullable=False),
    Column("one_id", Text, nullable=False),
    Column("other_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_by", Text),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("end_reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "link_id", name="identity_links_pkey"),
    ForeignKeyConstraint(["community", "one_id"], ["parties.community", "parties.party_id"], name="identity_links_one"),
    ForeignKeyConstraint(
        ["community", "other_id"], ["parties.community", "parties.party_id"], name="identity_links_other"
    ),
    CheckConstraint(
        "kind IN ('same_household', 'same_legal_representative', 'same_payment_account', 'same_address')",
        name="identity_links_kind",
    ),
    CheckConstraint("state IN ('recorded', 'confirmed', 'ended')", name="identity_links_state"),
    # A pair is written in one way only.
    CheckConstraint("one_id < other_id", name="identity_links_order"),
    # Whoever records a link does not confirm it, and neither of the two does.
    CheckConstraint(
        "confirmed_by IS NULL OR confirmed_by NOT IN (recorded_by, one_id, other_id)", name="identity_links_two_persons"
    ),
    CheckConstraint("state <> 'confirmed' OR confirmed_by IS NOT NULL", name="identity_links_confirmed"),
    CheckConstraint("(state = 'ended') = (ended_by IS NOT NULL)", name="identity_links_ended"),
    Index(
        "identity_links_once",
        "community",
        "one_id",
        "other_id",
        "kind",
        unique=True,
        postgresql_where=text("state <> 'ended'"),
    ),
    Index("identity_links_of_other", "community", "other_id", "one_id"),
    info={
        "updatable": ("state", "confirmed_by", "confirmed_at", "ended_by", "ended_at", "end_reason", "version"),
    },
)

agencies = Table(
    "agencies",
    metadata,
    Column("community", Text, nullable=False),
    Column("agency_id", Text, nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("agent_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("granted_by", Text),
    Column("granted_at", DateTime(timezone=True)),
    Column("agreed_at", DateTime(timezone=True)),
    Column("began_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "agency_id", name="agencies_pkey"),
    ForeignKeyConstraint(
        ["community", "organisation_id"], ["parties.community", "parties.party_id"], name="agencies_organisation"
    ),
    ForeignKeyConstraint(["community", "agent_id"], ["parties.community", "parties.party_id"], name="agencies_agent"),
    CheckConstraint("state IN ('proposed', 'in_force', 'ended', 'lapsed')", name="agencies_state"),
    # Nobody lets themselves act for an organisation.
    CheckConstraint("granted_by <> agent_id", name="agencies_two_persons"),
    CheckConstraint("(granted_by IS NULL) = (granted_at IS NULL)", name="agencies_granted"),
    # It begins with the later of two yeses, and never without both.
    CheckConstraint(
        "(began_at IS NOT NULL) = (granted_at IS NOT NULL AND agreed_at IS NOT NULL)"
        " AND (began_at IS NULL OR began_at = greatest(granted_at, agreed_at))",
        name="agencies_both_sides",
    ),
    CheckConstraint(
        "(state <> 'in_force' OR began_at IS NOT NULL) AND (state NOT IN ('proposed', 'lapsed') OR began_at IS NULL)",
        name="agencies_begun",
    ),
    CheckConstraint(
        "(state IN ('ended', 'lapsed')) = (ended_at IS NOT NULL) AND (state = 'ended') = (ended_by IS NOT NULL)",
        name="agencies_over",
    ),
    # One agency of a person for an organisation at a time.
    Index(
        "agencies_once",
        "community",
        "agent_id",
        "organisation_id",
        unique=True,
        postgresql_where=text("state IN ('proposed', 'in_force')"),
    ),
    Index("agencies_of_agent", "community", "agent_id", postgresql_where=text("began_at IS NOT NULL")),
    Index("agencies_of_organisation", "community", "organisation_id"),
    Index("agencies_unanswered", "expires_at", postgresql_where=text("state = 'proposed'")),
    info={
        "updatable": (
            "state",
            "granted_by",
            "granted_at",
            "agreed_at",
            "began_at",
            "ended_by",
            "ended_at",
            "version",
        ),
    },
)

guardianships = Table(
    "guardianships",
    metadata,
    Column("community", Text, nullable=False),
    Column("guardianship_id", Text, nullable=False),
    Column("ward_id", Text, nullable=False),
    Column("guardian_id", Text, nullable=False),
    Column("until", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_by", Text),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "guardianship_id", name="guardianships_pkey"),
    CheckConstraint("state IN ('recorded', 'confirmed', 'ended')", name="guardianships_state"),
    CheckConstraint("ward_id <> guardian_id", name="guardianships_two"),
    CheckConstraint(
        "confirmed_by IS NULL OR confirmed_by NOT IN (recorded_by, ward_id, guardian_id)",
        name="guardianships_two_persons",
    ),
    CheckConstraint("state <> 'confirmed' OR confirmed_by IS NOT NULL", name="guardianships_confirmed"),
    # The last day of a month, so that it tells no birthday.
    CheckConstraint("EXTRACT(day FROM until + 1) = 1", name="guardianships_month_end"),
    Index(
        "guardianships_once",
        "community",
        "ward_id",
        "guardian_id",
        unique=True,
        postgresql_where=text("state <> 'ended'"),
    ),
    info={"updatable": ("state", "confirmed_by", "confirmed_at", "ended_by", "ended_at", "version")},
)

need_profiles = Table(
    "need_profiles",
    metadata,
    Column("community", Text, nullable=False),
    Column("profile_id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("elders_percent", Integer, nullable=False),
    Column("elders_size", Integer, nullable=False),
    Column("children_percent", Integer, nullable=False),
    Column("children_size", Integer, nullable=False),
    Column("hardship_percent", Integer, nullable=False),
    Column("hardship_size", Integer, nullable=False),
    Column("others_percent", Integer, nullable=False),
    Column("others_size", Integer, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("approved_by", Text),
    Column("approved_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "profile_id", name="need_profiles_pkey"),
    CheckConstraint(
        "elders_percent + children_percent + hardship_percent + others_percent = 100", name="need_profiles_whole"
    ),
    CheckConstraint(
        "least(elders_percent, children_percent, hardship_percent, others_percent) >= 0", name="need_profiles_shares"
    ),
    # Fewer than five would point at persons.
    CheckConstraint(
        "(elders_size >= 5 OR (elders_size = 0 AND elders_percent = 0))"
        " AND (children_size >= 5 OR (children_size = 0 AND children_percent = 0))"
        " AND (hardship_size >= 5 OR (hardship_size = 0 AND hardship_percent = 0))"
        " AND (others_size >= 5 OR (others_size = 0 AND others_percent = 0))",
        name="need_profiles_sizes",
    ),
    CheckConstraint("approved_by <> proposed_by", name="need_profiles_two_persons"),
    CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="need_profiles_approved"),
    Index("need_profiles_in_force", "community", "approved_at", postgresql_where=text("approved_at IS NOT NULL")),
    info={"updatable": ("approved_by", "approved_at", "version")},
)

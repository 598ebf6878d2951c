"""The tables of imports: the import, the pieces of its sheets as they came, and their rows as they were judged."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
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

metadata = MetaData()

imports = Table(
    "imports",
    metadata,
    Column("community", Text, nullable=False),
    Column("import_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("upload", Integer, nullable=False),
    Column("file_sha256", Text),
    Column("uploaded_at", DateTime(timezone=True)),
    Column("pieces", Integer, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("rows_total", Integer, nullable=False),
    Column("rows_received", Integer, nullable=False),
    Column("rows_checked", Integer, nullable=False),
    Column("rows_sound", Integer, nullable=False),
    Column("rows_faulty", Integer, nullable=False),
    Column("rows_entered", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decision_reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "import_id", name="imports_pkey"),
    Index("imports_file", "community", "file_sha256"),
    Index("imports_waiting", "state", "import_id", postgresql_where=text("state IN ('checking', 'entering')")),
    CheckConstraint(
        "state IN ('open', 'checking', 'checked', 'entering', 'entered', 'rejected')", name="imports_state_known"
    ),
    # Two persons stand up for what is entered in bulk (rulebook §3).
    CheckConstraint("state NOT IN ('entering', 'entered') OR decided_by <> opened_by", name="imports_two_persons"),
    CheckConstraint(
        "state NOT IN ('entering', 'entered', 'rejected') OR (decided_by IS NOT NULL AND decision_reason IS NOT NULL)",
        name="imports_decided",
    ),
    CheckConstraint(
        "rows_checked = rows_sound + rows_faulty AND rows_entered + rows_refused <= rows_sound", name="imports_counts"
    ),
    info={
        "updatable": (
            "state",
            "upload",
            "file_sha256",
            "uploaded_at",
            "pieces",
            "complete",
            "rows_total",
            "rows_received",
            "rows_checked",
            "rows_sound",
            "rows_faulty",
            "rows_entered",
            "rows_refused",
            "decided_by",
            "decided_at",
            "decision_reason",
            "version",
        )
    },
)

import_pieces = Table(
    "import_pieces",
    metadata,
    Column("community", Text, nullable=False),
    Column("import_id", Text, nullable=False),
    Column("upload", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("first_turn", Integer, nullable=False),
    Column("rows", Text, nullable=False),
    Column("checked", Boolean, nullable=False),
    PrimaryKeyConstraint("community", "import_id", "upload", "number", name="import_pieces_pkey"),
    ForeignKeyConstraint(
        ["community", "import_id"], ["imports.community", "imports.import_id"], name="import_pieces_import"
    ),
    info={"updatable": ("checked",)},
)

import_rows = Table(
    "import_rows",
    metadata,
    Column("community", Text, nullable=False),
    Column("import_id", Text, nullable=False),
    Column("upload", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("cells", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("faults", Text, nullable=False),
    Column("contribution_id", Text),
    PrimaryKeyConstraint("community", "import_id", "upload", "turn", name="import_rows_pkey"),
    ForeignKeyConstraint(
        ["community", "import_id"], ["imports.community", "imports.import_id"], name="import_rows_import"
    ),
    Index("import_rows_state", "community", "import_id", "upload", "state", "turn"),
    # The same row is entered once, whichever sheets bring it.
    Index(
        "import_rows_entered_once", "community", "fingerprint", unique=True, postgresql_where=text("state = 'entered'")
    ),
    Index("import_rows_known", "community", "fingerprint", postgresql_where=text("state = 'sound'")),
    CheckConstraint("state IN ('sound', 'faulty', 'entered', 'refused')", name="import_rows_state_known"),
    CheckConstraint("(state IN ('faulty', 'refused')) = (faults <> '[]')", name="import_rows_faults"),
    info={"updatable": ("state", "faults")},
)

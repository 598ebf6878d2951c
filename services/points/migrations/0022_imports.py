"""Bulk entry by sheet: imports, the pieces of their files, their rows."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('imports',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('import_id', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('opened_by', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('upload', sa.Integer(), nullable=False),
    sa.Column('file_sha256', sa.Text(), nullable=True),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('complete', sa.Boolean(), nullable=False),
    sa.Column('rows_total', sa.Integer(), nullable=False),
    sa.Column('rows_received', sa.Integer(), nullable=False),
    sa.Column('rows_checked', sa.Integer(), nullable=False),
    sa.Column('rows_sound', sa.Integer(), nullable=False),
    sa.Column('rows_faulty', sa.Integer(), nullable=False),
    sa.Column('rows_entered', sa.Integer(), nullable=False),
    sa.Column('rows_refused', sa.Integer(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'checking', 'checked', 'entering', 'entered', 'rejected')", name='imports_state_known'),
    sa.CheckConstraint("state NOT IN ('entering', 'entered') OR decided_by <> opened_by", name='imports_two_persons'),
    sa.CheckConstraint("state NOT IN ('entering', 'entered', 'rejected') OR (decided_by IS NOT NULL AND decision_reason IS NOT NULL)", name='imports_decided'),
    sa.CheckConstraint('rows_checked = rows_sound + rows_faulty AND rows_entered + rows_refused <= rows_sound', name='imports_counts'),
    sa.PrimaryKeyConstraint('community', 'import_id', name='imports_pkey')
    )
    op.create_index('imports_file', 'imports', ['community', 'file_sha256'])
    op.create_index('imports_waiting', 'imports', ['state', 'import_id'], postgresql_where=sa.text("state IN ('checking', 'entering')"))
    op.create_table('import_pieces',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('import_id', sa.Text(), nullable=False),
    sa.Column('upload', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('first_turn', sa.Integer(), nullable=False),
    sa.Column('rows', sa.Text(), nullable=False),
    sa.Column('checked', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['community', 'import_id'], ['imports.community', 'imports.import_id'], name='import_pieces_import'),
    sa.PrimaryKeyConstraint('community', 'import_id', 'upload', 'number', name='import_pieces_pkey')
    )
    op.create_table('import_rows',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('import_id', sa.Text(), nullable=False),
    sa.Column('upload', sa.Integer(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('cells', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('faults', sa.Text(), nullable=False),
    sa.Column('contribution_id', sa.Text(), nullable=True),
    sa.CheckConstraint("state IN ('sound', 'faulty', 'entered', 'refused')", name='import_rows_state_known'),
    sa.CheckConstraint("(state IN ('faulty', 'refused')) = (faults <> '[]')", name='import_rows_faults'),
    sa.ForeignKeyConstraint(['community', 'import_id'], ['imports.community', 'imports.import_id'], name='import_rows_import'),
    sa.PrimaryKeyConstraint('community', 'import_id', 'upload', 'turn', name='import_rows_pkey')
    )
    op.create_index('import_rows_state', 'import_rows', ['community', 'import_id', 'upload', 'state', 'turn'])
    op.create_index('import_rows_entered_once', 'import_rows', ['community', 'fingerprint'], unique=True, postgresql_where=sa.text("state = 'entered'"))
    op.create_index('import_rows_known', 'import_rows', ['community', 'fingerprint'], postgresql_where=sa.text("state = 'sound'"))


def downgrade() -> None:
    """Take back."""
    op.drop_table('import_rows')
    op.drop_table('import_pieces')
    op.drop_table('imports')


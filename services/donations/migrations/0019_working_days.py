"""The calendar of working days, and since when a line of a statement has waited for more than three of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('holiday_tables',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('table_id', sa.Text(), nullable=False),
    sa.Column('year', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('days', postgresql.JSONB(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name='holiday_tables_decided'),
    sa.CheckConstraint("state <> 'agreed' OR decided_by <> proposed_by", name='holiday_tables_two_persons'),
    sa.CheckConstraint("state IN ('proposed', 'agreed', 'rejected')", name='holiday_tables_state'),
    sa.PrimaryKeyConstraint('community', 'table_id', name='holiday_tables_pkey'),
    info={'updatable': ('state', 'decided_by', 'decided_at', 'answer', 'version')}
    )
    op.create_index(
        'holiday_tables_agreed', 'holiday_tables', ['community', 'year', 'decided_at'], unique=False,
        postgresql_where=sa.text("state = 'agreed'"),
    )
    op.add_column('statement_lines', sa.Column('overdue_on', sa.Date(), nullable=True))


def downgrade() -> None:
    """Undo: the tables are lost, and what was told of is told again."""
    op.drop_column('statement_lines', 'overdue_on')
    op.drop_table('holiday_tables')

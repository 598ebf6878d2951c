"""Organisers list what they entered."""

from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index('contributions_submitter', 'contributions', ['community', 'submitted_by', 'contribution_id'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_index('contributions_submitter', table_name='contributions')

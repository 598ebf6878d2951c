"""At how many days before points lapse a party is told, the council says."""

from alembic import op

revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_constraint('lapse_notices_shape', 'lapse_notices', type_='check')
    op.create_check_constraint('lapse_notices_shape', 'lapse_notices', 'sp > 0 AND days_before BETWEEN 1 AND 90')


def downgrade() -> None:
    """Undo: fails where something was told at another distance meanwhile."""
    op.drop_constraint('lapse_notices_shape', 'lapse_notices', type_='check')
    op.create_check_constraint('lapse_notices_shape', 'lapse_notices', 'sp > 0 AND days_before IN (30, 7, 1)')

"""An answer to a line of one's own household lies in suspense."""

from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None

BEFORE = "cause IN ('unknown_line', 'answered_otherwise', 'unfit')"
AFTER = "cause IN ('unknown_line', 'answered_otherwise', 'unfit', 'own_line')"


def upgrade() -> None:
    """Apply."""
    op.drop_constraint('fee_suspense_cause', 'fee_suspense', type_='check')
    op.create_check_constraint('fee_suspense_cause', 'fee_suspense', AFTER)


def downgrade() -> None:
    """Undo."""
    op.execute("UPDATE fee_suspense SET cause = 'unfit' WHERE cause = 'own_line'")
    op.drop_constraint('fee_suspense_cause', 'fee_suspense', type_='check')
    op.create_check_constraint('fee_suspense_cause', 'fee_suspense', BEFORE)

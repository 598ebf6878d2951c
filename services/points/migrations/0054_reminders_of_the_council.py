"""What the council leaves lying is told of again, once for each period."""

import sqlalchemy as sa
from alembic import op

revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'contribution_reminders',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('contribution_id', sa.Text(), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reminded_for', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('community', 'contribution_id', 'reminded_for', name='contribution_reminders_pkey'),
        sa.CheckConstraint(
            'due_at <= reminded_for AND reminded_for <= reminded_at', name='contribution_reminders_late'
        ),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('contribution_reminders')

"""Cases of fee batches are closed by two persons, and what stays open is asked for each month."""

import sqlalchemy as sa
from alembic import op

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('fee_cases', sa.Column('proposed_by', sa.Text(), nullable=True))
    op.add_column('fee_cases', sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('fee_cases', sa.Column('proposal', sa.Text(), nullable=True))
    op.drop_constraint('fee_cases_batch', 'fee_cases', type_='unique')
    op.create_index('fee_cases_open', 'fee_cases', ['community', 'batch_number'], unique=True, postgresql_where=sa.text('closed_at IS NULL'))
    op.create_check_constraint(
        'fee_cases_hands',
        'fee_cases',
        '(proposed_by IS NULL) = (proposed_at IS NULL) AND (proposed_by IS NULL) = (proposal IS NULL) AND closed_by <> proposed_by',
    )
    op.drop_constraint('fee_batches_reminders', 'fee_batches', type_='check')
    op.create_check_constraint('fee_batches_reminders', 'fee_batches', 'reminders >= 0')
    # What was let go of with lines still open is looked at again.
    op.execute("UPDATE fee_batches SET next_at = sealed_at + interval '35 days' WHERE next_at IS NULL AND open_lines > 0")


def downgrade() -> None:
    """Undo."""
    op.execute('UPDATE fee_batches SET reminders = 3 WHERE reminders > 3')
    op.drop_constraint('fee_batches_reminders', 'fee_batches', type_='check')
    op.create_check_constraint('fee_batches_reminders', 'fee_batches', 'reminders BETWEEN 0 AND 3')
    op.drop_constraint('fee_cases_hands', 'fee_cases', type_='check')
    op.drop_index('fee_cases_open', table_name='fee_cases')
    op.create_unique_constraint('fee_cases_batch', 'fee_cases', ['community', 'batch_number'])
    op.drop_column('fee_cases', 'proposal')
    op.drop_column('fee_cases', 'proposed_at')
    op.drop_column('fee_cases', 'proposed_by')

"""What of a donated lot went back to its village."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'lot_returns',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('removal_id', sa.Text(), nullable=False),
        sa.Column('donation_id', sa.Text(), nullable=False),
        sa.Column('lot_id', sa.Text(), nullable=False),
        sa.Column('grams', sa.BigInteger(), nullable=False),
        sa.Column('returned_on', sa.Date(), nullable=False),
        sa.CheckConstraint('grams > 0', name='returns_something'),
        sa.ForeignKeyConstraint(
            ['community', 'donation_id'],
            ['lot_donations.community', 'lot_donations.donation_id'],
            name='returns_what_was_given',
        ),
        sa.PrimaryKeyConstraint('community', 'removal_id'),
    )
    op.create_index('returns_to_a_lot', 'lot_returns', ['community', 'lot_id'])


def downgrade() -> None:
    """Undo."""
    op.drop_index('returns_to_a_lot', table_name='lot_returns')
    op.drop_table('lot_returns')

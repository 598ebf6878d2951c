"""What a gift of a lot is worth, is said where gifts in kind are judged."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. What was appraised here until now went out with the gift, and stands in donations."""
    op.drop_constraint('gives_something', 'lot_donations', type_='check')
    op.drop_column('lot_donations', 'appraised')
    op.create_check_constraint('gives_something', 'lot_donations', 'grams > 0')


def downgrade() -> None:
    """Undo: as far as is known here, each counts at its cost."""
    op.add_column('lot_donations', sa.Column('appraised', sa.BigInteger(), nullable=True))
    op.execute(
        'UPDATE lot_donations SET appraised = offered.cost FROM donation_offers AS offered '
        'WHERE offered.community = lot_donations.community AND offered.donation_id = lot_donations.donation_id'
    )
    op.alter_column('lot_donations', 'appraised', nullable=False)
    op.drop_constraint('gives_something', 'lot_donations', type_='check')
    op.create_check_constraint('gives_something', 'lot_donations', 'grams > 0 AND appraised > 0')

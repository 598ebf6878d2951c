"""A gift keeps the bank's day of payment beside the day on which its statement was taken over."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Gifts that came before stay without: what they earned was weighed by the day of the statement."""
    op.add_column('gifts', sa.Column('paid_on', sa.Date(), nullable=True))
    op.create_check_constraint('gifts_paid_before_confirmed', 'gifts', 'paid_on IS NULL OR (confirmed_on IS NOT NULL AND paid_on <= confirmed_on)')


def downgrade() -> None:
    """Undo."""
    op.drop_constraint('gifts_paid_before_confirmed', 'gifts', type_='check')
    op.drop_column('gifts', 'paid_on')

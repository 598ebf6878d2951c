"""An offered lot names the shared act of charity to which it is given (rulebook §10)."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('donation_offers', sa.Column('activity_id', sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column('donation_offers', 'activity_id')

"""A panel names the shared act of charity of which it is a part (rulebook §10)."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('panels', sa.Column('activity_id', sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column('panels', 'activity_id')

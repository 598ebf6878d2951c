"""A contribution keeps the fingerprint of what was said when it was put forward."""

import sqlalchemy as sa
from alembic import op

revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('contributions', sa.Column('said', sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column('contributions', 'said')

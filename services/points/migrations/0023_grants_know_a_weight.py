"""What goods weighed, for statements."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('grants', sa.Column('grams', sa.BigInteger(), server_default=sa.text('0'), nullable=False))


def downgrade() -> None:
    """Take back."""
    op.drop_column('grants', 'grams')

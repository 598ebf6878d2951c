"""Says of every grant to which activity it belongs and in which role it was given, for the indices."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('grants', sa.Column('activity_id', sa.Text()))
    # What was granted before: service on a panel and other governance decided with others, all else contributed.
    op.add_column('grants', sa.Column('level', sa.SmallInteger(), server_default='2', nullable=False))
    op.execute("UPDATE grants SET level = 4 WHERE contribution_type = 'H4'")
    op.alter_column('grants', 'level', server_default=None)
    op.create_check_constraint('grants_level', 'grants', 'level BETWEEN 1 AND 5')


def downgrade() -> None:
    """What a grant belonged to is forgotten."""
    op.drop_column('grants', 'level')
    op.drop_column('grants', 'activity_id')

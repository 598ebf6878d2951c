"""A contribution keeps all of its time, and what of it counts on its day."""

import sqlalchemy as sa
from alembic import op

revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None

MEASURE = (
    "CASE WHEN contribution_type LIKE 'H%' THEN minutes BETWEEN 30 AND {most} AND fen = 0"
    " WHEN contribution_type = 'V1' THEN minutes BETWEEN 15 AND 1440 AND fen > 0 ELSE minutes = 0 AND fen > 0 END"
)
COUNTED = "contribution_type LIKE 'H%' AND counted_minutes BETWEEN 0 AND minutes OR counted_minutes IS NULL"


def upgrade() -> None:
    """Apply."""
    op.add_column('contributions', sa.Column('counted_minutes', sa.Integer(), nullable=True))
    op.create_check_constraint('contributions_counted', 'contributions', COUNTED)
    op.drop_constraint('contributions_measure', 'contributions', type_='check')
    op.create_check_constraint('contributions_measure', 'contributions', MEASURE.format(most=1440))


def downgrade() -> None:
    """Undo; days beyond eight hours must be gone before."""
    op.drop_constraint('contributions_measure', 'contributions', type_='check')
    op.create_check_constraint('contributions_measure', 'contributions', MEASURE.format(most=480))
    op.drop_constraint('contributions_counted', 'contributions', type_='check')
    op.drop_column('contributions', 'counted_minutes')

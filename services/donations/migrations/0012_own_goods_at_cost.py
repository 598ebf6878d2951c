"""What a merchant's own goods cost is said with its paper when they are offered."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('goods', sa.Column('cost_document', sa.Text(), nullable=True))
    op.create_check_constraint('goods_cost_by_document', 'goods', 'cost_document IS NULL OR cost IS NOT NULL')


def downgrade() -> None:
    """Undo."""
    op.drop_constraint('goods_cost_by_document', 'goods', type_='check')
    op.drop_column('goods', 'cost_document')

"""What own produce cost is the most it may be appraised at; two quotations are two documents."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Lots that came before were appraised when they were taken, and stay so."""
    op.add_column('goods', sa.Column('cost', sa.BigInteger(), nullable=True))
    op.create_check_constraint('goods_at_cost', 'goods', 'appraised <= cost')
    op.create_check_constraint('goods_appraised_by_somebody', 'goods', 'appraised = 0 OR first_appraiser IS NOT NULL OR cost IS NULL')
    op.add_column('appraisals', sa.Column('second_document', sa.Text(), nullable=True))
    op.create_check_constraint('appraisals_two_documents', 'appraisals', 'second_document <> document')


def downgrade() -> None:
    """Undo."""
    op.drop_constraint('appraisals_two_documents', 'appraisals', type_='check')
    op.drop_column('appraisals', 'second_document')
    op.drop_constraint('goods_appraised_by_somebody', 'goods', type_='check')
    op.drop_constraint('goods_at_cost', 'goods', type_='check')
    op.drop_column('goods', 'cost')

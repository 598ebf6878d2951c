"""Goods that leave the store without a recipient: back to their giver, or written off (rulebook §12)."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    for name in ('set_aside', 'returned', 'written_off'):
        op.add_column('goods', sa.Column(name, sa.BigInteger(), nullable=False, server_default='0'))
        op.alter_column('goods', name, server_default=None)
    op.drop_constraint('goods_balance', 'goods')
    op.create_check_constraint(
        'goods_balance',
        'goods',
        'least(remaining, set_aside, returned, written_off) >= 0 AND received <= offered '
        'AND remaining + set_aside + returned + written_off <= received',
    )
    op.create_table(
        'goods_removals',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('removal_id', sa.Text(), nullable=False),
        sa.Column('goods_id', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('cause', sa.Text(), nullable=False),
        sa.Column('quantity', sa.BigInteger(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('document', sa.Text(), nullable=False),
        sa.Column('receipt_note', sa.Text()),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('proposed_by', sa.Text(), nullable=False),
        sa.Column('proposed_on', sa.Date(), nullable=False),
        sa.Column('decided_by', sa.Text()),
        sa.Column('decided_on', sa.Date()),
        sa.Column('answer', sa.Text()),
        sa.Column('appraised', sa.BigInteger()),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'removal_id', name='goods_removals_pkey'),
        sa.CheckConstraint('quantity > 0', name='goods_removals_quantity'),
        sa.CheckConstraint("state IN ('proposed', 'done', 'rejected')", name='goods_removals_state'),
        sa.CheckConstraint(
            "kind = 'return' AND cause IN ('faulty', 'mistaken', 'not_theirs', 'recalled') "
            "OR kind = 'write_off' AND receipt_note IS NULL AND cause IN ('spoiled', 'broken', 'expired', 'lost', 'recalled')",
            name='goods_removals_cause',
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_on IS NULL) "
            "AND (state = 'rejected') = (answer IS NOT NULL)",
            name='goods_removals_decided',
        ),
        sa.CheckConstraint(
            "(kind = 'return' AND state = 'done') = (appraised IS NOT NULL) AND coalesce(appraised, 0) >= 0",
            name='goods_removals_appraised',
        ),
        sa.CheckConstraint('decided_by <> proposed_by', name='goods_removals_two_persons'),
        info={'updatable': ('state', 'decided_by', 'decided_on', 'answer', 'appraised', 'version')},
    )
    op.create_index('goods_removals_of_goods', 'goods_removals', ['community', 'goods_id'])
    op.create_index(
        'goods_removals_waiting',
        'goods_removals',
        ['community', 'removal_id'],
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        'recalled_lots',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('lot_id', sa.Text(), nullable=False),
        sa.Column('recalled_on', sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'lot_id', name='recalled_lots_pkey'),
        info={'append_only': True},
    )


def downgrade() -> None:
    """What left would stand as there: there is no way back."""
    raise NotImplementedError

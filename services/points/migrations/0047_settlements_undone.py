"""What providers got in kind is taken back when a redemption is refunded."""

import sqlalchemy as sa
from alembic import op

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'settlement_undone',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('redemption_id', sa.Text(), nullable=False),
        sa.Column('settlement_id', sa.Text(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.Column('provider_id', sa.Text(), nullable=False),
        sa.Column('sp', sa.BigInteger(), nullable=False),
        sa.Column('fen', sa.BigInteger(), nullable=False),
        sa.Column('left_sp', sa.BigInteger(), nullable=False),
        sa.Column('left_fen', sa.BigInteger(), nullable=False),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            'sp >= 0 AND fen >= 0 AND left_sp >= 0 AND left_fen >= 0', name='settlement_undone_amounts'
        ),
        sa.ForeignKeyConstraint(
            ['community', 'settlement_id'],
            ['settlements.community', 'settlements.settlement_id'],
            name='settlement_undone_settlement',
        ),
        sa.PrimaryKeyConstraint('community', 'redemption_id', name='settlement_undone_pkey'),
        info={'append_only': True},
    )
    op.create_index(
        'settlement_undone_sequence',
        'settlement_undone',
        ['community', 'settlement_id', 'sequence'],
        unique=True,
    )
    op.create_index(
        'settlement_undone_left',
        'settlement_undone',
        ['community', 'provider_id'],
        postgresql_where=sa.text('left_sp > 0 OR left_fen > 0'),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('settlement_undone')

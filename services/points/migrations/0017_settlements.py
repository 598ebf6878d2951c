"""Providers are settled with month by month: settlements, their lines, what providers choose."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'settlements',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('settlement_id', sa.Text(), nullable=False),
        sa.Column('provider_id', sa.Text(), nullable=False),
        sa.Column('month', sa.Text(), nullable=False),
        sa.Column('choice', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('lines', sa.Integer(), nullable=False),
        sa.Column('digest', sa.Text(), nullable=False),
        sa.Column('sp', sa.BigInteger(), nullable=False),
        sa.Column('reimbursed', sa.BigInteger(), nullable=False),
        sa.Column('waived', sa.BigInteger(), nullable=False),
        sa.Column('recycled', sa.BigInteger(), nullable=False),
        sa.Column('carried_fen', sa.BigInteger(), nullable=False),
        sa.Column('carried_sp', sa.BigInteger(), nullable=False),
        sa.Column('left_fen', sa.BigInteger(), nullable=False),
        sa.Column('left_sp', sa.BigInteger(), nullable=False),
        sa.Column('prepared_by', sa.Text(), nullable=False),
        sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_by', sa.Text()),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('reason', sa.Text()),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("choice IN ('reimburse', 'waive', 'recycle')", name='settlements_choice_known'),
        sa.CheckConstraint("state IN ('prepared', 'approved', 'rejected')", name='settlements_state_known'),
        sa.CheckConstraint("(state = 'prepared') = (decided_at IS NULL)", name='settlements_end'),
        sa.CheckConstraint('decided_by <> prepared_by', name='settlements_two_persons'),
        sa.CheckConstraint('reimbursed >= 0 AND waived >= 0 AND recycled >= 0', name='settlements_paid'),
        sa.CheckConstraint(
            'carried_fen <= 0 AND carried_sp <= 0 AND left_fen <= 0 AND left_sp <= 0', name='settlements_carried'
        ),
        sa.PrimaryKeyConstraint('community', 'settlement_id', name='settlements_pkey'),
        info={'updatable': ('state', 'decided_by', 'decided_at', 'reason', 'version')},
    )
    op.create_index(
        'settlements_month',
        'settlements',
        ['community', 'provider_id', 'month'],
        unique=True,
        postgresql_where=sa.text("state <> 'rejected'"),
    )
    op.create_table(
        'settlement_lines',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('line_id', sa.Text(), nullable=False),
        sa.Column('settlement_id', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('reference', sa.Text(), nullable=False),
        sa.Column('sp', sa.BigInteger(), nullable=False),
        sa.Column('fen', sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('fulfilled', 'reversed', 'offline_loss') AND (kind = 'reversed') = (sp < 0 OR fen < 0)",
            name='settlement_lines_kind_known',
        ),
        sa.ForeignKeyConstraint(
            ['community', 'settlement_id'],
            ['settlements.community', 'settlements.settlement_id'],
            name='settlement_lines_settlement',
        ),
        sa.PrimaryKeyConstraint('community', 'line_id', name='settlement_lines_pkey'),
        info={'append_only': True},
    )
    op.create_index('settlement_lines_settlement', 'settlement_lines', ['community', 'settlement_id', 'line_id'])
    op.create_table(
        'settlement_choices',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('choice_id', sa.Text(), nullable=False),
        sa.Column('provider_id', sa.Text(), nullable=False),
        sa.Column('month', sa.Text(), nullable=False),
        sa.Column('choice', sa.Text(), nullable=False),
        sa.Column('chosen_by', sa.Text(), nullable=False),
        sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("choice IN ('reimburse', 'waive', 'recycle')", name='settlement_choices_known'),
        sa.PrimaryKeyConstraint('community', 'choice_id', name='settlement_choices_pkey'),
        info={'updatable': ('choice', 'chosen_by', 'chosen_at', 'version')},
    )


def downgrade() -> None:
    """What was settled is not forgotten."""
    raise NotImplementedError

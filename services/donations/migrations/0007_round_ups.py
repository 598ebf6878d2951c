"""Customers' round-ups, the batches in which shops forward them, and statement lines that pay a batch (rulebook §12)."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('gifts', sa.Column('batch_id', sa.Text()))
    op.drop_constraint('gifts_origin', 'gifts')
    op.create_check_constraint(
        'gifts_origin',
        'gifts',
        "(origin = 'own' OR choice = 'receipt' AND lane = 'C') AND (origin <> 'pledge' OR donor_id IS NOT NULL) "
        "AND (origin = 'round_up') = (batch_id IS NOT NULL) AND origin IN ('own', 'pledge', 'round_up')",
    )
    op.create_index(
        'gifts_of_batch',
        'gifts',
        ['community', 'batch_id', 'donor_id'],
        unique=True,
        postgresql_where=sa.text('batch_id IS NOT NULL'),
    )
    op.add_column('statement_lines', sa.Column('batch_id', sa.Text()))
    op.add_column('statement_lines', sa.Column('proposed_batch_id', sa.Text()))
    op.create_unique_constraint('statement_lines_batch', 'statement_lines', ['community', 'batch_id'])
    op.drop_constraint('statement_lines_matched', 'statement_lines')
    op.create_check_constraint(
        'statement_lines_matched',
        'statement_lines',
        "num_nonnulls(gift_id, batch_id) = CASE WHEN state = 'matched' THEN 1 ELSE 0 END",
    )
    op.create_table(
        'rounds',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('round_id', sa.Text(), nullable=False),
        sa.Column('merchant_id', sa.Text(), nullable=False),
        sa.Column('payment_reference', sa.Text(), nullable=False),
        sa.Column('fund_code', sa.Text(), nullable=False),
        sa.Column('project_code', sa.Text()),
        sa.Column('customer_id', sa.Text()),
        sa.Column('token', sa.Text()),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('paid_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reported_by', sa.Text()),
        sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('batch_id', sa.Text()),
        sa.PrimaryKeyConstraint('community', 'round_id', name='rounds_pkey'),
        sa.UniqueConstraint('community', 'merchant_id', 'payment_reference', name='rounds_once'),
        sa.CheckConstraint('amount BETWEEN 1 AND 1000', name='rounds_amount'),
        sa.CheckConstraint(
            'num_nonnulls(customer_id, token) = 1 AND customer_id <> merchant_id', name='rounds_giver'
        ),
        info={'updatable': ('batch_id',)},
    )
    op.create_index(
        'rounds_waiting',
        'rounds',
        ['community', 'merchant_id', 'paid_at'],
        postgresql_where=sa.text('batch_id IS NULL'),
    )
    op.create_index(
        'rounds_of_batch', 'rounds', ['community', 'batch_id'], postgresql_where=sa.text('batch_id IS NOT NULL')
    )
    op.create_index(
        'rounds_of_customer',
        'rounds',
        ['community', 'customer_id', 'round_id'],
        postgresql_where=sa.text('customer_id IS NOT NULL'),
    )
    op.create_table(
        'round_up_batches',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('batch_id', sa.Text(), nullable=False),
        sa.Column('merchant_id', sa.Text(), nullable=False),
        sa.Column('fund_code', sa.Text(), nullable=False),
        sa.Column('project_code', sa.Text()),
        sa.Column('rounds', sa.Integer(), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('first_on', sa.Date(), nullable=False),
        sa.Column('pay_by', sa.Date(), nullable=False),
        sa.Column('payment_reference', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('late_on', sa.Date()),
        sa.Column('paid_on', sa.Date()),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'batch_id', name='round_up_batches_pkey'),
        sa.UniqueConstraint('community', 'payment_reference', name='round_up_batches_reference'),
        sa.CheckConstraint(
            'rounds > 0 AND amount BETWEEN rounds AND rounds * 1000::bigint', name='round_up_batches_amount'
        ),
        sa.CheckConstraint("state IN ('awaiting', 'late', 'paid')", name='round_up_batches_state'),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL) AND (state <> 'late' OR late_on IS NOT NULL) AND pay_by = first_on + 7",
            name='round_up_batches_paid',
        ),
        info={'updatable': ('state', 'late_on', 'paid_on', 'version')},
    )
    op.create_index('round_up_batches_of_merchant', 'round_up_batches', ['community', 'merchant_id', 'batch_id'])
    op.create_index(
        'round_up_batches_open',
        'round_up_batches',
        ['community', 'pay_by'],
        postgresql_where=sa.text("state = 'awaiting'"),
    )


def downgrade() -> None:
    """What customers gave would stand without givers: there is no way back."""
    raise NotImplementedError

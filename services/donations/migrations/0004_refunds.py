"""Lets a gift go back to who gave it (rulebook §12)."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'refunds',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('refund_id', sa.Text(), nullable=False),
        sa.Column('gift_id', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('document', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('proposed_by', sa.Text()),
        sa.Column('decided_by', sa.Text()),
        sa.Column('answer', sa.Text()),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'refund_id', name='refunds_pkey'),
        sa.CheckConstraint(
            "kind IN ('duplicate', 'wrong_amount', 'minor_payer', 'fraud', 'project_cancelled', 'illegal_source', 'court')",
            name='refunds_kind',
        ),
        sa.CheckConstraint("state IN ('proposed', 'done', 'denied')", name='refunds_state'),
        sa.CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name='refunds_decided'),
        sa.CheckConstraint('decided_by <> proposed_by', name='refunds_two_persons'),
    )
    op.create_index(
        'refunds_of_gift',
        'refunds',
        ['community', 'gift_id'],
        unique=True,
        postgresql_where=sa.text("state <> 'denied'"),
    )
    for name in ('gifts_state', 'gifts_confirmed', 'gifts_lane_a'):
        op.drop_constraint(name, 'gifts')
    op.create_check_constraint(
        'gifts_state', 'gifts', "state IN ('awaiting', 'confirmed', 'expired', 'refunded')"
    )
    op.create_check_constraint(
        'gifts_confirmed',
        'gifts',
        "(state IN ('confirmed', 'refunded')) = (received IS NOT NULL) AND (received IS NULL) = (confirmed_on IS NULL)",
    )
    op.create_check_constraint(
        'gifts_lane_a', 'gifts', "lane <> 'A' OR (donor_id IS NULL AND state IN ('confirmed', 'refunded'))"
    )


def downgrade() -> None:
    """What went back would stand as given: there is no way back."""
    raise NotImplementedError

"""The catalogue's slots, limits, rules and terms; redemptions step by step; ratings, complaints, codes taken without network.

The service of the revision before must not run meanwhile: it knows neither the new columns nor the new states.
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

STATES = (
    "state IN ('quoted', 'points_held', 'reserved', 'asked', 'held', 'fulfilled', 'cancelled', 'lapsed', 'declined', "
    "'disputed', 'refunded')"
)
OPEN = "(state IN ('quoted', 'points_held', 'reserved', 'asked', 'held')) = (ended_at IS NULL)"


def upgrade() -> None:
    """Apply."""
    _catalogue()
    _redemptions()
    _afterwards()


def downgrade() -> None:
    """What is on its way step by step has no place in the tables of before."""
    raise NotImplementedError


def _catalogue() -> None:
    for name, kind, default in (
        ('slotted', sa.Boolean(), 'false'),
        ('asks_provider', sa.Boolean(), 'false'),
        ('limit_period', sa.Text(), 'ever'),
        ('sectors', sa.ARRAY(sa.Text()), '{}'),
        ('buildings', sa.ARRAY(sa.Text()), '{}'),
        ('mutual_aid', sa.Boolean(), 'false'),
        ('settlement', sa.Text(), 'reimburse'),
    ):
        # What was offered before has no slots, limits or rules.
        op.add_column('items', sa.Column(name, kind, server_default=default, nullable=False))
        op.alter_column('items', name, server_default=None)
    for name, kind in (
        ('offered_from', sa.Date()),
        ('offered_until', sa.Date()),
        ('per_person', sa.Integer()),
        ('per_household', sa.Integer()),
        ('registered_days', sa.Integer()),
        ('cost', sa.BigInteger()),
        ('agreement', sa.Text()),
        ('replaces', sa.Text()),
    ):
        op.add_column('items', sa.Column(name, kind))
    op.create_foreign_key(
        'items_replaces', 'items', 'items', ['community', 'replaces'], ['community', 'item_id']
    )
    op.create_check_constraint('items_days', 'items', 'offered_from <= offered_until')
    op.create_check_constraint(
        'items_limits',
        'items',
        "per_person > 0 AND per_household > 0 AND limit_period IN ('day', 'week', 'month', 'year', 'ever')",
    )
    op.create_check_constraint(
        'items_terms', 'items', "cost >= 0 AND settlement IN ('reimburse', 'waive', 'recycle') AND registered_days > 0"
    )
    op.create_table(
        'slots',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('item_id', sa.Text(), nullable=False),
        sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('capacity', sa.Integer(), nullable=False),
        sa.Column('taken', sa.Integer(), nullable=False),
        sa.CheckConstraint('capacity > 0 AND taken BETWEEN 0 AND capacity', name='slots_taken'),
        sa.ForeignKeyConstraint(['community', 'item_id'], ['items.community', 'items.item_id'], name='slots_item'),
        sa.PrimaryKeyConstraint('community', 'item_id', 'starts_at', name='slots_pkey'),
        info={'updatable': ('taken',)},
    )


def _redemptions() -> None:
    op.alter_column('redemptions', 'held_at', new_column_name='begun_at')
    op.add_column('redemptions', sa.Column('moved_at', sa.DateTime(timezone=True)))
    op.execute('UPDATE redemptions SET moved_at = coalesce(ended_at, begun_at)')
    op.alter_column('redemptions', 'moved_at', nullable=False)
    op.add_column('redemptions', sa.Column('refunded', sa.BigInteger(), server_default='0', nullable=False))
    op.alter_column('redemptions', 'refunded', server_default=None)
    op.add_column('redemptions', sa.Column('household_id', sa.Text()))
    for name, said in (
        ('redemptions_amounts', 'price > 0 AND tries BETWEEN 0 AND 5 AND refunded BETWEEN 0 AND price'),
        ('redemptions_state_known', STATES),
        ('redemptions_end', OPEN),
    ):
        op.drop_constraint(name, 'redemptions', type_='check')
        op.create_check_constraint(name, 'redemptions', said)
    op.create_check_constraint('redemptions_refund', 'redemptions', "(state = 'refunded') = (refunded > 0)")
    op.drop_index('redemptions_held', table_name='redemptions')
    op.create_index('redemptions_had', 'redemptions', ['community', 'item_id', 'party_id'])
    op.create_index('redemptions_had_by_household', 'redemptions', ['community', 'item_id', 'household_id'])
    op.create_index(
        'redemptions_handed_over',
        'redemptions',
        ['community', 'provider_id', 'ended_at'],
        postgresql_where=sa.text("state IN ('fulfilled', 'disputed', 'refunded')"),
    )
    op.create_index(
        'redemptions_open', 'redemptions', ['community', 'expires_at'], postgresql_where=sa.text('ended_at IS NULL')
    )
    op.create_index(
        'redemptions_unfinished',
        'redemptions',
        ['community', 'moved_at'],
        postgresql_where=sa.text("state IN ('points_held', 'reserved')"),
    )


def _afterwards() -> None:
    op.create_table(
        'redemption_ratings',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('redemption_id', sa.Text(), nullable=False),
        sa.Column('stars', sa.SmallInteger(), nullable=False),
        sa.Column('comment', sa.Text()),
        sa.Column('rated_by', sa.Text(), nullable=False),
        sa.Column('rated_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('stars BETWEEN 1 AND 5', name='redemption_ratings_stars'),
        sa.ForeignKeyConstraint(
            ['community', 'redemption_id'],
            ['redemptions.community', 'redemptions.redemption_id'],
            name='redemption_ratings_redemption',
        ),
        sa.PrimaryKeyConstraint('community', 'redemption_id', name='redemption_ratings_pkey'),
        info={'append_only': True},
    )
    op.create_table(
        'redemption_disputes',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('redemption_id', sa.Text(), nullable=False),
        sa.Column('provider_id', sa.Text(), nullable=False),
        sa.Column('party_id', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('refund', sa.BigInteger(), nullable=False),
        sa.Column('decision', sa.Text()),
        sa.Column('decided_by', sa.Text()),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'upheld', 'rejected')", name='redemption_disputes_state_known'),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name='redemption_disputes_end'),
        sa.CheckConstraint("(state = 'upheld') = (refund > 0)", name='redemption_disputes_refund'),
        sa.CheckConstraint('decided_by <> party_id AND decided_by <> provider_id', name='redemption_disputes_others'),
        sa.ForeignKeyConstraint(
            ['community', 'redemption_id'],
            ['redemptions.community', 'redemptions.redemption_id'],
            name='redemption_disputes_redemption',
        ),
        sa.PrimaryKeyConstraint('community', 'redemption_id', name='redemption_disputes_pkey'),
        info={'updatable': ('state', 'refund', 'decision', 'decided_by', 'decided_at', 'version')},
    )
    op.create_index('redemption_disputes_state', 'redemption_disputes', ['community', 'state', 'redemption_id'])
    op.create_table(
        'offline_uses',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('use_id', sa.Text(), nullable=False),
        sa.Column('redemption_id', sa.Text(), nullable=False),
        sa.Column('provider_id', sa.Text(), nullable=False),
        sa.Column('device', sa.Text(), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('uploaded_by', sa.Text(), nullable=False),
        sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('outcome', sa.Text(), nullable=False),
        sa.Column('loss', sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('fulfilled', 'used_before', 'late', 'wrong_code', 'unknown')",
            name='offline_uses_outcome_known',
        ),
        sa.CheckConstraint(
            "loss >= 0 AND (loss = 0 OR outcome IN ('used_before', 'late'))", name='offline_uses_loss_for'
        ),
        sa.PrimaryKeyConstraint('community', 'use_id', name='offline_uses_pkey'),
        info={'append_only': True},
    )
    op.create_index('offline_uses_redemption', 'offline_uses', ['community', 'redemption_id'])
    op.create_index(
        'offline_uses_loss',
        'offline_uses',
        ['community', 'redemption_id'],
        unique=True,
        postgresql_where=sa.text('loss > 0'),
    )
    op.create_index(
        'offline_uses_provider',
        'offline_uses',
        ['community', 'provider_id', 'uploaded_at'],
        postgresql_where=sa.text('loss > 0'),
    )

"""Merchants' pledges, their months, and how a gift came about (rulebook §12)."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('gifts', sa.Column('origin', sa.Text(), nullable=False, server_default=sa.text("'own'")))
    op.create_check_constraint(
        'gifts_origin',
        'gifts',
        "origin = 'own' OR (origin = 'pledge' AND donor_id IS NOT NULL AND choice = 'receipt' AND lane = 'C')",
    )
    op.create_table(
        'pledges',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('pledge_id', sa.Text(), nullable=False),
        sa.Column('merchant_id', sa.Text(), nullable=False),
        sa.Column('fund_code', sa.Text(), nullable=False),
        sa.Column('project_code', sa.Text(), nullable=False),
        sa.Column('items', sa.Text(), nullable=False),
        sa.Column('basis', sa.Text(), nullable=False),
        sa.Column('share', sa.Integer()),
        sa.Column('per_piece', sa.BigInteger()),
        sa.Column('least', sa.BigInteger()),
        sa.Column('most', sa.BigInteger()),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('publication', sa.Text(), nullable=False),
        sa.Column('terms_sha256', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('agreement_number', sa.Text()),
        sa.Column('drafted_by', sa.Text()),
        sa.Column('signed_by', sa.Text()),
        sa.Column('countersigned_by', sa.Text()),
        sa.Column('agreed_by', sa.Text()),
        sa.Column('signed_at', sa.DateTime(timezone=True)),
        sa.Column('agreed_at', sa.DateTime(timezone=True)),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'pledge_id', name='pledges_pkey'),
        sa.UniqueConstraint('community', 'agreement_number', name='pledges_number'),
        sa.CheckConstraint(
            "state IN ('draft', 'signed', 'countersigned', 'active', 'banner_off', 'suspended', 'completed')",
            name='pledges_state',
        ),
        sa.CheckConstraint(
            "(basis = 'share') = (share IS NOT NULL) AND (basis = 'per_piece') = (per_piece IS NOT NULL) "
            'AND share BETWEEN 1 AND 10000 AND per_piece > 0 AND most >= least',
            name='pledges_terms',
        ),
        sa.CheckConstraint(
            "starts_on <= ends_on AND (agreed_at AT TIME ZONE 'Asia/Shanghai')::date < starts_on",
            name='pledges_before',
        ),
        sa.CheckConstraint(
            "(state IN ('draft', 'signed', 'countersigned')) = (agreement_number IS NULL) "
            'AND (agreement_number IS NULL) = (agreed_at IS NULL) AND (agreed_at IS NULL) = (agreed_by IS NULL)',
            name='pledges_agreed',
        ),
        sa.CheckConstraint(
            '(agreed_by IS NULL OR (signed_by IS NOT NULL AND countersigned_by IS NOT NULL)) '
            'AND agreed_by NOT IN (signed_by, countersigned_by) AND countersigned_by <> signed_by',
            name='pledges_hands',
        ),
        info={
            'updatable': (
                'state',
                'agreement_number',
                'signed_by',
                'countersigned_by',
                'agreed_by',
                'signed_at',
                'agreed_at',
                'version',
            )
        },
    )
    op.create_index('pledges_of_merchant', 'pledges', ['community', 'merchant_id', 'pledge_id'])
    op.create_table(
        'pledge_settlements',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('pledge_id', sa.Text(), nullable=False),
        sa.Column('month', sa.Text(), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('sales', sa.BigInteger()),
        sa.Column('pieces', sa.BigInteger()),
        sa.Column('document', sa.Text()),
        sa.Column('amount', sa.BigInteger()),
        sa.Column('gift_id', sa.Text()),
        sa.Column('received', sa.BigInteger()),
        sa.Column('paid_on', sa.Date()),
        sa.Column('published_at', sa.Text()),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'pledge_id', 'month', name='pledge_settlements_pkey'),
        sa.ForeignKeyConstraint(
            ['community', 'pledge_id'], ['pledges.community', 'pledges.pledge_id'], name='pledge_settlements_of'
        ),
        sa.UniqueConstraint('community', 'gift_id', name='pledge_settlements_gift'),
        sa.CheckConstraint(
            "state IN ('expected', 'due', 'nothing_due', 'paid', 'published', 'refunded')",
            name='pledge_settlements_state',
        ),
        sa.CheckConstraint(
            "(state = 'expected') = (sales IS NULL) AND (sales IS NULL) = (amount IS NULL) AND sales >= 0 AND pieces >= 0 "
            "AND (state IN ('expected', 'nothing_due')) = (gift_id IS NULL) AND (gift_id IS NULL OR amount > 0)",
            name='pledge_settlements_stated',
        ),
        sa.CheckConstraint(
            "(state IN ('paid', 'published', 'refunded')) = (received IS NOT NULL) AND (received IS NULL) = (paid_on IS NULL) "
            "AND (state <> 'published' OR published_at IS NOT NULL)",
            name='pledge_settlements_paid',
        ),
        info={
            'updatable': (
                'state',
                'sales',
                'pieces',
                'document',
                'amount',
                'gift_id',
                'received',
                'paid_on',
                'published_at',
                'version',
            )
        },
    )
    op.create_index(
        'pledge_settlements_open',
        'pledge_settlements',
        ['community', 'due_on'],
        postgresql_where=sa.text("state IN ('expected', 'due')"),
    )


def downgrade() -> None:
    """What was pledged would stand as given by an act of one's own: there is no way back."""
    raise NotImplementedError

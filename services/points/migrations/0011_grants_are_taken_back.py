"""Says of every grant why it is that much, and keeps what of it was taken back (rulebook §5)."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    for name in ('sp_rated', 'sp_over_cap', 'cv_withheld', 'sp_withheld', 'sp_repaid'):
        op.add_column('grants', sa.Column(name, sa.BigInteger(), server_default='0', nullable=False))
    op.add_column('grants', sa.Column('reserve_percent', sa.SmallInteger(), server_default='100', nullable=False))
    # What limited older grants was not kept; they are shown as what they are.
    op.execute('UPDATE grants SET sp_rated = sp')
    for name in ('sp_rated', 'sp_over_cap', 'cv_withheld', 'sp_withheld', 'sp_repaid', 'reserve_percent'):
        op.alter_column('grants', name, server_default=None)
    op.create_check_constraint(
        'grants_explained',
        'grants',
        'sp <= sp_rated AND reserve_percent BETWEEN 1 AND 100 AND sp_over_cap >= 0 AND cv_withheld >= 0 AND sp_withheld >= 0 '
        'AND sp_repaid BETWEEN 0 AND sp',
    )
    op.create_table(
        'grant_reversals',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('reversal_id', sa.Text(), nullable=False),
        sa.Column('grant_id', sa.Text(), nullable=False),
        sa.Column('source_id', sa.Text(), nullable=False),
        sa.Column('party_id', sa.Text(), nullable=False),
        sa.Column('performed_on', sa.Date(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.Column('asked', sa.BigInteger()),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('fen', sa.BigInteger(), nullable=False),
        sa.Column('cv', sa.BigInteger(), nullable=False),
        sa.Column('sp', sa.BigInteger(), nullable=False),
        sa.Column('sp_minutes', sa.Integer(), nullable=False),
        sa.Column('sp_owed', sa.BigInteger(), nullable=False),
        sa.Column('because', sa.Text(), nullable=False),
        sa.Column('reversed_on', sa.Date(), nullable=False),
        sa.Column('reversed_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('community', 'reversal_id', name='grant_reversals_pkey'),
        sa.ForeignKeyConstraint(
            ['community', 'grant_id'], ['grants.community', 'grants.grant_id'], name='grant_reversals_grant'
        ),
        sa.UniqueConstraint('community', 'source_id', 'reason', 'sequence', name='grant_reversals_key'),
        sa.CheckConstraint(
            'minutes >= 0 AND fen >= 0 AND cv >= 0 AND sp >= 0 AND sp_minutes BETWEEN 0 AND minutes AND sp_owed BETWEEN 0 AND sp',
            name='grant_reversals_amounts',
        ),
        sa.CheckConstraint(
            "reason IN ('ERROR', 'DUPLICATE', 'FRAUD', 'DISPUTE_LOST', 'RETURNED_GOODS', 'DONATION_REFUNDED', 'EVIDENCE_WITHDRAWN')",
            name='grant_reversals_reason_known',
        ),
    )
    op.create_index('grant_reversals_party', 'grant_reversals', ['community', 'party_id', 'performed_on'])
    op.create_index('grant_reversals_grant_id', 'grant_reversals', ['community', 'grant_id'])


def downgrade() -> None:
    """What was taken back would be forgotten while its postings stay: there is no way back."""
    raise NotImplementedError

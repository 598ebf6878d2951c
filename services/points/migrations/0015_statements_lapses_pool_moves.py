"""A company's statements, notices before points lapse, the mutual-aid pool, moves inside a household."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None
TIME = sa.DateTime(timezone=True)


def text_columns(*names: str, nullable: bool = False) -> list[sa.Column]:
    """Columns of text."""
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def upgrade() -> None:
    """Apply."""
    _statements()
    _differences()
    _lapses()
    _pool()
    _moves()


def _statements() -> None:
    op.create_table(
        'fee_statements',
        *text_columns('community', 'statement_id', 'programme_id', 'company_id', 'month', 'state'),
        sa.Column('parts', sa.Integer(), nullable=False),
        sa.Column('their_count', sa.Integer(), nullable=False),
        sa.Column('their_total', sa.BigInteger(), nullable=False),
        sa.Column('our_count', sa.Integer(), nullable=False),
        sa.Column('our_total', sa.BigInteger(), nullable=False),
        sa.Column('matched', sa.Integer(), nullable=False),
        *text_columns('imported_by'),
        sa.Column('imported_at', TIME, nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('receiving', 'matched')", name='fee_statements_state'),
        sa.PrimaryKeyConstraint('community', 'statement_id', name='fee_statements_pkey'),
        sa.UniqueConstraint('community', 'programme_id', 'month', name='fee_statements_month'),
    )
    op.create_table(
        'fee_statement_rows',
        *text_columns('community', 'statement_id'),
        sa.Column('part', sa.Integer(), nullable=False),
        sa.Column('row_number', sa.Integer(), nullable=False),
        *text_columns('household_number', 'billing_period', 'credit_note'),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.CheckConstraint('amount <> 0', name='fee_statement_rows_amount'),
        sa.ForeignKeyConstraint(
            ['community', 'statement_id'],
            ['fee_statements.community', 'fee_statements.statement_id'],
            name='fee_statement_rows_statement',
        ),
        sa.PrimaryKeyConstraint('community', 'statement_id', 'part', 'row_number', name='fee_statement_rows_pkey'),
        sa.UniqueConstraint('community', 'statement_id', 'credit_note', name='fee_statement_rows_note'),
    )


def _differences() -> None:
    op.create_table(
        'fee_differences',
        *text_columns('community', 'difference_id', 'statement_id', 'kind', 'household_number', 'billing_period'),
        sa.Column('ours', sa.BigInteger(), nullable=False),
        sa.Column('theirs', sa.BigInteger(), nullable=False),
        *text_columns('closed_by', nullable=True),
        sa.Column('closed_at', TIME, nullable=True),
        *text_columns('closing', nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('missing_in_billing', 'unknown_here', 'amount_differs') AND ours <> theirs",
            name='fee_differences_kind',
        ),
        sa.CheckConstraint(
            '(closed_by IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL) = (closing IS NULL)',
            name='fee_differences_closed',
        ),
        sa.ForeignKeyConstraint(
            ['community', 'statement_id'],
            ['fee_statements.community', 'fee_statements.statement_id'],
            name='fee_differences_statement',
        ),
        sa.PrimaryKeyConstraint('community', 'difference_id', name='fee_differences_pkey'),
    )
    of = ['community', 'statement_id', 'household_number', 'billing_period']
    op.create_index('fee_differences_of', 'fee_differences', of, unique=True)
    open_only = sa.text('closed_at IS NULL')
    op.create_index(
        'fee_differences_open', 'fee_differences', ['community', 'difference_id'], postgresql_where=open_only
    )


def _lapses() -> None:
    op.create_table(
        'lapse_choices',
        *text_columns('community', 'party_id', 'goes_to'),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("goes_to IN ('pool', 'nothing')", name='lapse_choices_to'),
        sa.PrimaryKeyConstraint('community', 'party_id', name='lapse_choices_pkey'),
    )
    op.create_table(
        'lapse_notices',
        *text_columns('community', 'notice_id', 'party_id'),
        sa.Column('noticed_on', sa.Date(), nullable=False),
        sa.Column('expires_on', sa.Date(), nullable=False),
        sa.Column('days_before', sa.SmallInteger(), nullable=False),
        sa.Column('sp', sa.BigInteger(), nullable=False),
        sa.CheckConstraint('sp > 0 AND days_before IN (30, 7, 1)', name='lapse_notices_shape'),
        sa.PrimaryKeyConstraint('community', 'notice_id', name='lapse_notices_pkey'),
        sa.UniqueConstraint('community', 'party_id', 'expires_on', 'days_before', name='lapse_notices_once'),
    )
    op.create_index('lapse_notices_party', 'lapse_notices', ['community', 'party_id', 'notice_id'])


def _pool() -> None:
    op.create_table(
        'pool_gifts',
        *text_columns('community', 'gift_id', 'party_id'),
        sa.Column('sp', sa.BigInteger(), nullable=False),
        sa.Column('given_at', TIME, nullable=False),
        sa.CheckConstraint('sp > 0', name='pool_gifts_amount'),
        sa.PrimaryKeyConstraint('community', 'gift_id', name='pool_gifts_pkey'),
    )
    op.create_table(
        'pool_grants',
        *text_columns('community', 'grant_id', 'party_id'),
        sa.Column('sp', sa.BigInteger(), nullable=False),
        *text_columns('reason', 'state', 'proposed_by'),
        sa.Column('proposed_at', TIME, nullable=False),
        *text_columns('decided_by', nullable=True),
        sa.Column('decided_at', TIME, nullable=True),
        sa.Column('expires_on', sa.Date(), nullable=True),
        *text_columns('because', nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint('sp > 0', name='pool_grants_amount'),
        sa.CheckConstraint("reason IN ('cannot_earn', 'cannot_earn_now', 'emergency')", name='pool_grants_reason'),
        sa.CheckConstraint("state IN ('proposed', 'granted', 'declined')", name='pool_grants_state'),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL) "
            "AND (state = 'granted') = (expires_on IS NOT NULL) AND (state = 'declined') = (because IS NOT NULL)",
            name='pool_grants_decided',
        ),
        sa.CheckConstraint(
            'proposed_by <> party_id AND decided_by NOT IN (proposed_by, party_id)', name='pool_grants_hands'
        ),
        sa.PrimaryKeyConstraint('community', 'grant_id', name='pool_grants_pkey'),
    )
    op.create_index('pool_grants_party', 'pool_grants', ['community', 'party_id', 'grant_id'])


def _moves() -> None:
    op.create_table(
        'household_moves',
        *text_columns('community', 'move_id', 'from_party_id', 'to_party_id', 'household_id'),
        sa.Column('sp', sa.BigInteger(), nullable=False),
        *text_columns('state'),
        sa.Column('proposed_at', TIME, nullable=False),
        sa.Column('expires_at', TIME, nullable=False),
        sa.Column('ended_at', TIME, nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint('sp > 0 AND from_party_id <> to_party_id', name='household_moves_shape'),
        sa.CheckConstraint(
            "state IN ('proposed', 'done', 'declined', 'withdrawn', 'ended')", name='household_moves_state_known'
        ),
        sa.CheckConstraint("(state = 'proposed') = (ended_at IS NULL)", name='household_moves_end'),
        sa.PrimaryKeyConstraint('community', 'move_id', name='household_moves_pkey'),
    )
    for end in ('from', 'to'):
        op.create_index(f'household_moves_{end}', 'household_moves', ['community', f'{end}_party_id', 'move_id'])
    open_only = sa.text("state = 'proposed'")
    op.create_index('household_moves_open', 'household_moves', ['community', 'move_id'], postgresql_where=open_only)


def downgrade() -> None:
    """What was given, granted, moved and compared is forgotten; the books keep their postings."""
    for table in (
        'household_moves',
        'pool_grants',
        'pool_gifts',
        'lapse_notices',
        'lapse_choices',
        'fee_differences',
        'fee_statement_rows',
        'fee_statements',
    ):
        op.drop_table(table)

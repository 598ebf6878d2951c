"""Who of the staff opened whose statement, and why."""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('statement_accesses',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('access_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('reader_id', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('reader_id <> party_id', name='statement_accesses_other'),
    sa.CheckConstraint('expires_at > opened_at', name='statement_accesses_ends'),
    sa.PrimaryKeyConstraint('community', 'access_id', name='statement_accesses_pkey')
    )
    op.create_index('statement_accesses_party', 'statement_accesses', ['community', 'party_id', 'access_id'])


def downgrade() -> None:
    """Take back."""
    op.drop_table('statement_accesses')

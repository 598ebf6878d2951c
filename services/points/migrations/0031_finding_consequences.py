"""What follows from upheld findings (rulebook §7)."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('finding_consequences',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('consequence_id', sa.Text(), nullable=False),
    sa.Column('finding_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('confirmer_id', sa.Text(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('contribution_id', sa.Text(), nullable=True),
    sa.Column('proposal_id', sa.Text(), nullable=True),
    sa.CheckConstraint("kind IN ('second_confirmer', 'reversal_proposed')", name='finding_consequences_kind'),
    sa.CheckConstraint("(kind = 'second_confirmer') = (until IS NOT NULL) AND (kind = 'reversal_proposed') = (contribution_id IS NOT NULL) AND (contribution_id IS NULL) = (proposal_id IS NULL)", name='finding_consequences_what'),
    sa.PrimaryKeyConstraint('community', 'consequence_id', name='finding_consequences_pkey')
    )
    op.create_index('finding_consequences_party', 'finding_consequences', ['community', 'party_id', 'kind', 'until'])
    op.create_index('finding_consequences_once', 'finding_consequences', ['community', 'contribution_id'], unique=True, postgresql_where=sa.text("contribution_id IS NOT NULL"))


def downgrade() -> None:
    """Undo."""
    op.drop_table('finding_consequences')

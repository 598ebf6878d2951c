"""Which accounts are one identity, so that nobody accepts or signs as a second person under another name (rulebook §3, §21)."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('party_links',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('link_id', sa.Text(), nullable=False),
    sa.Column('one_id', sa.Text(), nullable=False),
    sa.Column('other_id', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('community', 'link_id', name='party_links_pkey'),
    info={'append_only': True}
    )
    op.create_table('ended_links',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('link_id', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('community', 'link_id', name='ended_links_pkey'),
    info={'append_only': True}
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('ended_links')
    op.drop_table('party_links')

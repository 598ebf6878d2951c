"""Who was forgotten, so that no name comes back (PIPL art. 47)."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('forgotten_parties',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('erased_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('community', 'party_id', name='forgotten_parties_pkey'),
    info={'append_only': True}
    )


def downgrade() -> None:
    """Undo. The names that were forgotten do not come back."""
    op.drop_table('forgotten_parties')

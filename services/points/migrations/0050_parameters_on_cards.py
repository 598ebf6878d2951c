"""A rate card carries the council's parameters of the rulebook."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply: cards of the time before have the rulebook's own."""
    op.add_column(
        'rate_cards', sa.Column('parameters', postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'::jsonb"))
    )


def downgrade() -> None:
    """Undo: what the council set is lost, and the rulebook's own numbers hold."""
    op.drop_column('rate_cards', 'parameters')

"""The oldest answers and handled events are found without looking at all."""

from alembic import op

revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index('inbox_handled', 'inbox', ['handled_at'], unique=False)
    op.create_index('requests_asked', 'requests', ['asked_at'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_index('requests_asked', table_name='requests')
    op.drop_index('inbox_handled', table_name='inbox')

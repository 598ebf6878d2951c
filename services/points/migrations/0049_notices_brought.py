"""Who brought a notice on paper, and when."""

import sqlalchemy as sa
from alembic import op

revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'lapse_notices_brought',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('notice_id', sa.Text(), nullable=False),
        sa.Column('brought_by', sa.Text(), nullable=False),
        sa.Column('brought_on', sa.Date(), nullable=False),
        sa.Column('marked_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['community', 'notice_id'],
            ['lapse_notices.community', 'lapse_notices.notice_id'],
            name='lapse_notices_brought_notice',
        ),
        sa.PrimaryKeyConstraint('community', 'notice_id', name='lapse_notices_brought_pkey'),
        info={'append_only': True},
    )
    op.create_index(
        'lapse_notices_to_bring',
        'lapse_notices',
        ['community', 'expires_on', 'notice_id'],
        unique=False,
        postgresql_where=sa.text("channel = 'paper'"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index('lapse_notices_to_bring', table_name='lapse_notices', postgresql_where=sa.text("channel = 'paper'"))
    op.drop_table('lapse_notices_brought')

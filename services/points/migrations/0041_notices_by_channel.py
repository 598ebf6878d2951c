"""How somebody is told before points lapse: whoever has not said so is told in the account, as everybody was."""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('lapse_choices', sa.Column('channel', sa.Text(), nullable=False, server_default='account'))
    op.add_column('lapse_choices', sa.Column('channel_by', sa.Text(), nullable=True))
    op.add_column('lapse_choices', sa.Column('channel_own', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('lapse_notices', sa.Column('channel', sa.Text(), nullable=False, server_default='account'))
    for table, column in (('lapse_choices', 'channel'), ('lapse_choices', 'channel_own'), ('lapse_notices', 'channel')):
        op.alter_column(table, column, server_default=None)
    op.create_check_constraint('lapse_choices_channel', 'lapse_choices', "channel IN ('account', 'paper')")
    op.create_check_constraint('lapse_choices_said', 'lapse_choices', "channel_by IS NOT NULL OR (channel = 'account' AND NOT channel_own)")
    op.create_check_constraint('lapse_notices_channel', 'lapse_notices', "channel IN ('account', 'paper')")
    op.create_index('lapse_notices_on_paper', 'lapse_notices', ['community', 'noticed_on', 'notice_id'], unique=False, postgresql_where=sa.text("channel = 'paper'"))


def downgrade() -> None:
    """Undo: who wanted paper is lost."""
    op.drop_index('lapse_notices_on_paper', table_name='lapse_notices')
    op.drop_constraint('lapse_notices_channel', 'lapse_notices', type_='check')
    op.drop_constraint('lapse_choices_said', 'lapse_choices', type_='check')
    op.drop_constraint('lapse_choices_channel', 'lapse_choices', type_='check')
    op.drop_column('lapse_notices', 'channel')
    for column in ('channel_own', 'channel_by', 'channel'):
        op.drop_column('lapse_choices', column)

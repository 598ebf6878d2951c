"""Whoever gave something takes it back before it is confirmed; drafts are deleted."""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

STATES = "'submitted', 'returned', %s'confirmed', 'under_notice', 'challenged', 'settled', 'rejected', 'reversed'"


def upgrade() -> None:
    """Apply."""
    _replace(withdrawn="'withdrawn', ")
    op.drop_index('contributions_replaced', table_name='contributions')
    op.create_index('contributions_replaced', 'contributions', ['community', 'replaces'], unique=True, postgresql_where=sa.text("replaces IS NOT NULL AND state <> 'withdrawn'"))


def downgrade() -> None:
    """Undo."""
    _replace(withdrawn='')
    op.drop_index('contributions_replaced', table_name='contributions')
    op.create_index('contributions_replaced', 'contributions', ['community', 'replaces'], unique=True, postgresql_where=sa.text('replaces IS NOT NULL'))


def _replace(*, withdrawn: str) -> None:
    for name, condition in (
        ('contributions_state_known', f"state IN ({STATES % withdrawn})"),
        ('contributions_two_persons', "NOT manual OR (entry_reason IS NOT NULL AND"
         f" (seconded_by IS NOT NULL OR state IN ('submitted', 'returned', {withdrawn}'rejected')))"),
    ):
        op.drop_constraint(name, 'contributions', type_='check')
        op.create_check_constraint(name, 'contributions', condition)
    op.drop_index('contributions_reference', table_name='contributions')
    op.create_index('contributions_reference', 'contributions', ['community', 'reference'], unique=True, postgresql_where=sa.text(f"reference IS NOT NULL AND state NOT IN ('returned', {withdrawn}'rejected', 'reversed')"))

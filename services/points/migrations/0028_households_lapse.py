"""Proposals of households lapse after thirty days, ended by nobody (rulebook §1)."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

STATES = "state IN ('proposed', 'in_effect', 'declined', 'overtaken', 'lapsed')"
FORMER_STATES = "state IN ('proposed', 'in_effect', 'declined', 'overtaken')"
END = "(state = 'proposed') = (ended_at IS NULL) AND (state IN ('proposed', 'lapsed')) = (ended_by IS NULL)"
FORMER_END = "(state = 'proposed') = (ended_at IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)"


def upgrade() -> None:
    """Apply."""
    _hold(STATES, END)
    op.create_index('household_proposals_unanswered', 'household_proposals', ['expires_at'], unique=False, postgresql_where=sa.text("state = 'proposed'"))


def downgrade() -> None:
    """Undo."""
    op.drop_index('household_proposals_unanswered', table_name='household_proposals')
    # Whoever proposed it ends what had lapsed: the former tables know no other way.
    op.execute("UPDATE household_proposals SET state = 'overtaken', ended_by = proposed_by WHERE state = 'lapsed'")
    _hold(FORMER_STATES, FORMER_END)


def _hold(states: str, end: str) -> None:
    for name, condition in (('household_proposals_state', states), ('household_proposals_end', end)):
        op.drop_constraint(name, 'household_proposals', type_='check')
        op.create_check_constraint(name, 'household_proposals', condition)

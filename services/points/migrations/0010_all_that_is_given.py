"""Takes goods, things on loan and money of the office beside hours; keeps channels, documents, appraisals, deadlines and second persons."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

PERSONS = "(party_id, performed_by, submitted_by, coalesce(seconded_by, ''), coalesce(confirmed_by, '')"
NEW = (
    # name, type, default of what was there before (None: may be null)
    ('performed_by', sa.Text(), "''"),
    ('channel', sa.Text(), "'self'"),
    ('activity_id', sa.Text(), None),
    ('level', sa.SmallInteger(), '2'),
    ('off_duty', sa.Boolean(), 'false'),
    ('fen', sa.BigInteger(), '0'),
    ('loan', sa.Text(), None),
    ('reference', sa.Text(), None),
    ('manual', sa.Boolean(), 'false'),
    ('entry_reason', sa.Text(), None),
    ('seconded_by', sa.Text(), None),
    ('wants_second', sa.Boolean(), 'false'),
    ('second_confirmed_by', sa.Text(), None),
    ('held', sa.Boolean(), 'false'),
    ('due_at', sa.DateTime(timezone=True), None),
    ('escalation', sa.SmallInteger(), '0'),
    ('assigned_to', sa.Text(), None),
    ('reversed_cv', sa.BigInteger(), '0'),
    ('reversed_sp', sa.BigInteger(), '0'),
)


def upgrade() -> None:
    """Apply."""
    for name, kind, default in NEW:
        given = None if default is None else sa.text(default)
        op.add_column('contributions', sa.Column(name, kind, server_default=given, nullable=default is None))
    # What was there before was a person's own hours, entered by themselves or by an organiser.
    op.execute(
        "UPDATE contributions SET performed_by = party_id,"
        " channel = CASE WHEN submitted_by = party_id THEN 'self' ELSE 'organiser' END,"
        " level = CASE WHEN contribution_type = 'H4' THEN 4 ELSE 2 END,"
        " due_at = CASE state WHEN 'submitted' THEN submitted_at + interval '7 days'"
        " WHEN 'under_notice' THEN notice_ends_at + interval '3 days' END"
    )
    for name, _, default in NEW:
        if default is not None:
            op.alter_column('contributions', name, server_default=None)
    _constrain()
    _index()
    _tables()


def _constrain() -> None:
    for name in ('minutes', 'type', 'state_known', 'confirmer', 'decider', 'settled'):
        op.drop_constraint(f'contributions_{name}', 'contributions')
    checks = {
        'measure': "CASE WHEN contribution_type LIKE 'H%' THEN minutes BETWEEN 30 AND 480 AND fen = 0"
        " WHEN contribution_type = 'V1' THEN minutes BETWEEN 15 AND 1440 AND fen > 0 ELSE minutes = 0 AND fen > 0 END",
        'type': "contribution_type IN ('H1', 'H2', 'H3', 'H4', 'G1', 'G2', 'G3', 'G4', 'V1', 'F1', 'F1w')",
        'state_known': "state IN ('submitted', 'returned', 'confirmed', 'under_notice', 'challenged', 'settled', 'rejected',"
        " 'reversed')",
        'channel': "channel IN ('self', 'organiser', 'activity', 'back_office', 'import', 'paper')",
        'level': 'level BETWEEN 1 AND 5 AND escalation BETWEEN 0 AND 2',
        'by_hand': "manual OR (channel NOT IN ('back_office', 'import') AND contribution_type NOT LIKE 'F%')",
        'two_persons': "NOT manual OR (entry_reason IS NOT NULL AND"
        " (seconded_by IS NOT NULL OR state IN ('submitted', 'returned', 'rejected')))",
        'second_person': 'seconded_by NOT IN (party_id, performed_by, submitted_by)',
        'confirmer': "confirmed_by NOT IN (party_id, performed_by, submitted_by, coalesce(seconded_by, ''))",
        'second_confirmer': f'second_confirmed_by NOT IN {PERSONS})',
        'decider': f"decided_by NOT IN {PERSONS}, coalesce(second_confirmed_by, ''))",
        'settled': "state NOT IN ('settled', 'reversed') OR (confirmed_by IS NOT NULL AND decided_by IS NOT NULL"
        " AND decided_at >= notice_ends_at AND NOT wants_second AND NOT held)",
        'reversed': 'reversed_cv BETWEEN 0 AND cv AND reversed_sp BETWEEN 0 AND sp',
    }
    for name, condition in checks.items():
        op.create_check_constraint(f'contributions_{name}', 'contributions', condition)


def _index() -> None:
    where = {'postgresql_where': sa.text('due_at IS NOT NULL')}
    op.create_index('contributions_performer', 'contributions', ['community', 'performed_by', 'started_at'])
    op.create_index('contributions_due', 'contributions', ['due_at'], **where)
    op.create_index('contributions_confirmer', 'contributions', ['community', 'confirmed_by', 'confirmed_at'])
    op.create_index(
        'contributions_manual', 'contributions', ['community', 'contribution_id'], postgresql_where=sa.text('manual')
    )
    op.create_index(
        'contributions_assigned',
        'contributions',
        ['community', 'assigned_to'],
        postgresql_where=sa.text('assigned_to IS NOT NULL'),
    )
    op.create_index(
        'contributions_reference',
        'contributions',
        ['community', 'reference'],
        unique=True,
        postgresql_where=sa.text("reference IS NOT NULL AND state NOT IN ('returned', 'rejected', 'reversed')"),
    )


def _tables() -> None:
    op.create_table(
        'contribution_documents',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('contribution_id', sa.Text(), nullable=False),
        sa.Column('sha256', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('given_by', sa.Text(), nullable=False),
        sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('community', 'contribution_id', 'sha256', 'kind', name='contribution_documents_pkey'),
    )
    op.create_table(
        'contribution_goods',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('contribution_id', sa.Text(), nullable=False),
        sa.Column('item', sa.Text(), nullable=False),
        sa.Column('quantity', sa.Integer(), nullable=False),
        sa.Column('unit_fen', sa.BigInteger(), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('condition', sa.Text()),
        sa.Column('best_before', sa.Date()),
        sa.Column('own', sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'contribution_id', name='contribution_goods_pkey'),
    )
    op.create_table(
        'appraisals',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('contribution_id', sa.Text(), nullable=False),
        sa.Column('appraised_by', sa.Text(), nullable=False),
        sa.Column('unit_fen', sa.BigInteger(), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('appraised_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('community', 'contribution_id', 'appraised_by', name='appraisals_pkey'),
    )


def downgrade() -> None:
    """Goods and money cannot become hours again."""
    raise NotImplementedError('what was put forward as goods or money has no place in the tables before')

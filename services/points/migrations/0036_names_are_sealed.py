"""Seals the names of persons among their personal data; the register keeps masks.

What stands in clear is sealed with SECRET_POINTS, which must be there if anybody is registered. A name that the person gave since stays.
"""

import os

import sqlalchemy as sa
from alembic import op

from chassis.config import SettingsMissing, secret_name
from chassis.ids import new_id
from services.points.parties.rules import masked
from services.points.personal.sealing import Place, keyring

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

MASKED = "kind <> 'person' OR erased_at IS NOT NULL OR strpos(name, '*') > 0"
FIELD = 'legal_name'
AT_ONCE = 1_000

IN_CLEAR = sa.text("""
SELECT p.community, p.party_id, p.name, p.registered_at, v.party_id IS NOT NULL AS kept
  FROM parties p
  LEFT JOIN personal_values v ON v.community = p.community AND v.party_id = p.party_id AND v.field = 'legal_name'
 WHERE p.kind = 'person' AND p.erased_at IS NULL
 ORDER BY p.community, p.party_id
""")
SEAL = sa.text("""
INSERT INTO personal_values (community, party_id, field, sealed, changed_by, changed_at)
VALUES (:community, :party_id, :field, :sealed, :party_id, :registered_at)
""")
NOTE = sa.text("""
INSERT INTO personal_changes (community, change_id, party_id, field, change, by, at, reason)
VALUES (:community, :change_id, :party_id, :field, 'recorded', :party_id, :registered_at, '登记时的姓名改为密封保存')
""")
MASK = sa.text("UPDATE parties SET name = :mask WHERE community = :community AND party_id = :party_id")
# Answers that were stored with a name in clear; a household's or an organisation's stays.
FORGET = sa.text("""
DELETE FROM requests WHERE method = 'register_party' AND CAST(answer AS jsonb) ->> 'kind' = 'person'
""")


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind()
    found = connection.execute(IN_CLEAR).mappings().all()
    if found:
        keys = keyring(_secret())
        for start in range(0, len(found), AT_ONCE):
            some = found[start : start + AT_ONCE]
            unkept = [_sealed(keys, row) for row in some if not row['kept']]
            if unkept:
                connection.execute(SEAL, unkept)
                connection.execute(NOTE, unkept)
            connection.execute(MASK, [_names(row) | {'mask': masked(row['name'])} for row in some])
    connection.execute(FORGET)
    op.create_check_constraint('parties_masked', 'parties', MASKED)


def downgrade() -> None:
    """Names stay sealed; the register shows masks."""
    op.drop_constraint('parties_masked', 'parties', type_='check')


def _secret() -> bytes:
    name = secret_name('points')
    if not os.environ.get(name):
        raise SettingsMissing([name])
    return os.environ[name].encode()


def _names(row: sa.RowMapping) -> dict[str, object]:
    return {'community': row['community'], 'party_id': row['party_id']}


def _sealed(keys: object, row: sa.RowMapping) -> dict[str, object]:
    place = Place(community=row['community'], party_id=row['party_id'], field=FIELD)
    return _names(row) | {
        'field': FIELD,
        'change_id': new_id('chg'),
        'registered_at': row['registered_at'],
        'sealed': keys.seal(row['name'].strip(), place),
    }

"""Fee rewards stand on consent records; a batch says how many were left out (rulebook §9).

Old code may run beside it: the new column of batches has a default, and that of rewards may be empty. What old code accepts after this ran has no consent
on record: it is left out by the seal, its points are free again, and it can be asked for anew.
"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

WORDS = (
    "我同意社区把本户的房屋编号、计费周期和抵扣金额告知物业公司，用于抵扣物业费，不告知其他信息。"
    "我可以随时撤回；撤回后不再提供，已经提供的无法收回。"
)

# What was accepted before, and no batch holds yet, was consented to: on record as it was given, under an id that follows from the reward's.
# Of who was erased since nothing is put on record: the erasure ended all consents.
RECORDED = sa.text("""
WITH recorded AS (
INSERT INTO consents (community, consent_id, party_id, purpose, recipient, fields, text_version, text_sha256, channel, given_by, recorded_by,
                      given_at)
SELECT r.community, 'cns_' || substr(r.reward_id, 5), r.party_id, 'fee_reward', p.company_id,
       ARRAY['household_number', 'billing_period', 'amount'], r.consent_text, encode(sha256(convert_to(:words, 'UTF8')), 'hex'), 'online',
       r.party_id, r.party_id, r.consented_at
  FROM rewards r
  JOIN programmes p ON p.community = r.community AND p.programme_id = r.programme_id
  JOIN parties who ON who.community = r.community AND who.party_id = r.party_id AND who.erased_at IS NULL
 WHERE r.state = 'accepted' AND r.consent_id IS NULL
RETURNING community, consent_id
)
UPDATE rewards r SET consent_id = recorded.consent_id
  FROM recorded
 WHERE r.community = recorded.community AND 'cns_' || substr(r.reward_id, 5) = recorded.consent_id
""")


def upgrade() -> None:
    """Apply."""
    op.add_column('fee_batches', sa.Column('left_out', sa.Integer(), server_default='0', nullable=False))
    op.add_column('rewards', sa.Column('consent_id', sa.Text(), nullable=True))
    op.get_bind().execute(RECORDED, {"words": WORDS})


def downgrade() -> None:
    """Undo; the consents stay on record."""
    op.drop_column('rewards', 'consent_id')
    op.drop_column('fee_batches', 'left_out')

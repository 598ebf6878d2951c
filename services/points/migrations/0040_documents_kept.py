"""The files of documents; what names documents already does so from now on as well."""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

OF_CONTRIBUTIONS = """
INSERT INTO document_uses (community, sha256, about, source, used_at, forgotten_at)
SELECT DISTINCT ON (named.community, named.sha256, whose.about, named.contribution_id)
       named.community, named.sha256, whose.about, named.contribution_id, named.given_at, party.erased_at
  FROM contribution_documents AS named
  JOIN contributions AS given USING (community, contribution_id)
 CROSS JOIN LATERAL (VALUES (given.party_id), (given.performed_by)) AS whose (about)
  LEFT JOIN parties AS party ON party.community = named.community AND party.party_id = whose.about
 ORDER BY named.community, named.sha256, whose.about, named.contribution_id, named.given_at DESC
ON CONFLICT DO NOTHING
"""
OF_SHEETS = """
INSERT INTO document_uses (community, sha256, about, source, used_at, forgotten_at)
SELECT DISTINCT sheet.community, sheet.scan_sha256, line.party_id, sheet.serial, sheet.keyed_at, party.erased_at
  FROM attendance_sheets AS sheet
  JOIN attendance_sheet_lines AS line USING (community, serial, keying)
  LEFT JOIN parties AS party ON party.community = sheet.community AND party.party_id = line.party_id
 WHERE sheet.scan_sha256 IS NOT NULL
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    """Apply."""
    op.create_table('documents',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kept_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gone', sa.Text(), nullable=True),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(gone IS NULL) = (gone_at IS NULL)", name='documents_gone_at'),
    sa.CheckConstraint("gone IN ('unused', 'outdated', 'forgotten')", name='documents_gone'),
    sa.CheckConstraint("media_type IN ('application/pdf', 'image/jpeg', 'image/png')", name='documents_media_type'),
    sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name='documents_sha256'),
    sa.PrimaryKeyConstraint('community', 'sha256', name='documents_pkey'),
    info={'updatable': ('kept_at', 'kept_until', 'gone', 'gone_at')}
    )
    op.create_index('documents_due', 'documents', ['kept_until'], unique=False, postgresql_where=sa.text('gone IS NULL'))
    op.create_table('document_files',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('key_id', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("key_id ~ '^[0-9a-f]{10}$'", name='document_files_key'),
    sa.ForeignKeyConstraint(['community', 'sha256'], ['documents.community', 'documents.sha256'], name='document_files_document'),
    sa.PrimaryKeyConstraint('community', 'sha256', name='document_files_pkey'),
    info={'updatable': ('key_id', 'content'), 'deletable': True}
    )
    op.create_index('document_files_by_key', 'document_files', ['key_id'], unique=False)
    # What is sealed does not compress: trying to would only cost.
    op.execute('ALTER TABLE document_files ALTER COLUMN content SET STORAGE EXTERNAL')
    op.create_table('document_uploads',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('community', 'sha256', 'by', name='document_uploads_pkey'),
    info={'updatable': ('at', 'day')}
    )
    op.create_index('document_uploads_by_day', 'document_uploads', ['community', 'by', 'day'], unique=False)
    op.create_table('document_uses',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('community', 'sha256', 'about', 'source', name='document_uses_pkey'),
    info={'updatable': ('forgotten_at',)}
    )
    op.create_index('document_uses_about', 'document_uses', ['community', 'about'], unique=False)
    op.create_table('document_looks',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('look_id', sa.Text(), nullable=False),
    sa.Column('contribution_id', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('community', 'look_id', name='document_looks_pkey'),
    info={'append_only': True}
    )
    op.create_index('document_looks_of', 'document_looks', ['community', 'contribution_id', 'look_id'], unique=False)
    op.execute(OF_CONTRIBUTIONS)
    op.execute(OF_SHEETS)


def downgrade() -> None:
    """Undo."""
    for table in ('document_looks', 'document_uses', 'document_uploads', 'document_files', 'documents'):
        op.drop_table(table)

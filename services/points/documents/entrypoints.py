"""What can be asked about documents themselves; their files are opened where something names them."""

from __future__ import annotations

from dataclasses import replace

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, sweep
from contracts.points import answers, requests
from contracts.points.kinds import DocumentEnd
from contracts.roles import Role
from services.points.documents import rules, store
from services.points.documents.opening import bound
from services.points.parties import store as party_store
from services.points.personal.entrypoints.keyed import Keyed

UPLOADERS = (
    Role.RESIDENT,
    Role.ORGANISATION_AGENT,
    Role.MERCHANT_AGENT,
    Role.ACTIVITY_ORGANISER,
    Role.CONFIRMER,
    Role.COMMUNITY_STAFF,
)
GONE_AT_ONCE = 50
SEALED_AT_ONCE = 4


class Documents(Keyed):
    """Scans and photographs of what proves something (rulebook §3)."""

    @command(requests.KeepDocument, may=UPLOADERS, slow=True)
    def keep_document(self, work: Work, asked: requests.KeepDocument) -> answers.DocumentKept:
        """Keep a file, once however often it comes; nobody is told whether somebody else uploaded it before.

        Refuses DocumentUnreadable, DocumentTooLarge, DocumentTypeUnfit, TooManyUploads, DocumentForgotten, ActorUnknown.
        """
        by = party_store.hand_of(work)
        content = rules.content_of(asked.content)
        new = rules.taken(content, said=asked.media_type, at=work.now)
        # One count at a time for whoever uploads; two at once must not both be the last of the day.
        party_store.lock_party(work, by.party_id)
        document = store.hold(work, new)
        rules.check_not_forgotten(store.uses_of(work, document.sha256))
        there = store.has_file(work, document.sha256)
        uploaded_at = store.uploaded_at(work, document.sha256, by=by.party_id)
        if uploaded_at is None or not there:
            day = civil_day(work.now)
            rules.check_uploads(store.uploads_today(work, by=by.party_id, day=day))
            store.add_upload(work, document.sha256, by=by.party_id, day=day)
            uploaded_at = work.now
        unused_until = rules.kept_until(replace(document, kept_at=uploaded_at), [])
        if not there:
            sealed = self.keys.seal_file(content, bound=bound(work.community, document.sha256))
            store.keep_file(work, replace(document, kept_at=work.now, kept_until=unused_until), sealed)
        elif unused_until > document.kept_until:
            store.keep_longer(work, replace(document, kept_until=unused_until))
        return answers.DocumentKept(
            sha256=document.sha256,
            media_type=document.media_type,
            size=document.size,
            uploaded_at=uploaded_at,
            kept_until=unused_until,
        )

    @sweep(seconds=600)
    def let_documents_go(self, work: Work) -> None:
        """Remove files that nothing named in time, and those of what is settled for years."""
        for community, found in store.due(work, limit=GONE_AT_ONCE).items():
            own = work.on_behalf(system(community), work.cause)
            over: dict[DocumentEnd, list[str]] = {DocumentEnd.UNUSED: [], DocumentEnd.OUTDATED: []}
            for document, used in found:
                until = rules.kept_until(document, used)
                if until > work.now:
                    store.keep_longer(own, replace(document, kept_until=until))
                else:
                    over[DocumentEnd.OUTDATED if used else DocumentEnd.UNUSED].append(document.sha256)
            for end, sha256s in over.items():
                store.let_go(own, sha256s, end)

    @sweep(seconds=60)
    def renew_document_seals(self, work: Work) -> None:
        """Seal anew what stands under a former secret, few at a time: they are large."""
        present = self.keys.present.key_id
        for community, sha256, sealed in store.sealed_otherwise(work, key_id=present, limit=SEALED_AT_ONCE):
            to = bound(community, sha256)
            anew = self.keys.seal_file(self.keys.open_file(sealed, bound=to), bound=to)
            store.seal_anew(work.on_behalf(system(community), work.cause), sha256, anew)

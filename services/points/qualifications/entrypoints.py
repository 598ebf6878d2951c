"""What can be asked about qualifications: stated by one person, verified by another who has seen the document."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.roles import Role
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.qualifications import rules, store
from services.points.qualifications.rules import Qualification

SEES_ALL = (Role.COMMUNITY_STAFF, Role.CONFIRMER, Role.AUDITOR)


class Qualifications:
    """What somebody may do by which document (rulebook §2: H2 needs a verified qualification)."""

    @command(requests.StateQualification, may=(Role.RESIDENT, Role.COMMUNITY_STAFF))
    def state_qualification(self, work: Work, asked: requests.StateQualification) -> answers.Qualification:
        """State one's own, or as staff somebody's; the same again is answered alike.

        Refuses PartyNotFound, QualificationIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        if asked.party_id != by.party_id and not work.actor.is_any(Role.COMMUNITY_STAFF):
            raise parties.PartyNotFound
        party = party_store.require_party(work, asked.party_id)
        stated = Qualification(
            qualification_id=asked.qualification_id,
            party_id=party.party_id,
            code=asked.code,
            document=asked.document,
            valid_until=asked.valid_until,
            stated_by=by.party_id,
            stated_at=work.now,
        )
        return qualification_of(store.add_qualification(work, stated))

    @command(requests.VerifyQualification, may=(Role.COMMUNITY_STAFF, Role.CONFIRMER))
    def verify_qualification(self, work: Work, asked: requests.VerifyQualification) -> answers.Qualification:
        """Say that one has seen the document. Refuses QualificationNotFound, QualificationVerified, OwnQualification, ActorUnknown."""
        by = party_store.hand_of(work)
        stated = store.require_qualification(work, asked.qualification_id, lock=True)
        work.expect_version(stated.version)
        party = party_store.require_party(work, stated.party_id)
        return qualification_of(store.save_qualification(work, rules.verify(stated, by=by, party=party)))

    @query(requests.ListQualifications, may=(Role.RESIDENT, *SEES_ALL))
    def list_qualifications(self, work: Work, asked: requests.ListQualifications) -> answers.QualificationPage:
        """One's own, or for those who verify and audit all or somebody's. Refuses PartyNotFound, ActorUnknown."""
        party_id = asked.party_id
        if not work.actor.is_any(*SEES_ALL):
            own = party_store.hand_of(work).party_id
            if party_id not in {None, own}:
                raise parties.PartyNotFound
            party_id = own
        found, next_key = store.qualification_page(work, party_id=party_id, after=asked.after, limit=asked.limit)
        return answers.QualificationPage(items=tuple(qualification_of(one) for one in found), next_key=next_key)


def qualification_of(qualification: Qualification) -> answers.Qualification:
    """The qualification for the person and for staff."""
    return answers.Qualification(
        qualification_id=qualification.qualification_id,
        party_id=qualification.party_id,
        code=qualification.code,
        document=qualification.document,
        valid_until=qualification.valid_until,
        verified_by=qualification.verified_by,
        version=qualification.version,
    )

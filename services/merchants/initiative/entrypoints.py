"""What can be asked about the initiative."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.merchants import answers, requests
from contracts.merchants.events import MerchantSigned
from contracts.merchants.ids import MemberStatus, Verification
from contracts.refused import NotFound
from contracts.roles import ANYONE, Role
from services.merchants.initiative import rules, store
from services.merchants.members import store as members
from services.merchants.members.rules.standing import Member, Move, move
from services.merchants.parties import store as parties

READERS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)


class Initiatives:
    """The alliance's promise, clause by clause."""

    @command(requests.PublishInitiative, may=(Role.COUNCIL_MEMBER,))
    def publish_initiative(self, work: Work, asked: requests.PublishInitiative) -> answers.Initiative:
        """Put a version of ten clauses into force (rulebook §17). Refuses ClauseCountWrong, VersionOutOfOrder."""
        edition = rules.Edition(
            number=asked.number,
            title=asked.title,
            clauses=tuple(
                rules.Clause(number=number, title=clause.title, text=clause.text)
                for number, clause in enumerate(asked.clauses, start=1)
            ),
            published_by=work.actor.party_id or "",
            published_at=work.now,
        )
        latest = store.latest_number(work)
        if latest == asked.number and store.edition(work, latest).text_hash == edition.text_hash:
            return _shown(work, asked.number)
        rules.check_edition(edition, latest=latest)
        if not store.add_edition(work, edition):
            raise rules.VersionOutOfOrder(next=asked.number + 1)
        return _shown(work, asked.number)

    @command(requests.AssentToClauses, may=(Role.MERCHANT_AGENT, Role.COMMUNITY_STAFF))
    def assent_to_clauses(self, work: Work, asked: requests.AssentToClauses) -> answers.Assents:
        """Take a person's assent to the clauses ticked; with the tenth the merchant has signed (rulebook §17).

        An agent signs for its own merchant; staff key what was signed on paper. Refuses NotFound, NotVerified, NothingTicked,
        ClauseTextChanged, WitnessNeeded, PartyNotFound.
        """
        member = members.lock_member(work, asked.member_id)
        _check_signing(work, asked, member)
        work.expect_version(member.version)
        edition = store.edition(work)
        rules.check_ticks([(tick.clause_number, tick.clause_hash) for tick in asked.ticks], edition=edition)
        complete = not _missing(work, member, edition)
        store.add_assents(work, _assents(work, asked, edition))
        if not complete and not _missing(work, member, edition):
            member = _sign(work, member, edition)
        return _assents_of(work, member, edition)

    @query(requests.GetInitiative, may=ANYONE)
    def get_initiative(self, work: Work, asked: requests.GetInitiative) -> answers.Initiative:
        """Show a version of the initiative and its signatories per clause to everybody."""
        return _shown(work, asked.number)

    @query(requests.ListAssents, may=(Role.MERCHANT_AGENT, *READERS))
    def list_assents(self, work: Work, asked: requests.ListAssents) -> answers.Assents:
        """Show what a merchant assented to, old texts included, and what is missing."""
        member = members.member(work, asked.member_id)
        if not work.actor.is_any(*READERS) and member.party_id not in work.actor.parties:
            raise NotFound
        return _assents_of(work, member, store.edition(work))


def _check_signing(work: Work, asked: requests.AssentToClauses, member: Member) -> None:
    on_paper = asked.verification is Verification.PAPER
    # Staff key paper; whoever signs on a screen signs as the merchant's own agent.
    if not (on_paper and work.actor.is_any(Role.COMMUNITY_STAFF)) and member.party_id not in work.actor.parties:
        raise NotFound
    if member.status not in rules.MAY_ASSENT:
        raise rules.NotVerified
    rules.check_hands(
        signer_id=asked.signer_id,
        selves=parties.selves(work, asked.signer_id),
        witness_id=asked.witness_id,
        entered_by=work.actor.party_id or "",
        verification=asked.verification,
    )
    parties.require_party(work, asked.signer_id)
    parties.require_party(work, asked.witness_id)


def _assents(work: Work, asked: requests.AssentToClauses, edition: rules.Edition) -> list[rules.Assent]:
    return [
        rules.Assent(
            member_id=asked.member_id,
            clause_number=tick.clause_number,
            clause_hash=tick.clause_hash,
            initiative_version=edition.number,
            signer_id=asked.signer_id,
            authority=asked.authority,
            verification=asked.verification,
            witness_id=asked.witness_id,
            entered_by=work.actor.party_id or "",
            assented_at=work.now,
        )
        for tick in asked.ticks
    ]


def _missing(work: Work, member: Member, edition: rules.Edition) -> list[int]:
    given = {(assent.clause_number, assent.clause_hash) for assent in store.assents_of(work, member.member_id)}
    return rules.missing(edition, assented=given)


def _sign(work: Work, member: Member, edition: rules.Edition) -> Member:
    if member.status is MemberStatus.VERIFIED:
        member = members.save_member(work, move(member, Move.SIGN), Move.SIGN)
    work.emit(
        MerchantSigned(
            community=work.community,
            member_id=member.member_id,
            party_id=member.party_id,
            initiative_version=edition.number,
            text_hash=edition.text_hash,
        )
    )
    return member


def _assents_of(work: Work, member: Member, edition: rules.Edition) -> answers.Assents:
    return answers.Assents(
        member_id=member.member_id,
        status=member.status,
        assents=tuple(
            answers.Assent(
                clause_number=assent.clause_number,
                clause_hash=assent.clause_hash,
                initiative_version=assent.initiative_version,
                verification=assent.verification,
                assented_at=assent.assented_at,
                in_force=edition.hashes[assent.clause_number] == assent.clause_hash,
            )
            for assent in store.assents_of(work, member.member_id)
        ),
        missing=tuple(_missing(work, member, edition)),
    )


def _shown(work: Work, number: int | None) -> answers.Initiative:
    edition = store.edition(work, number)
    counts = store.signatories(work, edition.number)
    return answers.Initiative(
        number=edition.number,
        title=edition.title,
        text_hash=edition.text_hash,
        published_at=edition.published_at,
        in_force=edition.number == store.latest_number(work),
        clauses=tuple(
            answers.Clause(
                number=clause.number,
                title=clause.title,
                text=clause.text,
                text_hash=clause.text_hash,
                signatories=counts.get(clause.number, (0, 0))[0],
                on_paper=counts.get(clause.number, (0, 0))[1],
            )
            for clause in edition.clauses
        ),
        withdrawals=members.left_count(work, store.signing_members(work)),
    )

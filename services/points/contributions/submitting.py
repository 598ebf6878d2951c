"""Puts contributions forward: any number of them with the same few statements, each judged as if it had come alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.answers import LoanTable, RateCard
from contracts.points.kinds import Channel, ContributionType
from contracts.refused import Refused
from services.points.acts import store as act_store
from services.points.acts.rules import Held
from services.points.contributions import answering, papers, refusals, rules, store
from services.points.contributions.routing import assigned
from services.points.contributions.rules.claims import Claim, Wanted
from services.points.contributions.rules.entering import AT_ONCE_MAX, Terms
from services.points.contributions.rules.givers import Giver
from services.points.contributions.rules.valuing import Appraisal
from services.points.grants import rules as grants
from services.points.grants import store as grant_store
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.parties.rules import Agency, Hand, Party
from services.points.qualifications import store as qualification_store
from services.points.qualifications.rules import Qualification
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store


@dataclass
class Seen:
    """What the batch is judged against, and what of it has been taken so far."""

    parties: dict[PartyId, Party]
    claims: dict[str, Claim]
    days: dict[PartyId, list[Claim]]
    references: set[str]
    replaced: set[str]
    acts: Mapping[str, Held]
    sheets: Mapping[str, str]
    cards: list[RateCard]
    loans: list[LoanTable]
    agencies: Mapping[PartyId, tuple[Agency, ...]]
    held: Mapping[PartyId, Sequence[Qualification]]


def submit(
    work: Work, wanted: Sequence[Wanted], *, by: Hand, channel: Channel, second: Hand | None = None
) -> list[Claim | Refused]:
    """Put forward in their order; for each the contribution as it stands, or why it is none. Tells of those that are new.

    The same content again answers what is there. `second`: whoever stands up with `by` for manual entries; without one they wait for
    somebody. Whether `by` may enter for these parties by this channel is the caller's to check. Refuses TooManyAtOnce.
    """
    judged, new, seen = _judged(work, wanted, by=by, channel=channel, second=second)
    kept = _keep(work, new, seen, by=by) if seen else {}
    return [one if isinstance(one, Refused) else _as_kept(one, new, kept) for one in judged]


def judge(
    work: Work, wanted: Sequence[Wanted], *, by: Hand, channel: Channel, second: Hand | None = None
) -> list[Claim | Refused]:
    """What `submit` would say to each, without doing anything."""
    judged, _, _ = _judged(work, wanted, by=by, channel=channel, second=second)
    return judged


def _judged(
    work: Work, wanted: Sequence[Wanted], *, by: Hand, channel: Channel, second: Hand | None
) -> tuple[list[Claim | Refused], dict[str, tuple[Claim, Wanted]], Seen | None]:
    """What is said to each; those that are new, by id; and what they were judged against."""
    if len(wanted) > AT_ONCE_MAX:
        raise refusals.TooManyAtOnce(most=AT_ONCE_MAX)
    if not wanted:
        return [], {}, None
    published = card_store.published(work)
    now = cards.rulebook_on(published, on=civil_day(by.at))
    claims = [rules.claim_of(one, by=by, channel=channel, rulebook=now) for one in wanted]
    seen = _see(work, claims, published, typed=map(rules.typed_serial, claims, wanted))
    judged: list[Claim | Refused] = []
    new: dict[str, tuple[Claim, Wanted]] = {}
    for claim, one in zip(claims, wanted, strict=True):
        try:
            taken = _judge(claim, one, seen, at=by, second=second)
        except Refused as refusal:
            judged.append(refusal)
            continue
        if claim.contribution_id not in seen.claims:
            new[claim.contribution_id] = (taken, one)
            _remember(taken, seen)
        judged.append(taken)
    return judged, new, seen


def _see(work: Work, claims: Sequence[Claim], published: list[RateCard], *, typed: Iterable[str | None]) -> Seen:
    persons = {claim.giver for claim in claims}
    # The givers are locked: what one person submits is looked at one after the other.
    locked = party_store.lock_parties(work, persons)
    others = {claim.party_id for claim in claims} | {party.organisation_id for party in locked.values()}
    started = [claim.started_at for claim in claims]
    # Most contributions are one's own, or the employer's, in a role that anybody may have: then nobody asks for whom else they act.
    elsewhere = {
        claim.giver for claim in claims if claim.giver in locked and _acts_elsewhere(claim, locked[claim.giver])
    }
    again = {claim.replaces for claim in claims if claim.replaces is not None}
    lent = any(claim.contribution_type is ContributionType.V1 for claim in claims)
    days: dict[PartyId, list[Claim]] = defaultdict(list)
    for other in store.claims_of(work, persons, since=min(started), until=max(started)):
        days[other.giver].append(other)
    return Seen(
        parties=locked | party_store.find_parties(work, others - locked.keys()),
        claims=store.find_claims(work, {claim.contribution_id for claim in claims} | again),
        days=days,
        references=store.references(work, {claim.reference for claim in claims if claim.reference is not None}),
        replaced=store.replaced(work, again),
        sheets=act_store.printed(work, {serial for serial in typed if serial is not None}),
        acts=act_store.known(work, {claim.activity_id for claim in claims if claim.activity_id is not None}),
        cards=published,
        loans=card_store.loan_tables_of(work) if lent else [],
        agencies=party_store.agencies_of(work, elsewhere),
        held=qualification_store.verified_of(work, {claim.giver for claim in claims if claim.qualification}),
    )


def _judge(claim: Claim, wanted: Wanted, seen: Seen, *, at: Hand, second: Hand | None) -> Claim:
    person, credited = seen.parties.get(claim.giver), seen.parties.get(claim.party_id)
    if person is None or credited is None:
        raise parties.PartyNotFound
    if person.erased_at is not None or credited.erased_at is not None:
        raise parties.PartyErased
    known = seen.claims.get(claim.contribution_id)
    if known is not None:
        if not known.same_as(claim):
            raise refusals.ContributionIdTaken
        return known
    giver = Giver(
        person=person,
        employer=seen.parties.get(person.organisation_id or ""),
        credited=credited,
        agencies=seen.agencies.get(person.party_id, ()),
        held=seen.held.get(person.party_id, ()),
    )
    returned = _returned(claim, seen, at=at)
    then = Terms(
        loans=cards.table_in_force(seen.loans, on=claim.performed_on),
        rulebook=cards.rulebook_on(seen.cards, on=claim.performed_on),
    )
    entered = rules.check_entry(claim, wanted, giver=giver, then=then, at=at.at, second=second, instead_of=returned)
    if claim.activity_id is not None and claim.activity_id not in seen.acts:
        raise refusals.ActivityUnknown
    level = _given_level(claim, wanted, returned)
    rules.check_level(claim, giver=giver, held=seen.acts.get(claim.activity_id or ""), given=level)
    rules.check_printed(claim, wanted, printed=seen.sheets)
    if claim.reference in seen.references:
        raise refusals.ReferenceTaken
    if returned is not None:
        entered = rules.instead_of_told(entered, returned)
    return rules.check_day(entered, others=seen.days[claim.giver], rulebook=then.rulebook)


def _acts_elsewhere(claim: Claim, person: Party) -> bool:
    role = claim.level > rules.plain_level(claim.contribution_type)
    return role or claim.party_id not in {claim.giver, person.organisation_id}


def _given_level(claim: Claim, wanted: Wanted, returned: Claim | None) -> int:
    if wanted.by_task:
        return claim.level
    return returned.level if returned is not None and rules.lies_within(claim, returned) else 0


def _returned(claim: Claim, seen: Seen, *, at: Hand) -> Claim | None:
    """What it replaces. Refuses NotReplaceable."""
    if claim.replaces is None:
        return None
    returned = seen.claims.get(claim.replaces)
    # The days run from the return: a card that begins meanwhile changes nothing about them.
    began = at.at if returned is None or returned.confirmed_at is None else returned.confirmed_at
    days = cards.rulebook_on(seen.cards, on=civil_day(began)).replace_days
    if claim.replaces in seen.replaced:
        raise refusals.NotReplaceable(days=days)
    return rules.check_replaced(claim, returned, at=at.at, days=days)


def _remember(claim: Claim, seen: Seen) -> None:
    seen.claims[claim.contribution_id] = claim
    seen.days[claim.giver].append(claim)
    if claim.reference is not None:
        seen.references.add(claim.reference)
    if claim.replaces is not None:
        seen.replaced.add(claim.replaces)


def _keep(work: Work, new: Mapping[str, tuple[Claim, Wanted]], seen: Seen, *, by: Hand) -> dict[str, Claim]:
    if not new:
        return {}
    known = assigned(work, _estimated(work, [claim for claim, _ in new.values()], seen))
    estimated = {claim.contribution_id: claim for claim in known}
    kept = store.add_claims(work, list(estimated.values()))
    mine = {contribution_id: wanted for contribution_id, (_, wanted) in new.items() if contribution_id in kept}
    named = [(estimated[contribution_id], wanted.documents) for contribution_id, wanted in mine.items()]
    papers.name_documents(work, named, by=by.party_id)
    store.add_goods(
        work, {contribution_id: wanted.goods for contribution_id, wanted in mine.items() if wanted.goods is not None}
    )
    store.add_appraisals(work, [made for wanted in mine.values() for made in _appraised(wanted, seen, by=by)])
    told = [estimated[contribution_id] for contribution_id in mine]
    work.emit(*(answering.submitted(claim, community=work.community) for claim in told))
    return {claim.contribution_id: claim for claim in told}


def _estimated(work: Work, claims: Sequence[Claim], seen: Seen) -> list[Claim]:
    earnings = [rules.earning_of(claim) for claim in claims]
    found = []
    for claim, earning, headroom in zip(claims, earnings, grant_store.headrooms(work, earnings), strict=True):
        card = cards.in_force(seen.cards, on=claim.performed_on)
        worth, _ = grants.decide(earning, card=card, headroom=headroom)
        found.append(replace(claim, cv=worth.cv, sp=worth.sp, rate_card=card.number))
    return found


def _appraised(wanted: Wanted, seen: Seen, *, by: Hand) -> list[Appraisal]:
    # Whoever enters somebody else's goods has seen them; the donor, and anybody close, only says what they think (rulebook §2).
    if wanted.goods is None or by.close_to(seen.parties[wanted.party_id]):
        return []
    return [
        Appraisal(
            contribution_id=wanted.contribution_id,
            appraised_by=by.party_id,
            unit_fen=wanted.goods.unit_fen,
            source=wanted.goods.source,
            appraised_at=by.at,
        )
    ]


def _as_kept(claim: Claim, new: Mapping[str, tuple[Claim, Wanted]], kept: Mapping[str, Claim]) -> Claim | Refused:
    if claim.contribution_id not in new:
        return claim
    # Somebody took the id while we looked; whoever gives is locked, so it is not the same contribution.
    return kept.get(claim.contribution_id, refusals.ContributionIdTaken())

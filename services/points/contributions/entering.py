"""By which way somebody may enter a contribution, and how goods are appraised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chassis.actor import Actor
from chassis.database import Work
from contracts.points import answers, requests
from contracts.points.kinds import Channel, PriceSource
from contracts.points.kinds import ContributionState as State
from contracts.roles import Role
from services.points.contributions import papers, refusals, rules, store
from services.points.contributions.concerned import concerned
from services.points.contributions.rules import valuing
from services.points.contributions.rules.claims import Claim, Document, Wanted
from services.points.contributions.rules.valuing import Appraisal
from services.points.grants import rules as grants
from services.points.grants import store as grant_store
from services.points.parties import rules as parties
from services.points.parties.rules import Hand
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store

BY_REQUEST = {
    Channel.ORGANISER: Role.ACTIVITY_ORGANISER,
    Channel.BACK_OFFICE: Role.COMMUNITY_STAFF,
    Channel.PAPER: Role.COMMUNITY_STAFF,
}
"""Who may enter for others by which way. Codes read at an activity and files come by themselves."""


def channel_for(actor: Actor, wanted: Wanted, *, channel: Channel | None) -> Channel:
    """The way by which the actor enters this. Refuses ChannelNotYours, and PartyNotFound for what is somebody else's to submit."""
    own = wanted.party_id in actor.parties
    if channel is None:
        channel = Channel.SELF if own else Channel.ORGANISER
        if not own and not actor.is_any(Role.ACTIVITY_ORGANISER):
            # Who may not submit for others is not told who there is.
            raise parties.PartyNotFound
    if channel is Channel.SELF:
        if not own:
            raise parties.PartyNotFound
    elif channel not in BY_REQUEST or not actor.is_any(BY_REQUEST[channel]):
        raise refusals.ChannelNotYours
    return channel


def documents_of(given: Iterable[answers.Document]) -> tuple[Document, ...]:
    """The documents of a request."""
    return tuple(Document(sha256=one.sha256, kind=one.kind) for one in given)


def appraise(work: Work, claim: Claim, asked: requests.AppraiseContributedGoods, *, by: Hand) -> Claim:
    """Keep what somebody other than the donor says a piece is worth; the contribution as it stands then."""
    goods = store.goods_of(work, [claim.contribution_id]).get(claim.contribution_id)
    if goods is None or claim.state is not State.SUBMITTED:
        raise refusals.NotWaitingForConfirmation
    near = concerned(work, [claim], [by.party_id]).near(claim)
    if by.concerned(claim.party_id, claim.giver, *near.appraisers) or near.close_to(by):
        raise refusals.OwnGoods
    documents = documents_of(asked.documents)
    papers.name_documents(work, [(claim, documents)], by=by.party_id)
    valuing.check_source(asked.source, kinds=[one.kind for one in store.documents_of(work, claim.contribution_id)])
    if goods.own and asked.source is PriceSource.PRICE_LIST:
        raise refusals.AtCostOnly
    store.add_appraisals(
        work,
        [
            Appraisal(
                contribution_id=claim.contribution_id,
                appraised_by=by.party_id,
                unit_fen=asked.unit_price,
                source=asked.source,
                appraised_at=work.now,
            )
        ],
    )
    made = store.appraisals_of(work, [claim.contribution_id])[claim.contribution_id]
    then = card_store.rulebook_on(work, claim.performed_on)
    fen = valuing.appraised(claim.contribution_type, goods, made, given_on=claim.performed_on, rulebook=then)
    if fen == 0:
        raise refusals.NothingCounts
    # Of what another service told less may be left than it would be worth by its price.
    return store.save_claim(work, estimated(work, replace(claim, fen=min(claim.fen, fen))))


def estimated(work: Work, claim: Claim) -> Claim:
    """The contribution with what it would earn now."""
    earning = rules.earning_of(claim)
    card = cards.in_force(card_store.published(work), on=claim.performed_on)
    worth, _ = grants.decide(earning, card=card, headroom=grant_store.headroom(work, earning))
    return replace(claim, cv=worth.cv, sp=worth.sp, rate_card=card.number)

"""What can be asked about the mutual-aid pool."""

from __future__ import annotations

from datetime import timedelta

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import PointsPooled, PoolGrantDeclined, PoolGranted, PoolGrantProposed
from contracts.points.kinds import PartyKind, PoolCause, PoolGrantState
from contracts.refused import NotAllowed
from contracts.roles import ANYONE, HOLDERS, Role
from ledger import lot_expiry
from services.points.accounts import store as accounts
from services.points.parties import store as party_store
from services.points.pool import refusals, rules, store
from services.points.pool.rules import Gift, PoolGrant
from services.points.rate_cards import store as card_store

DECIDERS = (Role.COUNCIL_MEMBER,)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)


class Pool:
    """Points for people who cannot earn."""

    @query(requests.GetPool, may=ANYONE)
    def get_pool(self, work: Work, asked: requests.GetPool) -> answers.Pool:
        """What is in the pool, for everybody to see."""
        del asked
        return answers.Pool(sp=store.balance(work))

    @command(requests.GiveToPool, may=HOLDERS)
    def give_to_pool(self, work: Work, asked: requests.GiveToPool) -> answers.PoolGift:
        """Give points to the pool, one's own or those of whom one acts for; the same gift again is answered.

        Refuses NotEnoughPoints, GiftIdTaken, PartyNotFound, ActorUnknown.
        """
        mine = party_store.acting_as(work, asked.party_id).party_id
        known = store.find_gift(work, asked.gift_id)
        if known is not None:
            if (known.party_id, known.sp) != (mine, asked.sp):
                raise refusals.GiftIdTaken
            return _gift(known)
        return _give(work, Gift(gift_id=asked.gift_id, party_id=mine, sp=asked.sp, given_at=work.now))

    @command(requests.GiveLapsing, may=HOLDERS)
    def give_lapsing(self, work: Work, asked: requests.GiveLapsing) -> answers.PoolGift:
        """Give all points that lapse within the days of the first notice, by the rulebook 30, one's own or those of whom one acts for; the same gift again is answered.

        Refuses NothingLapses, GiftIdTaken, PartyNotFound, ActorUnknown.
        """
        mine = party_store.acting_as(work, asked.party_id).party_id
        known = store.find_gift(work, asked.gift_id)
        if known is not None:
            if known.party_id != mine:
                raise refusals.GiftIdTaken
            return _gift(known)
        accounts.lock_sp(work, [mine])
        # First expired, first out: so much of the account are exactly the lots that lapse by then.
        days = card_store.rulebook_now(work).first_lapse_notice_days
        until = civil_day(work.now) + timedelta(days=days)
        lapsing = accounts.lapsing_sp(work, mine, until=until)
        if not lapsing:
            raise refusals.NothingLapses(days=days)
        return _give(work, Gift(gift_id=asked.gift_id, party_id=mine, sp=lapsing, given_at=work.now))

    @command(requests.ProposePoolGrant, may=(Role.COMMUNITY_STAFF,))
    def propose_pool_grant(self, work: Work, asked: requests.ProposePoolGrant) -> answers.PoolGrant:
        """Ask for points for somebody who cannot earn; the same proposal again is answered.

        Refuses PartyNotFound, PersonsOnly, OwnPoolGrant (also for people close to oneself), PoolGrantIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        rules.check_proposal(party_store.require_party(work, asked.party_id), by=by)
        proposed = PoolGrant(
            grant_id=asked.grant_id,
            party_id=asked.party_id,
            sp=asked.sp,
            reason=asked.reason,
            state=PoolGrantState.PROPOSED,
            proposed_by=by.party_id,
            proposed_at=work.now,
        )
        kept = store.add_grant(work, proposed)
        if kept is proposed:
            work.emit(PoolGrantProposed(community=work.community, grant_id=kept.grant_id, sp=kept.sp))
        return _grant(kept)

    @command(requests.ApprovePoolGrant, may=DECIDERS)
    def approve_pool_grant(self, work: Work, asked: requests.ApprovePoolGrant) -> answers.PoolGrant:
        """Grant what another person proposed: a lot for six months, or as many as the council set. Granted before by oneself, it is answered.

        Refuses PoolGrantNotFound, PoolGrantDecided, OwnPoolGrant, NoRoom, PoolTooSmall, ActorUnknown.
        """
        by = party_store.hand_of(work)
        proposed = store.require_grant(work, asked.grant_id, lock=True)
        if (proposed.state, proposed.decided_by) == (PoolGrantState.GRANTED, by.party_id):
            return _grant(proposed)
        work.expect_version(proposed.version)
        receiver = party_store.require_party(work, proposed.party_id)
        account = accounts.lock_sp(work, [receiver.party_id])[receiver.party_id]
        rulebook = card_store.rulebook_now(work)
        room = rulebook.sp_room(PartyKind.PERSON, balance=account.balance)
        expires_on = lot_expiry(civil_day(work.now), months=rulebook.pool_months)
        granted = rules.grant(proposed, receiver, by=by, room=room, expires_on=expires_on)
        store.pay(work, granted, expires_on=expires_on)
        granted = store.save_grant(work, granted)
        work.emit(
            PoolGranted(
                community=work.community,
                grant_id=granted.grant_id,
                party_id=granted.party_id,
                sp=granted.sp,
                expires_on=expires_on,
            )
        )
        return _grant(granted)

    @command(requests.DeclinePoolGrant, may=DECIDERS)
    def decline_pool_grant(self, work: Work, asked: requests.DeclinePoolGrant) -> answers.PoolGrant:
        """Decline what another person proposed, with a reason. Refuses PoolGrantNotFound, PoolGrantDecided, OwnPoolGrant, ActorUnknown."""
        by = party_store.hand_of(work)
        proposed = store.require_grant(work, asked.grant_id, lock=True)
        work.expect_version(proposed.version)
        receiver = party_store.require_party(work, proposed.party_id)
        declined = store.save_grant(work, rules.decline(proposed, receiver, by=by, because=asked.reason))
        work.emit(PoolGrantDeclined(community=work.community, grant_id=declined.grant_id))
        return _grant(declined)

    @query(requests.GetPoolGrant, may=(Role.RESIDENT, *SEES_ALL))
    def get_pool_grant(self, work: Work, asked: requests.GetPoolGrant) -> answers.PoolGrant:
        """One's own once it is granted, or any for staff and council. Refuses PoolGrantNotFound."""
        found = store.require_grant(work, asked.grant_id)
        own = found.party_id == work.actor.party_id and found.state is PoolGrantState.GRANTED
        if not own and not work.actor.is_any(*SEES_ALL):
            raise refusals.PoolGrantNotFound
        return _grant(found)

    @query(requests.ListPoolGrants, may=(Role.RESIDENT, *SEES_ALL))
    def list_pool_grants(self, work: Work, asked: requests.ListPoolGrants) -> answers.PoolGrantPage:
        """What oneself was granted, or all for staff and council."""
        everything = work.actor.is_any(*SEES_ALL)
        if not everything and work.actor.party_id is None:
            raise NotAllowed
        mine = None if everything else work.actor.party_id
        found, next_key = store.page(work, party_id=mine, after=asked.after, limit=asked.limit)
        return answers.PoolGrantPage(items=tuple(_grant(one) for one in found), next_key=next_key)


def _give(work: Work, gift: Gift) -> answers.PoolGift:
    store.add_gift(work, gift)
    work.emit(PointsPooled(community=work.community, party_id=gift.party_id, sp=gift.sp, cause=PoolCause.GIFT))
    return _gift(gift)


def _gift(gift: Gift) -> answers.PoolGift:
    return answers.PoolGift(gift_id=gift.gift_id, party_id=gift.party_id, sp=gift.sp, given_at=gift.given_at)


def _grant(found: PoolGrant) -> answers.PoolGrant:
    return answers.PoolGrant(
        grant_id=found.grant_id,
        party_id=found.party_id,
        sp=found.sp,
        reason=found.reason,
        state=found.state,
        proposed_by=found.proposed_by,
        proposed_at=found.proposed_at,
        decided_by=found.decided_by,
        decided_at=found.decided_at,
        expires_on=found.expires_on,
        because=found.because,
        version=found.version,
    )

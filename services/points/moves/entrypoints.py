"""What can be asked about moves inside a household."""

from __future__ import annotations

from collections import defaultdict

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.points import answers, requests
from contracts.points.events import HouseholdMoveEnded, HouseholdMoveProposed
from contracts.points.kinds import MoveState, PartyKind
from contracts.refused import NotAllowed
from contracts.roles import Role
from services.points.accounts import store as accounts
from services.points.accounts.refusals import NotEnoughPoints
from services.points.moves import refusals, rules, store
from services.points.moves.rules import Move
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store

PERSONS = (Role.RESIDENT,)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
ENDED_AT_ONCE = 200


class Moves:
    """Points inside a household."""

    @command(requests.ProposeMove, may=PERSONS)
    def propose_move(self, work: Work, asked: requests.ProposeMove) -> answers.HouseholdMove:
        """Offer own points to another person of the household; the same offer again is answered.

        Refuses PartyNotFound, NotSameHousehold, NotEnoughPoints (what the pool granted does not count), MoveIdTaken, ActorUnknown.
        """
        giver = party_store.require_party(work, party_store.hand_of(work).party_id)
        receiver = party_store.require_party(work, asked.to_party_id)
        proposed = Move(
            move_id=asked.move_id,
            from_party_id=giver.party_id,
            to_party_id=receiver.party_id,
            household_id=rules.household_of(giver, receiver),
            sp=asked.sp,
            state=MoveState.PROPOSED,
            proposed_at=work.now,
            expires_at=work.now + rules.LASTS,
        )
        kept = store.add(work, proposed)
        if kept is proposed:
            if sum(store.movable(work, giver.party_id).values()) < asked.sp:
                raise NotEnoughPoints
            work.emit(
                HouseholdMoveProposed(
                    community=work.community,
                    move_id=kept.move_id,
                    from_party_id=kept.from_party_id,
                    to_party_id=kept.to_party_id,
                    sp=kept.sp,
                )
            )
        return _answer(kept)

    @command(requests.AcceptMove, may=PERSONS)
    def accept_move(self, work: Work, asked: requests.AcceptMove) -> answers.HouseholdMove:
        """Take the points: they keep their days. Taken before, it is answered.

        Refuses MoveNotFound (also for whoever is not the receiver), MoveOver, NotSameHousehold, ReceiverFull, NotEnoughPoints,
        ActorUnknown.
        """
        move = store.require(work, asked.move_id, lock=True)
        if move.to_party_id != party_store.hand_of(work).party_id:
            raise refusals.MoveNotFound
        if move.state is MoveState.DONE:
            return _answer(move)
        both = party_store.find_parties(work, [move.from_party_id, move.to_party_id])
        locked = accounts.lock_sp(work, both)
        done = rules.accept(
            move,
            both[move.from_party_id],
            both[move.to_party_id],
            room=card_store.rulebook_now(work).sp_room(PartyKind.PERSON, balance=locked[move.to_party_id].balance),
            at=work.now,
        )
        store.carry_over(work, done)
        return _answer(_tell(work, store.save(work, done)))

    @command(requests.DeclineMove, may=PERSONS)
    def decline_move(self, work: Work, asked: requests.DeclineMove) -> answers.HouseholdMove:
        """Do not take the points; declined before, it is answered. Refuses MoveNotFound, MoveOver, ActorUnknown."""
        return self._end(work, asked.move_id, MoveState.DECLINED)

    @command(requests.WithdrawMove, may=PERSONS)
    def withdraw_move(self, work: Work, asked: requests.WithdrawMove) -> answers.HouseholdMove:
        """Take the own offer back; taken back before, it is answered. Refuses MoveNotFound, MoveOver, ActorUnknown."""
        return self._end(work, asked.move_id, MoveState.WITHDRAWN)

    @query(requests.GetMove, may=(*PERSONS, *SEES_ALL))
    def get_move(self, work: Work, asked: requests.GetMove) -> answers.HouseholdMove:
        """One move, for the two persons of it and staff. Refuses MoveNotFound."""
        move = store.require(work, asked.move_id)
        if work.actor.party_id not in {move.from_party_id, move.to_party_id} and not work.actor.is_any(*SEES_ALL):
            raise refusals.MoveNotFound
        return _answer(move)

    @query(requests.ListMoves, may=(*PERSONS, *SEES_ALL))
    def list_moves(self, work: Work, asked: requests.ListMoves) -> answers.HouseholdMovePage:
        """The moves from and to oneself, or all for staff."""
        everything = work.actor.is_any(*SEES_ALL)
        if not everything and work.actor.party_id is None:
            raise NotAllowed
        mine = None if everything else work.actor.party_id
        found, next_key = store.page(work, party_id=mine, after=asked.after, limit=asked.limit)
        return answers.HouseholdMovePage(items=tuple(_answer(one) for one in found), next_key=next_key)

    @sweep(seconds=60)
    def end_moves(self, work: Work) -> None:
        """End offers whose seven days are over, and those of people who have left the household."""
        found: dict[str, list[str]] = defaultdict(list)
        for community, move_id in store.over(work, limit=ENDED_AT_ONCE):
            found[community].append(move_id)
        for community, move_ids in sorted(found.items()):
            own = work.on_behalf(system(community), work.cause)
            ended = [rules.end(move, MoveState.ENDED, at=work.now) for move in store.lock_all(own, move_ids)]
            for move in store.save_all(own, ended):
                _tell(own, move)

    def _end(self, work: Work, move_id: str, state: MoveState) -> answers.HouseholdMove:
        move = store.require(work, move_id, lock=True)
        whose = move.to_party_id if state is MoveState.DECLINED else move.from_party_id
        if whose != party_store.hand_of(work).party_id:
            raise refusals.MoveNotFound
        if move.state is state:
            return _answer(move)
        rules.check_open(move, at=work.now)
        return _answer(_tell(work, store.save(work, rules.end(move, state, at=work.now))))


def _tell(work: Work, move: Move) -> Move:
    work.emit(
        HouseholdMoveEnded(
            community=work.community,
            move_id=move.move_id,
            from_party_id=move.from_party_id,
            to_party_id=move.to_party_id,
            sp=move.sp,
            state=move.state,
        )
    )
    return move


def _answer(move: Move) -> answers.HouseholdMove:
    return answers.HouseholdMove(
        move_id=move.move_id,
        from_party_id=move.from_party_id,
        to_party_id=move.to_party_id,
        household_id=move.household_id,
        sp=move.sp,
        state=move.state,
        proposed_at=move.proposed_at,
        expires_at=move.expires_at,
        ended_at=move.ended_at,
        version=move.version,
    )

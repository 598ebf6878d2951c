"""What can be asked about settling with providers, and what becomes of a settlement whose redemption is refunded later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, reaction
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.events import PointsRefunded, ProviderSettled
from contracts.points.kinds import ContributionType, SettlementChoice, SettlementState
from contracts.roles import Role
from services.points.grants import rules as grants
from services.points.grants import store as grant_store
from services.points.grants.rules import Earning
from services.points.parties import store as party_store
from services.points.reserve import store as reserve_store
from services.points.settlements import refusals, rules, store, undoing, undone_store
from services.points.settlements.rules import Chosen, Line, Settlement, Undone

PREPARERS = (Role.COMMUNITY_STAFF,)
DECIDERS = (Role.FUND_TREASURER, Role.COUNCIL_MEMBER)
SEES_ALL = (*PREPARERS, *DECIDERS, Role.AUDITOR)
READERS = (*SEES_ALL, Role.MERCHANT_AGENT)


class Settlements:
    """Rulebook §8, step 7: by the provider's choice, prepared by one person and approved by another, never the provider's own people."""

    @command(requests.ChooseSettlement, may=(Role.MERCHANT_AGENT,))
    def choose_settlement(self, work: Work, asked: requests.ChooseSettlement) -> answers.ChosenSettlement:
        """The last word before the month is prepared counts. Refuses SettlementNotFound (another's shop), ChoiceTooLate, ActorUnknown."""
        by = party_store.hand_of(work)
        if not party_store.is_own(work, asked.provider_id):
            raise refusals.SettlementNotFound
        # Preparing locks the provider too: a choice comes before it or too late, never in between.
        party_store.lock_party(work, asked.provider_id)
        latest = store.latest(work, asked.provider_id)
        if latest is not None and latest.month >= asked.month:
            raise refusals.ChoiceTooLate
        wanted = Chosen(
            choice_id=rules.choice_id(asked.provider_id, asked.month),
            provider_id=asked.provider_id,
            month=asked.month,
            choice=asked.choice,
            chosen_by=by.party_id,
            chosen_at=work.now,
        )
        kept = store.choose(work, wanted)
        return answers.ChosenSettlement(
            provider_id=kept.provider_id, month=kept.month, choice=kept.choice, version=kept.version
        )

    @command(requests.PrepareSettlement, may=PREPARERS, slow=True)
    def prepare_settlement(self, work: Work, asked: requests.PrepareSettlement) -> answers.Settlement:
        """Draw up a month that is over; the same settlement again is answered as it stands.

        Refuses PartyNotFound, MonthNotOver, OwnSettlement, MonthSettled, NothingToSettle, SettlementIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        party_store.lock_party(work, asked.provider_id)
        rules.check_hand(asked.provider_id, by=by)
        known = store.find_settlement(work, asked.settlement_id)
        if known is not None:
            if (known.provider_id, known.month) != (asked.provider_id, asked.month):
                raise refusals.SettlementIdTaken
            return _shown(known)
        rules.check_over(asked.month, at=work.now)
        before = store.latest(work, asked.provider_id)
        if before is not None and (before.month >= asked.month or before.state is SettlementState.PREPARED):
            raise refusals.MonthSettled
        undoing.take_back(work, asked.provider_id)
        settlement = _drawn_up(work, asked, before=before, by=by.party_id)
        store.add_settlement(work, settlement)
        return _shown(settlement)

    @command(requests.ApproveSettlement, may=DECIDERS, slow=True)
    def approve_settlement(self, work: Work, asked: requests.ApproveSettlement) -> answers.Settlement:
        """Settle: the points leave the provider's account, and it gets money, value, or points of its own.

        Refuses SettlementNotFound, OwnSettlement, SettlementDecided, SettlementOutdated, ReserveExhausted, ActorUnknown.
        """
        by = party_store.hand_of(work)
        settlement = store.require_settlement(work, asked.settlement_id, lock=True)
        work.expect_version(settlement.version)
        party_store.lock_party(work, settlement.provider_id)
        lines, _ = store.open_lines(work, settlement.provider_id, month=settlement.month)
        # Looked at again under the locks: whoever disputes one of them, or has a refund, comes before this or after it.
        store.lock_redemptions(work, lines)
        store.lock_standing(work, settlement.provider_id)
        undoing.take_back(work, settlement.provider_id)
        lines, _ = store.open_lines(work, settlement.provider_id, month=settlement.month)
        approved = store.save_settlement(work, rules.approve(settlement, lines=lines, by=by))
        store.add_lines(work, approved.settlement_id, lines)
        store.post(work, approved)
        _thank(work, approved)
        if approved.reimbursed:
            reserve_store.draw(
                work,
                reference=approved.settlement_id,
                provider_id=approved.provider_id,
                amount=approved.reimbursed,
            )
        work.emit(
            ProviderSettled(
                community=work.community,
                settlement_id=approved.settlement_id,
                provider_id=approved.provider_id,
                month=approved.month,
                choice=approved.choice,
                reimbursed=approved.reimbursed,
                waived=approved.waived,
                recycled=approved.recycled,
                lines=approved.lines,
            )
        )
        return _shown(approved)

    @command(requests.RejectSettlement, may=DECIDERS)
    def reject_settlement(self, work: Work, asked: requests.RejectSettlement) -> answers.Settlement:
        """Send it back with a reason. Refuses SettlementNotFound, OwnSettlement, SettlementDecided, ActorUnknown."""
        by = party_store.hand_of(work)
        settlement = store.require_settlement(work, asked.settlement_id, lock=True)
        work.expect_version(settlement.version)
        return _shown(store.save_settlement(work, rules.reject(settlement, reason=asked.reason, by=by)))

    @query(requests.GetSettlement, may=READERS)
    def get_settlement(self, work: Work, asked: requests.GetSettlement) -> answers.Settlement:
        """One settlement, for its provider and those who decide. Refuses SettlementNotFound."""
        return _all_shown(work, [_visible(work, asked.settlement_id)])[0]

    @query(requests.ListSettlements, may=READERS)
    def list_settlements(self, work: Work, asked: requests.ListSettlements) -> answers.SettlementPage:
        """One's own as a provider, or all for those who decide."""
        providers = None if work.actor.is_any(*SEES_ALL) else work.actor.parties
        found, next_key = store.page(work, providers=providers, after=asked.after, limit=asked.limit)
        return answers.SettlementPage(items=_all_shown(work, found), next_key=next_key)

    @query(requests.ListSettlementLines, may=READERS)
    def list_settlement_lines(self, work: Work, asked: requests.ListSettlementLines) -> answers.SettlementLinePage:
        """The lines of a settlement; while it is only prepared, as they stand now. Refuses SettlementNotFound."""
        settlement = _visible(work, asked.settlement_id)
        if settlement.state is SettlementState.PREPARED:
            lines, _ = store.open_lines(work, settlement.provider_id, month=settlement.month)
            rest = sorted(lines, key=lambda line: line.line_id)
            rest = [line for line in rest if asked.after is None or line.line_id > asked.after]
            found, next_key = rest[: asked.limit], rest[asked.limit - 1].line_id if len(rest) > asked.limit else None
        else:
            found, next_key = store.lines_page(work, settlement.settlement_id, after=asked.after, limit=asked.limit)
        return answers.SettlementLinePage(items=tuple(_line(one) for one in found), next_key=next_key)

    @reaction(PointsRefunded)
    def reverse_settled(self, work: Work, event: PointsRefunded) -> None:
        """Take back what was settled in kind (ADR 0142), and say so; of money a line below zero stands in the next settlement (rulebook §8)."""
        party_store.lock_parties(work, [event.provider_id])
        undoing.take_back(work, event.provider_id)
        paid = undone_store.paid_for(work, event.redemption_id)
        if paid is not None:
            work.emit(undoing.told(work, *paid))


def _visible(work: Work, settlement_id: str) -> Settlement:
    settlement = store.require_settlement(work, settlement_id)
    if not work.actor.is_any(*SEES_ALL) and settlement.provider_id not in work.actor.parties:
        raise refusals.SettlementNotFound
    return settlement


def _drawn_up(work: Work, asked: requests.PrepareSettlement, *, before: Settlement | None, by: PartyId) -> Settlement:
    lines, agreed = store.open_lines(work, asked.provider_id, month=asked.month)
    carried_fen, carried_sp = (before.left_fen, before.left_sp) if before else (0, 0)
    if not lines:
        raise refusals.NothingToSettle
    chosen = store.chosen(work, asked.provider_id, asked.month)
    # Items whose terms differ have no common wish: money, then.
    choice = chosen or (agreed.pop() if len(agreed) == 1 else SettlementChoice.REIMBURSE)
    totals = rules.totals(lines, choice=choice, carried_fen=carried_fen, carried_sp=carried_sp)
    return Settlement(
        settlement_id=asked.settlement_id,
        provider_id=asked.provider_id,
        month=asked.month,
        choice=choice,
        state=SettlementState.PREPARED,
        lines=len(lines),
        digest=rules.digest_of(lines),
        sp=carried_sp + sum(line.sp for line in lines),
        reimbursed=totals.reimbursed,
        waived=totals.waived,
        recycled=totals.recycled,
        carried_fen=carried_fen,
        carried_sp=carried_sp,
        left_fen=totals.left_fen,
        left_sp=totals.left_sp,
        prepared_by=by,
        prepared_at=work.now,
    )


def _thank(work: Work, settlement: Settlement) -> None:
    """What was waived is a gift of goods or service by the provider: G2, in the month in which it was given."""
    if settlement.waived:
        earning = Earning(
            source_id=settlement.settlement_id,
            party_id=settlement.provider_id,
            contribution_type=ContributionType.G2,
            performed_on=civil_day(rules.end_of(settlement.month) - timedelta(seconds=1)),
            fen=settlement.waived,
        )
        made = grant_store.credit(work, [earning])
        work.emit(*(grants.granted(grant, community=work.community) for grant in made))


def _line(line: Line) -> answers.SettlementLine:
    return answers.SettlementLine(kind=line.kind, reference=line.reference, sp=line.sp, fen=line.fen)


def _all_shown(work: Work, found: Sequence[Settlement]) -> tuple[answers.Settlement, ...]:
    undone = undone_store.undone_of(work, [one.settlement_id for one in found])
    return tuple(_shown(one, [each for each in undone if each.settlement_id == one.settlement_id]) for one in found)


def _shown(settlement: Settlement, undone: Sequence[Undone] = ()) -> answers.Settlement:
    return answers.Settlement(
        settlement_id=settlement.settlement_id,
        provider_id=settlement.provider_id,
        month=settlement.month,
        choice=settlement.choice,
        state=settlement.state,
        lines=settlement.lines,
        reimbursed=settlement.reimbursed,
        waived=settlement.waived,
        recycled=settlement.recycled,
        carried_fen=settlement.carried_fen,
        carried_sp=settlement.carried_sp,
        left_fen=settlement.left_fen,
        left_sp=settlement.left_sp,
        reason=settlement.reason,
        prepared_at=settlement.prepared_at,
        decided_at=settlement.decided_at,
        version=settlement.version,
        undone_fen=sum(one.fen for one in undone),
        undone_sp=sum(one.sp for one in undone),
    )

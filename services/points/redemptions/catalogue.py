"""What can be asked about the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.kinds import Band, EligibilityKind, ItemState, LimitPeriod, SettlementChoice
from contracts.roles import ANYONE, Role
from services.points.parties import store as party_store
from services.points.parties.rules import PartyNotFound
from services.points.providers import store as providers
from services.points.redemptions import offers, refusals, slot_store, store
from services.points.redemptions.answering import item_of
from services.points.redemptions.offers import Item
from services.points.reserve import store as reserve_store

APPROVERS = (Role.APPROVER, Role.COUNCIL_MEMBER)
PROPOSERS = (Role.COMMUNITY_STAFF, Role.MERCHANT_AGENT)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR, *APPROVERS)


class Catalogue:
    """What is offered for points: proposed by one person, approved by another (rulebook §7, §8)."""

    @command(requests.ProposeItem, may=PROPOSERS)
    def propose_item(self, work: Work, asked: requests.ProposeItem) -> answers.Item:
        """Propose an item: staff for any provider, a merchant for itself.

        Refuses PartyNotFound, ItemIdTaken, ItemUnfit, SlotUnfit, ItemNotFound (what it would replace), ProviderSuspended, ProviderLeft,
        ActorUnknown.
        """
        by = party_store.hand_of(work)
        provider = party_store.require_party(work, asked.provider_id)
        if not work.actor.is_any(Role.COMMUNITY_STAFF) and provider.party_id not in work.actor.parties:
            raise PartyNotFound
        proposed = _proposed(asked, by=by.party_id)
        slots = _times(asked.slots)
        offers.check_item(proposed, slots=slots, at=work.now)
        if asked.replaces is not None and store.require_item(work, asked.replaces).provider_id != provider.party_id:
            raise refusals.ItemUnfit
        item, new = store.add_item(work, proposed)
        if new:
            providers.check_may_begin(work, provider.party_id)
        if new and slots:
            slot_store.open_slots(work, item.item_id, slots)
        return item_of(item, terms=True)

    @command(requests.ApproveItem, may=APPROVERS)
    def approve_item(self, work: Work, asked: requests.ApproveItem) -> answers.Item:
        """Offer it to everybody, and withdraw what it replaces.

        Refuses ItemNotFound, ItemNotProposed, OwnItem, CouncilNeeded, ProviderSuspended, ProviderLeft, ActorUnknown.
        """
        by = party_store.hand_of(work)
        replaced = store.require_item(work, asked.item_id).replaces
        # Both in the order of their ids, so that nobody locks crosswise.
        locked = store.lock_items(work, [item_id for item_id in (asked.item_id, replaced) if item_id])
        item = locked[asked.item_id]
        work.expect_version(item.version)
        red = reserve_store.band(work) is Band.RED
        approved = offers.approve(item, by=by, reserve_is_red=red, in_council=work.actor.is_any(Role.COUNCIL_MEMBER))
        providers.check_may_begin(work, item.provider_id)
        if replaced is not None and locked[replaced].state is not ItemState.WITHDRAWN:
            store.save_item(work, offers.withdraw(locked[replaced]))
        return item_of(store.save_item(work, approved), terms=True)

    @command(requests.WithdrawItem, may=(Role.COMMUNITY_STAFF,))
    def withdraw_item(self, work: Work, asked: requests.WithdrawItem) -> answers.Item:
        """Stop offering it; what is quoted or held is still honoured. Refuses ItemNotFound, ItemNotOffered."""
        item = store.require_item(work, asked.item_id, lock=True)
        work.expect_version(item.version)
        return item_of(store.save_item(work, offers.withdraw(item)), terms=True)

    @command(requests.OpenSlots, may=PROPOSERS)
    def open_slots(self, work: Work, asked: requests.OpenSlots) -> answers.SlotList:
        """Add times to a service that is had at slots: staff for any provider, a merchant for itself. Pieces stay as many as approved.

        Refuses ItemNotFound, ItemNotOffered, ProviderSuspended, ProviderLeft, SlotUnfit, SlotDiffers.
        """
        item = store.require_item(work, asked.item_id, lock=True)
        if not work.actor.is_any(Role.COMMUNITY_STAFF) and item.provider_id not in work.actor.parties:
            raise refusals.ItemNotFound
        if item.state is ItemState.WITHDRAWN:
            raise refusals.ItemNotOffered
        providers.check_may_begin(work, item.provider_id)
        work.expect_version(item.version)
        slots = _times(asked.slots)
        offers.check_slots(item, slots, at=work.now)
        slot_store.open_slots(work, item.item_id, slots)
        return answers.SlotList(item_id=item.item_id, slots=slot_store.coming(work, item.item_id))

    @query(requests.ListSlots, may=ANYONE)
    def list_slots(self, work: Work, asked: requests.ListSlots) -> answers.SlotList:
        """The times of a service that are still to come. Refuses ItemNotFound."""
        item = _visible(work, asked.item_id)
        return answers.SlotList(item_id=item.item_id, slots=slot_store.coming(work, item.item_id))

    @query(requests.GetItem, may=ANYONE)
    def get_item(self, work: Work, asked: requests.GetItem) -> answers.Item:
        """One item; what is not offered, and the provider's terms, for its provider and those who decide only. Refuses ItemNotFound."""
        item = _visible(work, asked.item_id)
        return item_of(item, terms=_sees_terms(work, item))

    @query(requests.ListItems, may=ANYONE)
    def list_items(self, work: Work, asked: requests.ListItems) -> answers.ItemPage:
        """What is offered today, by providers that may begin something new."""
        found, next_key = store.offered(work, after=asked.after, limit=asked.limit)
        return answers.ItemPage(
            items=tuple(item_of(item, terms=_sees_terms(work, item)) for item in found), next_key=next_key
        )


def _visible(work: Work, item_id: str) -> Item:
    item = store.require_item(work, item_id)
    if item.state is not ItemState.OFFERED and not _sees_terms(work, item):
        raise refusals.ItemNotFound
    return item


def _sees_terms(work: Work, item: Item) -> bool:
    return work.actor.is_any(*SEES_ALL) or item.provider_id in work.actor.parties


def _times(slots: Sequence[requests.NewSlot]) -> list[tuple[datetime, int]]:
    return [(slot.starts_at, slot.capacity) for slot in slots]


def _proposed(asked: requests.ProposeItem, *, by: PartyId) -> Item:
    rules = {rule.kind: rule for rule in asked.eligibility}
    if len(rules) < len(asked.eligibility):
        raise refusals.ItemUnfit
    for rule in asked.eligibility:
        offers.check_rule(rule.kind, sectors=len(rule.sectors), buildings=len(rule.buildings), days=rule.days)
    sectors, buildings, days = (
        rules.get(kind)
        for kind in (EligibilityKind.SECTORS, EligibilityKind.BUILDINGS, EligibilityKind.REGISTERED_DAYS)
    )
    return Item(
        item_id=asked.item_id,
        provider_id=asked.provider_id,
        name=asked.name,
        kind=asked.kind,
        price=asked.price,
        stock=asked.stock,
        first_stock=asked.stock,
        state=ItemState.PROPOSED,
        proposed_by=by,
        slotted=bool(asked.slots),
        asks_provider=asked.asks_provider,
        offered_from=asked.offered_from,
        offered_until=asked.offered_until,
        per_person=asked.limits.per_person if asked.limits else None,
        per_household=asked.limits.per_household if asked.limits else None,
        limit_period=asked.limits.period if asked.limits else LimitPeriod.EVER,
        sectors=tuple(sector.value for sector in sectors.sectors) if sectors else (),
        buildings=buildings.buildings if buildings else (),
        registered_days=days.days if days else None,
        mutual_aid=EligibilityKind.MUTUAL_AID in rules,
        cost=asked.terms.cost if asked.terms else None,
        settlement=asked.terms.settlement if asked.terms else SettlementChoice.REIMBURSE,
        agreement=asked.terms.agreement if asked.terms else None,
        replaces=asked.replaces,
    )

"""What can be asked about the catalogue."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.kinds import ItemState
from contracts.roles import ANYONE, Role
from services.points.parties import store as party_store
from services.points.parties.rules import PartyNotFound
from services.points.redemptions import refusals, rules, store
from services.points.redemptions.answering import item_of
from services.points.redemptions.rules import Item

APPROVERS = (Role.APPROVER, Role.COUNCIL_MEMBER)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR, *APPROVERS)


class Catalogue:
    """What is offered for points: proposed by one person, approved by another."""

    @command(requests.ProposeItem, may=(Role.COMMUNITY_STAFF, Role.MERCHANT_AGENT))
    def propose_item(self, work: Work, asked: requests.ProposeItem) -> answers.Item:
        """Propose an item: staff for any provider, a merchant for itself. Refuses PartyNotFound, ItemIdTaken, ActorUnknown."""
        by = party_store.hand_of(work)
        provider = party_store.require_party(work, asked.provider_id)
        if not work.actor.is_any(Role.COMMUNITY_STAFF) and provider.party_id not in work.actor.parties:
            raise PartyNotFound
        proposed = Item(
            item_id=asked.item_id,
            provider_id=provider.party_id,
            name=asked.name,
            kind=asked.kind,
            price=asked.price,
            stock=asked.stock,
            first_stock=asked.stock,
            state=ItemState.PROPOSED,
            proposed_by=by.party_id,
        )
        return item_of(store.add_item(work, proposed))

    @command(requests.ApproveItem, may=APPROVERS)
    def approve_item(self, work: Work, asked: requests.ApproveItem) -> answers.Item:
        """Offer it to everybody. Refuses ItemNotFound, ItemNotProposed, OwnItem, ActorUnknown."""
        item = store.require_item(work, asked.item_id, lock=True)
        work.expect_version(item.version)
        return item_of(store.save_item(work, rules.approve(item, by=party_store.hand_of(work))))

    @command(requests.WithdrawItem, may=(Role.COMMUNITY_STAFF,))
    def withdraw_item(self, work: Work, asked: requests.WithdrawItem) -> answers.Item:
        """Stop offering it; what is held is still honoured. Refuses ItemNotFound, ItemNotOffered."""
        item = store.require_item(work, asked.item_id, lock=True)
        work.expect_version(item.version)
        return item_of(store.save_item(work, rules.withdraw(item)))

    @query(requests.GetItem, may=ANYONE)
    def get_item(self, work: Work, asked: requests.GetItem) -> answers.Item:
        """One item; what is not offered, for staff and its provider only. Refuses ItemNotFound."""
        item = store.require_item(work, asked.item_id)
        mine = work.actor.is_any(*SEES_ALL) or item.provider_id in work.actor.parties
        if item.state is not ItemState.OFFERED and not mine:
            raise refusals.ItemNotFound
        return item_of(item)

    @query(requests.ListItems, may=ANYONE)
    def list_items(self, work: Work, asked: requests.ListItems) -> answers.ItemPage:
        """What is offered now."""
        found, next_key = store.offered(work, after=asked.after, limit=asked.limit)
        return answers.ItemPage(items=tuple(item_of(item) for item in found), next_key=next_key)

"""Who proposed something under one role decides nothing of it under another: the service looks at the person, whatever the key says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from chassis.actor import Actor
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import Evidence, ItemKind, ReserveKind, ReversalReason, Task
from contracts.roles import Role
from tests.database.points.importing import pieces, row
from tests.support.bench import AskRefused, actor


@dataclass
class Change:
    """One person of the town whose key is another one each time."""

    town: Any
    name: str = "stranger"

    def as_(self, role: Role) -> Actor:
        return actor(self.town.ids[self.name], role)

    def does(self, request, role: Role):
        return self.town.bench.ask(request, as_=self.as_(role))


def item(change: Change):
    item_id, shop = new_id("itm"), change.town.ids["shop"]
    proposed = requests.ProposeItem(
        item_id=item_id, provider_id=shop, name="一碗面", kind=ItemKind.GOODS, price=10_00, stock=3
    )
    change.does(proposed, Role.COMMUNITY_STAFF)
    return requests.ApproveItem(item_id=item_id), Role.APPROVER


def reserve(change: Change):
    source_id = new_id("rsv")
    recorded = requests.RecordReserveSource(
        source_id=source_id, kind=ReserveKind.COMPANY_BUDGET, title="兑换预算", amount=100_00, document="DOC-1"
    )
    change.does(recorded, Role.COMMUNITY_STAFF)
    return requests.DecideReserveSource(source_id=source_id, approve=True), Role.COUNCIL_MEMBER


def entry(change: Change):
    claim = change.town.hours("anna")
    change.does(claim, Role.ACTIVITY_ORGANISER)
    return requests.ConfirmContribution(
        contribution_id=claim.contribution_id, evidence=Evidence.E2, as_counterpart=True
    ), Role.CONFIRMER


def confirmation(change: Change):
    claim = change.town.hours("anna")
    change.town.ask(claim, "organiser")
    change.does(
        requests.ConfirmContribution(contribution_id=claim.contribution_id, evidence=Evidence.E2, as_counterpart=True),
        Role.CONFIRMER,
    )
    change.town.bench.clock.advance(days=3)
    return requests.ApproveContribution(contribution_id=claim.contribution_id), Role.APPROVER


def reversal(change: Change):
    [settled] = change.town.settle(change.town.hours("anna"))
    proposed = requests.ProposeReversal(
        proposal_id=new_id("rvp"), source_id=settled.contribution_id, reason=ReversalReason.ERROR, note="签到表不符"
    )
    change.does(proposed, Role.COMMUNITY_STAFF)
    return requests.DecideReversal(proposal_id=proposed.proposal_id, accept=True), Role.COUNCIL_MEMBER


def duty(change: Change):
    duty_id, appointed = new_id("dty"), change.town.ids["confirmer"]
    change.does(requests.AppointDuty(duty_id=duty_id, party_id=appointed, task=Task.CONFIRM), Role.COMMUNITY_STAFF)
    return requests.AgreeDuty(duty_id=duty_id), Role.COUNCIL_MEMBER


def sheet(change: Change):
    town = change.town
    import_id = new_id("imp")
    change.does(
        requests.OpenImport(import_id=import_id, title="三月志愿服务", reason="活动当天没有网络"), Role.COMMUNITY_STAFF
    )
    [piece] = pieces(import_id, [row(town, "anna")])
    found = change.does(piece, Role.COMMUNITY_STAFF)
    return requests.ApproveImport(
        import_id=import_id, file_sha256=found.file_sha256, reason="名单已核对"
    ), Role.APPROVER


@pytest.mark.parametrize(
    ("begin", "code"),
    [
        (item, "points.own_item"),
        (reserve, "points.own_reserve_source"),
        (entry, "points.own_contribution"),
        (confirmation, "points.approving_own_confirmation"),
        (reversal, "points.own_reversal"),
        (duty, "points.own_duty"),
        (sheet, "points.import_is_own"),
    ],
)
def test_another_key_makes_nobody_another_person(town, begin, code):
    change = Change(town)
    request, role = begin(change)

    with pytest.raises(AskRefused) as refused:
        change.does(request, role)

    assert refused.value.code == code
    assert (town.balance("anna").sp, town.balance("anna").cv) == ((0, 0) if begin is not reversal else (20_00, 20_00))

"""The three-party agreement of the festival (rulebook §21)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chassis.actor import Actor
from chassis.ids import new_id
from contracts.roles import Role
from contracts.rural_link import answers, requests
from contracts.rural_link.events import AgreementEnteredIntoForce, AgreementSigned, ObligationMet
from contracts.rural_link.kinds import AgreementState
from contracts.sectors import Sector
from tests.database.rural_link.village import party
from tests.support.bench import AskRefused, actor

TEXT = "a" * 64


class Table:
    """The three parties around it, each with its agent."""

    def __init__(self, village) -> None:
        self.bench, self.staff = village.bench, village.staff
        community, association = party("长林盘社区", Sector.GOV), party("成都市和谐社区发展促进会", Sector.SOC)
        self.bench.tell(community, association)
        self.parties = tuple(each.party_id for each in (community, village.organisation, association))
        roles = (Role.COMMUNITY_STAFF, Role.VILLAGE_AGENT, Role.ORGANISATION_AGENT)
        self.agents = [
            actor(new_id("pty"), role, organisation_id=party_id)
            for role, party_id in zip(roles, self.parties, strict=True)
        ]
        self.draft = requests.DraftAgreement(
            agreement_id=new_id("agr"),
            title="关于深入推动城乡社区互助网络建设活化和谐社区发展慈善基金的协议",
            text_sha256=TEXT,
            parties=self.parties,
            obligations=(
                requests.StatedObligation(
                    owner_id=village.organisation.party_id,
                    duty="每月供应新鲜蔬菜",
                    due_on=date(2023, 4, 30),
                    evidence="交接单",
                ),
            ),
            review_on=date(2024, 2, 18),
            ends_on=date(2024, 3, 17),
        )
        self.bench.ask(self.draft, as_=self.staff)

    def sign(self, agent: Actor, **changes: Any) -> answers.Agreement:
        request = requests.SignAgreement(
            agreement_id=self.draft.agreement_id, text_sha256=TEXT, authority="法定代表人授权"
        )
        return self.bench.ask(replace(request, **changes), as_=agent)

    def get(self, as_):
        return self.bench.ask(requests.GetAgreement(agreement_id=self.draft.agreement_id), as_=as_)


@pytest.fixture
def table(village):
    return Table(village)


def test_three_signatures_put_it_in_force_and_show_it_to_anybody(table):
    with pytest.raises(AskRefused) as refused:
        table.get(actor(None))
    assert refused.value.code == "not-found"
    assert table.get(table.agents[2]).state is AgreementState.SIGNING

    states = [table.sign(agent).state for agent in table.agents]

    assert states == [AgreementState.SIGNING, AgreementState.SIGNING, AgreementState.IN_FORCE]
    shown = table.get(actor(None))
    assert [each.name for each in shown.parties] == ["长林盘社区", "彭州市濛阳街道桂桥村", "成都市和谐社区发展促进会"]
    assert not [agent for agent in table.agents if agent.party_id in repr(shown)]
    assert table.bench.said_types()[-4:] == [*[AgreementSigned] * 3, AgreementEnteredIntoForce]


def test_two_agents_of_one_party_at_once_sign_once(table):
    colleagues = [replace(table.agents[1], party_id=new_id("pty")) for _ in range(4)]

    def sign(agent: Actor) -> str:
        try:
            return table.sign(agent).state
        except AskRefused as refused:
            return refused.code

    with ThreadPoolExecutor(4) as pens:
        outcomes = list(pens.map(sign, colleagues))

    assert sorted(outcomes) == ["rural_link.already_signed"] * 3 + ["signing"]
    assert table.bench.count("signatures") == 1


def test_strangers_and_hasty_readers_do_not_sign(table):
    stranger = actor(new_id("pty"), Role.ORGANISATION_AGENT, organisation_id=new_id("pty"))
    nobody = actor(new_id("pty"), Role.COMMUNITY_STAFF)
    both = replace(table.agents[0], organisation_id=table.parties[1])
    table.sign(table.agents[0])

    for agent, changes, code in (
        (stranger, {}, "not-found"),
        (nobody, {}, "not-found"),
        (both, {}, "rural_link.signed_for_another_party"),
        (table.agents[1], {"text_sha256": "b" * 64}, "rural_link.agreement_text_differs"),
    ):
        with pytest.raises(AskRefused) as refused:
            table.sign(agent, **changes)
        assert refused.value.code == code
    assert table.bench.count("signatures") == 1


def test_an_obligation_is_met_by_its_owner_with_evidence(table):
    meet = requests.MeetObligation(agreement_id=table.draft.agreement_id, number=1, evidence_sha256="c" * 64)
    for agent in table.agents:
        table.sign(agent)

    with pytest.raises(AskRefused) as refused:
        table.bench.ask(meet, as_=table.agents[2])
    assert refused.value.code == "not-found"
    met = table.bench.ask(meet, as_=table.agents[1])

    assert met.obligations[0].met_on == date(2023, 3, 18)
    assert table.bench.said_types()[-1] is ObligationMet
    with pytest.raises(AskRefused) as refused:
        table.bench.ask(meet, as_=table.agents[1])
    assert refused.value.code == "rural_link.obligation_already_met"


def test_a_draft_sent_again_is_the_same_agreement_even_when_signed(table):
    signed = table.sign(table.agents[0])

    assert table.bench.ask(table.draft, as_=table.staff) == signed
    for changed, code in (
        (replace(table.draft, title="另一份协议"), "rural_link.agreement_id_taken"),
        (replace(table.draft, agreement_id=new_id("agr"), parties=(*table.parties, new_id("pty"))), "party-not-found"),
    ):
        with pytest.raises(AskRefused) as refused:
            table.bench.ask(changed, as_=table.staff)
        assert refused.value.code == code


def test_an_agreement_is_listed_for_its_parties_before_it_is_for_anybody(table):
    def listed(as_: Actor) -> list[str]:
        return [each.agreement_id for each in table.bench.ask(requests.ListAgreements(), as_=as_).items]

    assert listed(table.agents[2]) == listed(table.staff) == [table.draft.agreement_id]
    assert listed(actor(None)) == []
    for agent in table.agents:
        table.sign(agent)
    assert listed(actor(None)) == [table.draft.agreement_id]


def test_time_ends_an_agreement_and_asks_for_its_review(table):
    for agent in table.agents:
        table.sign(agent)

    table.bench.clock.advance(days=310)
    assert table.get(actor(None)).review_due
    table.bench.clock.advance(days=60)
    assert table.get(actor(None)).state is AgreementState.ENDED

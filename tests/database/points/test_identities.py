"""Identities that are one, and what the community needs."""

from __future__ import annotations

import random

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import NeedProfileApproved, PartiesLinked, PartiesUnlinked
from contracts.points.kinds import LinkKind, LinkState, NeedGroup, PartyKind
from contracts.points.requests import NeedShare, NewParty
from contracts.roles import Role
from contracts.sectors import Sector
from services.points.parties import store
from services.points.parties.rules import groups
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor
from tests.support.counting import statements

EXAMPLE = tuple(
    NeedShare(group=group, percent=percent, size=size)
    for group, percent, size in zip(NeedGroup, (30, 20, 25, 25), (1600, 1100, 400, 6900), strict=True)
)


def linking(town, one="anna", other="carl", kind=LinkKind.SAME_ADDRESS) -> requests.RecordLink:
    return requests.RecordLink(
        link_id=new_id("lnk"), one_id=town.ids[one], other_id=town.ids[other], kind=kind, reason="门牌相同"
    )


def link(town, one, other, kind=LinkKind.SAME_ADDRESS) -> str:
    recorded = town.ask(linking(town, one, other, kind), "staff")
    town.ask(requests.ConfirmLink(link_id=recorded.link_id), "council")
    return recorded.link_id


def collapsed(town, *names: str, community="changlinpan"):
    with town.bench.transactions.begin(actor(None, community=community)) as work:
        found = store.collapsed(work, [town.ids[name] for name in names])
    return [found[town.ids[name]] for name in names]


def refused(town, asked, name) -> str:
    with pytest.raises(AskRefused) as no:
        town.ask(asked, name)
    return no.value.code


def test_a_link_counts_once_a_second_person_has_confirmed_it_until_it_is_ended(town):
    recorded = town.ask(linking(town), "staff")
    assert len(set(collapsed(town, "anna", "carl"))) == 2

    assert refused(town, requests.ConfirmLink(link_id=recorded.link_id), "staff") == "points.second_person_needed"
    confirmed = town.ask(requests.ConfirmLink(link_id=recorded.link_id), "council")
    assert (confirmed.state, confirmed.confirmed_by) == (LinkState.CONFIRMED, town.ids["council"])
    # bela lives with anna, so she is one with carl too; home is their household.
    everybody = ["anna", "bela", "home", "carl"]
    assert set(collapsed(town, *everybody)) == {min(town.ids[name] for name in everybody)}

    ended = town.ask(requests.EndLink(link_id=recorded.link_id, reason="搬走了"), "staff")
    assert (ended.state, ended.confirmed_by) == (LinkState.ENDED, town.ids["council"])
    assert len(set(collapsed(town, "anna", "bela", "carl"))) == 2
    said = [type(event) for event in town.bench.said() if isinstance(event, PartiesLinked | PartiesUnlinked)]
    assert said == [PartiesLinked, PartiesUnlinked]
    assert refused(town, requests.ConfirmLink(link_id=recorded.link_id), "council") == "points.link_decided"


def test_the_same_link_again_is_answered_and_another_of_the_pair_waits_for_its_end(town):
    first = linking(town)
    assert town.ask(first, "staff") == town.ask(first, "staff")
    turned = linking(town, "carl", "anna")
    assert refused(town, turned, "staff") == "points.link_known"
    assert refused(town, requests.RecordLink(**{**vars(first), "reason": "别的"}), "staff") == "points.link_id_taken"

    town.ask(requests.EndLink(link_id=first.link_id, reason="记错了"), "council")

    assert town.ask(turned, "staff").state is LinkState.RECORDED
    assert refused(town, linking(town, "anna", "anna"), "staff") == "points.link_to_itself"


def test_the_same_pair_recorded_and_confirmed_at_once_becomes_one_link(town):
    asked = [linking(town) for _ in range(4)]

    codes = at_once([lambda one=one: town.ask(one, "staff") for one in asked])

    assert sorted(codes) == sorted(["ok"] + ["points.link_known"] * 3)
    [kept] = town.ask(requests.ListLinks(), "staff").items
    confirming = [lambda: town.ask(requests.ConfirmLink(link_id=kept.link_id), "council") for _ in range(4)]
    assert sorted(at_once(confirming)) == sorted(["ok"] + ["points.link_decided"] * 3)
    assert len([event for event in town.bench.said() if isinstance(event, PartiesLinked)]) == 1


def test_two_links_of_one_chain_confirmed_at_once_make_one_group(town):
    asked = [linking(town, "carl", "dora"), linking(town, "dora", "stranger")]
    for one in asked:
        town.ask(one, "staff")

    codes = at_once([lambda one=one: town.ask(requests.ConfirmLink(link_id=one.link_id), "council") for one in asked])

    assert codes == ["ok", "ok"]
    assert len(set(collapsed(town, "carl", "dora", "stranger", "flat"))) == 1


@pytest.mark.parametrize("seed", range(5))
def test_collapsed_is_the_transitive_closure_of_random_links_and_households(town, seed):
    rng = random.Random(seed)
    households = [
        NewParty(party_id=new_id("pty"), kind=PartyKind.HOUSEHOLD, sector=Sector.RES, name=str(number))
        for number in range(5)
    ]
    persons = [
        NewParty(
            party_id=new_id("pty"),
            kind=PartyKind.PERSON,
            sector=Sector.RES,
            name="样本",
            household_id=rng.choice([None, *(one.party_id for one in households)]),
        )
        for _ in range(20)
    ]
    town.ask(requests.RegisterParties(parties=(*households, *persons)), "staff")
    ids = [party.party_id for party in (*households, *persons)]
    pairs = [tuple(sorted(rng.sample(ids, 2))) for _ in range(8)]
    for number, (one, other) in enumerate(dict.fromkeys(pairs)):
        # What was only recorded, or has ended, joins nobody.
        state = ("confirmed", "confirmed", "recorded", "ended")[number % 4]
        town.bench.rows(
            "INSERT INTO identity_links VALUES ('changlinpan', :id, :one, :other, 'same_address', '-', :state, 's', now(),"
            " CASE WHEN :state = 'confirmed' THEN 'c' END, NULL, CASE WHEN :state = 'ended' THEN 'c' END, NULL, NULL, 1)",
            id=new_id("lnk"),
            one=one,
            other=other,
            state=state,
        )
    joined = [pair for number, pair in enumerate(dict.fromkeys(pairs)) if number % 4 < 2]
    joined += [(person.party_id, person.household_id) for person in persons if person.household_id]

    with town.bench.transactions.begin(actor(None)) as work:
        found = store.collapsed(work, ids)

    assert found == groups(ids, joined)
    assert len(set(found.values())) < len(ids)


def test_any_number_of_parties_is_collapsed_with_one_statement(town):
    link(town, "anna", "carl")
    ids = list(town.ids.values())
    with town.bench.transactions.begin(actor(None)) as work, statements(work.connection.engine) as counted:
        store.collapsed(work, ids)
        assert store.collapsed(work, []) == {}
    assert len([one for one in counted if "identity_links" in one]) == 1


def test_linked_identities_are_too_close_to_confirm_and_approve(town):
    link(town, "anna", "confirmer", LinkKind.SAME_PAYMENT_ACCOUNT)
    claim = town.hours("bela")
    town.ask(claim, "organiser")

    with pytest.raises(AskRefused) as no:
        town.confirm(claim.contribution_id)
    close = no.value.code

    town.ask(requests.EndLink(link_id=town.ask(requests.ListLinks(), "staff").items[0].link_id, reason="-"), "staff")
    town.confirm(claim.contribution_id)
    link(town, "bela", "approver")
    town.bench.clock.advance(days=3)
    with pytest.raises(AskRefused) as no:
        town.approve(claim.contribution_id)
    assert close == no.value.code
    assert no.value.kind == "forbidden"


def test_a_link_lends_nobody_the_rights_of_another(town):
    # carl's shop and the stranger are one identity; the stranger still does not act for the shop.
    link(town, "shop", "stranger", LinkKind.SAME_LEGAL_REPRESENTATIVE)
    with town.bench.transactions.begin(actor(town.ids["stranger"], Role.RESIDENT)) as work:
        hand = store.hand_of(work)
    assert town.ids["shop"] in hand.linked
    assert town.ids["shop"] not in hand.ties
    assert hand.concerned(town.ids["shop"])


def test_links_are_seen_by_staff_and_the_two_concerned_only(town):
    recorded = town.ask(linking(town), "staff")
    asked = requests.GetLink(link_id=recorded.link_id)

    for name in ("staff", "council", "anna", "carl"):
        assert town.ask(asked, name) == recorded
        assert town.ask(requests.ListLinks(), name).items == (recorded,)
    for name in ("bela", "dora", "organiser", "confirmer"):
        assert refused(town, asked, name) == "points.link_not_found"
        assert town.ask(requests.ListLinks(party_id=town.ids["anna"]), name).items == ()
    assert town.ask(requests.ListLinks(party_id=town.ids["dora"]), "staff").items == ()
    for name in ("anna", "council", "confirmer", "organiser"):
        assert refused(town, linking(town), name) == "not-allowed"
    for step in (
        requests.ConfirmLink(link_id=recorded.link_id),
        requests.EndLink(link_id=recorded.link_id, reason="-"),
    ):
        assert refused(town, step, "anna") == "not-allowed"


def test_links_and_needs_of_another_community_are_not_there(town):
    recorded = town.ask(linking(town), "staff")
    profile = proposed(town)
    elsewhere = actor(town.ids["anna"], *Role, community="elsewhere")
    for asked in (
        requests.GetLink(link_id=recorded.link_id),
        requests.ConfirmLink(link_id=recorded.link_id),
        requests.EndLink(link_id=recorded.link_id, reason="-"),
        requests.ApproveNeedProfile(profile_id=profile.profile_id),
        requests.GetNeedGroups(),
    ):
        with pytest.raises(AskRefused) as no:
            town.bench.ask(asked, as_=elsewhere)
        assert no.value.kind == "not_found"
    assert town.bench.ask(requests.ListLinks(), as_=elsewhere).items == ()
    link(town, "anna", "dora")
    assert collapsed(town, "anna", "dora", community="elsewhere") == [town.ids["anna"], town.ids["dora"]]


@pytest.mark.parametrize(
    "changed", ["state = 'confirmed'", "confirmed_by = recorded_by", "confirmed_by = one_id", "state = 'ended'"]
)
def test_the_database_itself_holds_the_second_person(town, changed):
    town.ask(linking(town), "staff")
    with pytest.raises(IntegrityError):
        town.bench.rows(f"UPDATE identity_links SET {changed}")


def proposed(town, shares=EXAMPLE, by="staff"):
    asked = requests.ProposeNeedProfile(profile_id=new_id("ned"), source="2023 年入户调查", shares=shares)
    return town.ask(asked, by)


def test_a_need_profile_is_proposed_by_staff_approved_by_the_council_and_then_public(town):
    assert refused(town, requests.GetNeedGroups(), "anna") == "points.need_profile_not_found"
    first = proposed(town)
    assert refused(town, requests.ApproveNeedProfile(profile_id=first.profile_id), "staff") == "not-allowed"
    with town.bench.transactions.begin(actor(None)) as work:
        assert store.need_groups(work) == ()

    town.ask(requests.ApproveNeedProfile(profile_id=first.profile_id), "council")

    public = town.bench.ask(requests.GetNeedGroups(), as_=actor(None))
    assert [(share.group.value, share.percent, share.size) for share in public.shares] == [
        ("elders", 30, 1600),
        ("children", 20, 1100),
        ("hardship", 25, 400),
        ("others", 25, 6900),
    ]
    before = town.now
    town.bench.clock.advance(days=30)
    later = proposed(
        town, shares=(EXAMPLE[0], EXAMPLE[1], EXAMPLE[2], NeedShare(group=NeedGroup.OTHERS, percent=25, size=7000))
    )
    town.ask(requests.ApproveNeedProfile(profile_id=later.profile_id), "council")
    with town.bench.transactions.begin(actor(None)) as work:
        assert [share.size for share in store.need_groups(work)] == [1600, 1100, 400, 7000]
        assert [share.size for share in store.need_groups(work, at=before)] == [1600, 1100, 400, 6900]
    assert [one.profile_id for one in town.ask(requests.ListNeedProfiles(), "council").items] == [
        later.profile_id,
        first.profile_id,
    ]
    assert NeedProfileApproved in town.bench.said_types()


def test_whoever_proposed_the_needs_does_not_approve_them_even_with_both_roles(town):
    profile = proposed(town)
    both = actor(town.ids["staff"], Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER)
    with pytest.raises(AskRefused) as no:
        town.bench.ask(requests.ApproveNeedProfile(profile_id=profile.profile_id), as_=both)
    assert no.value.code == "points.second_person_needed"
    for changed in ("approved_by = proposed_by, approved_at = now()", "elders_percent = 31", "hardship_size = 4"):
        with pytest.raises(Exception):  # noqa: B017, PT011 - a constraint or a privilege, either will do
            town.bench.rows(f"UPDATE need_profiles SET {changed}")


def test_a_profile_id_belongs_to_one_content_and_is_approved_once(town):
    profile = proposed(town)
    again = requests.ProposeNeedProfile(profile_id=profile.profile_id, source="2023 年入户调查", shares=EXAMPLE)
    assert town.ask(again, "staff") == profile
    other = requests.ProposeNeedProfile(profile_id=profile.profile_id, source="别处", shares=EXAMPLE)
    assert refused(town, other, "staff") == "points.need_profile_id_taken"
    assert refused(
        town, requests.ProposeNeedProfile(profile_id=new_id("ned"), source="-", shares=EXAMPLE[:3]), "staff"
    ) == ("points.need_shares_wrong")

    approving = [lambda: town.ask(requests.ApproveNeedProfile(profile_id=profile.profile_id), "council")] * 3

    assert sorted(at_once(approving)) == sorted(["ok"] + ["points.need_profile_decided"] * 2)

"""Consents: one purpose, one recipient, published words; taken back as easily as given; guardians consent for children."""

from __future__ import annotations

import hashlib

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import ConsentGiven, ConsentWithdrawn
from contracts.points.kinds import ConsentChannel, ConsentPurpose, LinkState
from contracts.roles import Role
from services.points.consents import store
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor
from tests.support.counting import statements

WORDS = "为抵扣物业费，社区把户号、账期和金额提供给物业公司，不提供其他信息。"


def publish(town, version="1", words=WORDS):
    asked = requests.PublishConsentText(purpose=ConsentPurpose.FEE_REWARD, text_version=version, text=words)
    return town.ask(asked, "staff")


def consenting(town, words, name="anna", recipient="company", **changes: object) -> requests.GiveConsent:
    plain = {
        "consent_id": new_id("cns"),
        "party_id": town.ids[name],
        "purpose": ConsentPurpose.FEE_REWARD,
        "recipient": town.ids.get(recipient, recipient),
        "fields": ("household_number", "billing_period", "amount"),
        "text_version": words.text_version,
        "text_sha256": words.sha256,
    }
    return requests.GiveConsent(**(plain | changes))


def given(town, name="anna", recipient="company", community="changlinpan"):
    with town.bench.transactions.begin(actor(None, community=community)) as work:
        return store.given(work, town.ids[name], ConsentPurpose.FEE_REWARD, town.ids.get(recipient, recipient))


def refused(town, asked, name) -> str:
    with pytest.raises(AskRefused) as no:
        town.ask(asked, name)
    return no.value.code


def guarded(town, ward="dora", guardian="carl", last_month="2030-06"):
    asked = requests.RecordGuardianship(
        guardianship_id=new_id("grd"), ward_id=town.ids[ward], guardian_id=town.ids[guardian], last_month=last_month
    )
    recorded = town.ask(asked, "staff")
    return town.ask(requests.ConfirmGuardianship(guardianship_id=recorded.guardianship_id), "council")


def test_a_consent_holds_for_its_purpose_and_recipient_until_it_is_taken_back_with_one_call(town):
    words = publish(town)
    consent = town.ask(consenting(town, words), "anna")
    assert consent.text_sha256 == hashlib.sha256(WORDS.encode()).hexdigest()
    assert (consent.given_by, consent.channel, consent.withdrawn_at) == (town.ids["anna"], ConsentChannel.ONLINE, None)

    assert given(town).consent_id == consent.consent_id
    assert given(town).fields == ("household_number", "billing_period", "amount")
    assert given(town, recipient="shop") is None
    assert given(town, name="bela") is None
    assert given(town, community="elsewhere") is None

    ended = town.ask(requests.WithdrawConsent(consent_id=consent.consent_id), "anna")

    assert (given(town), ended.withdrawn_by) == (None, town.ids["anna"])
    town.bench.clock.advance(hours=1)
    assert town.ask(requests.WithdrawConsent(consent_id=consent.consent_id), "anna") == ended
    kinds = [type(event) for event in town.bench.said() if isinstance(event, ConsentGiven | ConsentWithdrawn)]
    assert kinds == [ConsentGiven, ConsentWithdrawn]
    again = town.ask(consenting(town, words), "anna")
    assert given(town).consent_id == again.consent_id
    assert [one.consent_id for one in town.ask(requests.ListConsents(party_id=town.ids["anna"]), "anna").items] == [
        again.consent_id,
        consent.consent_id,
    ]


def test_each_recipient_needs_a_consent_of_its_own(town):
    words = publish(town)
    first = town.ask(consenting(town, words), "anna")
    second = town.ask(consenting(town, words, recipient="shop"), "anna")
    town.ask(requests.WithdrawConsent(consent_id=first.consent_id), "anna")
    assert given(town) is None
    assert given(town, recipient="shop").consent_id == second.consent_id
    assert town.ask(consenting(town, words, recipient="public"), "anna").recipient == "public"
    for recipient in ("carl", "home", new_id("pty")):
        assert refused(town, consenting(town, words, recipient=recipient), "anna") == "points.recipient_unknown"


def test_only_the_words_in_force_are_consented_to_and_earlier_consents_stay(town):
    assert (
        refused(town, requests.GetConsentText(purpose=ConsentPurpose.FEE_REWARD), "anna") == "points.consent_not_found"
    )
    first = publish(town)
    town.ask(consenting(town, first), "anna")
    assert publish(town) == first
    assert (
        refused(
            town, requests.PublishConsentText(purpose=ConsentPurpose.FEE_REWARD, text_version="1", text="别的"), "staff"
        )
        == "points.consent_text_taken"
    )
    town.bench.clock.advance(days=1)
    second = publish(town, "2", WORDS + "保存三年。")

    assert town.bench.ask(requests.GetConsentText(purpose=ConsentPurpose.FEE_REWARD), as_=actor(None)) == second
    for changes in (
        {"text_version": "1", "text_sha256": first.sha256},
        {"text_version": "2", "text_sha256": first.sha256},
        {"text_version": "2", "text_sha256": "0" * 64},
    ):
        assert refused(town, consenting(town, second, **changes), "anna") == "points.consent_text_unknown"
    wrong = consenting(town, second, purpose=ConsentPurpose.CONTACT)
    assert refused(town, wrong, "anna") == "points.consent_text_unknown"
    assert given(town).text_version == "1"


def test_a_consent_names_its_fields_once_and_belongs_to_one_content(town):
    words = publish(town)
    for fields in ((), ("amount", "amount")):
        assert refused(town, consenting(town, words, fields=fields), "anna") == "points.consent_empty"
    asked = consenting(town, words)
    assert town.ask(asked, "anna") == town.ask(asked, "anna")
    other = requests.GiveConsent(**{**vars(asked), "fields": ("phone",)})
    assert refused(town, other, "anna") == "points.consent_id_taken"
    assert len([event for event in town.bench.said() if isinstance(event, ConsentGiven)]) == 1


def test_nobody_consents_for_another_but_staff_enter_a_signed_paper(town):
    words = publish(town)
    for name in ("bela", "carl", "organiser", "council", "officer"):
        assert refused(town, consenting(town, words), name) == "points.party_not_found"
        assert refused(town, consenting(town, words, channel=ConsentChannel.PAPER), name) == "points.party_not_found"
    assert refused(town, consenting(town, words), "staff") == "points.consent_channel_wrong"
    assert (
        refused(town, consenting(town, words, channel=ConsentChannel.PAPER), "anna") == "points.consent_channel_wrong"
    )
    assert refused(town, consenting(town, words, signed_by=town.ids["bela"]), "anna") == "points.consent_channel_wrong"
    bela = consenting(town, words, channel=ConsentChannel.PAPER, signed_by=town.ids["bela"])
    assert refused(town, bela, "staff") == "points.guardian_needed"

    paper = town.ask(consenting(town, words, channel=ConsentChannel.PAPER), "staff")

    assert (paper.given_by, paper.recorded_by) == (town.ids["anna"], town.ids["staff"])
    assert given(town).consent_id == paper.consent_id
    assert refused(town, requests.WithdrawConsent(consent_id=paper.consent_id), "bela") == "points.consent_not_found"
    assert town.ask(requests.WithdrawConsent(consent_id=paper.consent_id), "staff").withdrawn_by == town.ids["staff"]


def test_consents_are_seen_by_the_person_staff_and_auditors(town):
    words = publish(town)
    town.ask(consenting(town, words), "anna")
    asked = requests.ListConsents(party_id=town.ids["anna"])
    for name in ("bela", "carl", "officer", "council"):
        assert refused(town, asked, name) == "points.party_not_found"
    for name in ("anna", "staff"):
        assert len(town.ask(asked, name).items) == 1
    elsewhere = actor(town.ids["anna"], *Role, community="elsewhere")
    consent_id = town.ask(asked, "anna").items[0].consent_id
    for foreign in (asked, requests.WithdrawConsent(consent_id=consent_id), consenting(town, words)):
        with pytest.raises(AskRefused) as no:
            town.bench.ask(foreign, as_=elsewhere)
        assert no.value.kind in {"not_found", "forbidden"}
    assert refused(
        town, requests.PublishConsentText(purpose=ConsentPurpose.CAMP, text_version="1", text="-"), "anna"
    ) == ("not-allowed")


def test_for_a_child_the_guardian_consents_through_the_month_of_the_fourteenth_birthday(town):
    words = publish(town)
    before = town.ask(consenting(town, words, name="dora"), "dora")
    assert given(town, name="dora").consent_id == before.consent_id

    guardianship = guarded(town, last_month="2023-06")

    assert (guardianship.state, guardianship.until.isoformat()) == (LinkState.CONFIRMED, "2023-06-30")
    assert given(town, name="dora") is None, "what the child had agreed to does not count"
    assert refused(town, consenting(town, words, name="dora"), "dora") == "points.guardian_needed"
    by_guardian = town.ask(consenting(town, words, name="dora"), "carl")
    assert (by_guardian.given_by, by_guardian.party_id) == (town.ids["carl"], town.ids["dora"])
    assert given(town, name="dora").consent_id == by_guardian.consent_id
    assert len(town.ask(requests.ListConsents(party_id=town.ids["dora"]), "carl").items) == 2
    paper = consenting(town, words, name="dora", channel=ConsentChannel.PAPER)
    assert refused(town, paper, "staff") == "points.guardian_needed"
    signed = consenting(town, words, name="dora", channel=ConsentChannel.PAPER, signed_by=town.ids["carl"])
    assert town.ask(signed, "staff").given_by == town.ids["carl"]

    town.bench.clock.advance(days=120)

    assert town.ask(consenting(town, words, name="dora"), "dora").given_by == town.ids["dora"]
    assert refused(town, consenting(town, words, name="dora"), "carl") == "points.party_not_found"
    assert refused(town, requests.ListConsents(party_id=town.ids["dora"]), "carl") == "points.party_not_found"


def test_a_guardian_sees_and_corrects_the_childs_data(town):
    data = requests.RecordPersonalData(party_id=town.ids["dora"], salt="made-up-salt-of-a-test", phone="13800131234")
    assert refused(town, data, "carl") == "points.party_not_found"
    guarded(town)
    town.ask(data, "carl")
    seen = town.ask(requests.GetPersonalData(party_id=town.ids["dora"]), "carl").values
    assert [value.value for value in seen] == ["张dora", "+8613800131234"]


def test_a_guardianship_needs_a_second_person_and_two_fitting_persons(town):
    asked = requests.RecordGuardianship(
        guardianship_id=new_id("grd"), ward_id=town.ids["dora"], guardian_id=town.ids["carl"], last_month="2030-06"
    )
    recorded = town.ask(asked, "staff")
    assert town.ask(asked, "staff") == recorded
    words = publish(town)
    assert refused(town, consenting(town, words, name="dora"), "carl") == "points.party_not_found", "not confirmed yet"
    confirm = requests.ConfirmGuardianship(guardianship_id=recorded.guardianship_id)
    assert refused(town, confirm, "staff") == "points.second_person_needed"
    for own in ("carl", "dora"):
        with pytest.raises(AskRefused) as no:
            town.bench.ask(confirm, as_=actor(town.ids[own], Role.COUNCIL_MEMBER))
        assert no.value.code == "points.second_person_needed"
    twin = requests.RecordGuardianship(**{**vars(asked), "guardianship_id": new_id("grd")})
    assert refused(town, twin, "staff") == "points.guardianship_known"
    taken = requests.RecordGuardianship(**{**vars(asked), "ward_id": town.ids["anna"]})
    assert refused(town, taken, "staff") == "points.guardianship_id_taken"
    for wrong in (
        {"guardian_id": town.ids["dora"]},
        {"guardian_id": town.ids["shop"]},
        {"ward_id": town.ids["home"]},
        {"last_month": "2023-01"},
        {"last_month": "2039-01"},
        {"ward_id": new_id("pty")},
    ):
        unfit = requests.RecordGuardianship(**{**vars(asked), "guardianship_id": new_id("grd"), **wrong})
        assert refused(town, unfit, "staff") == "points.guardianship_unfit"
    assert sorted(at_once([lambda: town.ask(confirm, "council")] * 3)) == sorted(
        ["ok"] + ["points.guardianship_decided"] * 2
    )
    assert [one.guardianship_id for one in town.ask(requests.ListGuardianships(), "carl").items] == [
        recorded.guardianship_id
    ]
    assert town.ask(requests.ListGuardianships(), "bela").items == ()

    town.ask(requests.EndGuardianship(guardianship_id=recorded.guardianship_id), "staff")

    assert refused(town, consenting(town, words, name="dora"), "carl") == "points.party_not_found"
    elsewhere = actor(town.ids["staff"], *Role, community="elsewhere")
    with pytest.raises(AskRefused) as no:
        town.bench.ask(requests.EndGuardianship(guardianship_id=recorded.guardianship_id), as_=elsewhere)
    assert no.value.code == "points.guardianship_not_found"


def test_history_is_only_added_to_and_any_number_is_asked_with_two_statements(town):
    words = publish(town)
    town.ask(consenting(town, words), "anna")
    for table in ("consents", "consent_withdrawals", "consent_texts"):
        with pytest.raises(Exception, match="permission denied"):
            town.bench.rows(f"DELETE FROM {table}")
    with pytest.raises(Exception, match="permission denied"):
        town.bench.rows("UPDATE consents SET recipient = 'public'")
    with town.bench.transactions.begin(actor(None)) as work, statements(town.bench.database.engine) as counted:
        found = store.given_by_party(work, list(town.ids.values()), ConsentPurpose.FEE_REWARD, town.ids["company"])
    assert list(found) == [town.ids["anna"]]
    assert len([one for one in counted if "FROM consents" in one or "FROM guardianships" in one]) == 2


def test_a_consent_taken_back_from_four_sides_at_once_ends_once(town):
    consent = town.ask(consenting(town, publish(town)), "anna")
    withdraw = requests.WithdrawConsent(consent_id=consent.consent_id)
    assert at_once([lambda: town.ask(withdraw, "anna")] * 4) == ["ok"] * 4
    assert len([event for event in town.bench.said() if isinstance(event, ConsentWithdrawn)]) == 1

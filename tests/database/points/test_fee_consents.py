"""A reward leaves the platform only under a consent on record that still stands (rulebook §9; PIPL art. 14, 15, 23, 31)."""

from __future__ import annotations

import importlib

import pytest
from sqlalchemy import text

from chassis.actor import system
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import ConsentGiven, ConsentWithdrawn, FeeBatchSealed, FeeRewardWithdrawn
from contracts.points.kinds import AckResult, ConsentChannel, ConsentPurpose, RewardState, UndoReason
from services.points.consents import store as consents
from services.points.consents.rules import text_hash
from services.points.fee_rewards.rules.rewards import CONSENT_FIELDS, CONSENT_TEXT, CONSENT_WORDS
from tests.database.points.fees import PROGRAMME, ack, applied, asking, opened, sealed, street
from tests.database.points.test_consents import consenting, guarded, publish
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused
from tests.support.counting import statements


def refused_code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def consents_of(town, name="anna"):
    return town.ask(requests.ListConsents(party_id=town.ids[name]), name).items


def reward_of(town, reward, name="staff"):
    return town.ask(requests.GetReward(reward_id=reward.reward_id), name)


def asked(town, name="anna", home="home", **changes: object):
    town.work(name, 300_00)
    return town.ask(asking(town, home, **changes), name)


def withdraw(town, consent_id, name="anna"):
    return town.ask(requests.WithdrawConsent(consent_id=consent_id), name)


def end_all(town, people) -> None:
    """These people withdraw what they consented to."""
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        for one in people:
            consents.withdraw_all(work, one, by=one)


def test_whoever_accepts_is_on_record_with_words_fields_and_the_company(town, programme):
    reward = asked(town)

    [consent] = consents_of(town)
    assert (consent.consent_id, consent.text_version) == (reward.consent_id, reward.consent_text)
    assert (consent.purpose, consent.recipient) == (ConsentPurpose.FEE_REWARD, town.ids["company"])
    assert (consent.fields, consent.channel) == (CONSENT_FIELDS, ConsentChannel.ONLINE)
    assert (consent.text_version, consent.text_sha256) == (CONSENT_TEXT, text_hash(CONSENT_WORDS))
    assert consent.given_by == consent.recorded_by == town.ids["anna"]
    assert town.bench.said_types().count(ConsentGiven) == 1
    look = requests.GetRewardOptions(programme_id=PROGRAMME, household_id=town.ids["home"], annual_fee=2_592_00)
    options = town.ask(look, "anna")
    assert (options.consent_words, options.consent_sha256) == (CONSENT_WORDS, consent.text_sha256)


def test_an_offer_is_consented_to_when_it_is_accepted_and_once_for_the_company(town, programme):
    town.work("anna", 300_00)
    plain = vars(asking(town, annual_fee=500_00))
    names = ("reward_id", "programme_id", "household_id", "annual_fee")
    offers = [
        requests.OfferReward(
            **{name: plain[name] for name in names} | {"billing_period": period, "reward_id": new_id("rwd")}
        )
        for period in ("2023", "2024")
    ]
    for offer in offers:
        assert town.ask(offer, "anna").consent_id is None
    assert consents_of(town) == ()

    taken = [town.ask(requests.AcceptReward(reward_id=one.reward_id, consent=True), "anna") for one in offers]

    assert len({one.consent_id for one in taken}) == len(consents_of(town)) == 1
    assert refused_code(lambda: asked(town, "dora", "flat", consent=False)) == "points.consent_missing"
    assert consents_of(town, "dora") == ()


def test_the_words_of_the_community_go_before_and_others_than_were_read_are_refused(town, programme):
    words = publish(town, version="2")
    town.work("anna", 300_00)
    stale = asking(town, text_version=CONSENT_TEXT, text_sha256=text_hash(CONSENT_WORDS))

    assert refused_code(lambda: town.ask(stale, "anna")) == "points.consent_text_unknown"
    read = asking(town, text_version=words.text_version, text_sha256=words.sha256)
    assert town.ask(read, "anna").consent_text == "2"
    assert consents_of(town)[0].text_sha256 == words.sha256


def test_who_has_withdrawn_is_left_out_of_the_batch_which_says_so(town, programme):
    anna, dora = asked(town), asked(town, "dora", "flat", annual_fee=1_000_00)
    withdraw(town, anna.consent_id)
    assert reward_of(town, anna).state is RewardState.ACCEPTED

    batch = sealed(town)

    assert [line.reward_id for line in batch.lines] == [dora.reward_id]
    assert (batch.left_out, batch.line_count) == (1, 1)
    assert town.ask(requests.GetBatch(batch_number=batch.batch_number), "officer").left_out == 1
    [told] = [event for event in town.bench.said() if isinstance(event, FeeBatchSealed)]
    assert told.left_out == 1
    ended = reward_of(town, anna)
    assert (ended.state, ended.reason) == (RewardState.WITHDRAWN, "CONSENT_WITHDRAWN")
    assert (town.balance("anna").sp, town.balance("anna").sp_held) == (300_00, 0)
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").committed == 100_00
    assert town.bench.said_types().count(FeeRewardWithdrawn) == 1
    assert town.ask(asking(town), "anna").consent_id != anna.consent_id


def test_where_everybody_has_withdrawn_there_is_no_batch_and_the_months_end_frees_the_points(town, programme):
    reward = asked(town)
    withdraw(town, reward.consent_id)

    assert refused_code(lambda: sealed(town)) == "points.nothing_to_seal"
    town.bench.clock.advance(days=40)
    town.bench.run_periods()

    assert reward_of(town, reward).state is RewardState.WITHDRAWN
    assert (town.bench.count("fee_batches"), town.balance("anna").sp_held) == (0, 0)


def test_a_consent_to_less_does_not_cover_a_reward(town, programme):
    reward = asked(town)
    withdraw(town, reward.consent_id)
    town.ask(consenting(town, publish(town), fields=("household_number",)), "anna")

    assert refused_code(lambda: sealed(town)) == "points.nothing_to_seal"


def test_whoever_consents_again_before_the_seal_is_in_the_batch(town, programme):
    reward = asked(town)
    withdraw(town, reward.consent_id)
    town.ask(consenting(town, publish(town)), "anna")

    assert [line.reward_id for line in sealed(town).lines] == [reward.reward_id]


def test_withdrawn_after_the_seal_it_is_applied_and_can_be_undone_but_nothing_new_leaves(town, programme):
    reward = asked(town)
    batch = sealed(town)
    withdraw(town, reward.consent_id)

    ack(town, batch, applied())

    assert reward_of(town, reward).state is RewardState.APPLIED
    town.ask(asking(town, billing_period="2024", annual_fee=100_00), "anna")
    [standing] = [one for one in consents_of(town) if one.withdrawn_at is None]
    withdraw(town, standing.consent_id)
    town.ask(requests.UndoReward(reward_id=reward.reward_id, reason=UndoReason.ERROR), "staff")
    later = sealed(town)
    assert ([line.amount for line in later.lines], later.left_out) == ([-259_20], 1)


def test_with_the_last_reward_that_waits_the_consent_ends_too(town, programme):
    first = asked(town, annual_fee=500_00)
    second = town.ask(asking(town, billing_period="2024", annual_fee=500_00), "anna")

    town.ask(requests.WithdrawReward(reward_id=first.reward_id), "anna")
    assert [one.withdrawn_at for one in consents_of(town)] == [None]
    town.ask(requests.WithdrawReward(reward_id=second.reward_id), "anna")

    assert [one.withdrawn_by for one in consents_of(town)] == [town.ids["anna"]]
    assert town.bench.said_types().count(ConsentWithdrawn) == 1


def test_for_a_child_the_guardian_accepts_or_has_consented_before(town, programme):
    guarded(town)
    town.work("dora", 300_00)
    plain = vars(asking(town, "flat", annual_fee=1_000_00))
    names = ("reward_id", "programme_id", "household_id", "billing_period", "annual_fee")
    town.ask(requests.OfferReward(**{name: plain[name] for name in names}), "dora")
    accept = requests.AcceptReward(reward_id=plain["reward_id"], consent=True)

    assert refused_code(lambda: town.ask(accept, "dora")) == "points.guardian_needed"
    assert refused_code(lambda: town.ask(accept, "anna")) == "points.reward_not_found"
    assert refused_code(lambda: town.ask(requests.GetReward(reward_id=plain["reward_id"]), "anna")) == (
        "points.reward_not_found"
    )
    taken = town.ask(accept, "carl")
    assert (taken.party_id, taken.state) == (town.ids["dora"], RewardState.ACCEPTED)
    [consent] = consents_of(town, "dora")
    assert (consent.given_by, consent.consent_id) == (town.ids["carl"], taken.consent_id)
    assert town.ask(requests.GetReward(reward_id=plain["reward_id"]), "carl") == taken
    # With the guardian's consent on record, the child asks by itself.
    again = asking(town, "flat", annual_fee=100_00, billing_period="2024")
    assert town.ask(again, "dora").consent_id == consent.consent_id
    withdraw(town, consent.consent_id, "carl")
    assert refused_code(lambda: sealed(town)) == "points.nothing_to_seal"


def test_withdrawn_while_the_batch_is_sealed_it_is_in_the_batch_or_its_points_are_free(town, programme):
    reward = asked(town)
    asked(town, "dora", "flat", annual_fee=1_000_00)

    codes = at_once([lambda: sealed(town), lambda: withdraw(town, reward.consent_id)])

    assert codes == ["ok", "ok"]
    after = reward_of(town, reward)
    held = town.balance("anna").sp_held
    assert (after.state, held) in {(RewardState.SUBMITTED, 259_20), (RewardState.WITHDRAWN, 0)}


def test_accepted_twice_at_once_it_is_consented_to_once(town, programme):
    town.work("anna", 300_00)
    one = asking(town)

    assert set(at_once([lambda: town.ask(one, "anna")] * 4)) == {"ok"}
    assert len(consents_of(town)) == 1


def test_what_was_accepted_before_there_were_records_is_put_on_record_but_not_of_who_was_erased(town, programme, owner):
    anna, dora = asked(town), asked(town, "dora", "flat", annual_fee=1_000_00)
    batch = sealed(town)
    later = town.ask(asking(town, billing_period="2024", annual_fee=100_00), "anna")
    gone = town.ask(asking(town, "flat", billing_period="2024", annual_fee=100_00), "dora")
    migration = importlib.import_module("services.points.migrations.0030_fee_rewards_on_consents")

    with owner.begin() as connection:
        connection.execute(text("UPDATE rewards SET consent_id = NULL"))
        connection.execute(text("DELETE FROM consents"))
        erased = text("UPDATE parties SET erased_at = now() WHERE party_id = :party_id")
        connection.execute(erased, {"party_id": town.ids["dora"]})
        for _ in range(2):
            connection.execute(migration.RECORDED, {"words": migration.WORDS})

    [consent] = consents_of(town)
    assert (consent.given_by, consent.recipient, consent.given_at) == (
        town.ids["anna"],
        town.ids["company"],
        later.consented_at,
    )
    assert (consent.text_version, consent.text_sha256) == (CONSENT_TEXT, text_hash(CONSENT_WORDS))
    kept = [reward_of(town, one).consent_id for one in (anna, dora, later, gone)]
    assert kept == [None, None, consent.consent_id, None]
    assert [line.reward_id for line in sealed(town).lines] == [later.reward_id]
    assert batch.line_count == 2


def test_leaving_out_a_hundred_takes_as_many_statements_as_leaving_out_two(town):
    opened(town, budget=10_000_00)
    town.work("anna", 300_00)
    made = {}
    for month, households in (("2023-03", 2), ("2023-04", 100)):
        street(town, households)
        town.ask(asking(town, annual_fee=100_00, billing_period={2: "2023", 100: "2024"}[households]), "anna")
        strangers = {one.party_id for one in town.ask(requests.ListRewards(limit=200), "staff").items}
        end_all(town, strangers - {town.ids["anna"]})
        with statements(town.bench.database.engine) as sealing:
            batch = town.ask(requests.SealBatch(programme_id=PROGRAMME, month=month), "staff")
        assert (batch.line_count, batch.left_out) == (1, households)
        made[households] = len(sealing)
        town.bench.clock.advance(days=31)
    assert made[100] <= made[2]


def test_a_deferred_line_is_not_left_out_of_the_batch_it_is_in(town, programme):
    reward = asked(town)
    batch = sealed(town)
    ack(town, batch, requests.LineAck(line_number=1, result=AckResult.DEFERRED))
    withdraw(town, reward.consent_id)

    assert ack(town, batch, applied()).open_lines == 0

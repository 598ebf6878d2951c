"""Property-fee rewards on real tables: from consent to the company's answer, each discount once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

import ledger
from chassis.actor import system
from contracts.points import requests
from contracts.points.events import FeeBatchSealed, FeeRewardAccepted, FeeRewardApplied, FeeRewardRejected
from contracts.points.kinds import AckResult, ProgrammeState, RewardState
from contracts.roles import Role
from ledger import NewAccount
from ledger.refusals import AccountNotAllowed
from tests.database.points.fees import PROGRAMME, ack, applied, asking, opened, rejected, sealed, street
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused, actor
from tests.support.counting import statements


def test_the_household_of_the_rulebook_keeps_40_80_points(town, programme):
    town.work("anna", 300_00)

    reward = town.ask(asking(town), "anna")
    held = town.balance("anna")
    batch = sealed(town)
    done = ack(town, batch, applied())

    assert programme.state is ProgrammeState.ACTIVE
    assert (reward.discount, held.sp_held, held.sp_available) == (259_20, 259_20, 40_80)
    assert (batch.batch_number, batch.total, batch.open_lines) == ("PM-2023-03-01", 259_20, 1)
    assert (done.open_lines, done.sha256) == (0, batch.sha256)
    assert (town.balance("anna").sp, town.balance("anna").cv) == (40_80, 300_00)
    assert (town.balance("company").cv, town.balance("company").sp) == (25_92, 0)
    burned = town.bench.rows("SELECT balance FROM ledger_accounts WHERE code = 'burned:fee-reward'")[0].balance
    assert burned == 259_20
    assert {FeeRewardAccepted, FeeBatchSealed, FeeRewardApplied} <= set(town.bench.said_types())


def test_only_household_number_period_and_amount_leave_the_platform(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")

    [line] = town.ask(requests.GetBatch(batch_number=sealed(town).batch_number), "officer").lines

    assert (line.household_number, line.billing_period, line.amount) == ("3-2-home", "2023", 259_20)
    assert town.ids["anna"] not in str(line)


def test_the_months_end_seals_once_what_was_accepted(town, programme):
    town.work("anna", 300_00)
    town.work("dora", 100_00)
    town.ask(asking(town), "anna")
    town.ask(asking(town, "flat"), "dora")
    town.bench.clock.advance(days=15)

    town.bench.run_periods()
    town.bench.run_periods()

    [batch] = town.ask(requests.ListBatches(), "officer").items
    assert (batch.batch_number, batch.line_count, batch.total) == ("PM-2023-03-01", 2, 359_20)
    with pytest.raises(AskRefused) as refused:
        sealed(town)
    assert refused.value.code == "points.nothing_to_seal"


def test_the_same_answer_again_changes_nothing_and_another_is_refused_with_what_is_stored(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)
    first = ack(town, batch, applied())

    assert ack(town, batch, applied()) == first
    for other in (applied(note="CN-2"), rejected()):
        with pytest.raises(AskRefused) as refused:
            ack(town, batch, other)
        assert refused.value.code == "points.line_already_acknowledged"
        assert refused.value.details == {"line": 1, "result": "applied", "credit_note": "CN-1"}
    assert town.balance("company").cv == 25_92


def test_answered_at_once_a_discount_is_given_once(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)

    answers = [applied(), applied(), rejected(), rejected()]
    codes = at_once([lambda answer=answer: ack(town, batch, answer) for answer in answers])

    assert sorted(codes) == ["ok"] * 2 + ["points.line_already_acknowledged"] * 2
    reward = town.bench.rows("SELECT state FROM rewards")[0].state
    assert (reward, town.balance("anna").sp_held) in (("applied", 0), ("rejected", 0))
    assert town.balance("anna").sp == (40_80 if reward == "applied" else 300_00)


def test_a_rejected_discount_frees_points_and_budget_and_may_be_asked_for_again(town, programme):
    town.work("anna", 300_00)
    asked = asking(town)
    town.ask(asked, "anna")
    batch = sealed(town)
    deferred = requests.LineAck(line_number=1, result=AckResult.DEFERRED)

    assert ack(town, batch, deferred).open_lines == 1
    assert ack(town, batch, rejected()).open_lines == 0

    assert town.balance("anna").sp_available == 300_00
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").committed == 0
    assert town.ask(requests.GetReward(reward_id=asked.reward_id), "anna").state is RewardState.REJECTED
    assert town.ask(asking(town), "anna").discount == 259_20
    assert FeeRewardRejected in town.bench.said_types()


def test_a_smaller_discount_burns_only_as_many_points(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")

    ack(town, sealed(town), applied(fen=200_00))

    assert (town.balance("anna").sp_available, town.balance("anna").sp_held) == (100_00, 0)
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").committed == 200_00


def test_one_bad_line_answers_none(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)
    with pytest.raises(AskRefused) as refused:
        ack(town, batch, applied(), applied(line=2))
    assert refused.value.code == "points.acks_unfit"
    assert town.ask(requests.GetBatch(batch_number=batch.batch_number), "officer").open_lines == 1


def test_a_household_gets_one_reward_a_period_even_at_once(town, programme):
    for name in ("anna", "bela"):
        town.work(name, 300_00)

    codes = at_once([lambda name=name: town.ask(asking(town), name) for name in ("anna", "bela", "anna", "bela")])

    assert sorted(codes) == ["ok"] + ["points.household_already_rewarded"] * 3
    assert town.balance("anna").sp_held + town.balance("bela").sp_held == 259_20
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").committed == 259_20


def test_the_same_request_again_is_the_same_reward_and_another_is_refused(town, programme):
    town.work("anna", 300_00)
    asked = asking(town)
    first = town.ask(asked, "anna")

    assert town.ask(asked, "anna") == first
    with pytest.raises(AskRefused) as refused:
        town.ask(replace(asked, annual_fee=9_999_00), "anna")
    assert refused.value.code == "points.reward_id_taken"


def test_a_budget_is_never_exceeded(town, programme):
    for name in ("anna", "dora"):
        town.work(name, 1_000_00)

    first = town.ask(asking(town, annual_fee=9_000_00), "anna")
    second = town.ask(asking(town, "flat", annual_fee=9_000_00), "dora")

    assert (first.discount, second.discount) == (900_00, 100_00)
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").state is ProgrammeState.EXHAUSTED


@pytest.mark.parametrize(
    ("name", "home", "changes", "code"),
    [
        ("anna", "flat", {}, "points.household_not_found"),
        ("anna", "home", {"consent": False}, "points.consent_missing"),
        ("anna", "home", {"billing_period": "2022"}, "points.period_not_offered"),
        ("bela", "home", {}, "points.nothing_to_give"),
        ("officer", "home", {}, "not-allowed"),
    ],
)
def test_what_cannot_be_rewarded_holds_nothing(town, programme, name, home, changes, code):
    town.work("anna", 300_00)
    with pytest.raises(AskRefused) as refused:
        town.ask(asking(town, home, **changes), name)
    assert refused.value.code == code
    assert (town.balance("anna").sp_held, town.bench.count("rewards")) == (0, 0)


def test_another_companys_officer_finds_nothing(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)
    other = actor(town.ids["stranger"], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["other_shop"])
    elsewhere = actor(town.ids["officer"], *Role, organisation_id=town.ids["company"], community="elsewhere")
    get = requests.GetBatch(batch_number=batch.batch_number)
    answer = requests.AcknowledgeLines(batch_number=batch.batch_number, acks=(applied(),))
    for request, who in ((get, other), (answer, other), (get, elsewhere)):
        with pytest.raises(AskRefused) as refused:
            town.bench.ask(request, as_=who)
        assert refused.value.code == "points.batch_not_found"
    assert town.bench.ask(requests.ListBatches(), as_=other).items == ()


def test_whoever_saw_another_version_of_a_batch_is_told(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)
    ack(town, batch, applied(), if_version=1)
    with pytest.raises(AskRefused) as refused:
        ack(town, batch, applied(), if_version=1)
    assert refused.value.code == "stale-version"


@pytest.mark.parametrize("unit", ["SP", "CV", "CNY"])
def test_no_charity_fund_is_ever_kept_in_the_books_of_points(town, unit):
    with pytest.raises((AccountNotAllowed, IntegrityError)), town.bench.transactions.begin(system(COMMUNITY)) as work:
        ledger.open_account(work, NewAccount(code="fund:CLP", unit=unit, floor=None))
    with pytest.raises(IntegrityError):
        town.bench.rows(
            "INSERT INTO ledger_accounts (community, unit, code, lots) VALUES ('changlinpan', :unit, 'fund:CLP', false)",
            unit=unit,
        )


def test_sealed_lines_cannot_be_changed(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    sealed(town)
    for statement in (
        "UPDATE fee_batch_lines SET amount = 1",
        "DELETE FROM fee_batch_lines",
        "UPDATE fee_batches SET sha256 = ''",
        "UPDATE rewards SET discount = 1",
    ):
        with pytest.raises(Exception, match="permission denied"):
            town.bench.rows(statement)


def test_a_whole_street_is_answered_in_one_go(town, programme):
    for name, home in (("anna", "home"), ("dora", "flat")):
        town.work(name, 300_00)
        for period in ("2023", "2024"):
            town.ask(asking(town, home, billing_period=period, annual_fee=1_000_00), name)
    batch = sealed(town)
    lines = {line.line_number: line for line in batch.lines}

    done = ack(town, batch, applied(1, 100_00), applied(2, 50_00), rejected(3), applied(4, 100_00))

    assert (len(lines), done.open_lines) == (4, 0)
    assert town.balance("company").cv == 25_00
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").committed == 250_00
    assert sum(town.balance(name).sp for name in ("anna", "dora")) == 600_00 - 250_00
    assert town.bench.said_types().count(FeeRewardApplied) == 3


def test_two_hundred_lines_are_sealed_and_answered_in_as_many_statements_as_two(town):
    engine, sent = town.bench.database.engine, {}
    opened(town, budget=10_000_00)
    for households in (2, 200):
        people = street(town, households)

        with statements(engine) as sealing:
            batch = sealed(town)
        answers = [applied(n, 10_00, f"CN-{n}") if n % 2 else rejected(n) for n in range(1, households + 1)]
        with statements(engine) as answering:
            done = ack(town, batch, *answers)

        assert (batch.line_count, done.open_lines) == (households, 0)
        balances = [town.ask(requests.GetBalance(party_id=one), "staff") for one in people]
        assert sorted({(one.sp, one.sp_held) for one in balances}) == [(10_00, 0), (20_00, 0)]
        assert sum(one.sp for one in balances) == households * 15_00
        sent[households] = (len(sealing), len(answering))

    # The very first answer opens the account from which a company is thanked.
    assert sent[200][0] == sent[2][0]
    assert sent[200][1] <= sent[2][1]
    assert town.balance("company").cv == 101 * 1_00
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").committed == 101 * 10_00

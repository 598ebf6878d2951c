"""A tasting panel from call to publication."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from contracts.merchants import requests
from contracts.merchants.events import (
    AwardGiven,
    BallotCast,
    PanelServiceRendered,
    TallyPublished,
    TallySealed,
)
from contracts.merchants.ids import Ground, InterestKind, PanelState
from contracts.operations import Facts
from contracts.roles import Role
from services.merchants.tasting.rules.ballots import Scores, fingerprint
from services.merchants.tasting.rules.dealing import code_table_hash
from tests.database.merchants.street import SEED, Street, Tasting, made
from tests.support.bench import AskRefused, actor


def facts(street: Street) -> dict[str, Facts]:
    report = street.bench.ask(requests.GetOperationsReport(), as_=street.staff)
    return {line.name: line for line in report.facts}


def test_a_small_panel_is_scored_and_published_but_gives_no_titles_without_its_quorum(street: Street):
    tasting = Tasting(street).deal().cast_all().close().count()

    result = tasting.publish()

    assert not result.quorum_met
    assert result.awards == ()
    assert [dish.rank for dish in result.dishes] == sorted(dish.rank for dish in result.dishes)
    assert (result.judges_handed_in, result.ballots_counted) == (4, 16)
    said = Counter(street.bench.said_types())
    assert (said[BallotCast], said[TallySealed], said[PanelServiceRendered], said[TallyPublished]) == (16, 1, 4, 1)
    assert said[AwardGiven] == 0
    assert all(line.unmatched == 0 for line in facts(street).values())


def test_what_is_published_proves_what_was_sealed(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    sealed = tasting.ask(requests.GetPanel(panel_id=tasting.panel_id), as_=street.nobody).code_table_hash
    code = tasting.card(judge)[0]
    receipt = tasting.ask(tasting.ballot(code, colour=13, aroma=14, taste=15), as_=tasting.judge(judge))
    tasting.close().count()

    result = tasting.publish()
    shown = tasting.ask(requests.ListBallots(panel_id=tasting.panel_id), as_=street.nobody).items
    dishes = tasting.ask(requests.ListDishes(panel_id=tasting.panel_id), as_=street.nobody).items

    assert code_table_hash({dish.dish_id: dish.code for dish in dishes}, salt=result.code_salt) == sealed
    assert [ballot.fingerprint for ballot in shown] == [receipt.fingerprint]
    mine = Scores(colour=13, aroma=14, taste=15)
    assert fingerprint(mine, token=receipt.token, panel_id=tasting.panel_id, code=code) == receipt.fingerprint
    assert hashlib.sha256(receipt.fingerprint.encode()).hexdigest() == result.ballots_hash


def test_judges_of_a_panel_within_a_shared_act_served_that_act(street: Street):
    act = made("act", 1)
    Tasting(street, activity_id=act).deal().cast_all().close()

    served = [event.activity_id for event in street.bench.said() if isinstance(event, PanelServiceRendered)]
    assert served == [act] * 4


def test_a_judge_who_left_a_plate_out_did_not_hand_in(street: Street):
    tasting = Tasting(street).deal()
    first, second = tasting.judges[:2]
    for code in tasting.card(first):
        tasting.ask(tasting.ballot(code), as_=tasting.judge(first))
    tasting.ask(tasting.ballot(tasting.card(second)[0]), as_=tasting.judge(second))

    tasting.close()

    served = [event for event in street.bench.said() if isinstance(event, PanelServiceRendered)]
    assert [(event.judge_id, event.minutes) for event in served] == [(first, 120)]
    assert [(event.closed_by, event.began_at) for event in served] == [
        (street.chief.party_id, street.bench.clock.now())
    ]


def test_a_panel_shorter_than_half_an_hour_is_not_called(street: Street):
    asked = requests.CallPanel(
        panel_id=made("pnl", 1),
        name="太短",
        held_on=date(2023, 3, 18),
        seed_source="3D",
        seats=4,
        card_size=4,
        minutes=29,
    )
    with pytest.raises(AskRefused) as refused:
        street.bench.ask(asked, as_=street.chief)
    assert refused.value.code == "merchants.panel_too_short"
    assert street.bench.count("panels") == 0

    assert street.bench.ask(replace(asked, minutes=30), as_=street.chief).minutes == 30


def test_the_draw_is_the_same_for_the_same_number_and_seats_one_of_a_household(street: Street):
    tasting = Tasting(street, seats=3, residents=4).gather()
    street.know(street.party(3050, home=4000))
    tasting.ask(tasting.volunteer(50), as_=actor(tasting.resident(50), Role.RESIDENT))

    drawn = tasting.ask(requests.DrawJudges(panel_id=tasting.panel_id, public_seed=SEED), as_=street.chief, key="once")
    again = tasting.ask(requests.DrawJudges(panel_id=tasting.panel_id, public_seed=SEED), as_=street.chief, key="once")

    assert drawn == again
    judges = [judge.party_id for judge in drawn.items]
    assert len(judges) == 3
    assert not {tasting.resident(0), tasting.resident(50)} <= set(judges)


def test_ties_that_the_links_show_are_never_dealt(street: Street):
    tasting = Tasting(street).gather()
    # Resident 0 shares a home with a person of shop 1.
    street.know(street.party(2901, home=4000, of=1001))
    tasting.ask(requests.DrawJudges(panel_id=tasting.panel_id, public_seed=SEED), as_=street.chief)
    tied = tasting.resident(0)
    assert tied in tasting.judges, "the draw of this seed seats resident 0"

    tasting.ask(requests.DealPanel(panel_id=tasting.panel_id), as_=street.chief)

    rows = street.bench.rows("SELECT dish_id FROM plates WHERE judge_id = :judge", judge=tied)
    assert len(rows) == 4
    assert not {row.dish_id for row in rows} & {made("dsh", 11), made("dsh", 12)}


def test_a_tie_declared_late_takes_the_ballot_out_of_the_count(street: Street):
    tasting = Tasting(street, card_size=6).deal().cast_all().close().count()
    judge = tasting.judges[0]

    declared = tasting.ask(
        requests.DeclareInterest(
            panel_id=tasting.panel_id, judge_id=judge, member_id=made("mem", 2), kind=InterestKind.SUPPLIER
        ),
        as_=tasting.judge(judge),
    )
    with pytest.raises(AskRefused, match=r"merchants\.panel_state"):
        tasting.publish()
    tasting.count()
    result = tasting.publish()

    assert declared.voided == 2
    assert (result.run, result.ballots_counted, result.ballots_voided) == (2, 22, 2)
    shown = tasting.ask(requests.ListBallots(panel_id=tasting.panel_id), as_=street.nobody).items
    assert [ballot.counted for ballot in shown].count(False) == 2
    assert all(line.unmatched == 0 for line in facts(street).values())


def test_an_absent_judges_plates_are_dealt_to_the_others(street: Street):
    tasting = Tasting(street).deal()
    absent, *present = tasting.judges
    missing = set(tasting.card(absent))
    before = Counter(code for judge in present for code in tasting.card(judge))

    tasting.ask(requests.ReportAbsence(panel_id=tasting.panel_id, judge_id=absent), as_=street.chief)

    after = Counter(code for judge in present for code in tasting.card(judge))
    assert {code: after[code] - before[code] for code in missing} == dict.fromkeys(missing, 1)
    with pytest.raises(AskRefused, match="not-found"):
        tasting.card(absent)


def test_whoever_ran_or_judged_the_panel_does_not_publish_it(street: Street):
    tasting = Tasting(street).deal().close().count()
    chief_too = actor(street.chief.party_id, Role.TASTING_CHIEF, Role.COMMUNITY_STAFF)
    judge_too = actor(tasting.judges[0], Role.COUNCIL_MEMBER)

    for hand in (chief_too, judge_too):
        with pytest.raises(AskRefused, match=r"merchants\.published_by_party"):
            tasting.ask(requests.PublishTally(panel_id=tasting.panel_id), as_=hand)

    assert tasting.publish().ballots_counted == 0


def test_steps_out_of_order_are_refused_and_a_counted_panel_is_counted_once(street: Street):
    tasting = Tasting(street).draw()
    with pytest.raises(AskRefused, match=r"merchants\.panel_state"):
        tasting.close()
    with pytest.raises(AskRefused, match=r"merchants\.panel_state"):
        tasting.ask(tasting.enrol(1, 3), as_=street.agent(1))
    tasting.ask(requests.DealPanel(panel_id=tasting.panel_id), as_=street.chief)
    with pytest.raises(AskRefused, match=r"merchants\.panel_state"):
        tasting.ask(requests.DealPanel(panel_id=tasting.panel_id), as_=street.chief)

    tasting.close().count().count()

    assert street.bench.count("tallies") == 1
    panel = tasting.ask(requests.GetPanel(panel_id=tasting.panel_id), as_=street.nobody)
    assert panel.state is PanelState.TALLIED


def test_a_merchant_enrols_two_dishes_and_only_its_own(street: Street):
    tasting = Tasting(street).call()
    for dish in (1, 2, 2):
        tasting.ask(tasting.enrol(1, dish), as_=street.agent(1))

    with pytest.raises(AskRefused, match=r"merchants\.too_many_dishes"):
        tasting.ask(tasting.enrol(1, 3), as_=street.agent(1))
    with pytest.raises(AskRefused, match="not-found"):
        tasting.ask(tasting.enrol(2, 1), as_=street.agent(1))
    street.verify(9)
    with pytest.raises(AskRefused, match=r"merchants\.not_admitted"):
        tasting.ask(tasting.enrol(9, 1), as_=street.agent(9))

    assert street.bench.count("dishes") == 2


def test_opening_the_code_table_is_for_the_kitchen_and_leaves_a_trace(street: Street):
    tasting = Tasting(street).deal()
    judge_too = actor(tasting.judges[0], Role.COMMUNITY_STAFF)

    labels = tasting.ask(requests.OpenLabels(panel_id=tasting.panel_id), as_=street.second_staff)
    with pytest.raises(AskRefused, match="not-allowed"):
        tasting.ask(requests.OpenLabels(panel_id=tasting.panel_id), as_=judge_too)
    tasting.close().count()

    assert len({label.code for label in labels.items}) == 6
    assert tasting.publish().labels_opened_by == 1


def test_nominations_need_a_ballot_and_end_at_three(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    card = tasting.card(judge)

    def nominate(code: str) -> int:
        asked = requests.NominateDish(panel_id=tasting.panel_id, code=code, ground=Ground.CRAFT)
        return int(tasting.ask(asked, as_=tasting.judge(judge)).left)

    with pytest.raises(AskRefused, match=r"merchants\.not_tasted"):
        nominate(card[0])
    for code in card:
        tasting.ask(tasting.ballot(code), as_=tasting.judge(judge))
    assert [nominate(code) for code in card[:3]] == [2, 1, 0]
    with pytest.raises(AskRefused, match=r"merchants\.too_many_nominations"):
        nominate(card[3])
    with pytest.raises(AskRefused, match=r"merchants\.already_nominated"):
        nominate(card[0])

"""Ballots: once, by whom they were dealt to, and sealed in every read path until the result is public."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy.event import listen

from chassis.actor import Actor
from chassis.calls import Call
from chassis.cause import Cause
from chassis.doors import RequestDoor
from chassis.entrypoints import DOOR
from chassis.ids import new_id
from contracts.merchants import requests
from contracts.merchants.ids import Ground
from contracts.roles import Role
from contracts.shape import dump
from services.merchants.service import MerchantsService
from tests.database.merchants.street import Street, Tasting, made
from tests.support.bench import AskRefused, actor

# A taste, a colour and an aroma that no other number of a small panel equals.
MARKED = {"colour": 11, "aroma": 17, "taste": 19}
SCORE_WORDS = {
    "colour",
    "aroma",
    "taste",
    "adjusted",
    "plain_mean",
    "severity",
    "severities",
    "rank",
    "selection_percent",
    "why",
    "nominations",
    "fingerprint",
    "counted",
    "code_salt",
}


def queries() -> list[Any]:
    names = [name for name in dir(MerchantsService) if not name.startswith("_")]
    doors = [getattr(getattr(MerchantsService, name), DOOR, None) for name in names]
    found = [door for door in doors if isinstance(door, RequestDoor) and not door.request.writes]
    return sorted(found, key=lambda door: door.request.__name__)


def words_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(words_of(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(words_of(inner) for inner in value))
    return set()


def bodies(tasting: Tasting, door: Any) -> dict[str, Any]:
    given = {"panel_id": tasting.panel_id, "member_id": made("mem", 1), "plaque_serial": "CLP-0001"}
    known = set(door.request.__dataclass_fields__)
    return {name: value for name, value in given.items() if name in known}


@pytest.mark.parametrize("state", ["dealt", "closed", "tallied"])
def test_no_query_of_the_service_shows_anybody_a_score_before_publication(street: Street, state: str):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    for code in tasting.card(judge):
        tasting.ask(tasting.ballot(code, **MARKED), as_=tasting.judge(judge))
    nominated = requests.NominateDish(panel_id=tasting.panel_id, code=tasting.card(judge)[0], ground=Ground.STORY)
    tasting.ask(nominated, as_=tasting.judge(judge))
    if state != "dealt":
        tasting.close()
    if state == "tallied":
        tasting.count()
    everything = frozenset(Role)
    askers = [
        street.nobody,
        Actor(community=street.chief.community, party_id=street.chief.party_id, roles=everything),
        Actor(community=street.chief.community, party_id=judge, roles=everything),
        Actor(community=street.chief.community, party_id=made("pty", 9999), roles=everything),
    ]

    seen, refused = 0, set()
    for door in queries():
        for asker in askers:
            try:
                shown = street.bench.ask_json(door.request.method(), bodies(tasting, door), as_=asker)
            except AskRefused as refusal:
                refused.add(refusal.code)
                continue
            seen += 1
            assert words_of(shown) & SCORE_WORDS == set(), (door.request.__name__, shown)
            for row in street.bench.rows("SELECT fingerprint FROM ballots"):
                assert row.fingerprint not in json.dumps(shown)
    assert refused == {"merchants.tally_sealed", "not-allowed", "not-found"}
    assert len(queries()) == 17
    assert seen > 25, "most queries answered, so that silence proves something"
    codes = {row.code for row in street.bench.rows("SELECT code FROM codes")}
    dishes = json.dumps(street.bench.ask_json("list_dishes", {"panel_id": tasting.panel_id}, as_=askers[1]))
    assert not any(f'"{code}"' in dishes for code in codes), "the code table is sealed too"


def test_no_event_says_who_scored_what(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    code = tasting.card(judge)[0]

    tasting.ask(tasting.ballot(code, **MARKED), as_=tasting.judge(judge))

    body = street.bench.rows("SELECT body FROM outbox ORDER BY position DESC LIMIT 1")[0].body
    assert json.loads(body) == {"community": "changlinpan", "panel_id": tasting.panel_id}


def test_of_many_ballots_for_one_plate_at_once_one_is_cast(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    code = tasting.card(judge)[0]

    def cast(half_points: int) -> str:
        try:
            tasting.ask(tasting.ballot(code, half_points=half_points), as_=tasting.judge(judge))
        except AskRefused as refusal:
            return refusal.code
        return "cast"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(cast, range(8, 16)))

    assert sorted(outcomes) == ["cast", *["merchants.already_cast"] * 7]
    assert street.bench.count("ballots") == 1


def test_ballots_and_the_closing_of_the_box_at_once_agree_on_what_is_in_it(street: Street):
    tasting = Tasting(street).deal()
    asked = [(judge, code) for judge in tasting.judges for code in tasting.card(judge)]

    def cast(one: tuple[str, str]) -> bool:
        try:
            tasting.ask(tasting.ballot(one[1]), as_=tasting.judge(one[0]))
        except AskRefused as refusal:
            if refusal.code != "merchants.panel_state":
                raise
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        early = list(pool.map(cast, asked[:6]))
        late = [pool.submit(cast, one) for one in asked[6:]]
        tasting.close()
        taken = sum(early) + sum(each.result() for each in late)

    sealed = street.bench.rows("SELECT body FROM outbox WHERE type LIKE '%tally_sealed%'")[0].body
    assert json.loads(sealed)["ballots"] == street.bench.count("ballots") == taken


def test_repeating_a_ballot_with_its_key_gives_the_same_receipt_and_with_another_key_is_refused(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    ballot = tasting.ballot(tasting.card(judge)[0])

    first = tasting.ask(ballot, as_=tasting.judge(judge), key="tap")
    again = tasting.ask(ballot, as_=tasting.judge(judge), key="tap")

    assert first == again
    with pytest.raises(AskRefused, match=r"merchants\.already_cast"):
        tasting.ask(ballot, as_=tasting.judge(judge), key="tap-2")


def test_only_who_was_dealt_a_plate_scores_it(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    mine = set(tasting.card(judge))
    not_mine = next(code for other in tasting.judges for code in tasting.card(other) if code not in mine)

    for hand, code, refusal in [
        (tasting.judge(judge), not_mine, r"merchants\.not_dealt"),
        (tasting.judge(made("pty", 3099)), next(iter(mine)), r"merchants\.not_dealt"),
        (actor(judge, Role.RESIDENT), next(iter(mine)), "not-allowed"),
        (actor(judge, Role.TASTING_JUDGE, community="another-place"), next(iter(mine)), "not-found"),
    ]:
        with pytest.raises(AskRefused, match=refusal):
            tasting.ask(tasting.ballot(code), as_=hand)
    assert street.bench.count("ballots") == 0


def test_extreme_scores_need_a_reason_of_five_characters(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    low, high = tasting.card(judge)[:2]

    for ballot in (
        tasting.ballot(low, taste=6),
        tasting.ballot(low, taste=6, reason="太咸了"),
        tasting.ballot(high, colour=20),
    ):
        with pytest.raises(AskRefused, match=r"merchants\.reason_missing"):
            tasting.ask(ballot, as_=tasting.judge(judge))

    tasting.ask(tasting.ballot(low, taste=6, reason="太咸，吃不出菜味"), as_=tasting.judge(judge))
    assert street.bench.count("ballots") == 1


@pytest.mark.parametrize("score", [-1, 21, 7.5, "15", True, None, 10**30])
def test_scores_off_the_scale_are_refused_by_their_shape(street: Street, score: Any):
    tasting = Tasting(street)
    body = {"panel_id": tasting.panel_id, "code": "347", "colour": score, "aroma": 15, "taste": 15}

    with pytest.raises(AskRefused) as refused:
        street.bench.ask_json("cast_ballot", body, as_=tasting.judge(made("pty", 3000)))

    assert (refused.value.code, list(refused.value.details["fields"])) == ("invalid", ["colour"])


def test_after_the_close_no_ballot_comes_in(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    code = tasting.card(judge)[0]
    tasting.close()

    with pytest.raises(AskRefused, match=r"merchants\.panel_state"):
        tasting.ask(tasting.ballot(code), as_=tasting.judge(judge))


def test_the_database_itself_never_changes_a_ballot(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    tasting.ask(tasting.ballot(tasting.card(judge)[0]), as_=tasting.judge(judge))

    for statement in ("UPDATE ballots SET taste = 20", "DELETE FROM ballots", "TRUNCATE ballots CASCADE"):
        with pytest.raises(Exception, match="permission denied"):
            street.bench.rows(statement)


def test_ballots_that_arrive_together_are_judged_one_by_one_with_as_many_statements_as_one(street: Street):
    tasting = Tasting(street).deal()
    first, second = tasting.judges[:2]
    cards = {judge: tasting.card(judge) for judge in (first, second)}
    sent: list[str] = []
    listen(street.bench.database.engine, "before_cursor_execute", lambda *seen: sent.append(seen[2]))

    def cast(*papers: tuple[str, str, int]) -> list[str]:
        sent.clear()
        calls = [
            Call(
                method="cast_ballot",
                body=dump(tasting.ballot(code, half_points=half_points)),
                actor=tasting.judge(judge),
                cause=Cause(),
                key=new_id("key"),
            )
            for judge, code, half_points in papers
        ]
        return [(outcome.refusal or {}).get("code", "cast") for outcome in street.bench.service.cast_ballot(calls)]

    alone = cast((first, cards[first][0], 12))
    cost_of_one = len(sent)
    together = cast(
        (first, cards[first][0], 14),
        (first, cards[first][1], 12),
        (first, cards[first][1], 15),
        (first, "no-such-code", 12),
        *((second, code, 12) for code in cards[second]),
    )

    assert (alone, len(sent)) == (["cast"], cost_of_one)
    assert together[:4] == ["merchants.already_cast", "cast", "merchants.already_cast", "invalid"]
    assert set(together[4:]) == {"cast"}
    assert street.bench.count("ballots") == 2 + len(cards[second])
    assert street.bench.rows("SELECT count(*) AS n FROM outbox WHERE type LIKE '%ballot_cast%'")[0].n == 2 + len(
        cards[second]
    )

"""A panel with its quorum: titles are given, announced, and explained."""

from __future__ import annotations

from contracts.merchants import requests
from contracts.merchants.events import AwardGiven
from contracts.merchants.ids import AwardKind, Ground
from tests.database.merchants.street import Street, Tasting, made

GOOD = {made("dsh", 11), made("dsh", 21)}
SPECIAL = made("dsh", 31)


def test_sixteen_judges_give_the_titles_the_best_dishes_deserve(street: Street):
    tasting = Tasting(street, shops=4, residents=16, seats=16, card_size=8).deal()
    labels = tasting.ask(requests.OpenLabels(panel_id=tasting.panel_id), as_=street.second_staff).items
    dish_of = {label.code: label.dish_id for label in labels}
    for place, judge in enumerate(tasting.judges):
        hand = tasting.judge(judge)
        for code in tasting.card(judge):
            # Every other judge is a point more severe.
            half_points = (18 if dish_of[code] in GOOD else 15) - 2 * (place % 2)
            tasting.ask(tasting.ballot(code, half_points=half_points), as_=hand)
            if dish_of[code] == SPECIAL and place < 4:
                asked = requests.NominateDish(panel_id=tasting.panel_id, code=code, ground=Ground.INGREDIENT)
                tasting.ask(asked, as_=hand)

    result = tasting.close().count().publish()

    assert result.quorum_met, result.shortfalls
    assert {(award.dish_id, award.award) for award in result.awards} == {
        *((dish, AwardKind.EXCELLENT) for dish in GOOD),
        (SPECIAL, AwardKind.DISTINCTIVE),
    }
    announced = [event for event in street.bench.said() if isinstance(event, AwardGiven)]
    assert {(event.dish_id, event.award) for event in announced} == {(one.dish_id, one.award) for one in result.awards}
    assert {event.member_id for event in announced} == {made("mem", 1), made("mem", 2), made("mem", 3)}
    assert sorted(judge.severity > 0 for judge in result.severities) == [False] * 8 + [True] * 8
    first = result.dishes[0]
    assert (first.dish_id in GOOD, first.selection_percent, first.ballots) == (True, 100, 16)
    assert first.why.startswith("16 位评委品尝")
    in_force = tasting.ask(requests.ListAwards(), as_=street.nobody).items
    assert {(award.dish_id, award.award) for award in in_force} == {(one.dish_id, one.award) for one in result.awards}
    assert tasting.ask(requests.GetResult(panel_id=tasting.panel_id), as_=street.nobody) == result
    facts = street.bench.ask(requests.GetOperationsReport(), as_=street.staff).facts
    assert {line.name: (line.facts, line.unmatched) for line in facts}["awards_announced"] == (3, 0)


def test_published_ballots_come_in_pages_and_name_no_judge(street: Street):
    tasting = Tasting(street).deal().cast_all().close().count()
    tasting.publish()
    pages, after = [], None
    while True:
        asked = requests.ListBallots(panel_id=tasting.panel_id, limit=5, after=after)
        page = tasting.ask(asked, as_=street.nobody)
        pages.append(len(page.items))
        after = page.next_key
        if after is None:
            break
    raw = street.bench.ask_json("list_ballots", {"panel_id": tasting.panel_id}, as_=street.nobody)

    assert pages == [5, 5, 5, 1]
    assert not any(judge in str(raw) for judge in tasting.judges)
    assert {ballot["judge"] for ballot in raw["items"]} == {"J01", "J02", "J03", "J04"}

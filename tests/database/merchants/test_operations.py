"""What operators are told: every fact of merchants has what must follow from it, and a missing side is seen."""

from __future__ import annotations

from sqlalchemy import Engine, text

from contracts.merchants import requests
from contracts.merchants.ids import AwardKind
from tests.database.merchants.street import Street, Tasting, made

DAMAGES = [
    ("DELETE FROM assents WHERE clause_number = 4", "signatures_complete"),
    (
        "INSERT INTO titles SELECT community, panel_id, run, dish_id, 'excellent' FROM dish_scores LIMIT 1",
        "awards_announced",
    ),
    (
        "INSERT INTO services_rendered SELECT community, panel_id, 'pty_stranger', 120 FROM panels",
        "panel_services_told",
    ),
    ("UPDATE dish_scores SET ballots = ballots + 1 WHERE rank = 1", "ballots_cast_counted"),
]


def test_a_fact_without_what_must_follow_is_seen_whichever_side_is_missing(street: Street, owner: Engine):
    def unmatched() -> set[str]:
        report = street.bench.ask(requests.GetOperationsReport(), as_=street.staff)
        return {line.name for line in report.facts if line.unmatched}

    Tasting(street).deal().cast_all().close().count().publish()
    report = street.bench.ask(requests.GetOperationsReport(), as_=street.staff)
    assert {line.name: (line.facts, line.postings) for line in report.facts} == {
        "ballots_cast_counted": (1, 1),
        "panel_services_told": (4, 4),
        "awards_announced": (0, 0),
        "signatures_complete": (3, 3),
    }
    assert unmatched() == set()

    seen: set[str] = set()
    for damage, name in DAMAGES:
        with owner.begin() as connection:
            connection.execute(text(damage))
        assert unmatched() - seen == {name}
        seen.add(name)


def test_awards_in_force_rest_while_their_merchant_is_suspended(street: Street, owner: Engine):
    tasting = Tasting(street).deal().cast_all().close().count()
    with owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO titles SELECT community, panel_id, run, dish_id, 'excellent' FROM dish_scores WHERE dish_id = :dish"
            ),
            {"dish": made("dsh", 11)},
        )
    tasting.publish()
    shown = street.bench.ask(requests.ListAwards(), as_=street.nobody).items

    street.bench.ask(requests.ActivateMember(member_id=made("mem", 1)), as_=street.staff)
    street.bench.ask(requests.WarnMember(member_id=made("mem", 1), reason="投诉"), as_=street.staff)
    warned = street.bench.ask(requests.ListAwards(), as_=street.nobody).items
    until = street.bench.clock.now().date().replace(month=5)
    asked = requests.SuspendMember(member_id=made("mem", 1), until=until, reason="逾期")
    street.bench.ask(asked, as_=street.council)

    assert [(award.dish_id, award.award) for award in shown] == [(made("dsh", 11), AwardKind.EXCELLENT)]
    assert warned == shown
    assert street.bench.ask(requests.ListAwards(), as_=street.nobody).items == ()
    street.bench.ask(requests.ReinstateMember(member_id=made("mem", 1)), as_=street.council)
    assert len(street.bench.ask(requests.ListAwards(), as_=street.nobody).items) == 1
    street.bench.clock.advance(days=367)
    assert street.bench.ask(requests.ListAwards(), as_=street.nobody).items == ()

"""The six parties of §10 over ten months, to the digit of its table; and with them the three degrees of coordination of §11."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from deploy.demo.examples import stage
from deploy.demo.examples.stage import CV_OF_AN_HOUR, Given
from deploy.demo.people import Party
from deploy.demo.town import Town

COMMUNITY = "example-parties"
SECTORS = {"A": "RES", "B": "MER", "C": "PRO", "D": "UNI", "E": "VIL", "F": "SOC"}
GROUPS = ("elders", "children", "hardship", "others")
NEEDS = ((30, 1600), (20, 1100), (25, 400), (25, 6900))
SERVED = {
    "a1": (60, 75, 15, 150),
    "a2": (18, 27, 9, 36),
    "a3": (12, 0, 6, 0),
    "a4": (10, 10, 2, 18),
    "a5": (36, 24, 12, 48),
}
CONTRIBUTED = 2
LEVELS = {
    "a1": {"A": 2, "B": 3, "C": 2, "D": 2, "F": 5, "E": 2},
    "a2": {"B": 3, "F": 4, "D": 2},
    "a3": {"A": 3, "D": 2, "B": 2},
    "a4": {"A": 2},
    "a5": {"C": 4, "E": 3},
}
BY_MONTH: dict[str, tuple[tuple[str, float], ...]] = {
    "A": (*[("a1", 10)] * 3, *[("a3", 10)] * 4, *[("a4", 10)] * 2),
    "B": (*[("a1", 40)] * 3, ("a2", 40), ("a3", 20)),
    "C": (*[("a1", 20)] * 3, ("a5", 40), ("a5", 30), ("a5", 30)),
    "D": (*[("a1", 20)] * 4, *[("a2", 20)] * 2, *[("a3", 20)] * 2),
    "E": (("a1", 25), ("a1", 25), ("a5", 60)),
    "F": (*[("a1", 25)] * 8, ("a2", 30), ("a2", 30)),
}
"""What each gave, to which activity, month by month: the sums and months of the example. A works, whoever else lends a hall."""
FIRST_MONTHS = (date(2024, 5, 30), date(2024, 7, 30), date(2024, 9, 29), date(2024, 11, 29), date(2025, 1, 30))
PAIRS = len(FIRST_MONTHS)
"""Everything is given round the ends of months, two months in three days."""
THIRDS = ("C", "E", "F")
"""Who has only two activities in the example: with fewer than three there is no number, so each gives goods of ten fen to none."""
TABLE = {
    "A": ("28.2", "49.4", "36.8", "37.1"),
    "B": ("46.9", "31.8", "41.2", "39.5"),
    "C": ("37.7", "29.1", "43.6", "36.3"),
    "D": ("44.5", "25.5", "39.4", "35.5"),
    "E": ("34.9", "23.2", "38.2", "31.4"),
    "F": ("51.3", "43.1", "46.4", "46.8"),
}
PERIOD = "since=2024-03-01&until=2025-02-28"
QUALIFIED = {"H2": 6, "H1": 1}
"""Hours of somebody besides the six, who gives to none of the activities: without skilled work social workers stand at nothing."""
INDICATORS = (
    "joint_activities",
    "people_served",
    "organisations_active",
    "organisation_activities",
    "organisers_active",
    "skilled_hours",
    "volunteers_active",
    "volunteer_hours",
    "givers_active",
    "resources_cv",
)
# Of 4 joint activities and 568 people, 2 organisations in 3 activities, 5 organisers and 6 skilled hours, 2 volunteers and 16 hours,
# 5 givers and 870 CV: the targets against which they are as far as in the examples.
DEGREES = (
    ((5, 1291, 2, 30, 10, 20, 2, 100, 50, 1450), ("0.620", "0.550", "0.400", "0.580", "0.350"), "0.631"),
    ((4, 1420, 5, 3, 5, 15, 2, 40, 50, 8700), ("0.700", "0.700", "0.700", "0.700", "0.100"), "0.630"),
    ((8, 1136, 4, 6, 10, 12, 4, 32, 10, 1740), ("0.500",) * 5, "0.707"),
)


def everybody() -> list[Party]:
    """The six, who speaks for those that are organisations, and somebody with a qualification."""
    return [*map(_party, SECTORS), *map(_speaker, sorted(SECTORS.keys() - {"A"})), _nurse()]


def begin(town: Town) -> None:
    """算例：需求构成，五项活动，受益人数 needs, activities, people reached"""
    staff, council = town.staff["staff"], town.staff["council"]
    shares = [
        {"group": group, "percent": percent, "size": size} for group, (percent, size) in zip(GROUPS, NEEDS, strict=True)
    ]
    profile = {"profile_id": town.id("ned", COMMUNITY), "source": "算例", "shares": shares}
    stage.do(town, staff, "/v1/need-profiles", profile)
    stage.do(town, council, f"/v1/need-profiles/{profile['profile_id']}/approval")
    for name in SERVED:
        _hold(town, name)
    stated = {
        "qualification_id": town.id("qlf", COMMUNITY),
        "party_id": _nurse().party_id,
        "code": "NURSE",
        "document": "算例证书",
    }
    stage.do(town, staff, "/v1/qualifications", stated)
    stage.do(town, town.staff["confirmer"], f"/v1/qualifications/{stated['qualification_id']}/verification")


def given(town: Town, pair: int) -> list[Given]:
    """What the six gave in two months, round the border between them."""
    first = FIRST_MONTHS[pair]
    found = list(_skilled(town)) if pair == 0 else []
    for name, months in BY_MONTH.items():
        for turn, day in ((0, first), (1, _next_first(first))):
            number = 2 * pair + turn
            if number < len(months):
                found.append(_one(town, name, day, *months[number]))
            if name in THIRDS and number == len(months) - 1:
                invoice = f"%PDF-1.4\n算例 {name}\n%%EOF\n".encode()
                found.append(stage.goods(town, _party(name), day, quantity=1, price="0.10", invoice=invoice))
    return found


def compare(town: Town) -> None:
    """算例：六方的协同、深度、广度与综合指数 the table of §10"""
    for name, wanted in TABLE.items():
        index = town.api.get(town.staff["staff"], f"/v1/parties/{_party(name).party_id}/index?{PERIOD}")
        scores = index["scores"]
        found = tuple(scores[each] for each in ("coordination", "depth", "breadth", "composite")) if scores else None
        town.holds(f"{name} in the table of §10", found, wanted)
        town.say(f"§10 {name} {SECTORS[name]}", "协同 {} 深度 {} 广度 {} 综合 {}".format(*found or ["-"] * 4))
    [person] = town.keys([(_party("A"), ("resident",))])
    own = town.api.get(person, f"/v1/parties/{person.party_id}/index?{PERIOD}")
    points = [f"{one['group']} {one['points']}" for one in own["breadth"]["groups"]]
    ties = [f"{one['sector']} {one['cv']}" for one in own["coordination"]["ties"]]
    town.holds("how A's breadth is explained", [one.split()[1] for one in points], ["12.0", "7.8", "7.6", "9.4"])
    town.holds("A's ties", [one.split()[1] for one in ties], ["20.4", "14.7", "11.1", "3.3", "2.8"])
    town.say("§10 本人看自己的指数 A's own index", "；".join([" + ".join(points), "联系 " + "，".join(ties)]))


def couple(town: Town) -> None:
    """算例：五社联动协调度 the degrees of §11"""
    for number, (targets, levels, degree) in enumerate(DEGREES, start=1):
        wanted = [{"indicator": name, "target": target} for name, target in zip(INDICATORS, targets, strict=True)]
        version = {"number": number, "targets": wanted, "reason": f"算例 {number}"}
        stage.do(town, town.staff["staff"], "/v1/index-targets", version)
        stage.do(town, town.staff["council"], f"/v1/index-targets/{number}/approval")
        # A play that goes on is here some seconds earlier in the day than the one that had them approved.
        shown = town.eventually(lambda: _coupling(town), "the targets hold")
        found = tuple(one["level"] for one in shown["subsystems"])
        town.holds("U of §11", found, levels)
        town.holds("D of §11", shown["degree"], degree)
        town.say(
            f"§11 协调度 D（{number}）",
            f"U {' '.join(found)}：C {shown['coupling']} T {shown['development']} D {shown['degree']}",
        )


def _coupling(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = town.api.get(town.staff["staff"], f"/v1/community-index/period?{PERIOD}")["coupling"]
    return found


def _hold(town: Town, name: str) -> None:
    """An activity is drafted, published by somebody else, begun; whom it reached is counted by one and confirmed by another."""
    organiser = town.staff["organiser"]
    # Who organised it, decided on it or was its steward is among its hosts.
    more = [one for one, level in LEVELS[name].items() if level > CONTRIBUTED]
    activity, here = _activity(town, name), f"/v1/activities/{_activity(town, name)}"
    begins, ends = (stage.at(town.now.date(), time(hour)) for hour in (11, 13))
    shift = {"shift_id": town.id("shf", COMMUNITY, name), "task": "现场", "hours_type": "H1", "quota": 1}
    when = {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}
    draft = {
        "activity_id": activity,
        "name": f"算例活动 {name}",
        "place": "算例社区",
        "about": "规则第十节的算例。",
        "needs": list(GROUPS),
        "planned_start": begins.isoformat(),
        "planned_end": ends.isoformat(),
        "sign_up_closes_at": begins.isoformat(),
        "hosts": [town.organisations["hosts"].party_id, *(_party(one).party_id for one in more)],
        "shifts": [shift | when],
    }
    stage.do(town, organiser, "/v1/activities", draft)
    answer = f"{here}/hosts/{town.organisations['hosts'].party_id}/answer"
    stage.do(town, town.staff["agent"], answer, {"accepts": True})
    for one in more:
        role = "resident" if one == "A" else "organisation_agent"
        [speaks] = town.keys([(_party(one) if one == "A" else _speaker(one), (role,))])
        stage.do(town, speaks, f"{here}/hosts/{_party(one).party_id}/answer", {"accepts": True})
    stage.do(town, town.staff["staff"], f"{here}/publication")
    stage.do(town, organiser, f"{here}/start")
    counts = [{"group": group, "people": people} for group, people in zip(GROUPS, SERVED[name], strict=True)]
    report = {"report_id": town.id("bnf", COMMUNITY, name), "counts": counts}
    stage.do(town, organiser, f"{here}/beneficiary-reports", report)
    stage.do(town, town.staff["confirmer"], f"/v1/beneficiary-reports/{report['report_id']}/confirmation")


def _one(town: Town, name: str, day: date, act: str, cv: float) -> Given:
    minutes = round(cv * 60 / CV_OF_AN_HOUR)
    more: dict[str, Any] = {"activity_id": _activity(town, act), "level": LEVELS[act][name]}
    give = stage.work if name == "A" else stage.loan
    return give(town, _party(name), day, minutes, **more)


def _skilled(town: Town) -> Iterator[Given]:
    for turn, (kind, hours) in enumerate(QUALIFIED.items()):
        more = {"qualification": "NURSE"} if kind == "H2" else {}
        day = FIRST_MONTHS[0] + timedelta(days=turn)
        yield stage.work(town, _nurse(), day, hours * 60, contribution_type=kind, **more)


def _next_first(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _party(name: str) -> Party:
    return stage.party(COMMUNITY, f"算例{name}方", SECTORS[name])


def _speaker(name: str) -> Party:
    return stage.party(COMMUNITY, f"算例{name}方代表", SECTORS[name], _party(name))


def _nurse() -> Party:
    return stage.party(COMMUNITY, "算例护士", "RES")


def _activity(town: Town, name: str) -> str:
    return town.id("act", COMMUNITY, name)

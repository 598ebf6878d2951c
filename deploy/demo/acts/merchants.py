"""The alliance signs its initiative, and twenty residents judge twenty-three dishes."""

from __future__ import annotations

import hashlib
from typing import Any

from stdnum.cn import uscc

from deploy.demo.api import Refused, Somebody
from deploy.demo.people import FACTS, SEED, Party
from deploy.demo.town import Town

DISHES = FACTS["event"]["dishes_offered"]
JUDGES = FACTS["event"]["panel_residents"]
COOKS = 12  # Two dishes each, the last one enrols one.
VOLUNTEERS = 40
CARD = 12
TOP_DISHES = 5
MIDDLING_DISHES = 14
SPECIAL_DISHES = range(7, 11)
NOMINATIONS_MAX = 3
SEED_SOURCE = "福彩3D 2023-03-17 开奖号码"
PUBLIC_SEED = "FC3D-2023-03-17-592"  # Generated for the demo.
PUBLISHED = "published"
AGE_BANDS = ("under_36", "36_to_59", "from_60")
GROUNDS = ("ingredient", "craft", "story")
DRAFTED = ("诚信经营", "食品安全", "邻里互助", "关爱老幼", "绿色环保", "公开透明", "善待员工")


def prepare(town: Town) -> None:
    """善商联盟：申请、核验、签署倡议、授牌 the alliance signs."""
    huang = town.organisations["黄老五食品股份有限公司"]
    first = [town.org("property_company"), huang, *town.merchants[:COOKS]]
    agents = town.agents_of(first, "merchant_agent")
    _apply(town, [*first, *town.merchants[COOKS:]], spoilt=huang, agent=agents[1])
    clauses = _publish_initiative(town)
    staff, second = town.staff["staff"], town.staff["second_staff"]
    members = [_member(town, party) for party in first]
    town.api.post_many([(second, f"/v1/members/{member}/verification", {}) for member in members])
    _sign(town, members, agents, clauses)
    town.api.post_many(
        [
            (staff, f"/v1/members/{member}/plaque", {"plaque_serial": f"CLP-{place:04d}"})
            for place, member in enumerate(members, start=1)
        ]
    )
    town.api.post_many([(staff, f"/v1/members/{member}/activation", {}) for member in members])
    town.expect("merchants", "signatures_complete", len(members), str(len(members)))
    town.say("签署十条倡议并挂牌的商户 merchants signed", len(members))
    _call_panel(town, members[2:], agents[2:])


def festival_day(town: Town) -> None:
    """品鉴团：盲评、封箱、计票、公布 the panel judges."""
    panel, chief = _panel(town), town.staff["chief"]
    judges = _draw(town)
    interest = {"judge_id": judges[0].party_id, "member_id": _member(town, town.merchants[2]), "kind": "relative"}
    town.api.post(judges[0], f"{panel}/interests", interest)
    town.api.post(chief, f"{panel}/dealing")
    plates = {
        label["code"]: label["dish_id"] for label in town.api.post(town.staff["staff"], f"{panel}/labels")["items"]
    }
    cast = _judge(town, judges, {code: _dish_number(town, dish) for code, dish in plates.items()})
    # An earlier, broken-off play may have got further: then everything here was answered from memory.
    if town.api.get(None, panel)["state"] != PUBLISHED:
        _check_sealed(town, panel)
    town.api.post(chief, f"{panel}/closing")
    town.eventually(lambda: town.api.get(None, panel)["state"] in {"tallied", PUBLISHED}, "the ballots counted")
    result = town.api.post(town.staff["council"], f"{panel}/publication")
    _tell(town, result, cast)
    _doubt_a_service(town, judges[-1])


def _doubt_a_service(town: Town, judge: Somebody) -> None:
    withdrawal = town.id("svw", "doubted")
    doubted = {
        "withdrawal_id": withdrawal,
        "panel_id": town.id("pnl", "festival"),
        "judge_id": judge.party_id,
        "reason": "EVIDENCE_WITHDRAWN",
        "note": "有人说这位评委提前离席。",
    }
    decision = {"accept": False, "answer_text": "评分卡齐全，服务有效。"}
    town.api.post(town.staff["chief"], "/v1/service-withdrawals", doubted)
    alone = town.api.refused(town.staff["chief"], f"/v1/service-withdrawals/{withdrawal}/decision", decision)
    town.say("提议人自行撤销评委服务被拒 withdrawing a service alone", alone)
    decided = town.api.post(town.staff["council"], f"/v1/service-withdrawals/{withdrawal}/decision", decision)
    town.say("议事会的决定 decided by the council", decided["state"])


def _apply(town: Town, parties: list[Party], *, spoilt: Party, agent: Somebody) -> None:
    rows = [_application(town, party) for party in parties]
    right = next(row for row in rows if row["party_id"] == spoilt.party_id)
    wrong = {**right, "licence": right["licence"][:-1] + ("0" if right["licence"][-1] != "0" else "1")}
    staff = town.staff["staff"]
    # A refusal leaves nothing behind, so the last of the street may ask until the service has heard of it.
    last = rows[-1]
    town.eventually(lambda: not town.api.tried(staff, "/v1/members", last), "merchants knows the street")
    sheet = [wrong if row is right else row for row in rows[:-1]]
    told = town.api.post(staff, "/v1/member-sheets", {"rows": sheet})
    refused = [row["code"] for row in told["rows"] if not row["applied"]]
    if refused != ["merchants.licence_invalid"]:
        message = f"one wrong licence was entered, but refused were {refused}"
        raise RuntimeError(message)
    town.api.post(agent, "/v1/members", right)
    town.say("申请加入联盟的商户 applications", f"{told['applied'] + 2}（一行执照号写错，被退回后更正）")


def _application(town: Town, party: Party) -> dict[str, Any]:
    food = party.sector == "MER"
    kinds = ["business_licence", *(["food_permit"] if food else [])]
    return {
        "member_id": _member(town, party),
        "party_id": party.party_id,
        "shop_name": party.name,
        "licence": _licence(party),
        "category": "food" if food else "enterprise",
        "permits": [{"kind": kind, "valid_until": "2025-12-31"} for kind in kinds],
    }


def _licence(party: Party) -> str:
    """A unified social credit code that is recognisably generated (GEN) and has a valid check digit."""
    number = int(hashlib.sha256(party.name.encode()).hexdigest(), 16) % 10**6
    stem = f"91510108GEN{number:06d}"
    return f"{stem}{uscc.calc_check_digit(stem)}"


def _publish_initiative(town: Town) -> list[dict[str, Any]]:
    facts = FACTS["initiative"]
    titles = [*facts["clauses_quoted"], *(f"（生成的草稿）{title}" for title in DRAFTED)]
    clauses = [{"title": title, "text": f"（生成的条文）我们承诺：{title}。"} for title in titles]
    body = {"number": 1, "title": facts["name"], "clauses": clauses}
    published: list[dict[str, Any]] = town.api.post(town.staff["council"], "/v1/initiatives", body)["clauses"]
    return published


def _sign(town: Town, members: list[str], agents: list[Somebody], clauses: list[dict[str, Any]]) -> None:
    ticks = [{"clause_number": clause["number"], "clause_hash": clause["text_hash"]} for clause in clauses]
    # The first ticks clause by clause, the last one signed on paper, the others tick all ten in one sitting.
    first = [(agents[0], members[0], [tick], "real_name", agents[0]) for tick in ticks]
    middle = [(agent, member, ticks, "sms", agent) for agent, member in zip(agents[1:-1], members[1:-1], strict=True)]
    last = [(town.staff["staff"], members[-1], ticks, "paper", agents[-1])]
    asked = [
        (
            hand,
            f"/v1/members/{member}/assents",
            {
                "ticks": ticked,
                "signer_id": signer.party_id,
                "authority": "legal_representative",
                "verification": verification,
                "witness_id": town.staff["second_staff"].party_id,
            },
        )
        for hand, member, ticked, verification, signer in [*first, *middle, *last]
    ]
    # The agents were registered a moment ago; the last of them is heard of last.
    town.eventually(lambda: not town.api.tried(*asked[-1]), "merchants knows the agents")
    for one in asked[: len(first)]:
        town.api.post(*one)
    town.api.post_many(asked[len(first) : -1])


def _call_panel(town: Town, members: list[str], agents: list[Somebody]) -> None:
    panel = _panel(town)
    call = {
        "panel_id": panel.rpartition("/")[2],
        "name": FACTS["event"]["name"],
        "held_on": str(FACTS["event"]["date"]),
        "seed_source": SEED_SOURCE,
        "seats": JUDGES,
        "card_size": CARD,
    }
    town.api.post(town.staff["chief"], "/v1/tasting-panels", call)
    named = FACTS["dishes_named"]
    dishes = [
        (
            agents[(number - 1) // 2],
            f"{panel}/dishes",
            {
                "dish_id": _dish(town, number),
                "member_id": members[(number - 1) // 2],
                "name": named[number - 1] if number <= len(named) else f"生成菜品{number:02d}",
                "portions": 30,
            },
        )
        for number in range(1, DISHES + 1)
    ]
    town.api.post_many(dishes)
    volunteers = _volunteers(town)
    keys = town.keys([(resident, ("resident",)) for resident in volunteers])
    town.api.post_many(
        [
            (
                key,
                f"{panel}/volunteers",
                {
                    "party_id": key.party_id,
                    "age_band": AGE_BANDS[number % len(AGE_BANDS)],
                    "building": f"B{number % 8 + 1}",
                },
            )
            for number, key in enumerate(keys)
        ]
    )


def _draw(town: Town) -> list[Somebody]:
    drawn = town.api.post(town.staff["chief"], f"{_panel(town)}/draw", {"public_seed": PUBLIC_SEED})["items"]
    by_id = {resident.party_id: resident for resident in _volunteers(town)}
    return town.keys([(by_id[judge["party_id"]], ("resident", "tasting_judge")) for judge in drawn])


def _judge(town: Town, judges: list[Somebody], plates: dict[str, int]) -> int:
    """Every judge tastes their card: how good a dish is, how severe the judge, and a whim, all from the seed."""
    panel = _panel(town)
    cards = town.api.get_many([(judge, f"{panel}/card") for judge in judges])
    ballots, nominations = [], []
    for place, (judge, card) in enumerate(zip(judges, cards, strict=True)):
        codes = [entry["code"] for entry in card["entries"]]
        ballots += [(judge, f"{panel}/ballots", _ballot(code, plates[code], place)) for code in codes]
        special = [code for code in codes if plates[code] in SPECIAL_DISHES][:NOMINATIONS_MAX]
        nominations += [
            (judge, f"{panel}/nominations", {"code": code, "ground": GROUNDS[plates[code] % len(GROUNDS)]})
            for code in special
        ]
    receipts = town.api.post_many(ballots)
    town.api.post_many(nominations)
    return len(receipts)


def _ballot(code: str, dish: int, judge: int) -> dict[str, Any]:
    # Three levels, far enough apart that the same dishes win whoever is dealt them: who tastes what is the system's own secret.
    good = 18 if dish <= TOP_DISHES else 14 if dish <= MIDDLING_DISHES else 12
    severity = (judge % 4) - 2
    scores = [max(7, min(19, good + severity + _whim(dish, judge, part))) for part in range(3)]
    return {"code": code, "colour": scores[0], "aroma": scores[1], "taste": scores[2]}


def _whim(*words: int) -> int:
    """-1, 0 or 1, from the seed."""
    return hashlib.sha256("/".join([SEED, *map(str, words)]).encode()).digest()[0] % 3 - 1


def _check_sealed(town: Town, panel: str) -> None:
    for who in (None, town.staff["chief"], town.staff["auditor"]):
        for path in (f"{panel}/result", f"{panel}/ballots"):
            try:
                town.api.get(who, path)
            except Refused as refusal:
                if refusal.code == "merchants.tally_sealed":
                    continue
                raise
            message = f"{path} was readable before the result was public"
            raise RuntimeError(message)


def _tell(town: Town, result: dict[str, Any], cast: int) -> None:
    served = result["judges_handed_in"]
    kinds = [award["award"] for award in result["awards"]]
    best = result["dishes"][0]
    town.expect("merchants", "ballots_cast_counted", 1, str(cast))
    town.expect("merchants", "panel_services_told", served, str(120 * served))
    town.expect("merchants", "awards_announced", len(kinds), str(len(kinds)))
    town.say("品鉴评分 ballots", f"{cast}（{served} 位评委，{len(result['dishes'])} 道菜）")
    town.say("优秀菜品 / 特色菜品 awards", f"{kinds.count('excellent')} / {kinds.count('distinctive')}")
    town.say("第一名 first", f"{best['name']}（{best['shop_name']}）{best['adjusted']} 分")


def _volunteers(town: Town) -> list[Party]:
    """One resident each of forty households."""
    return town.residents[::12][:VOLUNTEERS]


def _panel(town: Town) -> str:
    return f"/v1/tasting-panels/{town.id('pnl', 'festival')}"


def _member(town: Town, party: Party) -> str:
    return town.id("mem", party.name)


def _dish(town: Town, number: int) -> str:
    return town.id("dsh", number)


def _dish_number(town: Town, dish_id: str) -> int:
    return next(number for number in range(1, DISHES + 1) if _dish(town, number) == dish_id)


SCENES = {"prepare": prepare, "festival_day": festival_day}

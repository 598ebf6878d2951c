"""Points shared: the mutual-aid pool helps somebody who cannot earn, and one person of a household gives to another."""

from __future__ import annotations

from deploy.demo.acts.recognition import UNTOUCHED
from deploy.demo.api import Somebody
from deploy.demo.town import Town

HELP = "1.50"
MOVED = "5.00"


def after_notice(town: Town) -> None:
    """共享：互助池发放由另一人批准，户内转移须对方同意 help from the pool, a move inside a household"""
    _help(town)
    giver, receiver, stranger = _people(town)
    before = _points(town, giver), _points(town, receiver)
    offer = {"move_id": town.id("hmv", "home"), "to_party_id": receiver.party_id, "sp": MOVED}
    town.api.post(giver, "/v1/household-moves", offer)
    abroad = offer | {"move_id": town.id("hmv", "abroad"), "to_party_id": stranger.party_id}
    town.say("转给外户被拒 to another household", town.api.refused(giver, "/v1/household-moves", abroad))
    town.holds("before the other agrees", (_points(town, giver), _points(town, receiver)), before)
    moved = town.api.post(receiver, f"/v1/household-moves/{offer['move_id']}/acceptance")
    found = round(before[0] - _points(town, giver), 2), round(_points(town, receiver) - before[1], 2)
    town.holds("after the other agreed", found, (float(MOVED), float(MOVED)))
    town.say("户内转移 a move in the household", f"{moved['sp']} 积分，对方同意后 {moved['state']}")


def _help(town: Town) -> None:
    staff, council = town.staff["staff"], town.staff["council"]
    [somebody] = town.keys([(town.residents[260], ("resident",))])
    grant = {
        "grant_id": town.id("pgr", "help"),
        "party_id": somebody.party_id,
        "sp": HELP,
        "reason": "cannot_earn",
    }
    town.api.post(staff, "/v1/pool/grants", grant)
    here = f"/v1/pool/grants/{grant['grant_id']}/approval"
    town.say("申请人自批互助被拒 granting alone", town.api.refused(staff, here))
    granted = town.api.post(council, here)
    town.holds("what the pool gave", _points(town, somebody), float(HELP))
    town.say("互助池发放 help from the pool", f"{granted['sp']} 积分，{granted['expires_on']} 前可用，只记原因类别")


def _points(town: Town, person: Somebody) -> float:
    return float(town.api.get(person, f"/v1/parties/{person.party_id}/balance")["sp_available"])


def _people(town: Town) -> list[Somebody]:
    """One who earned, one of the same home, one of another."""
    number = 3 * UNTOUCHED
    return town.keys([(town.residents[place], ("resident",)) for place in (number, number + 1, number + 4)])


SCENES = {"after_notice": after_notice}

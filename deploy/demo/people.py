"""Who is there: organisations by their names from changlinpan.yaml, everybody else generated from the seed and recognisable as generated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SEED = "20230318"
RESIDENTS = 500
PER_HOUSEHOLD = 3
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
FACTS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "changlinpan.yaml").read_text(encoding="utf-8"))


def made_id(prefix: str, *words: object) -> str:
    """An id that depends only on the seed and the words: the same festival has the same ids."""
    digest = hashlib.sha256("/".join([SEED, prefix, *map(str, words)]).encode()).digest()
    number = int.from_bytes(digest[:16]) >> 3
    letters = [ALPHABET[(number >> (5 * place)) & 31] for place in range(25)]
    return f"{prefix}_0{''.join(letters)}"


@dataclass(frozen=True, kw_only=True)
class Party:
    """Somebody or some body that takes part."""

    name: str
    party_id: str
    kind: str
    sector: str
    household_id: str | None = None
    organisation_id: str | None = None

    def to_wire(self) -> dict[str, Any]:
        """As registration wants it."""
        return {key: value for key, value in self.__dict__.items() if value is not None}


def organisation(name: str, sector: str) -> Party:
    """An organisation."""
    return Party(name=name, party_id=made_id("pty", name), kind="organisation", sector=sector)


def organisations() -> dict[str, Party]:
    """The organisations of the festival, by name."""
    facts = FACTS["organisations"]
    named = {
        facts["host"]: "GOV",
        facts["organiser"]: "SOC",
        facts["federation"]: "SOC",
        facts["students"]: "UNI",
        facts["property_company"]: "PRO",
        "黄老五食品股份有限公司": "ENT",
        **{partner["name"]: "VIL" for partner in FACTS["rural_partners"]},
    }
    return {name: organisation(name, sector) for name, sector in named.items()}


def merchants() -> list[Party]:
    """The street's 160 merchants: the first members by name, the others generated."""
    known = [member["name"] for member in FACTS["alliance_first_members"] if member["kind"] == "merchant"]
    total = FACTS["community"]["commercial_street"]["merchants_total"]
    generated = [f"生成商户{number:03d}" for number in range(1, total - len(known) + 1)]
    return [organisation(name, "MER") for name in [*known, *generated]]


def households() -> list[Party]:
    """The households of the residents."""
    count = -(-RESIDENTS // PER_HOUSEHOLD)
    return [
        Party(name=f"生成住户{n:04d}", party_id=made_id("pty", "household", n), kind="household", sector="RES")
        for n in range(1, count + 1)
    ]


def residents() -> list[Party]:
    """500 people, three to a household."""
    homes = households()
    return [
        Party(
            name=f"{SURNAMES[number % len(SURNAMES)]}生成{number:04d}",
            party_id=made_id("pty", "resident", number),
            kind="person",
            sector="RES",
            household_id=homes[(number - 1) // PER_HOUSEHOLD].party_id,
        )
        for number in range(1, RESIDENTS + 1)
    ]


def employee(job: str, employer: Party) -> Party:
    """A person who works for an organisation."""
    return Party(
        name=f"职{job}",
        party_id=made_id("pty", "employee", job),
        kind="person",
        sector=employer.sector,
        organisation_id=employer.party_id,
    )

"""What the peers check of a request before they begin, and how they say no: pydantic in the place of our shapes."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
GiftId = Annotated[str, StringConstraints(pattern=f"^gft_{ULID}$")]
PartyId = Annotated[str, StringConstraints(pattern=f"^pty_{ULID}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
Amount = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d{0,11})(\.\d{1,2})?$")]
IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)
GIFT_MAX_FEN = 100_000_000


class Lane(StrEnum):
    """Under which law a gift is collected."""

    PUBLIC_FUNDRAISING = "A"
    MUTUAL_HELP = "B"
    DIRECTED = "C"


class Choice(StrEnum):
    """A receipt or points."""

    RECEIPT = "receipt"
    POINTS = "points"


class Channel(StrEnum):
    """How the money comes."""

    ONLINE = "online"
    TRANSFER = "transfer"
    CASH = "cash"


class Visibility(StrEnum):
    """The name shown."""

    PUBLIC = "public"
    ALIAS = "alias"
    ANONYMOUS = "anonymous"


class RecordGift(BaseModel):
    """Money that is coming."""

    model_config = ConfigDict(extra="forbid")

    gift_id: GiftId
    fund_code: Code
    amount: Amount
    lane: Lane
    choice: Choice
    channel: Channel
    donor_id: PartyId | None = None
    project_code: Code | None = None
    waiver_number: Code | None = None
    visibility: Visibility = Visibility.ANONYMOUS
    alias: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)] | None = None

    @property
    def fen(self) -> int:
        """The amount in fen."""
        whole, _, part = self.amount.partition(".")
        return int(whole) * 100 + int(part.ljust(2, "0") or 0)


@dataclass(frozen=True)
class Actor:
    """Who asks."""

    community: str
    party_id: str
    roles: frozenset[str]

    def require(self, *roles: str) -> None:
        """Say no to whoever has none of the roles."""
        if not self.roles.intersection(roles):
            raise Refused(403, "not-allowed")


class Refused(Exception):
    """A reasoned no."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code

    @property
    def body(self) -> dict[str, Any]:
        """The problem document."""
        return {"type": f"about:{self.code}", "title": self.code, "status": self.status, "code": self.code}


def check(asked: RecordGift, actor: Actor) -> None:
    """The rules of a gift, as ours."""
    if asked.lane is Lane.PUBLIC_FUNDRAISING or not 0 < asked.fen <= GIFT_MAX_FEN:
        raise Refused(422, "lane-or-limit")
    if asked.choice is Choice.RECEIPT and asked.waiver_number is not None:
        raise Refused(422, "waiver-without-points")
    if asked.choice is Choice.POINTS and (asked.lane is not Lane.MUTUAL_HELP or asked.waiver_number is None):
        raise Refused(422, "points-only-in-community")
    if asked.donor_id != actor.party_id:
        raise Refused(404, "party-not-found")
    if (asked.visibility is Visibility.ALIAS) != (asked.alias is not None):
        raise Refused(422, "alias-missing")


def decimal(hundredths: int) -> str:
    """4850 → "48.50"."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}"

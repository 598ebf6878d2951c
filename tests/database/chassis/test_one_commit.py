"""Effect, answer under the key, and events are one commit: whoever dies before it leaves nothing, whoever dies after it leaves all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from chassis import crashpoints, database
from chassis.database import Work
from chassis.dependency import Database
from chassis.entrypoints import reaction
from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.events import ReceiptVoided
from contracts.donations.kinds import GiftChoice, Lane, PaymentChannel, Visibility
from contracts.points.events import PartyRegistered
from contracts.refused import HeldByAnother, Kind, NotYet, StillRunning
from contracts.roles import Role
from contracts.sectors import Sector
from services.donations.service import DonationsService
from tests.support.bench import COMMUNITY, AskRefused, Bench, actor

FUND = "CLP-FUND"
OFFICER = actor(new_id("pty"), Role.FEDERATION_OFFICER)


class Died(BaseException):
    """What os._exit is to a process."""


@dataclass
class Giving:
    """Donations with a fund and a donor."""

    bench: Bench
    donor_id: str = field(default_factory=lambda: new_id("pty"))

    def record(self, *, key: str, gift_id: str) -> Any:
        """Record a gift."""
        asked = requests.RecordGift(
            gift_id=gift_id,
            fund_code=FUND,
            amount=88_00,
            lane=Lane.MUTUAL_HELP,
            choice=GiftChoice.RECEIPT,
            channel=PaymentChannel.TRANSFER,
            donor_id=self.donor_id,
        )
        return self.bench.ask(asked, as_=actor(self.donor_id, Role.RESIDENT), key=key)

    def left(self, key: str) -> tuple[int, int, int]:
        """How many gifts, stored answers under the key, and events there are."""
        answers = "SELECT count(*) AS n FROM requests WHERE key = :key AND answer IS NOT NULL"
        claims = "SELECT count(*) AS n FROM requests WHERE key = :key AND answer IS NULL"
        assert self.bench.rows(claims, key=key)[0].n == 0, "a key is taken, and there is no answer under it"
        events = "SELECT count(*) AS n FROM outbox WHERE type = 'donations.gift_recorded.v1'"
        return self.bench.count("gifts"), self.bench.rows(answers, key=key)[0].n, self.bench.rows(events)[0].n


@pytest.fixture
def giving(bench_of: Callable[[type], Bench]) -> Giving:
    found = Giving(bench_of(DonationsService))
    host = new_id("pty")
    found.bench.tell(_registered(host, Sector.SOC), _registered(found.donor_id, Sector.RES))
    found.bench.ask(requests.CreateFund(fund_code=FUND, name="社区基金", host_id=host), as_=OFFICER)
    return found


@pytest.fixture
def die_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets the thread die at a point, as the process would."""

    def choose(point: str) -> None:
        def reach(passed: str) -> None:
            if passed == point:
                raise Died

        monkeypatch.setattr(crashpoints, "reach", reach)

    return choose


@pytest.mark.parametrize("point", ["command.mid_batch", "command.before_commit"])
def test_who_dies_before_the_commit_leaves_nothing(giving: Giving, die_at: Callable[[str], None], point: str):
    gift_id = new_id("gft")
    die_at(point)

    with pytest.raises(Died):
        giving.record(key="k", gift_id=gift_id)
    assert giving.left("k") == (0, 0, 0)

    die_at("nowhere")
    giving.record(key="k", gift_id=gift_id)
    assert giving.left("k") == (1, 1, 1)


def test_who_dies_after_the_commit_leaves_effect_answer_and_event(giving: Giving, die_at: Callable[[str], None]):
    gift_id = new_id("gft")
    die_at("command.after_commit")

    with pytest.raises(Died):
        giving.record(key="k", gift_id=gift_id)
    assert giving.left("k") == (1, 1, 1)

    die_at("nowhere")
    assert giving.record(key="k", gift_id=gift_id).gift_id == gift_id
    assert giving.left("k") == (1, 1, 1)


def test_a_refused_command_leaves_its_key_free(giving: Giving):
    known, giving.donor_id = giving.donor_id, new_id("pty")
    with pytest.raises(AskRefused, match="party-not-found"):
        giving.record(key="k", gift_id=new_id("gft"))
    assert giving.left("k") == (0, 0, 0)

    giving.donor_id = known
    giving.record(key="k", gift_id=new_id("gft"))
    assert giving.left("k") == (1, 1, 1)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks are waited for for a moment only."""
    monkeypatch.setattr(database, "LOCK_TIMEOUT_MS", 100)


@contextmanager
def held(giving: Giving, statement: str, **values: str) -> Iterator[None]:
    """Somebody else's transaction, which does not end."""
    with giving.bench.database.engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text(statement), values)
        yield
        transaction.rollback()


@pytest.mark.usefixtures("impatient")
def test_who_waits_in_vain_is_told_whether_for_the_same_request_or_for_another(giving: Giving):
    gift_id = new_id("gft")
    giving.record(key="k", gift_id=gift_id)
    hidden = requests.ChangeVisibility(gift_id=gift_id, visibility=Visibility.ANONYMOUS)
    donor = actor(giving.donor_id, Role.RESIDENT)
    same = """INSERT INTO requests (community, principal, method, key, fingerprint, asked_at)
        VALUES (:community, :principal, 'change_visibility', 'mine', 'x', now())"""

    with (
        held(giving, same, community=COMMUNITY, principal=giving.donor_id),
        pytest.raises(AskRefused, match=StillRunning.code) as waited,
    ):
        giving.bench.ask(hidden, as_=donor, key="mine")
    assert waited.value.kind == Kind.CONFLICT
    with (
        held(giving, "SELECT 1 FROM gifts WHERE gift_id = :gift_id FOR UPDATE", gift_id=gift_id),
        pytest.raises(AskRefused, match=HeldByAnother.code) as refused,
    ):
        giving.bench.ask(hidden, as_=donor, key="mine")
    assert refused.value.kind == Kind.UNAVAILABLE
    assert giving.left("mine")[1] == 0

    assert giving.bench.ask(hidden, as_=donor, key="mine").visibility is Visibility.ANONYMOUS


class Hearer:
    """Hears something, and has no rule of its own that would see a repeat."""

    name = "points"
    transactions = Database()

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.ready = True

    @reaction(ReceiptVoided)
    def note(self, work: Work, event: ReceiptVoided) -> None:
        """Remember whose it was."""
        del work
        if not self.ready:
            raise NotYet
        self.heard.append(event.gift_id)


def test_an_event_that_comes_twice_is_handled_once_and_one_that_failed_again(bench_of: Callable[[type], Bench]):
    bench = bench_of(Hearer)
    first, second = (ReceiptVoided(community=COMMUNITY, gift_id=new_id("gft")) for _ in range(2))

    ids = bench.tell(first)
    bench.tell(first, event_ids=ids)
    assert bench.service.heard == [first.gift_id]

    bench.service.ready = False
    with pytest.raises(NotYet):
        bench.tell(second, event_ids=["evt_second"])
    bench.service.ready = True
    bench.tell(first, second, event_ids=[*ids, "evt_second"])
    assert bench.service.heard == [first.gift_id, second.gift_id]


def _registered(party_id: str, sector: Sector) -> PartyRegistered:
    return PartyRegistered(
        community=COMMUNITY,
        party_id=party_id,
        sector=sector,
        is_person=sector is Sector.RES,
        household_id=None,
        organisation_id=None,
        public_name="张*",
        registered_on=date(2023, 3, 18),
    )

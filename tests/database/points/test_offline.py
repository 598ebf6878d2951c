"""A shop without network: its list, its device, its upload, and two devices that took the same code (rulebook §8)."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import text

from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.answers import ItemTerms
from contracts.points.events import RedemptionFulfilledLate
from contracts.points.kinds import LossBearer, OfflineOutcome, RedemptionState
from contracts.roles import Role
from services.points.redemptions import offline
from services.points.redemptions.offline_refusals import BY_CODE
from tests.database.points.saga import Saga, agent, other_clerk, refused
from tests.database.points.town import at_once
from tests.support.bench import actor

State = RedemptionState
COST = 7_50


@pytest.fixture
def saga(town) -> Saga:
    """Listed noodles that cost the shop ¥7.50."""
    town.earn("anna", 500_00)
    made = Saga(town)
    made.item_id = made.offer(terms=ItemTerms(cost=COST))
    return made


def held(saga) -> answers.Redemption:
    asked = requests.Redeem(redemption_id=new_id("rdm"), item_id=saga.item_id, price=10_00)
    return saga.town.ask(asked, saga.name)


def mine(town, one: answers.Redemption) -> answers.Redemption:
    return town.ask(requests.GetRedemption(redemption_id=one.redemption_id), "anna")


def check_list(town) -> answers.CheckList:
    return town.ask(requests.GetCheckList(provider_id=town.ids["shop"]), "clerk")


def use(town, code: str, redemption_id: str, *, device: str = "till-1", **changes: object) -> requests.NewOfflineUse:
    plain = {
        "use_id": new_id("use"),
        "redemption_id": redemption_id,
        "code": code,
        "device": device,
        "used_at": town.now,
    }
    return requests.NewOfflineUse(**(plain | changes))


def upload(town, *uses: requests.NewOfflineUse) -> list[tuple[OfflineOutcome, int]]:
    asked = requests.UploadOfflineUses(provider_id=town.ids["shop"], uses=uses)
    return [(one.outcome, one.loss) for one in town.ask(asked, "clerk").uses]


def rows(town, *uses: requests.NewOfflineUse) -> list[tuple[str | None, LossBearer | None]]:
    asked = requests.UploadOfflineUses(provider_id=town.ids["shop"], uses=uses)
    return [(one.code, one.borne_by) for one in town.ask(asked, "clerk").uses]


def wrong(code: str) -> str:
    return ("3" if code[0] == "2" else "2") + code[1:]


@dataclass
class Device:
    """What a till does without network, from what the list and the token say alone."""

    listed: answers.CheckList
    taken: set[str] = field(default_factory=set)

    def takes(self, token: str, *, at: datetime) -> bool:
        """Is this token signed, for this shop, in time, on the list, and new here?"""
        signed, _, signature = token.rpartition(".")
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.listed.public_key))
        try:
            key.verify(base64.urlsafe_b64decode(signature + "=="), signed.encode())
        except InvalidSignature:
            return False
        _, _, item_id, _, provider_id, until, code = signed.split(".")
        named = f"ccs check list 1\n{self.listed.provider_id}\n{self.listed.day.isoformat()}\n{code}"
        mark = hashlib.sha256(named.encode()).hexdigest()[:8]
        good = any(one.mark == mark and one.item_id == item_id and at < one.valid_until for one in self.listed.entries)
        here = provider_id == self.listed.provider_id and at.timestamp() < int(until)
        if not (good and here) or token in self.taken:
            return False
        self.taken.add(token)
        return True


def test_a_device_without_network_takes_what_was_told_once_and_nothing_else(town, saga):
    one, given_up = held(saga), held(saga)
    shown = saga.by_me(requests.GetRedemptionPass, one.redemption_id)
    cancelled = saga.by_me(requests.GetRedemptionPass, given_up.redemption_id)
    saga.by_me(requests.CancelRedemption, given_up.redemption_id, reason="不要了")
    device = Device(check_list(town))

    assert shown.code == one.code
    assert shown.qr_svg.startswith("<svg")
    assert not device.takes(cancelled.token, at=town.now), "not on the list"
    assert not device.takes(shown.token.replace(one.code, wrong(one.code)), at=town.now), "not signed so"
    assert not device.takes(shown.token, at=one.expires_at), "too late"
    assert device.takes(shown.token, at=town.now)
    assert not device.takes(shown.token, at=town.now), "twice"


def test_a_list_names_nobody_gives_no_code_away_and_is_the_shops_and_the_days(town, saga):
    codes = [held(saga).code for _ in range(3)]
    listed = check_list(town)

    everything = str(listed)
    assert len(listed.entries) == 3
    assert town.ids["anna"] not in everything
    assert "rdm_" not in everything
    assert not any(code in everything for code in codes)
    assert all(len(one.mark) == 8 for one in listed.entries), "32 of a code's 49 bits"
    asked = requests.GetCheckList(provider_id=town.ids["shop"])
    assert refused(lambda: town.bench.ask(asked, as_=other_clerk(town))) == "points.provider_not_found"
    assert refused(lambda: town.ask(asked, "anna")) == "not-allowed"
    marks = {one.mark for one in listed.entries}
    town.bench.clock.advance(minutes=14)
    assert {one.mark for one in check_list(town).entries} == marks
    town.bench.clock.advance(minutes=1)
    assert check_list(town).entries == ()


def test_a_list_that_does_not_hold_all_says_so_and_keeps_what_lapses_first(town, saga, monkeypatch):
    monkeypatch.setattr(offline, "LISTED_MAX", 2)
    first = [held(saga) for _ in range(2)]
    assert check_list(town).complete
    town.bench.clock.advance(minutes=1)
    held(saga)

    listed = check_list(town)

    assert not listed.complete
    assert [one.valid_until for one in listed.entries] == [one.expires_at for one in first]


def test_marks_change_with_the_day(town, saga):
    saga.item_id = saga.offer(asks_provider=True)
    rdm = saga.bring(State.HELD)
    today = check_list(town)
    town.bench.clock.advance(hours=23)
    tomorrow = check_list(town)

    assert saga.state(rdm) is State.HELD
    assert (today.day, tomorrow.day) == (today.day, today.day + timedelta(days=1))
    assert today.entries[0].mark != tomorrow.entries[0].mark


def test_what_a_shop_took_is_spent_at_the_upload_and_the_same_upload_again_is_answered_alike(town, saga):
    one = held(saga)
    taken = use(town, one.code, one.redemption_id)
    town.bench.clock.advance(minutes=10)

    assert [upload(town, taken), upload(town, taken)] == [[(OfflineOutcome.FULFILLED, 0)]] * 2
    assert (saga.state(one.redemption_id), town.balance("anna").sp) == (State.FULFILLED, 490_00)
    assert town.bench.count("offline_uses") == 1
    changed = use(town, one.code, one.redemption_id, use_id=taken.use_id, device="till-9")
    beside = use(town, held(saga).code, new_id("rdm"))
    assert rows(town, changed, beside) == [
        ("points.offline_use_id_taken", LossBearer.NOBODY),
        ("points.offline_unknown", LossBearer.PROVIDER),
    ]
    assert rows(town, taken) == [(None, None)], "as it was judged"
    saga.assert_sound()


def test_of_two_devices_the_first_at_the_server_counts_and_the_reserve_bears_the_other_once(town, saga):
    one = held(saga)
    early = use(town, one.code, one.redemption_id, device="till-2", used_at=town.now - timedelta(minutes=5))

    first = upload(town, use(town, one.code, one.redemption_id, device="till-1"))
    second = upload(town, early)
    third = upload(town, use(town, one.code, one.redemption_id, device="till-3"))

    assert first == [(OfflineOutcome.FULFILLED, 0)]
    assert second == [(OfflineOutcome.USED_BEFORE, COST)], "the device's own clock decides nothing"
    assert third == [(OfflineOutcome.USED_BEFORE, 0)], "a code costs the reserve once"
    assert town.balance("anna").sp == 490_00, "charged once"
    [notice, _] = [event for event in town.bench.said() if isinstance(event, RedemptionFulfilledLate)]
    assert (notice.outcome, notice.loss, notice.party_id) == (OfflineOutcome.USED_BEFORE, COST, town.ids["anna"])
    saga.assert_sound()


def test_a_device_that_takes_one_code_twice_bears_it_itself(town, saga):
    one = held(saga)
    both = [use(town, one.code, one.redemption_id) for _ in range(2)]

    assert upload(town, *both) == [(OfflineOutcome.FULFILLED, 0), (OfflineOutcome.USED_BEFORE, 0)]


@pytest.mark.parametrize("swept", [True, False])
def test_what_comes_after_it_lapsed_charges_nobody_and_is_told(town, saga, swept):
    one = held(saga)
    taken = use(town, one.code, one.redemption_id)
    town.bench.clock.advance(minutes=15)
    if swept:
        town.bench.run_sweeps()

    assert upload(town, taken) == [(OfflineOutcome.LATE, COST)]
    town.bench.run_sweeps()

    assert saga.state(one.redemption_id) is State.LAPSED
    assert (town.balance("anna").sp_available, town.balance("anna").sp_held) == (500_00, 0)
    assert RedemptionFulfilledLate in town.bench.said_types()
    saga.assert_sound()


def test_what_was_given_up_after_it_was_handed_over_is_late_too(town, saga):
    one = held(saga)
    taken = use(town, one.code, one.redemption_id)
    saga.by_me(requests.CancelRedemption, one.redemption_id, reason="不要了")
    before = mine(town, one)
    assert upload(town, taken) == [(OfflineOutcome.LATE, COST)]
    # What became of it stands where the person looks; points of hers have not moved.
    assert (before.taken_in_vain_at, mine(town, one).taken_in_vain_at) == (None, town.now)
    listed = town.ask(requests.ListRedemptions(), "anna").items
    assert [(it.redemption_id, it.taken_in_vain_at) for it in listed] == [(one.redemption_id, town.now)]


def test_codes_that_were_never_told_are_the_shops_own_loss_and_five_lock_here_too(town, saga):
    one = held(saga)
    elsewhere = requests.UploadOfflineUses(
        provider_id=town.ids["other_shop"], uses=(use(town, one.code, one.redemption_id),)
    )
    guesses = [use(town, wrong(one.code), one.redemption_id) for _ in range(5)]

    assert upload(town, use(town, one.code, new_id("rdm"))) == [(OfflineOutcome.UNKNOWN, 0)]
    assert [one.outcome for one in town.bench.ask(elsewhere, as_=other_clerk(town)).uses] == [OfflineOutcome.UNKNOWN]
    assert upload(town, *guesses) == [(OfflineOutcome.WRONG_CODE, 0)] * 5
    assert upload(town, use(town, one.code, one.redemption_id)) == [(OfflineOutcome.WRONG_CODE, 0)]
    assert refused(lambda: saga.at_shop(requests.FulfilRedemption, one.redemption_id, code=one.code)) == (
        "points.code_locked"
    )
    saga.assert_sound()


def test_an_upload_is_the_clerks_shop_not_empty_not_too_long_and_not_their_own(town, saga):
    one = held(saga)
    taken = use(town, one.code, one.redemption_id)
    asked = requests.UploadOfflineUses(provider_id=town.ids["shop"], uses=(taken,))

    assert refused(lambda: town.bench.ask(asked, as_=other_clerk(town))) == "points.provider_not_found"
    assert refused(lambda: town.ask(asked, "staff")) == "not-allowed"
    assert refused(lambda: upload(town)) == "points.too_many_uses"
    assert refused(lambda: upload(town, taken, taken)) == "points.too_many_uses"
    assert refused(lambda: upload(town, *(use(town, one.code, one.redemption_id) for _ in range(201)))) == (
        "points.too_many_uses"
    )
    assert saga.state(one.redemption_id) is State.HELD


@pytest.mark.parametrize("name", ["anna", "bela"])
def test_a_clerks_own_row_waits_for_another_clerk_and_keeps_no_other_row_back(town, saga, name):
    town.earn("dora", 10_00)
    one, other = held(saga), held(Saga(town, name="dora", item_id=saga.item_id))
    uses = (use(town, one.code, one.redemption_id), use(town, other.code, other.redemption_id))
    own = actor(town.ids[name], Role.MERCHANT_CLERK, organisation_id=town.ids["shop"])
    asked = requests.UploadOfflineUses(provider_id=town.ids["shop"], uses=uses)

    told = town.bench.ask(asked, as_=own).uses

    assert [(row.outcome, row.code, row.borne_by) for row in told] == [
        (OfflineOutcome.REFUSED, "points.offline_own", LossBearer.NOBODY),
        (OfflineOutcome.FULFILLED, None, None),
    ]
    assert saga.state(one.redemption_id) is State.HELD
    assert upload(town, *uses) == [(OfflineOutcome.FULFILLED, 0)] * 2, "the other clerk reports the same uses"
    saga.assert_sound()


def cancelled(town, saga) -> requests.NewOfflineUse:
    one = held(saga)
    saga.by_me(requests.CancelRedemption, one.redemption_id, reason="不要了")
    return use(town, one.code, one.redemption_id)


def lapsed(town, saga) -> requests.NewOfflineUse:
    one = held(saga)
    town.bench.clock.advance(minutes=15)
    return use(town, one.code, one.redemption_id)


def used(town, saga, *devices: str) -> requests.NewOfflineUse:
    one = held(saga)
    for device in devices:
        upload(town, use(town, one.code, one.redemption_id, device=device))
    return use(town, one.code, one.redemption_id)


def guessed(town, saga, times: int) -> requests.NewOfflineUse:
    one = held(saga)
    for _ in range(times):
        upload(town, use(town, wrong(one.code), one.redemption_id))
    return use(town, one.code if times else wrong(one.code), one.redemption_id)


@pytest.mark.parametrize(
    ("code", "borne_by", "loss", "make"),
    [
        ("points.offline_used_before", LossBearer.RESERVE, COST, lambda town, saga: used(town, saga, "till-2")),
        ("points.offline_lapsed", LossBearer.RESERVE, COST, lapsed),
        ("points.offline_given_up", LossBearer.RESERVE, COST, cancelled),
        ("points.offline_same_device", LossBearer.PROVIDER, 0, lambda town, saga: used(town, saga, "till-1")),
        ("points.offline_loss_borne", LossBearer.PROVIDER, 0, lambda town, saga: used(town, saga, "till-2", "till-3")),
        ("points.offline_wrong_code", LossBearer.PROVIDER, 0, lambda town, saga: guessed(town, saga, 0)),
        ("points.offline_code_locked", LossBearer.PROVIDER, 0, lambda town, saga: guessed(town, saga, 5)),
        (
            "points.offline_unknown",
            LossBearer.PROVIDER,
            0,
            lambda town, saga: use(town, held(saga).code, new_id("rdm")),
        ),
    ],
)
def test_each_row_in_vain_says_why_and_who_bears_it_to_the_clerk_and_later_to_the_shop(
    town, saga, code, borne_by, loss, make
):
    taken = make(town, saga)

    asked = requests.UploadOfflineUses(provider_id=town.ids["shop"], uses=(taken,))
    [row] = town.ask(asked, "clerk").uses

    assert (row.code, row.borne_by, row.loss) == (code, borne_by, loss)
    reason = BY_CODE[code]
    assert (row.zh, row.en) == (reason.zh, reason.en)
    assert town.ask(asked, "clerk").uses == (row,), "the same upload again"
    listed = requests.ListOfflineUses(provider_id=town.ids["shop"])
    for who in (town.actor("clerk"), agent(town), town.actor("staff"), actor(town.ids["dora"], Role.AUDITOR)):
        assert row in town.bench.ask(listed, as_=who).items
    assert refused(lambda: town.bench.ask(listed, as_=other_clerk(town))) == "points.provider_not_found"
    assert refused(lambda: town.ask(listed, "anna")) == "not-allowed"
    saga.assert_sound()


def test_what_was_judged_before_reasons_were_kept_is_still_answered(town, saga, owner):
    taken = use(town, held(saga).code, new_id("rdm"))
    upload(town, taken)
    with owner.begin() as connection:
        connection.execute(text("UPDATE offline_uses SET refusal = NULL"))
    assert rows(town, taken) == [(None, None)]


def test_two_devices_that_upload_at_once_spend_it_once_and_cost_once(town, saga):
    one = held(saga)
    found: list[tuple[OfflineOutcome, int]] = []

    def report(device: str) -> None:
        found.extend(upload(town, use(town, one.code, one.redemption_id, device=device)))

    codes = at_once([lambda device=f"till-{number}": report(device) for number in range(6)])

    assert codes == ["ok"] * 6
    assert [outcome for outcome, _ in found].count(OfflineOutcome.FULFILLED) == 1
    assert sum(loss for _, loss in found) == COST
    assert town.balance("anna").sp == 490_00
    saga.assert_sound()

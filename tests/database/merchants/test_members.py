"""Members of the alliance: application, verification, plaque, standing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date

import pytest

from contracts.merchants import answers, requests
from contracts.merchants.events import (
    MerchantLeft,
    MerchantPlaqued,
    MerchantReinstated,
    MerchantSigned,
    MerchantSuspended,
    MerchantVerified,
)
from contracts.merchants.ids import MemberStatus, PermitKind
from contracts.roles import Role
from tests.database.merchants.street import Street, licence, made
from tests.support.bench import AskRefused, actor

ONE = made("mem", 1)


def test_a_merchant_applies_is_verified_signs_and_holds_a_plaque(street: Street):
    street.publish()

    member = street.plaque(1)
    active = street.bench.ask(requests.ActivateMember(member_id=ONE), as_=street.staff)

    assert (member.status, active.status) == (MemberStatus.PLAQUED, MemberStatus.ACTIVE)
    assert {MerchantVerified, MerchantSigned, MerchantPlaqued} <= set(street.bench.said_types())


def test_a_plaque_shows_everybody_the_current_status_and_nothing_of_the_past(street: Street):
    street.publish()
    street.plaque(1)
    street.bench.ask(requests.ActivateMember(member_id=ONE), as_=street.staff)
    street.bench.ask(requests.WarnMember(member_id=ONE, reason="投诉属实"), as_=street.staff)
    asked = requests.SuspendMember(member_id=ONE, until=date(2023, 5, 1), reason="逾期未整改")
    street.bench.ask(asked, as_=street.council)

    shown = street.bench.ask(requests.GetPlaque(plaque_serial="CLP-0001"), as_=street.nobody)

    assert asdict(shown) == {
        "plaque_serial": "CLP-0001",
        "shop_name": "生成商户1",
        "status": MemberStatus.SUSPENDED,
        "plaqued_on": date(2023, 3, 18),
    }
    with pytest.raises(AskRefused, match="not-found"):
        street.bench.ask(requests.GetPlaque(plaque_serial="CLP-0001"), as_=actor(None, community="another-place"))
    street.bench.ask(requests.ReinstateMember(member_id=ONE), as_=street.council)
    gone = street.bench.ask(requests.WithdrawMember(member_id=ONE), as_=street.staff)
    kinds = (MerchantPlaqued, MerchantSuspended, MerchantReinstated, MerchantLeft)
    standing = [event for event in street.bench.said() if isinstance(event, kinds)]
    assert [type(event) for event in standing] == list(kinds)
    versions = [event.member_version for event in standing]
    assert versions == sorted(set(versions)), "rising, so that whoever hears them late can put them in order"
    assert (versions[-1], standing[-1].plaqued) == (gone.version, True)


def test_nobody_verifies_what_they_entered(street: Street):
    street.open_shop(1)
    street.bench.ask(street.application(1), as_=street.staff)

    with pytest.raises(AskRefused, match=r"merchants\.same_person"):
        street.bench.ask(requests.VerifyMember(member_id=ONE), as_=street.staff)

    assert street.bench.ask(requests.VerifyMember(member_id=ONE), as_=street.second_staff).version == 2


def test_an_application_is_taken_once_however_often_it_comes(street: Street):
    first = street.apply(1)
    again = street.bench.ask(street.application(1), as_=street.agent(1))

    assert first == again
    for changed, refusal in [
        ({"shop_name": "另一家"}, r"merchants\.member_id_taken"),
        ({"member_id": made("mem", 2)}, r"merchants\.already_member"),
    ]:
        with pytest.raises(AskRefused, match=refusal):
            street.bench.ask(street.application(1, **changed), as_=street.agent(1))
    assert street.bench.count("members") == 1


def test_of_two_applications_for_one_licence_at_once_one_is_taken(street: Street):
    street.open_shop(1)

    def apply(number: int) -> str:
        try:
            asked = street.application(1, member_id=made("mem", number))
            return street.bench.ask(asked, as_=street.agent(1)).member_id
        except AskRefused as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(apply, range(1, 5)))

    assert outcomes.count("merchants.already_member") == 3
    assert street.bench.count("members") == 1


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"licence": licence(1)[:-1] + "?"}, r"merchants\.licence_invalid"),
        ({"licence": licence(2)[:-1] + licence(1)[-1]}, r"merchants\.licence_invalid"),
        ({"party_id": made("pty", 1002)}, "not-found"),
    ],
)
def test_what_cannot_be_found_is_not_taken(street: Street, changed: dict[str, str], refusal: str):
    street.open_shop(1)

    with pytest.raises(AskRefused, match=refusal):
        street.bench.ask(street.application(1, **changed), as_=street.agent(1))

    assert street.bench.count("members") == 0


def test_a_sheet_of_applications_takes_the_good_rows_and_says_what_is_wrong_with_the_others(street: Street):
    for shop in range(1, 5):
        street.open_shop(shop)
    street.apply(5)
    rows = [street.application(shop) for shop in (1, 2, 3)]
    rows += [
        street.application(4, licence="91510100"),
        street.application(6),
        street.application(1, member_id=made("mem", 7)),
        street.application(5, member_id=made("mem", 8)),
    ]
    sheet = requests.ApplyInBulk(rows=tuple(requests.ApplicationRow(**asdict_of(row)) for row in rows))

    told = street.bench.ask(sheet, as_=street.staff)

    assert (told.applied, told.refused) == (3, 4)
    assert [row.code for row in told.rows] == [
        None,
        None,
        None,
        "merchants.licence_invalid",
        "party-not-found",
        "merchants.row_twice",
        "merchants.already_member",
    ]
    assert all(row.zh for row in told.rows if not row.applied)
    assert street.bench.count("members") == 4


def asdict_of(asked: requests.ApplyForMembership) -> dict[str, object]:
    return {name: getattr(asked, name) for name in requests.ApplicationRow.__dataclass_fields__}


def test_a_sheet_has_at_most_two_hundred_rows(street: Street):
    rows = tuple(requests.ApplicationRow(**asdict_of(street.application(shop))) for shop in range(1, 202))

    with pytest.raises(AskRefused, match=r"merchants\.row_count"):
        street.bench.ask(requests.ApplyInBulk(rows=rows), as_=street.staff)


def test_papers_are_checked_when_the_merchant_is_verified(street: Street):
    expired = (
        answers.Permit(kind=PermitKind.BUSINESS_LICENCE),
        answers.Permit(kind=PermitKind.FOOD_PERMIT, valid_until=date(2023, 3, 17)),
    )
    for shop, permits, refusal in [
        (1, expired[:1], r"merchants\.permit_missing"),
        (2, expired, r"merchants\.permit_expired"),
    ]:
        street.open_shop(shop)
        street.bench.ask(street.application(shop, permits=permits), as_=street.agent(shop))
        with pytest.raises(AskRefused, match=refusal):
            street.bench.ask(requests.VerifyMember(member_id=made("mem", shop)), as_=street.staff)


def test_a_merchant_sees_and_moves_only_itself(street: Street):
    street.apply(1)
    street.apply(2)
    mine = street.bench.ask(requests.ListMembers(), as_=street.agent(1))

    assert [member.member_id for member in mine.items] == [ONE]
    for asked in (requests.GetMember(member_id=made("mem", 2)), requests.WithdrawMember(member_id=made("mem", 2))):
        with pytest.raises(AskRefused, match="not-found"):
            street.bench.ask(asked, as_=street.agent(1))
    with pytest.raises(AskRefused, match="not-allowed"):
        street.bench.ask(requests.VerifyMember(member_id=ONE), as_=street.agent(1))
    elsewhere = actor(street.staff.party_id, Role.COMMUNITY_STAFF, community="another-place")
    with pytest.raises(AskRefused, match="not-found"):
        street.bench.ask(requests.VerifyMember(member_id=ONE), as_=elsewhere)


def test_who_left_may_apply_again(street: Street):
    street.apply(1)
    left = street.bench.ask(requests.WithdrawMember(member_id=ONE), as_=street.agent(1))
    again = street.bench.ask(street.application(1, member_id=made("mem", 2)), as_=street.agent(1))

    assert (left.status, again.status) == (MemberStatus.WITHDRAWN, MemberStatus.APPLIED)
    said = [event for event in street.bench.said() if isinstance(event, MerchantLeft)]
    assert [(event.expelled, event.plaqued, event.member_version) for event in said] == [(False, False, left.version)]


def test_a_serial_is_given_once_and_a_stale_version_moves_nothing(street: Street):
    street.publish()
    street.plaque(1)
    street.sign(2)
    asked = requests.IssuePlaque(member_id=made("mem", 2), plaque_serial="CLP-0001")

    with pytest.raises(AskRefused, match=r"merchants\.plaque_serial_taken"):
        street.bench.ask(asked, as_=street.staff)
    with pytest.raises(AskRefused, match="stale-version"):
        street.bench.ask(requests.WarnMember(member_id=ONE, reason="x"), as_=street.staff, if_version=1)

    shown = street.bench.ask(requests.ListAlliance(), as_=street.nobody)
    assert [member.plaque_serial for member in shown.items] == ["CLP-0001"]

"""A judge's service that does not count: two persons, a reason, once (rulebook §3, §5)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from contracts.merchants import answers, requests
from contracts.merchants.events import PanelServiceWithdrawn
from contracts.merchants.ids import ServiceWithdrawalReason as Reason
from contracts.merchants.ids import ServiceWithdrawalState as State
from contracts.points.events import PartyHouseholdChanged
from contracts.roles import Role
from tests.database.merchants.street import Street, Tasting, made
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused, actor


@pytest.fixture
def tasting(street: Street) -> Tasting:
    """A panel whose judges have all served to the end."""
    return Tasting(street).deal().cast_all().close()


def proposing(tasting: Tasting, number: int = 1, *, judge: str | None = None) -> requests.ProposeServiceWithdrawal:
    return requests.ProposeServiceWithdrawal(
        withdrawal_id=made("svw", number),
        panel_id=tasting.panel_id,
        judge_id=judge or tasting.judges[0],
        reason=Reason.EVIDENCE_WITHDRAWN,
        note="签到人不是本人",
    )


def propose(tasting: Tasting, number: int = 1) -> answers.ServiceWithdrawal:
    found: answers.ServiceWithdrawal = tasting.ask(proposing(tasting, number), as_=tasting.street.chief)
    return found


def deciding(number: int = 1, *, accept: bool = True) -> requests.DecideServiceWithdrawal:
    return requests.DecideServiceWithdrawal(withdrawal_id=made("svw", number), accept=accept, answer_text="已核对")


def said(tasting: Tasting) -> list[PanelServiceWithdrawn]:
    return [event for event in tasting.street.bench.said() if isinstance(event, PanelServiceWithdrawn)]


def code(call) -> str:
    with pytest.raises(AskRefused) as no:
        call()
    return no.value.code


def test_proposed_by_one_decided_by_another_and_told_once(tasting: Tasting):
    proposed = propose(tasting)
    assert (proposed.state, propose(tasting)) == (State.PROPOSED, proposed)
    assert said(tasting) == []

    done = tasting.ask(deciding(), as_=tasting.street.council)

    assert (done.state, done.decided_by, done.answer) == (State.DONE, tasting.street.council.party_id, "已核对")
    [event] = said(tasting)
    assert (event.panel_id, event.judge_id, event.withdrawal_id) == (
        tasting.panel_id,
        tasting.judges[0],
        proposed.withdrawal_id,
    )
    assert event.reason is Reason.EVIDENCE_WITHDRAWN
    again = code(lambda: tasting.ask(deciding(), as_=tasting.street.council))
    assert again == "merchants.service_withdrawal_decided"
    assert code(lambda: propose(tasting, 2)) == "merchants.service_withdrawal_known"


def test_nobody_decides_who_proposed_it_or_is_the_judge_or_lives_or_works_with_them(tasting: Tasting, street: Street):
    judge = tasting.judges[0]
    spouse, later = street.party(2950, home=home_of(street, judge)), street.party(2951)
    street.know(spouse, later)
    moved_in = PartyHouseholdChanged(
        community=COMMUNITY,
        party_id=later.party_id,
        former_household_id=None,
        household_id=spouse.household_id,
        changed_on=date(2023, 3, 18),
        party_version=2,
    )
    street.know(moved_in)
    propose(tasting)

    for party_id in (street.chief.party_id, judge, spouse.party_id, later.party_id):
        asked = code(lambda party_id=party_id: tasting.ask(deciding(), as_=actor(party_id, Role.COUNCIL_MEMBER)))
        assert asked == "merchants.own_service_withdrawal"
    for role in (Role.TASTING_CHIEF, Role.COMMUNITY_STAFF, Role.AUDITOR):
        assert code(lambda role=role: tasting.ask(deciding(), as_=actor(made("pty", 2), role))) == "not-allowed"
    unknown = actor(made("pty", 9999), Role.COUNCIL_MEMBER)
    assert code(lambda: tasting.ask(deciding(), as_=unknown)) == "party-not-found"
    assert said(tasting) == []


def home_of(street: Street, judge: str) -> int:
    """The number of a resident's home: resident 3000 + n lives in 4000 + n."""
    return next(4000 + number for number in range(50) if made("pty", 3000 + number) == judge)


def test_declined_it_stays_rendered_and_may_be_proposed_anew(tasting: Tasting):
    propose(tasting)
    declined = tasting.ask(deciding(accept=False), as_=tasting.street.council)

    assert (declined.state, said(tasting)) == (State.DECLINED, [])
    assert propose(tasting, 2).state is State.PROPOSED


def test_only_a_service_that_was_told_is_withdrawn(street: Street):
    tasting = Tasting(street).deal()
    assert code(lambda: propose(tasting)) == "merchants.service_not_rendered"
    tasting.cast_all().close()
    stranger = proposing(tasting, judge=made("pty", 2))
    assert code(lambda: tasting.ask(stranger, as_=street.chief)) == "merchants.service_not_rendered"
    missing = code(lambda: tasting.ask(deciding(), as_=street.council))
    assert missing == "merchants.service_withdrawal_not_found"


def test_an_id_names_one_withdrawal_and_a_reason_is_one_of_the_rulebooks(tasting: Tasting):
    propose(tasting)
    other = proposing(tasting, judge=tasting.judges[1])
    taken = code(lambda: tasting.ask(other, as_=tasting.street.chief))
    assert taken == "merchants.service_withdrawal_id_taken"
    body = {
        "withdrawal_id": made("svw", 3),
        "panel_id": tasting.panel_id,
        "judge_id": tasting.judges[1],
        "reason": "RETURNED_GOODS",
        "note": "无",
    }
    ask = tasting.street.bench.ask_json
    assert code(lambda: ask("propose_service_withdrawal", body, as_=tasting.street.chief)) == "invalid"


def test_at_once_it_is_withdrawn_once(tasting: Tasting):
    codes = at_once([lambda number=number: propose(tasting, number) for number in range(1, 5)])
    assert sorted(codes) == sorted(["ok"] + ["merchants.service_withdrawal_known"] * 3)
    [kept] = tasting.ask(requests.ListServiceWithdrawals(), as_=tasting.street.council).items
    decision = requests.DecideServiceWithdrawal(withdrawal_id=kept.withdrawal_id, accept=True)

    codes = at_once([lambda: tasting.ask(decision, as_=tasting.street.council)] * 4)

    assert sorted(codes) == sorted(["ok"] + ["merchants.service_withdrawal_decided"] * 3)
    assert len(said(tasting)) == 1


def test_judges_see_what_is_said_of_themselves_and_nobody_else_does(tasting: Tasting):
    propose(tasting)
    mine, other = tasting.judges[:2]
    look = requests.ListServiceWithdrawals()
    of_panel = requests.ListServiceWithdrawals(panel_id=tasting.panel_id)
    elsewhere = requests.ListServiceWithdrawals(panel_id=made("pnl", 9))

    assert [one.judge_id for one in tasting.ask(look, as_=tasting.judge(mine)).items] == [mine]
    assert tasting.ask(of_panel, as_=tasting.judge(other)).items == ()
    auditor = actor(made("pty", 77), Role.AUDITOR)
    assert len(tasting.ask(of_panel, as_=auditor).items) == 1
    assert tasting.ask(elsewhere, as_=auditor).items == ()
    nobody = actor(made("pty", 78), Role.MERCHANT_AGENT)
    assert code(lambda: tasting.ask(look, as_=nobody)) == "not-allowed"


def test_pages_go_on_with_older_ones(tasting: Tasting):
    for number, judge in enumerate(tasting.judges[:3], start=1):
        tasting.ask(proposing(tasting, number, judge=judge), as_=tasting.street.chief)

    first = tasting.ask(requests.ListServiceWithdrawals(limit=2), as_=tasting.street.council)
    rest = tasting.ask(requests.ListServiceWithdrawals(limit=2, after=first.next_key), as_=tasting.street.council)

    ids = [one.withdrawal_id for one in (*first.items, *rest.items)]
    assert ids == [made("svw", number) for number in (3, 2, 1)]
    assert rest.next_key is None


def test_the_database_holds_two_persons_and_one_withdrawal(tasting: Tasting):
    proposed = propose(tasting)
    for by in (proposed.proposed_by, proposed.judge_id):
        with pytest.raises(IntegrityError):
            tasting.street.bench.rows(
                "UPDATE service_withdrawals SET state = 'done', decided_by = :by, decided_at = proposed_at", by=by
            )

"""What a confirmer says of the evidence is bounded by what is there; the other side's word is kept with their name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import Document
from contracts.points.kinds import Channel, ContributionState, DocumentKind, Evidence, MoneyType
from contracts.roles import Role
from tests.database.points.charity import agree, festival, published, running, scan_in
from tests.database.points.papers import fingerprint, upload
from tests.database.points.test_submitting import BANK, WAIVER, goods, money, refused
from tests.support.bench import AskRefused, actor

NOT_PROVED, NOT_THE_COUNTERPART = "points.evidence_not_proved", "points.not_the_counterpart"


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def confirming(contribution_id: str, evidence: Evidence = Evidence.E2, **more: object) -> requests.ConfirmContribution:
    return requests.ConfirmContribution(contribution_id=contribution_id, evidence=evidence, **more)


@pytest.mark.parametrize(("name", "best"), [("anna", Evidence.E0), ("organiser", Evidence.E1)])
def test_hours_that_nothing_vouches_for_are_no_better_than_who_entered_them(town, name, best):
    asked, other = town.hours(), town.hours("dora")
    for one, by in ((asked, name), (other, name if name == "organiser" else "dora")):
        town.ask(one, by)

    assert code_of(lambda: town.ask(confirming(asked.contribution_id), "confirmer")) == NOT_PROVED
    returned = town.ask(confirming(asked.contribution_id, best), "confirmer")
    kept = town.ask(confirming(other.contribution_id, as_counterpart=True), "confirmer")

    assert (returned.state, returned.as_counterpart) == (ContributionState.RETURNED, False)
    assert (kept.state, kept.evidence, kept.as_counterpart) == (ContributionState.UNDER_NOTICE, Evidence.E2, True)
    assert kept.confirmed_by == town.ids["confirmer"]


def test_time_without_its_second_scan_is_confirmed_only_by_those_who_held_the_activity(town):
    fair = running(town)
    scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)
    town.bench.clock.at = fair.planned_end
    town.ask(requests.CloseActivity(activity_id=fair.activity_id), "organiser")
    town.bench.run_sweeps()
    [mine] = town.ask(requests.ListAttendances(activity_id=fair.activity_id), "organiser").items
    of_the_host = actor(town.ids["clerk"], Role.CONFIRMER, organisation_id=town.ids["shop"])

    plain, vouching = (confirming(mine.contribution_id, as_counterpart=said) for said in (False, True))
    assert code_of(lambda: town.ask(plain, "confirmer")) == NOT_PROVED
    assert code_of(lambda: town.ask(vouching, "confirmer")) == NOT_THE_COUNTERPART
    assert code_of(lambda: town.bench.ask(plain, as_=of_the_host)) == NOT_PROVED
    confirmed = town.bench.ask(vouching, as_=of_the_host)
    assert (confirmed.state, confirmed.as_counterpart) == (ContributionState.UNDER_NOTICE, True)


def test_a_line_typed_from_paper_is_worth_the_signatures_on_it_once_its_scan_is_there(town):
    scan = (Document(sha256=fingerprint("sheet"), kind=DocumentKind.SIGNED_SHEET),)
    fair = published(town)
    sheet = town.ask(requests.PrintSheet(activity_id=fair.activity_id, shift_id=fair.shifts[0].shift_id), "organiser")
    paper = {"channel": Channel.PAPER, "entry_reason": "手工签到单", "documents": scan}
    ours = {"activity_id": fair.activity_id, **paper}
    by_one = town.hours(reference=f"{sheet.serial}:1", evidence=Evidence.E1, **ours)
    by_both = town.hours("dora", reference=f"{sheet.serial}:2", evidence=Evidence.E2, **ours)
    elsewhere = town.hours("carl", reference="SHEET-7:2", evidence=Evidence.E2, **paper)
    for asked in (by_one, by_both, elsewhere):
        town.ask(asked, "staff")
        town.ask(requests.SecondEntry(contribution_id=asked.contribution_id), "organiser")

    assert code_of(lambda: town.ask(confirming(by_both.contribution_id), "confirmer")) == "points.document_not_kept"
    upload(town, "sheet")
    assert code_of(lambda: town.ask(confirming(by_one.contribution_id), "confirmer")) == NOT_PROVED
    assert town.ask(confirming(by_both.contribution_id), "confirmer").state is ContributionState.UNDER_NOTICE
    # Nobody here knows who laid that paper out: it is a list, unless its confirmer was the other side.
    assert code_of(lambda: town.ask(confirming(elsewhere.contribution_id), "confirmer")) == NOT_PROVED
    vouched = town.ask(confirming(elsewhere.contribution_id, as_counterpart=True), "confirmer")
    assert (vouched.state, vouched.as_counterpart) == (ContributionState.UNDER_NOTICE, True)


def test_an_act_that_nobody_made_known_is_not_named(town):
    drafted = festival(town)
    town.ask(drafted, "organiser")
    for unknown in (new_id("act"), drafted.activity_id):
        for asked in (
            town.hours(activity_id=unknown),
            goods(town, activity_id=unknown),
        ):
            assert code_of(lambda asked=asked: town.ask(asked, "organiser")) == "points.activity_unknown"
    agree(town, drafted.activity_id)
    town.ask(requests.PublishActivity(activity_id=drafted.activity_id), "staff")
    named = town.hours(activity_id=drafted.activity_id)
    assert town.ask(named, "organiser").activity_id == drafted.activity_id
    # Also in an act that is known, nobody but who holds it is the other side.
    word = confirming(named.contribution_id, as_counterpart=True)
    assert code_of(lambda: town.ask(word, "confirmer")) == "points.not_the_counterpart"


def test_nobodys_word_is_a_document(town):
    asked = town.hours()
    town.ask(asked, "organiser")
    word = confirming(asked.contribution_id, Evidence.E3, as_counterpart=True)

    assert code_of(lambda: town.ask(word, "confirmer")) == "points.document_missing"
    assert town.ask(confirming(asked.contribution_id, as_counterpart=True), "confirmer").as_counterpart is True


@pytest.mark.parametrize(("name", "kind"), [("bank", DocumentKind.BANK_LINE), ("waiver", DocumentKind.RECEIPT_WAIVER)])
def test_money_is_not_confirmed_by_a_fingerprint(town, name, kind):
    fingerprints = {DocumentKind.BANK_LINE: BANK, DocumentKind.RECEIPT_WAIVER: WAIVER}
    fingerprints[kind] = Document(sha256=fingerprint(f"{name} later"), kind=kind)
    upload(town, *({"bank", "waiver"} - {name}))
    asked = money(town, contribution_type=MoneyType.F1W, documents=tuple(fingerprints.values()))
    town.ask(asked, "staff")
    town.ask(requests.SecondEntry(contribution_id=asked.contribution_id), "organiser")

    with pytest.raises(AskRefused) as no:
        town.confirm(asked.contribution_id, Evidence.E3)
    assert no.value.code == "points.document_not_kept"
    upload(town, f"{name} later")
    assert town.confirm(asked.contribution_id, Evidence.E3).state is ContributionState.UNDER_NOTICE


def test_an_invoice_without_its_file_makes_nothing_independent(town):
    asked = goods(town, documents=(Document(sha256=fingerprint("lost"), kind=DocumentKind.INVOICE),))
    town.ask(asked, "organiser")
    confirm = requests.ConfirmContribution(contribution_id=asked.contribution_id, evidence=Evidence.E3)
    assert refused(town, confirm, "confirmer") == "points.document_not_kept"
    assert refused(town, replace(confirm, evidence=Evidence.E2), "confirmer") == "points.evidence_not_proved"

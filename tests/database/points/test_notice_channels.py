"""Who is told on paper that points lapse, who says so, and what the office brings on a day (rulebook §4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chassis.actor import system
from contracts.points import requests
from contracts.points.kinds import LapseTo, NoticeChannel
from contracts.roles import Role
from tests.database.points.test_lapses import LAST_DAY, go_to, lots, notices
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused, actor

PAPER, ACCOUNT = NoticeChannel.PAPER, NoticeChannel.ACCOUNT
HIDDEN, CHOSEN = "points.party_not_found", "points.channel_chosen"


def choosing(town, channel: NoticeChannel, name: str | None = None) -> requests.ChooseNoticeChannel:
    return requests.ChooseNoticeChannel(channel=channel, party_id=town.ids[name] if name else None)


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def on_paper(town, day: date | None, **page: object):
    return town.ask(requests.ListPaperNotices(day=day, **page), "staff")


def test_everybody_is_told_in_the_account_until_somebody_says_otherwise(town):
    plain = town.ask(requests.GetLapseChoice(), "anna")
    noted = town.ask(choosing(town, PAPER, "anna"), "staff")
    changed = town.ask(choosing(town, ACCOUNT), "anna")

    assert (plain.channel, plain.channel_by) == (ACCOUNT, None)
    assert (noted.channel, noted.channel_by) == (PAPER, town.ids["staff"])
    assert (changed.channel, changed.channel_by) == (ACCOUNT, town.ids["anna"])
    assert town.ask(requests.GetLapseChoice(), "anna") == changed


def test_the_persons_own_word_is_not_the_offices_to_change(town):
    town.ask(choosing(town, PAPER, "anna"), "staff")
    assert town.ask(choosing(town, ACCOUNT, "anna"), "staff").channel is ACCOUNT, "a slip of the office's own"
    for mine, theirs in ((ACCOUNT, PAPER), (PAPER, ACCOUNT)):
        town.ask(choosing(town, mine), "anna")
        assert code_of(lambda theirs=theirs: town.ask(choosing(town, theirs, "anna"), "staff")) == CHOSEN
        assert town.ask(requests.GetLapseChoice(), "anna").channel is mine


def test_nobody_else_chooses_for_others(town):
    for name in ("bela", "carl"):
        assert code_of(lambda name=name: town.ask(choosing(town, PAPER, "anna"), name)) == HIDDEN
    for name in ("approver", "council", "clerk", "confirmer"):
        assert code_of(lambda name=name: town.ask(choosing(town, PAPER, "anna"), name)) == "not-allowed"
    unknown = requests.ChooseNoticeChannel(channel=PAPER, party_id="pty_" + "0" * 26)
    assert code_of(lambda: town.ask(unknown, "staff")) == HIDDEN
    assert town.ask(choosing(town, PAPER), "staff").channel_by == town.ids["staff"], "who works there has points too"
    assert town.ask(choosing(town, PAPER, "shop"), "staff").channel is PAPER
    speaks = actor(town.ids["carl"], Role.MERCHANT_AGENT, organisation_id=town.ids["shop"])
    assert town.bench.ask(choosing(town, ACCOUNT, "shop"), as_=speaks).channel is ACCOUNT


def test_one_choice_does_not_touch_the_other(town):
    town.ask(requests.ChooseLapse(to=LapseTo.NOTHING), "anna")
    town.ask(choosing(town, PAPER), "anna")
    both = town.ask(requests.GetLapseChoice(), "anna")
    town.ask(requests.ChooseLapse(to=LapseTo.POOL), "anna")

    assert (both.to, both.channel) == (LapseTo.NOTHING, PAPER)
    assert (town.ask(requests.GetLapseChoice(), "anna").to, both.channel) == (LapseTo.POOL, PAPER)


def test_both_choices_at_once_are_both_kept(town):
    asked = [(choosing(town, PAPER), "anna"), (requests.ChooseLapse(to=LapseTo.NOTHING), "anna")]

    assert at_once([lambda one=one, name=name: town.ask(one, name) for one, name in asked]) == ["ok"] * 2

    kept = town.ask(requests.GetLapseChoice(), "anna")
    assert (kept.to, kept.channel) == (LapseTo.NOTHING, PAPER)


def test_a_days_list_has_those_on_paper_with_masked_names_and_stays_as_it_was(town):
    town.ask(choosing(town, PAPER, "anna"), "staff")
    town.ask(choosing(town, PAPER), "dora")
    for name in ("anna", "bela", "dora"):
        town.earn(name, 120_00)
    day = LAST_DAY - timedelta(days=30)
    go_to(town, day)
    town.bench.run_periods()

    listed = on_paper(town, day).items
    town.ask(choosing(town, ACCOUNT), "anna")
    town.ask(choosing(town, PAPER, "bela"), "staff")

    assert {one.party_id for one in listed} == {town.ids["anna"], town.ids["dora"]}
    assert {(one.sp, one.days_before, one.expires_on) for one in listed} == {(120_00, 30, LAST_DAY)}
    names = {town.ids[name]: town.ask(requests.GetParty(party_id=town.ids[name]), "staff") for name in ("anna", "dora")}
    assert all(one.public_name == names[one.party_id].public_name for one in listed)
    assert not any("anna" in one.public_name or "dora" in one.public_name for one in listed)
    assert on_paper(town, day).items == listed, "what was taken along stays on the list"
    assert on_paper(town, day + timedelta(days=1)).items == ()
    go_to(town, LAST_DAY - timedelta(days=7))
    town.bench.run_periods()
    then = on_paper(town, LAST_DAY - timedelta(days=7)).items
    assert {one.party_id for one in then} == {town.ids["bela"], town.ids["dora"]}
    assert [one.channel for one in notices(town)] == [ACCOUNT, PAPER]


def test_the_job_again_adds_nothing_and_the_list_has_pages(town):
    names = ("anna", "bela", "carl", "dora", "stranger")
    day = date(2023, 3, 18)
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        for name in names:
            lots(work, town.ids[name], {day + timedelta(days=30): 1_00, day + timedelta(days=7): 2_00})
    for name in names:
        town.ask(choosing(town, PAPER, name), "staff")
    town.bench.run_periods()
    town.bench.run_periods()

    first = on_paper(town, day, limit=6)
    rest = on_paper(town, day, limit=6, after=first.next_key)

    assert (len(first.items), len(rest.items), rest.next_key) == (6, 4, None)
    assert len({one.notice_id for one in (*first.items, *rest.items)}) == 10


def brought(town, *found: object, on: date, by: str = "staff"):
    asked = requests.MarkNoticesBrought(notice_ids=tuple(one.notice_id for one in found), brought_on=on)
    return town.bench.ask(asked, as_=actor(town.ids[by], Role.COMMUNITY_STAFF)).items


def noticed(town, *names: str) -> date:
    """Points of these lapse in 30 days, and they are told on paper."""
    for name in names:
        town.ask(choosing(town, PAPER, name), "staff")
        town.earn(name, 120_00)
    day = LAST_DAY - timedelta(days=30)
    go_to(town, day)
    town.bench.run_periods()
    return day


def test_whoever_brings_a_notice_marks_it_and_the_list_shows_what_is_still_to_bring(town):
    day = noticed(town, "anna", "dora")
    first, second = on_paper(town, day).items
    assert (first.brought_on, first.brought_by) == (None, None)

    for _ in range(2):
        [marked] = brought(town, first, on=day)

    assert (marked.notice_id, marked.brought_on, marked.brought_by) == (first.notice_id, day, town.ids["staff"])
    assert [one.brought_on for one in on_paper(town, day).items] == [day, None], (
        "what was taken along stays on the list"
    )
    assert [one.notice_id for one in on_paper(town, day, open_only=True).items] == [second.notice_id]
    assert [one.notice_id for one in on_paper(town, None).items] == [second.notice_id], "of all days"
    go_to(town, LAST_DAY + timedelta(days=1))
    assert on_paper(town, None).items == (), "what has lapsed is no news"
    brought(town, second, on=LAST_DAY)
    assert [one.brought_on for one in on_paper(town, day).items] == [day, LAST_DAY], "said late, it is still so"


def test_a_notice_is_brought_once_by_one_person_on_a_day_that_can_be(town):
    day = noticed(town, "anna", "dora")
    first, second = on_paper(town, day).items
    brought(town, first, on=day)

    for found, on, by, code in (
        ((first,), day, "council", "points.notice_brought_before"),
        ((first, second), day, "council", "points.notice_brought_before"),
        ((second, second), day, "staff", "points.brought_unfit"),
        ((), day, "staff", "points.brought_unfit"),
        ((second,), day - timedelta(days=1), "staff", "points.brought_unfit"),
        ((second,), day + timedelta(days=1), "staff", "points.brought_unfit"),
    ):
        assert code_of(lambda found=found, on=on, by=by: brought(town, *found, on=on, by=by)) == code
    assert [one.brought_on for one in on_paper(town, day).items] == [day, None], "all or none"


def test_what_is_not_on_paper_or_not_there_is_not_brought(town):
    day = noticed(town, "anna")
    unknown = requests.MarkNoticesBrought(notice_ids=("lpn_" + "0" * 26,), brought_on=day)
    assert code_of(lambda: town.ask(unknown, "staff")) == "points.paper_notice_not_found"
    for name in ("anna", "council", "approver"):
        assert code_of(lambda name=name: town.ask(unknown, name)) == "not-allowed"
    town.ask(choosing(town, ACCOUNT, "anna"), "staff")
    go_to(town, LAST_DAY - timedelta(days=7))
    town.bench.run_periods()
    [in_account] = [one for one in notices(town) if one.channel is ACCOUNT]
    assert (
        code_of(lambda: brought(town, in_account, on=LAST_DAY - timedelta(days=7))) == "points.paper_notice_not_found"
    )


def test_marked_by_two_at_once_it_is_one_persons(town):
    day = noticed(town, "anna", "dora")
    found = on_paper(town, day).items

    codes = at_once(
        [lambda by=by: brought(town, *found, on=day, by=by) for by in ("staff", "council", "staff", "council")]
    )

    assert sorted(codes) == ["ok", "ok", "points.notice_brought_before", "points.notice_brought_before"]
    assert len({one.brought_by for one in on_paper(town, day).items}) == 1


def test_only_the_office_gets_the_list(town):
    for name in ("anna", "council", "approver", "organiser"):
        asked = requests.ListPaperNotices(day=LAST_DAY)
        assert code_of(lambda name=name, asked=asked: town.ask(asked, name)) == "not-allowed"


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ("channel = 'letter'", "lapse_choices_channel"),
        ("channel = 'paper', channel_by = NULL", "lapse_choices_said"),
        ("channel_own = true, channel_by = NULL", "lapse_choices_said"),
    ],
)
def test_what_nobody_said_cannot_be_written(town, values: str, constraint: str):
    town.ask(requests.ChooseLapse(to=LapseTo.POOL), "anna")
    with pytest.raises(Exception, match=constraint):
        town.bench.rows(f"UPDATE lapse_choices SET {values}")

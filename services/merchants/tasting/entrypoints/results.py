"""What comes of a panel: the count, its publication, and what everybody may then see."""

from __future__ import annotations

from collections import Counter

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.kinds import PartyId
from contracts.merchants import answers, requests
from contracts.merchants.events import AwardGiven, TallyPublished
from contracts.merchants.ids import DishId, PanelId
from contracts.roles import ANYONE, Role
from services.merchants.members import store as members
from services.merchants.pages import page
from services.merchants.parties import store as parties
from services.merchants.tasting.entrypoints.panels import judges_of
from services.merchants.tasting.rules import panels
from services.merchants.tasting.rules import results as rules
from services.merchants.tasting.rules.ballots import Ballot, numbered
from services.merchants.tasting.store import ballots as ballot_store
from services.merchants.tasting.store import panels as panel_store
from services.merchants.tasting.store import results as store

COUNT_EVERY_SECONDS = 1


class Results:
    """Counting and publishing."""

    @sweep(seconds=COUNT_EVERY_SECONDS)
    def count_closed_panel(self, work: Work) -> None:
        """Count one closed panel. The counting itself holds no lock; a void that comes meanwhile has it done again at the next look."""
        waiting = panel_store.waiting_to_be_counted(work)
        if waiting is None:
            return
        community, panel_id = waiting
        here = work.on_behalf(system(community), work.cause)
        before = panel_store.panel(here, panel_id)
        box, cast, voided = _box(here, before)
        count = rules.count(box)
        panel = panel_store.lock_panel(here, panel_id)
        if panel.version != before.version:
            return
        turnout = store.Turnout(
            judges_dealt=len(ballot_store.cards_of(here, panel_id)),
            judges_handed_in=box.handed_in,
            ballots_counted=len(box.ballots),
            ballots_voided=voided,
        )
        saved = panel_store.save_panel(here, panels.tallied(panel))
        numbers = _numbers(here, panel)
        store.save_count(here, panel_id, saved.run, count, turnout=turnout, numbers=numbers, ballots=cast)

    @command(requests.PublishTally, may=(Role.COUNCIL_MEMBER, Role.COMMUNITY_STAFF))
    def publish_tally(self, work: Work, asked: requests.PublishTally) -> answers.PanelResult:
        """Make the result public and give the awards (rulebook §15). Refuses PanelInOtherState, PublishedByParty."""
        panel = panel_store.lock_panel(work, asked.panel_id)
        work.expect_version(panel.version)
        judges = panel_store.judges_of(work, asked.panel_id)
        by = work.actor.party_id or ""
        selves = parties.selves(work, by)
        public = panel_store.save_panel(work, panels.published(panel, by=by, judges=judges, at=work.now, selves=selves))
        kept = store.count_of(work, asked.panel_id, panel.run)
        given = _awards(work, panel, kept)
        store.give_awards(work, given)
        work.emit(_published(work, panel, kept), *_given(work, given))
        return _result(work, public)

    @query(requests.GetResult, may=ANYONE)
    def get_result(self, work: Work, asked: requests.GetResult) -> answers.PanelResult:
        """Show everybody a published result. Refuses TallyStillSealed before, to everybody."""
        return _result(work, panel_store.panel(work, asked.panel_id))

    @query(requests.ListBallots, may=ANYONE)
    def list_ballots(self, work: Work, asked: requests.ListBallots) -> answers.PublishedBallotPage:
        """Show everybody a published panel's ballots under the judges' numbers. Refuses TallyStillSealed before, to everybody."""
        panel = panel_store.panel(work, asked.panel_id)
        panel.require_published()
        after = asked.after or ""
        found = [ballot for ballot in _anonymous(work, panel) if _key(ballot) > after]
        shown, next_key = page(found[: asked.limit + 1], limit=asked.limit, key=_key)
        return answers.PublishedBallotPage(items=tuple(shown), next_key=next_key)

    @query(requests.ListAwards, may=ANYONE)
    def list_awards(self, work: Work, asked: requests.ListAwards) -> answers.AwardList:
        """Show everybody the titles in force: given within 12 months, to merchants in good standing today (rulebook §15)."""
        del asked
        given = store.awards_in_force(work, on=civil_day(work.now))
        shops = members.find_members(work, sorted({award.member_id for award in given}))
        return answers.AwardList(
            items=tuple(
                answers.Award(
                    panel_id=award.panel_id,
                    dish_id=award.dish_id,
                    dish_name=award.dish_name,
                    member_id=award.member_id,
                    shop_name=shops[award.member_id].shop_name,
                    award=award.award,
                    given_on=award.given_on,
                    valid_until=award.valid_until,
                )
                for award in given
                if shops[award.member_id].admitted
            )
        )


def _box(work: Work, panel: panels.Panel) -> tuple[rules.Box, Counter[PartyId], int]:
    """What is counted; how many counted ballots each judge has; how many ballots are void."""
    cast = ballot_store.ballots_of(work, panel.panel_id)
    void = ballot_store.voids_of(work, panel.panel_id)
    valid = tuple(ballot for ballot in cast if (ballot.judge_id, ballot.dish_id) not in void)
    box = rules.Box(
        dishes=tuple(dish.dish_id for dish in panel_store.dishes_of(work, panel.panel_id)),
        ballots=valid,
        nominations=ballot_store.nominations_of(work, panel.panel_id),
        handed_in=len(ballot_store.handed_in(work, panel.panel_id)),
        seed=panel.public_seed or "",
    )
    return box, Counter(ballot.judge_id for ballot in valid), len(cast) - len(valid)


def _numbers(work: Work, panel: panels.Panel) -> dict[PartyId, str]:
    return numbered(panel_store.judges_of(work, panel.panel_id), secret=panel.dealing_secret or "")


def _awards(work: Work, panel: panels.Panel, kept: store.Kept) -> list[store.Given]:
    dishes = {dish.dish_id: dish for dish in panel_store.dishes_of(work, panel.panel_id)}
    today = civil_day(work.now)
    return [
        store.Given(
            panel_id=panel.panel_id,
            dish_id=title.dish_id,
            dish_name=dishes[title.dish_id].name,
            member_id=dishes[title.dish_id].member_id,
            award=title.kind,
            given_on=today,
            valid_until=panels.title_ends(today),
        )
        for title in kept.titles
    ]


def _published(work: Work, panel: panels.Panel, kept: store.Kept) -> TallyPublished:
    return TallyPublished(
        community=work.community,
        panel_id=panel.panel_id,
        run=panel.run,
        quorum_met=not kept.shortfalls,
        awards=len(kept.titles),
    )


def _given(work: Work, given: list[store.Given]) -> list[AwardGiven]:
    shops = members.find_members(work, sorted({award.member_id for award in given}))
    return [
        AwardGiven(
            community=work.community,
            panel_id=award.panel_id,
            dish_id=award.dish_id,
            dish_name=award.dish_name,
            member_id=award.member_id,
            party_id=shops[award.member_id].party_id,
            award=award.award,
            valid_until=award.valid_until,
        )
        for award in given
    ]


def _result(work: Work, panel: panels.Panel) -> answers.PanelResult:
    panel.require_published()
    kept = store.count_of(work, panel.panel_id, panel.run)
    return answers.PanelResult(
        panel_id=panel.panel_id,
        run=panel.run,
        method=kept.method,
        public_seed=panel.public_seed or "",
        quorum_met=not kept.shortfalls,
        shortfalls=kept.shortfalls,
        judges_dealt=kept.turnout.judges_dealt,
        judges_handed_in=kept.turnout.judges_handed_in,
        ballots_counted=kept.turnout.ballots_counted,
        ballots_voided=kept.turnout.ballots_voided,
        code_table_hash=panel.code_table_hash or "",
        code_salt=panel.code_salt or "",
        labels_opened_by=panel_store.openings(work, panel.panel_id),
        ballots_hash=panel.ballots_hash or "",
        dishes=_dish_results(work, panel.panel_id, kept),
        severities=tuple(
            answers.JudgeResult(judge=judge, ballots=ballots, severity=severity)
            for judge, ballots, severity in kept.severities
        ),
        awards=_titles(work, panel, kept),
        judges=judges_of(work, panel.panel_id).items,
    )


def _titles(work: Work, panel: panels.Panel, kept: store.Kept) -> tuple[answers.PanelAward, ...]:
    given_on = civil_day(panel.published_at or work.now)
    return tuple(
        answers.PanelAward(dish_id=title.dish_id, award=title.kind, valid_until=panels.title_ends(given_on))
        for title in kept.titles
    )


def _dish_results(work: Work, panel_id: PanelId, kept: store.Kept) -> tuple[answers.DishResult, ...]:
    codes = panel_store.codes_of(work, panel_id)
    dishes = {dish.dish_id: dish for dish in panel_store.dishes_of(work, panel_id)}
    shops = members.find_members(work, sorted({dish.member_id for dish in dishes.values()}))
    return tuple(
        answers.DishResult(
            dish_id=score.dish_id,
            member_id=dishes[score.dish_id].member_id,
            code=codes[score.dish_id],
            name=dishes[score.dish_id].name,
            shop_name=shops[dishes[score.dish_id].member_id].shop_name,
            ballots=score.ballots,
            plain_mean=score.plain_mean,
            adjusted=score.adjusted,
            rank=score.rank,
            selection_percent=score.selection,
            nominations=score.nominations,
            why=score.why,
        )
        for score in kept.scores
    )


def _anonymous(work: Work, panel: panels.Panel) -> list[answers.PublishedBallot]:
    numbers, codes = _numbers(work, panel), panel_store.codes_of(work, panel.panel_id)
    void = ballot_store.voids_of(work, panel.panel_id)
    cast = ballot_store.ballots_of(work, panel.panel_id)
    return sorted((_shown(ballot, numbers, codes, void) for ballot in cast), key=_key)


def _shown(
    ballot: Ballot,
    numbers: dict[PartyId, str],
    codes: dict[DishId, str],
    void: set[tuple[PartyId, DishId]],
) -> answers.PublishedBallot:
    return answers.PublishedBallot(
        judge=numbers[ballot.judge_id],
        code=codes[ballot.dish_id],
        colour=ballot.scores.colour,
        aroma=ballot.scores.aroma,
        taste=ballot.scores.taste,
        counted=(ballot.judge_id, ballot.dish_id) not in void,
        fingerprint=ballot.fingerprint,
    )


def _key(ballot: answers.PublishedBallot) -> str:
    return f"{ballot.judge}:{ballot.code}"

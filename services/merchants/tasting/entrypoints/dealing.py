"""What the chief does once the judges are drawn: ties, cards, codes, absences."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from chassis.actor import system
from chassis.aside import aside
from chassis.database import Work
from chassis.entrypoints import command, reaction
from contracts.kinds import PartyId
from contracts.merchants import answers, requests
from contracts.merchants.events import BallotVoided
from contracts.merchants.ids import MemberId, PanelId, PanelState
from contracts.points.events import PartiesLinked
from contracts.refused import NotAllowed, NotFound
from contracts.roles import Role
from services.merchants.initiative import store as initiative
from services.merchants.members import store as members
from services.merchants.parties import store as parties
from services.merchants.tasting.entrypoints.panels import CHIEF, answer_of
from services.merchants.tasting.rules import dealing, panels
from services.merchants.tasting.rules.refusals import JudgeMarkedAbsent
from services.merchants.tasting.store import ballots
from services.merchants.tasting.store import panels as store

SECRET_BYTES = 32


class Dealing:
    """Blind plates for judges without ties."""

    @command(requests.DeclareInterest, may=(Role.TASTING_JUDGE, Role.RESIDENT, *CHIEF))
    def declare_interest(self, work: Work, asked: requests.DeclareInterest) -> answers.Interest:
        """Declare a judge's tie to a merchant; what was dealt of its dishes is void, and counted again without (rulebook §15).

        Refuses NotFound (for another judge), PanelInOtherState once the result is public.
        """
        if not work.actor.is_any(*CHIEF) and asked.judge_id != work.actor.party_id:
            raise NotFound
        panel = store.lock_panel(work, asked.panel_id)
        panel.require(PanelState.DRAWN, PanelState.DEALT, PanelState.CLOSED, PanelState.TALLIED)
        members.member(work, asked.member_id)
        if asked.judge_id not in store.judges_of(work, asked.panel_id):
            raise NotFound
        store.note_interests(work, asked.panel_id, [(asked.judge_id, asked.member_id)], kind=asked.kind)
        voided = _void(work, panel, [(asked.judge_id, asked.member_id)])
        return answers.Interest(
            panel_id=asked.panel_id, judge_id=asked.judge_id, member_id=asked.member_id, voided=voided
        )

    @command(requests.DealPanel, may=CHIEF)
    def deal_panel(self, work: Work, asked: requests.DealPanel) -> answers.Panel:
        """Seal the code table and deal the cards, never a dish of a tied merchant (rulebook §15). Refuses PanelInOtherState, TooFewDishes."""
        panel = store.lock_panel(work, asked.panel_id)
        work.expect_version(panel.version)
        panel.require(PanelState.DRAWN)
        # Secrets of the machine, not of the public seed: whoever could compute the codes or who tastes what could unseal them.
        salt, secret = secrets.token_hex(SECRET_BYTES), secrets.token_hex(SECRET_BYTES)
        dishes = store.dishes_of(work, asked.panel_id)
        table = dealing.code_table([dish.dish_id for dish in dishes], salt=salt)
        store.note_interests(work, asked.panel_id, _detected(work, asked.panel_id, dishes), kind=None)
        cards = aside(
            dealing.deal,
            judges=store.judges_of(work, asked.panel_id),
            dishes=table,
            card_size=panel.card_size,
            barred=_barred(work, asked.panel_id, dishes),
            seed=secret,
        )
        store.seal_codes(work, asked.panel_id, table)
        ballots.deal_cards(work, asked.panel_id, cards)
        table_hash = dealing.code_table_hash(table, salt=salt)
        return answer_of(
            work,
            store.save_panel(work, panels.dealt(panel, salt=salt, table_hash=table_hash, secret=secret, at=work.now)),
        )

    @command(requests.ReportAbsence, may=CHIEF)
    def report_absence(self, work: Work, asked: requests.ReportAbsence) -> answers.Panel:
        """Deal an absent judge's plates to the others, up to 12 each (rulebook §15). Refuses PanelInOtherState, JudgeMarkedAbsent, NotFound."""
        panel = store.lock_panel(work, asked.panel_id)
        work.expect_version(panel.version)
        panel.require(PanelState.DEALT)
        card = ballots.card(work, asked.panel_id, asked.judge_id)
        if not card:
            raise NotFound
        if any(plate.cast for plate in card):
            raise JudgeMarkedAbsent
        store.leave_empty(work, asked.panel_id, asked.judge_id)
        others = ballots.cards_of(work, asked.panel_id)
        added = dealing.deal_again(
            cards=others,
            plates=[plate.dish_id for plate in card],
            barred=_barred(work, asked.panel_id, store.dishes_of(work, asked.panel_id)),
            seed=f"{panel.dealing_secret}|{asked.judge_id}",
        )
        ballots.deal_cards(work, asked.panel_id, added, after={judge: len(held) for judge, held in others.items()})
        return answer_of(work, store.save_panel(work, panel))

    @command(requests.OpenLabels, may=(Role.COMMUNITY_STAFF,))
    def open_labels(self, work: Work, asked: requests.OpenLabels) -> answers.Labels:
        """Open the sealed code table for the kitchen; who did is counted in the result. Refuses NotAllowed (a judge), PanelInOtherState."""
        panel = store.hold_panel(work, asked.panel_id)
        panel.require(PanelState.DEALT)
        if parties.selves(work, work.actor.party_id or "") & {*store.judges_of(work, asked.panel_id), panel.called_by}:
            raise NotAllowed
        store.note_opening(work, asked.panel_id)
        codes = store.codes_of(work, asked.panel_id)
        labels = [
            answers.Label(code=codes[dish.dish_id], dish_id=dish.dish_id, name=dish.name)
            for dish in store.dishes_of(work, asked.panel_id)
        ]
        return answers.Labels(panel_id=asked.panel_id, items=tuple(sorted(labels, key=lambda label: label.code)))

    @reaction(PartiesLinked, batch=True)
    def follow_links(self, work: Work, events: Sequence[PartiesLinked]) -> None:
        """Take the two for one identity from now on; a tie that shows by it voids what was dealt before the result is public (rulebook §15)."""
        parties.note_links(work, events)
        for community in sorted({event.community for event in events}):
            here = work.on_behalf(system(community), work.cause)
            for panel_id in store.dealt_and_unpublished(here):
                _detect_late(here, panel_id)


def _detected(work: Work, panel_id: PanelId, dishes: Sequence[store.Dish]) -> set[tuple[PartyId, MemberId]]:
    judges = parties.find_near(work, store.judges_of(work, panel_id)).values()
    shops = members.find_members(work, sorted({dish.member_id for dish in dishes}))
    signers = initiative.signers(work, list(shops))
    people = {
        member_id: parties.people_of(work, member.party_id, also=signers.get(member_id, set()))
        for member_id, member in shops.items()
    }
    return {
        (judge.party_id, member_id)
        for judge in judges
        for member_id, member in shops.items()
        if panels.tied(judge, merchant_id=member.party_id, people=people[member_id])
    }


def _barred(work: Work, panel_id: PanelId, dishes: Sequence[store.Dish]) -> set[tuple[PartyId, str]]:
    ties = store.ties_of(work, panel_id)
    return {(judge, dish.dish_id) for judge, member in ties for dish in dishes if dish.member_id == member}


def _detect_late(work: Work, panel_id: PanelId) -> None:
    panel = store.lock_panel(work, panel_id)
    new = _detected(work, panel_id, store.dishes_of(work, panel_id)) - store.ties_of(work, panel_id)
    # Locked, it may be public by now: then it stays as it was decided.
    if new and panel.state in store.UNPUBLISHED:
        store.note_interests(work, panel_id, new, kind=None)
        _void(work, panel, sorted(new))


def _void(work: Work, panel: panels.Panel, ties: Sequence[tuple[PartyId, MemberId]]) -> int:
    dishes = store.dishes_of(work, panel.panel_id)
    voided = sum(
        ballots.void(work, panel.panel_id, judge, [dish.dish_id for dish in dishes if dish.member_id == member])
        for judge, member in ties
    )
    if voided:
        store.save_panel(work, panels.to_count_again(panel))
        work.emit(*(BallotVoided(community=work.community, panel_id=panel.panel_id) for _ in range(voided)))
    return voided

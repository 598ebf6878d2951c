"""What a judge can ask."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from chassis.clock import civil_day
from chassis.database import Work
from chassis.doors import Ask
from chassis.entrypoints import command, query
from contracts.kinds import PartyId
from contracts.merchants import answers, requests
from contracts.merchants.events import BallotCast, PanelServiceRendered, TallySealed
from contracts.merchants.ids import PanelId, PanelState
from contracts.refused import NotFound, Refused
from contracts.roles import Role
from services.merchants.tasting.entrypoints.panels import answer_of
from services.merchants.tasting.rules import ballots, panels
from services.merchants.tasting.rules.refusals import (
    AlreadyCast,
    AlreadyNominated,
    BallotVoid,
    NotDealt,
    NotTasted,
    TooManyNominations,
)
from services.merchants.tasting.store import ballots as store
from services.merchants.tasting.store import panels as panel_store

TOKEN_BYTES = 32


class Ballots:
    """Scoring blind plates, until the box is closed."""

    @command(requests.CastBallot, may=(Role.TASTING_JUDGE,), together=True)
    def cast_ballot(self, asks: Sequence[Ask[requests.CastBallot]]) -> list[answers.BallotReceipt | Refused]:
        """Score one plate of the judge's own card, once (rulebook §15).

        Refuses PanelInOtherState, ReasonMissing, NotDealt, BallotVoid, AlreadyCast. The receipt holds no score; its token proves the ballot later.
        """
        work = asks[0].work
        panels_held = panel_store.hold_panels(work, {ask.asked.panel_id for ask in asks})
        places = [store.Place(ask.asked.panel_id, ask.work.actor.party_id or "", ask.asked.code) for ask in asks]
        dealt = store.plates_at(work, places)
        decided = [
            _filled_in(ask.asked, place, panels_held.get(place.panel_id), dealt.get(place))
            for ask, place in zip(asks, places, strict=True)
        ]
        new = store.add_ballots(work, [one for one in decided if isinstance(one, store.Paper)])
        return [_receipt(ask, paper, new) for ask, paper in zip(asks, decided, strict=True)]

    @command(requests.NominateDish, may=(Role.TASTING_JUDGE,))
    def nominate_dish(self, work: Work, asked: requests.NominateDish) -> answers.Nomination:
        """Nominate a plate the judge has scored as distinctive, at most three (rulebook §15).

        Refuses PanelInOtherState, NotDealt, BallotVoid, NotTasted, AlreadyNominated, TooManyNominations.
        """
        panel_store.hold_panel(work, asked.panel_id).require(PanelState.DEALT)
        judge = work.actor.party_id or ""
        store.lock_seat(work, asked.panel_id, judge)
        plate = _plate(work, asked.panel_id, judge, asked.code)
        if not plate.cast:
            raise NotTasted
        before = store.nominated_by(work, asked.panel_id, judge)
        if plate.dish_id in before:
            raise AlreadyNominated
        if len(before) >= ballots.NOMINATIONS_MAX:
            raise TooManyNominations(most=ballots.NOMINATIONS_MAX)
        store.nominate(work, asked.panel_id, judge, plate.dish_id, asked.ground)
        return answers.Nomination(
            panel_id=asked.panel_id, code=asked.code, left=ballots.NOMINATIONS_MAX - len(before) - 1
        )

    @command(requests.ClosePanel, may=(Role.TASTING_CHIEF,))
    def close_panel(self, work: Work, asked: requests.ClosePanel) -> answers.Panel:
        """Close the box and tell the service of every judge who handed in (rulebook §15). Refuses PanelInOtherState."""
        panel = panel_store.lock_panel(work, asked.panel_id)
        work.expect_version(panel.version)
        cast = store.fingerprints(work, asked.panel_id)
        sealed = ballots.box_hash(cast)
        closed = panel_store.save_panel(
            work, panels.closed(panel, by=work.actor.party_id or "", at=work.now, ballots_hash=sealed)
        )
        served = store.handed_in(work, asked.panel_id)
        store.note_services(work, asked.panel_id, served, minutes=panel.minutes)
        work.emit(
            TallySealed(community=work.community, panel_id=asked.panel_id, ballots=len(cast), ballots_hash=sealed)
        )
        work.emit(*(_served(work, closed, judge) for judge in served))
        return answer_of(work, closed)

    @query(requests.GetCard, may=(Role.TASTING_JUDGE,))
    def get_card(self, work: Work, asked: requests.GetCard) -> answers.Card:
        """Show a judge their own card: what is scored, never how."""
        panel_store.panel(work, asked.panel_id)
        plates = store.card(work, asked.panel_id, work.actor.party_id or "")
        if not plates:
            raise NotFound
        return answers.Card(
            panel_id=asked.panel_id,
            entries=tuple(
                answers.CardEntry(place=plate.place, code=plate.code, cast=plate.cast, voided=plate.voided)
                for plate in plates
            ),
        )


def _filled_in(
    asked: requests.CastBallot, place: store.Place, panel: panels.Panel | None, plate: store.Plate | None
) -> store.Paper | Refused:
    """The ballot paper as it goes into the box, or why it does not."""
    try:
        if panel is None:
            raise NotFound
        panel.require(PanelState.DEALT)
        scores = ballots.Scores(colour=asked.colour, aroma=asked.aroma, taste=asked.taste)
        ballots.check_reason(scores, asked.reason)
        dish_id = _open_plate(plate).dish_id
    except Refused as refusal:
        return refusal
    token = secrets.token_hex(TOKEN_BYTES)
    fingerprint = ballots.fingerprint(scores, token=token, panel_id=asked.panel_id, code=asked.code)
    ballot = ballots.Ballot(judge_id=place.judge_id, dish_id=dish_id, scores=scores, fingerprint=fingerprint)
    return store.Paper(panel_id=asked.panel_id, ballot=ballot, reason=asked.reason, token=token)


def _receipt(
    ask: Ask[requests.CastBallot], paper: store.Paper | Refused, new: set[str]
) -> answers.BallotReceipt | Refused:
    if isinstance(paper, Refused):
        return paper
    fingerprint = paper.ballot.fingerprint
    if fingerprint not in new:
        return AlreadyCast()
    ask.work.emit(BallotCast(community=ask.work.community, panel_id=paper.panel_id))
    return answers.BallotReceipt(
        panel_id=paper.panel_id, code=ask.asked.code, token=paper.token, fingerprint=fingerprint
    )


def _plate(work: Work, panel_id: PanelId, judge: PartyId, code: str) -> store.Plate:
    place = store.Place(panel_id, judge, code)
    return _open_plate(store.plates_at(work, [place]).get(place))


def _open_plate(plate: store.Plate | None) -> store.Plate:
    if plate is None:
        raise NotDealt
    if plate.voided:
        raise BallotVoid
    return plate


def _served(work: Work, panel: panels.Panel, judge: PartyId) -> PanelServiceRendered:
    return PanelServiceRendered(
        community=work.community,
        panel_id=panel.panel_id,
        judge_id=judge,
        minutes=panel.minutes,
        served_on=civil_day(work.now),
        activity_id=panel.activity_id,
        closed_by=panel.closed_by,
        began_at=panels.began_at(panel),
    )

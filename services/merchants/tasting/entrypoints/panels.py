"""What can be asked about a panel until its judges are drawn, and what everybody may see of it at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.merchants import answers, requests
from contracts.merchants.ids import PanelId, PanelState
from contracts.refused import NotFound
from contracts.roles import ANYONE, Role
from services.merchants.members import store as members
from services.merchants.pages import page
from services.merchants.parties import store as parties
from services.merchants.tasting.rules import lottery, panels
from services.merchants.tasting.rules.refusals import DishIdTaken, NotAdmitted, PanelIdTaken
from services.merchants.tasting.store import panels as store

CHIEF = (Role.TASTING_CHIEF,)


class Panels:
    """Calling a panel, enrolling dishes, drawing judges."""

    @command(requests.CallPanel, may=CHIEF)
    def call_panel(self, work: Work, asked: requests.CallPanel) -> answers.Panel:
        """Call for a tasting and name the future public number that will decide the lottery.

        Refuses CardSizeWrong, PanelTooShort, PanelIdTaken.
        """
        wanted = panels.Panel(
            panel_id=asked.panel_id,
            name=asked.name,
            held_on=asked.held_on,
            seed_source=asked.seed_source,
            seats=asked.seats,
            card_size=asked.card_size,
            minutes=asked.minutes,
            activity_id=asked.activity_id,
            called_by=work.actor.party_id or "",
            called_at=work.now,
        )
        panels.check_call(wanted)
        if not store.add_panel(work, wanted) and _kept(work, asked).called_with() != wanted.called_with():
            raise PanelIdTaken
        return answer_of(work, store.panel(work, asked.panel_id))

    @command(requests.EnrolDish, may=(Role.MERCHANT_AGENT, Role.COMMUNITY_STAFF))
    def enrol_dish(self, work: Work, asked: requests.EnrolDish) -> answers.Dish:
        """Enter a dish of an admitted merchant, at most two. Refuses NotFound, NotAdmitted, PanelInOtherState, TooManyDishes, DishIdTaken."""
        member = members.lock_member(work, asked.member_id)
        if not work.actor.is_any(Role.COMMUNITY_STAFF) and member.party_id not in work.actor.parties:
            raise NotFound
        if not member.admitted:
            raise NotAdmitted
        store.hold_panel(work, asked.panel_id).require(PanelState.CALLED)
        wanted = store.Dish(
            dish_id=asked.dish_id,
            panel_id=asked.panel_id,
            member_id=asked.member_id,
            name=asked.name,
            portions=asked.portions,
            enrolled_by=work.actor.party_id or "",
        )
        _enrol(work, wanted)
        return _dish(wanted, member.shop_name, code=None)

    @command(requests.VolunteerAsJudge, may=(Role.RESIDENT, Role.COMMUNITY_STAFF))
    def volunteer_as_judge(self, work: Work, asked: requests.VolunteerAsJudge) -> answers.Volunteer:
        """Enter the lottery for a seat. Refuses NotFound (for somebody else), PartyNotFound, VolunteerIneligible, PanelInOtherState."""
        if not work.actor.is_any(Role.COMMUNITY_STAFF) and asked.party_id != work.actor.party_id:
            raise NotFound
        party = parties.require_party(work, asked.party_id)
        panel = store.hold_panel(work, asked.panel_id)
        panel.require(PanelState.CALLED)
        panels.check_volunteer(party, panel)
        one = lottery.Volunteer(
            party_id=asked.party_id,
            household_id=party.household_id,
            age_band=asked.age_band,
            building=asked.building,
        )
        store.add_volunteer(work, asked.panel_id, one, entered_by=work.actor.party_id or "")
        return answers.Volunteer(panel_id=asked.panel_id, party_id=asked.party_id)

    @command(requests.DrawJudges, may=CHIEF)
    def draw_judges(self, work: Work, asked: requests.DrawJudges) -> answers.JudgeList:
        """Draw the judges from the public number, one of a household as they live by now and one of a person's identities (rulebook §15).

        Refuses PanelInOtherState, TooFewVolunteers.
        """
        panel = store.lock_panel(work, asked.panel_id)
        work.expect_version(panel.version)
        panel.require(PanelState.CALLED)
        entered = _where_they_live(work, store.volunteers_of(work, asked.panel_id))
        drawn = lottery.draw(entered, seats=panel.seats, seed=asked.public_seed)
        store.seat(work, asked.panel_id, drawn)
        store.save_panel(work, panels.drawn(panel, seed=asked.public_seed, volunteers_hash=lottery.list_hash(entered)))
        return judges_of(work, asked.panel_id)

    @query(requests.GetPanel, may=ANYONE)
    def get_panel(self, work: Work, asked: requests.GetPanel) -> answers.Panel:
        """Show everybody how far a panel is, and the hashes that bind it."""
        return answer_of(work, store.panel(work, asked.panel_id))

    @query(requests.ListPanels, may=ANYONE)
    def list_panels(self, work: Work, asked: requests.ListPanels) -> answers.PanelPage:
        """Show everybody the community's panels, newest first."""
        found = store.panels_page(work, limit=asked.limit + 1, before=asked.after)
        shown, next_key = page(found, limit=asked.limit, key=lambda panel: panel.panel_id)
        return answers.PanelPage(items=tuple(answer_of(work, panel) for panel in shown), next_key=next_key)

    @query(requests.ListDishes, may=ANYONE)
    def list_dishes(self, work: Work, asked: requests.ListDishes) -> answers.DishList:
        """Show everybody the dishes; their codes only once the result is public."""
        panel = store.panel(work, asked.panel_id)
        public = panel.state is PanelState.PUBLISHED
        codes = store.codes_of(work, asked.panel_id) if public else {}
        dishes = store.dishes_of(work, asked.panel_id)
        shops = members.find_members(work, [dish.member_id for dish in dishes])
        return answers.DishList(
            items=tuple(_dish(dish, shops[dish.member_id].shop_name, code=codes.get(dish.dish_id)) for dish in dishes)
        )

    @query(requests.ListJudges, may=ANYONE)
    def list_judges(self, work: Work, asked: requests.ListJudges) -> answers.JudgeList:
        """Show everybody who sits, by public name, in the order of the draw."""
        store.panel(work, asked.panel_id)
        return judges_of(work, asked.panel_id)


def _where_they_live(work: Work, entered: Sequence[lottery.Volunteer]) -> list[lottery.Volunteer]:
    known = parties.find_near(work, [one.party_id for one in entered])
    at_home = [replace(one, household_id=known[one.party_id].household_id) for one in entered]
    return lottery.one_seat({one: known[one.party_id].selves for one in at_home})


def answer_of(work: Work, panel: panels.Panel) -> answers.Panel:
    """A panel as everybody sees it: neither salt nor secret nor a score."""
    counts = store.counts(work, panel.panel_id)
    return answers.Panel(
        panel_id=panel.panel_id,
        name=panel.name,
        held_on=panel.held_on,
        state=panel.state,
        seats=panel.seats,
        card_size=panel.card_size,
        minutes=panel.minutes,
        seed_source=panel.seed_source,
        public_seed=panel.public_seed,
        volunteers=counts.volunteers,
        volunteers_hash=panel.volunteers_hash,
        dishes=counts.dishes,
        code_table_hash=panel.code_table_hash,
        ballots_dealt=counts.ballots_dealt,
        ballots_cast=counts.ballots_cast,
        ballots_hash=panel.ballots_hash,
        version=panel.version,
        activity_id=panel.activity_id,
    )


def judges_of(work: Work, panel_id: PanelId) -> answers.JudgeList:
    """A panel's judges by public name, in the order of the draw."""
    judges = store.judges_of(work, panel_id)
    known = parties.find_parties(work, judges)
    return answers.JudgeList(
        items=tuple(answers.Judge(party_id=judge, public_name=known[judge].public_name) for judge in judges)
    )


def _kept(work: Work, asked: requests.CallPanel) -> panels.Panel:
    return store.panel(work, asked.panel_id)


def _enrol(work: Work, wanted: store.Dish) -> None:
    kept = store.find_dish(work, wanted.dish_id)
    if kept is not None:
        if (kept.panel_id, kept.member_id, kept.name, kept.portions) != (
            wanted.panel_id,
            wanted.member_id,
            wanted.name,
            wanted.portions,
        ):
            raise DishIdTaken
        return
    mine = [dish for dish in store.dishes_of(work, wanted.panel_id) if dish.member_id == wanted.member_id]
    panels.check_enrolled(len(mine))
    if not store.add_dish(work, wanted):
        raise DishIdTaken


def _dish(dish: store.Dish, shop_name: str, *, code: str | None) -> answers.Dish:
    return answers.Dish(
        dish_id=dish.dish_id,
        panel_id=dish.panel_id,
        member_id=dish.member_id,
        shop_name=shop_name,
        name=dish.name,
        portions=dish.portions,
        code=code,
    )

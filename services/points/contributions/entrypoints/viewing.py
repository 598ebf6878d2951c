"""Who may look at contributions, and what everybody may see of them."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import query
from contracts.points import answers, requests
from contracts.points.kinds import ContributionState as State
from contracts.roles import ANYONE, EVERYBODY, Role
from services.points.contributions import answering, drafting, refusals, rules, store
from services.points.contributions.answering import answer_of
from services.points.contributions.rules.claims import HOURS
from services.points.contributions.rules.estimating import check_whose, estimate
from services.points.contributions.rules.steps import asks_organisers
from services.points.grants import store as grant_store
from services.points.grants.rules import Earning
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.parties.rules import Party
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store

SEES_ALL = (
    Role.COMMUNITY_STAFF,
    Role.CONFIRMER,
    Role.APPROVER,
    Role.COUNCIL_MEMBER,
    Role.AUDITOR,
)
ESTIMATES_FOR_OTHERS = (*SEES_ALL, Role.ACTIVITY_ORGANISER)


class Viewing:
    """Contributions as those concerned, those who decide and everybody see them."""

    @query(requests.GetContribution, may=EVERYBODY)
    def get_contribution(self, work: Work, asked: requests.GetContribution) -> answers.Contribution:
        """One's own, drafts too, what one entered, or any for those who confirm, decide and audit.

        Organisers also see what waits for an appraisal or a second person. Refuses ContributionNotFound.
        """
        claim = store.find_claim(work, asked.contribution_id)
        if claim is None:
            return drafting.mine(work, asked.contribution_id)[0]
        own = work.actor.party_id in claim.entered_by or party_store.is_own(work, claim.party_id, claim.giver)
        waits = asks_organisers(claim) and work.actor.is_any(Role.ACTIVITY_ORGANISER)
        if not own and not waits and not work.actor.is_any(*SEES_ALL):
            raise refusals.ContributionNotFound
        return answer_of(claim)

    @query(requests.ListContributions, may=EVERYBODY)
    def list_contributions(self, work: Work, asked: requests.ListContributions) -> answers.ContributionPage:
        """One's own, for organisers what they entered too, or all for those who confirm, decide and audit. Refuses PartyNotFound."""
        party_id, entered_by = asked.party_id, None
        if not work.actor.is_any(*SEES_ALL) and not party_store.is_own(work, party_id):
            organises = work.actor.is_any(Role.ACTIVITY_ORGANISER)
            if work.actor.party_id is None or (party_id is not None and not organises):
                raise parties.PartyNotFound
            # What others put forward, and why it was returned, is no organiser's matter.
            entered_by = work.actor.party_id if organises else None
            party_id = party_id if organises else work.actor.party_id
        if asked.state is State.DRAFT:
            return _drafts(work, asked)
        if entered_by is None:
            found, next_key = store.page(
                work,
                party_id=party_id,
                state=asked.state,
                told_as=asked.told_as,
                after=asked.after,
                limit=asked.limit,
            )
        else:
            found, next_key = store.entered_page(
                work,
                entered_by,
                party_id=party_id,
                state=asked.state,
                told_as=asked.told_as,
                after=asked.after,
                limit=asked.limit,
            )
        return answers.ContributionPage(items=tuple(answer_of(claim) for claim in found), next_key=next_key)

    @query(requests.ListNotices, may=ANYONE)
    def list_notices(self, work: Work, asked: requests.ListNotices) -> answers.NoticePage:
        """What is under public notice now, with masked names, so that anybody may object (rulebook §3)."""
        found, next_key = store.notices(work, after=asked.after, limit=asked.limit)
        known = party_store.find_parties(work, [claim.party_id for claim in found])
        items = tuple(answering.notice_of(claim, known[claim.party_id]) for claim in found)
        return answers.NoticePage(items=items, next_key=next_key)

    @query(requests.ListManualEntries, may=ANYONE)
    def list_manual_entries(self, work: Work, asked: requests.ListManualEntries) -> answers.ManualEntryPage:
        """What was entered by hand, imported or entered late, whatever became of it, masked (rulebook §3)."""
        found, next_key = store.page(work, manual=True, after=asked.after, limit=asked.limit)
        known = party_store.find_parties(work, [claim.party_id for claim in found])
        items = tuple(answering.manual_entry_of(claim, known[claim.party_id]) for claim in found)
        return answers.ManualEntryPage(items=items, next_key=next_key)

    @query(requests.EstimateContribution, may=EVERYBODY)
    def estimate_contribution(self, work: Work, asked: requests.EstimateContribution) -> answers.Estimate:
        """What it would earn now, before it is submitted, and what limits it (rulebook §4). One's own, or anybody's for the office.

        Paid time takes up the person's day and the organisation's room. Refuses PartyNotFound, HoursArePersonal,
        NotOfThisOrganisation, StaffEarnNothing.
        """
        if not work.actor.is_any(*ESTIMATES_FOR_OTHERS) and not party_store.is_own(work, asked.party_id):
            raise parties.PartyNotFound
        person = party_store.require_party(work, asked.party_id)
        credited = _credited(work, asked, person)
        card = cards.in_force(card_store.published(work), on=asked.performed_on)
        rulebook = cards.rulebook_of(card)
        minutes = asked.minutes if asked.contribution_type in HOURS else 0
        before = store.minutes_on(work, person.party_id, on=asked.performed_on) if minutes else 0
        earning = Earning(
            source_id="",
            party_id=credited.party_id,
            contribution_type=asked.contribution_type,
            performed_on=asked.performed_on,
            minutes=minutes,
            counts=rules.counting_minutes(minutes, before=before, rulebook=rulebook),
            skilled=asked.skilled,
            fen=asked.value,
        )
        headroom = grant_store.headroom(work, earning)
        return estimate(earning, card=card, headroom=headroom, cap=rulebook.sp_cap(credited.kind))


def _credited(work: Work, asked: requests.EstimateContribution, person: Party) -> Party:
    """Who would earn it."""
    paid = asked.on_behalf_of is not None and asked.on_behalf_of != person.party_id
    credited = party_store.require_party(work, asked.on_behalf_of or "") if paid else person
    agencies = party_store.agencies_of(work, [person.party_id]).get(person.party_id, ()) if paid else ()
    check_whose(asked.contribution_type, person=person, credited=credited, agencies=agencies, on=asked.performed_on)
    return credited


def _drafts(work: Work, asked: requests.ListContributions) -> answers.ContributionPage:
    # One more than asked for tells whether there is a next page.
    mine = store.drafts_of(work, work.actor.party_id or "", after=asked.after, limit=asked.limit + 1)
    items = tuple(drafting.read(draft) for draft in mine[: asked.limit])
    return answers.ContributionPage(
        items=items, next_key=items[-1].contribution_id if len(mine) > asked.limit else None
    )

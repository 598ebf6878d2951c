"""Who may look at contributions, and what everybody may see of them."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import query
from contracts.points import answers, requests
from contracts.points.kinds import ContributionState as State
from contracts.roles import ANYONE, Role
from services.points.contributions import answering, refusals, store
from services.points.contributions.answering import answer_of
from services.points.contributions.rules import valuing
from services.points.parties import rules as parties
from services.points.parties import store as party_store

SEES_ALL = (
    Role.COMMUNITY_STAFF,
    Role.CONFIRMER,
    Role.APPROVER,
    Role.COUNCIL_MEMBER,
    Role.AUDITOR,
    Role.ACTIVITY_ORGANISER,
)


class Viewing:
    """Contributions as those concerned, those who decide and everybody see them."""

    @query(requests.GetContribution, may=tuple(Role))
    def get_contribution(self, work: Work, asked: requests.GetContribution) -> answers.Contribution:
        """One's own, or any for those who confirm, decide and audit. Refuses ContributionNotFound."""
        claim = store.require_claim(work, asked.contribution_id)
        if not {claim.party_id, claim.giver} & work.actor.parties and not work.actor.is_any(*SEES_ALL):
            raise refusals.ContributionNotFound
        return answer_of(claim)

    @query(requests.ListContributions, may=tuple(Role))
    def list_contributions(self, work: Work, asked: requests.ListContributions) -> answers.ContributionPage:
        """One's own, or all for those who confirm, decide and audit. Refuses PartyNotFound."""
        party_id = asked.party_id
        if not work.actor.is_any(*SEES_ALL):
            if party_id not in {None, *work.actor.parties} or work.actor.party_id is None:
                raise parties.PartyNotFound
            party_id = party_id or work.actor.party_id
        found, next_key = store.page(work, party_id=party_id, state=asked.state, after=asked.after, limit=asked.limit)
        return answers.ContributionPage(items=tuple(answer_of(claim) for claim in found), next_key=next_key)

    @query(requests.ListNotices, may=ANYONE)
    def list_notices(self, work: Work, asked: requests.ListNotices) -> answers.NoticePage:
        """What is under public notice now, with masked names, so that anybody may object (rulebook §3)."""
        found, next_key = store.page(
            work, state=State.UNDER_NOTICE, noticed_at=work.now, after=asked.after, limit=asked.limit
        )
        known = party_store.find_parties(work, [claim.party_id for claim in found])
        items = tuple(answering.notice_of(claim, known[claim.party_id]) for claim in found)
        return answers.NoticePage(items=items, next_key=next_key)

    @query(requests.ListLoanRates, may=ANYONE)
    def list_loan_rates(self, work: Work, asked: requests.ListLoanRates) -> answers.LoanRates:
        """What an hour of a venue, a vehicle or equipment on loan counts as (rulebook §2, V1)."""
        del work, asked
        return answers.LoanRates(version=valuing.LOANS_VERSION, items=valuing.LOANS)

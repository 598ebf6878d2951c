"""What becomes of steps that the council, too, leaves lying: they stay its own, are told of again and counted in public (ADR 0154)."""

from __future__ import annotations

from chassis import metrics
from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import query, sweep
from contracts.points import answers, requests
from contracts.points.events import ContributionOverdue
from contracts.roles import ANYONE, Role
from services.points.contributions.store import chasing as store
from services.points.rate_cards import store as card_store

OVERSEERS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)
REMIND_SECONDS = 60
SHOW_SECONDS = 300


class Chasing:
    """Nothing is approved because nobody answers (rulebook §3), and nothing is forgotten."""

    @sweep(seconds=REMIND_SECONDS)
    def remind_council(self, work: Work) -> None:
        """Tell of what the council has not done in time, when it is due and again after each time to confirm; once for each."""
        days = {
            community: card_store.rulebook_now(work.on_behalf(system(community), work.cause)).confirm_days
            for community in store.communities_late(work)
        }
        for community, contribution_id, due_at in store.remind(work, days) if days else ():
            work.emit(
                ContributionOverdue(
                    community=community,
                    contribution_id=contribution_id,
                    due_on=civil_day(due_at),
                    reminded_on=civil_day(work.now),
                )
            )

    @sweep(seconds=SHOW_SECONDS)
    def show_steps_overdue(self, work: Work) -> None:
        """Show how many steps the councils have left lying, so that somebody is called; one that is taken counts no more."""
        metrics.show_overdue("points", "council_steps", store.late_now(work))

    @query(requests.ListOverdueSteps, may=OVERSEERS)
    def list_overdue_steps(self, work: Work, asked: requests.ListOverdueSteps) -> answers.OverdueStepPage:
        """What waits for the council beyond its time, whoever of it was assigned: any who is not concerned may take the step."""
        found, next_key = store.late_page(work, after=asked.after, limit=asked.limit)
        items = tuple(
            answers.OverdueStep(
                contribution_id=one.contribution_id,
                state=one.state,
                due_at=one.due_at,
                reminded=one.reminded,
                reminded_at=one.reminded_at,
            )
            for one in found
        )
        return answers.OverdueStepPage(items=items, next_key=next_key)

    @query(requests.CountOverdueSteps, may=ANYONE)
    def count_overdue_steps(self, work: Work, asked: requests.CountOverdueSteps) -> answers.OverdueSteps:
        """How many there are, by what they wait for, and since when."""
        del asked
        counts = tuple(
            answers.OverdueCount(state=state, number=number, oldest_due_on=civil_day(oldest))
            for state, number, oldest in store.late_counts(work)
        )
        return answers.OverdueSteps(number=sum(one.number for one in counts), counts=counts)

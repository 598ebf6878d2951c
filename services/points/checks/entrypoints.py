"""What can be asked about patterns of confirming and of counting twice, and the daily look for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chassis.actor import system
from chassis.clock import CIVIL
from chassis.database import Work
from chassis.entrypoints import command, periodic, query
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.kinds import FindingState
from contracts.roles import EVERYBODY, Role
from services.points.checks import following, rules, store
from services.points.checks.rules import Finding, Pattern
from services.points.contributions import store as contribution_store
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store
from services.points.rate_cards.rules import NUMBERS, Rulebook

SEES_ALL = (Role.COUNCIL_MEMBER, Role.AUDITOR)
LOOKED_BACK = NUMBERS["share_days"].metadata["most"]
"""No community looks further back."""


class Checks:
    """Who confirms whom too often, and what was perhaps counted twice: for the council's eyes, never public. What follows once it is upheld, those concerned see (rulebook §7)."""

    @periodic("day")
    def look_for_patterns(self, work: Work, period: str) -> None:
        """Look, once for every day that ended, at the 30 and 90 days up to its end, or as many as held on it."""
        day = date.fromisoformat(period)
        until = datetime(day.year, day.month, day.day, tzinfo=CIVIL) + timedelta(days=1)
        for community in store.communities(work, since=until - timedelta(days=LOOKED_BACK)):
            own = work.on_behalf(system(community), work.cause)
            seen = _seen(own, until, card_store.rulebook_on(own, day))
            store.add_findings(own, [_finding(pattern, day) for pattern in seen])

    @query(requests.ListFindings, may=SEES_ALL)
    def list_findings(self, work: Work, asked: requests.ListFindings) -> answers.FindingPage:
        """What the council should look at."""
        found, next_key = store.page(work, state=asked.state, after=asked.after, limit=asked.limit)
        return answers.FindingPage(items=tuple(_shown(one) for one in found), next_key=next_key)

    @command(requests.DecideFinding, may=(Role.COUNCIL_MEMBER,))
    def decide_finding(self, work: Work, asked: requests.DecideFinding) -> answers.Finding:
        """Clear or uphold it; upheld, a second confirmer is needed for a time, or reversals are proposed for somebody else to decide.

        Refuses FindingNotFound, FindingDecided, PartOfFinding, ActorUnknown.
        """
        by = party_store.hand_of(work)
        finding = store.lock_finding(work, asked.finding_id)
        work.expect_version(finding.version)
        decided = rules.decide(finding, by=by, upheld=asked.upheld, reason=asked.reason)
        saved = store.save_finding(work, decided)
        following.follow(work, saved, by=by.party_id)
        return _shown(saved)

    @query(requests.ListConsequences, may=EVERYBODY)
    def list_consequences(self, work: Work, asked: requests.ListConsequences) -> answers.ConsequencePage:
        """What follows from upheld findings: for oneself, or of all for council and auditors."""
        about = None if work.actor.is_any(*SEES_ALL) else party_store.own_parties(work)
        found, next_key = contribution_store.consequence_page(
            work, about=about, finding_id=asked.finding_id, after=asked.after, limit=asked.limit
        )
        items = tuple(answers.Consequence(**vars(one)) for one in found)
        return answers.ConsequencePage(items=items, next_key=next_key)


def _seen(work: Work, until: datetime, rulebook: Rulebook) -> list[Pattern]:
    since = until - timedelta(days=rulebook.mutual_days)
    confirmed = store.confirmed(work, since=since, until=until)
    everybody = {one for confirmer, giver, _ in confirmed for one in (confirmer, giver)}
    edges = rules.collapsed_edges(confirmed, party_store.collapsed(work, sorted(everybody)))
    credited = store.credited(work, since=until - timedelta(days=rulebook.share_days), until=until)
    doubles = store.counted_twice(work, since=since, until=until)
    return [
        *rules.mutual(edges, rulebook=rulebook),
        *rules.rings(edges),
        *rules.shares(credited, rulebook=rulebook),
        *rules.twice(one.party_id for one in doubles),
    ]


def _finding(pattern: Pattern, day: date) -> Finding:
    return Finding(
        finding_id=new_id("fnd"),
        kind=pattern.kind,
        parties=pattern.parties,
        month=day.strftime("%Y-%m"),
        count=pattern.count,
        state=FindingState.OPEN,
        found_on=day,
    )


def _shown(finding: Finding) -> answers.Finding:
    return answers.Finding(
        finding_id=finding.finding_id,
        kind=finding.kind,
        parties=finding.parties,
        count=finding.count,
        state=finding.state,
        found_on=finding.found_on,
        decided_by=finding.decided_by,
        reason=finding.reason,
        version=finding.version,
    )

"""What can be asked about patterns of confirming, and the daily look for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chassis.actor import system
from chassis.clock import CIVIL
from chassis.database import Work
from chassis.entrypoints import command, periodic, query
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.kinds import FindingState
from contracts.roles import Role
from services.points.checks import rules, store
from services.points.checks.rules import MUTUAL_DAYS, Finding, Pattern
from services.points.contributions.rules.watching import SHARE_DAYS
from services.points.parties import store as party_store


class Checks:
    """Who confirms whom too often: for the council's eyes, never public, and nothing is decided by it (rulebook §7)."""

    @periodic("day")
    def look_for_patterns(self, work: Work, period: str) -> None:
        """Look, once for every day that ended, at the 30 and 90 days up to its end."""
        day = date.fromisoformat(period)
        until = datetime(day.year, day.month, day.day, tzinfo=CIVIL) + timedelta(days=1)
        for community in store.communities(work, since=until - timedelta(days=SHARE_DAYS)):
            own = work.on_behalf(system(community), work.cause)
            seen = _seen(own, until)
            store.add_findings(own, [_finding(pattern, day) for pattern in seen])

    @query(requests.ListFindings, may=(Role.COUNCIL_MEMBER, Role.AUDITOR))
    def list_findings(self, work: Work, asked: requests.ListFindings) -> answers.FindingPage:
        """What the council should look at."""
        found, next_key = store.page(work, state=asked.state, after=asked.after, limit=asked.limit)
        return answers.FindingPage(items=tuple(_shown(one) for one in found), next_key=next_key)

    @command(requests.DecideFinding, may=(Role.COUNCIL_MEMBER,))
    def decide_finding(self, work: Work, asked: requests.DecideFinding) -> answers.Finding:
        """Clear or uphold it. Refuses FindingNotFound, FindingDecided, PartOfFinding, ActorUnknown."""
        by = party_store.hand_of(work)
        finding = store.lock_finding(work, asked.finding_id)
        work.expect_version(finding.version)
        decided = rules.decide(finding, by=by, upheld=asked.upheld, reason=asked.reason)
        return _shown(store.save_finding(work, decided))


def _seen(work: Work, until: datetime) -> list[Pattern]:
    confirmed = store.confirmed(work, since=until - timedelta(days=MUTUAL_DAYS), until=until)
    everybody = {one for confirmer, giver, _ in confirmed for one in (confirmer, giver)}
    edges = rules.collapsed_edges(confirmed, party_store.collapsed(work, sorted(everybody)))
    credited = store.credited(work, since=until - timedelta(days=SHARE_DAYS), until=until)
    return [*rules.mutual(edges), *rules.rings(edges), *rules.shares(credited)]


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

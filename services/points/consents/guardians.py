"""What can be asked about guardians: recorded by staff, confirmed by a second person."""

from __future__ import annotations

import calendar
from datetime import date

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.kinds import LinkState
from contracts.roles import EVERYBODY, Role
from services.points.consents import rules, store
from services.points.consents.rules import Guardianship
from services.points.parties import store as party_store

CONFIRMS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER)
SEES_ALL = (*CONFIRMS, Role.AUDITOR)


class Guardians:
    """Who consents for a child under 14 (PIPL art. 31)."""

    @command(requests.RecordGuardianship, may=(Role.COMMUNITY_STAFF,))
    def record_guardianship(self, work: Work, asked: requests.RecordGuardianship) -> answers.Guardianship:
        """Record who consents for a child, through the month in which the child turns 14; it counts once confirmed.

        Refuses GuardianshipUnfit, GuardianshipKnown, GuardianshipIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        guardianship = Guardianship(
            guardianship_id=asked.guardianship_id,
            ward_id=asked.ward_id,
            guardian_id=asked.guardian_id,
            until=_month_end(asked.last_month),
            state=LinkState.RECORDED,
            recorded_by=by.party_id,
            recorded_at=work.now,
        )
        known = party_store.find_parties(work, (asked.ward_id, asked.guardian_id))
        ward, guardian = known.get(asked.ward_id), known.get(asked.guardian_id)
        rules.check_guardianship(guardianship, ward, guardian, today=civil_day(work.now))
        return guardianship_of(store.add_guardianship(work, guardianship))

    @command(requests.ConfirmGuardianship, may=CONFIRMS)
    def confirm_guardianship(self, work: Work, asked: requests.ConfirmGuardianship) -> answers.Guardianship:
        """From now on the guardian consents. Refuses GuardianshipNotFound, GuardianshipDecided, SecondPersonNeeded, ActorUnknown."""
        guardianship = store.lock_guardianship(work, asked.guardianship_id)
        work.expect_version(guardianship.version)
        confirmed = rules.confirm(guardianship, by=party_store.hand_of(work))
        return guardianship_of(store.save_guardianship(work, confirmed))

    @command(requests.EndGuardianship, may=CONFIRMS)
    def end_guardianship(self, work: Work, asked: requests.EndGuardianship) -> answers.Guardianship:
        """The guardian consents no longer. Refuses GuardianshipNotFound, GuardianshipDecided, SecondPersonNeeded, ActorUnknown."""
        guardianship = store.lock_guardianship(work, asked.guardianship_id)
        work.expect_version(guardianship.version)
        ended = rules.end(guardianship, by=party_store.hand_of(work))
        return guardianship_of(store.save_guardianship(work, ended))

    @query(requests.ListGuardianships, may=EVERYBODY)
    def list_guardianships(self, work: Work, asked: requests.ListGuardianships) -> answers.GuardianshipPage:
        """All for staff, council and auditors, otherwise those one belongs to."""
        of = None if work.actor.is_any(*SEES_ALL) else work.actor.party_id or ""
        found, next_key = store.guardianship_page(work, of=of, after=asked.after, limit=asked.limit)
        return answers.GuardianshipPage(items=tuple(guardianship_of(one) for one in found), next_key=next_key)


def guardianship_of(guardianship: Guardianship) -> answers.Guardianship:
    """The guardianship as it is answered."""
    return answers.Guardianship(**vars(guardianship))


def _month_end(month: str) -> date:
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, calendar.monthrange(year, number)[1])

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
from services.points.parties import store as party_store
from services.points.parties.rules import guardians as rules
from services.points.parties.rules.agencies import ended
from services.points.parties.rules.guardians import Guardianship
from services.points.parties.store import guardians as store

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
        """From now on the guardian consents, and the child acts for nobody: what was in force or open of that ends.

        Refuses GuardianshipNotFound, GuardianshipDecided, SecondPersonNeeded, ActorUnknown.
        """
        guardianship = store.lock_guardianship(work, asked.guardianship_id)
        work.expect_version(guardianship.version)
        by = party_store.hand_of(work)
        confirmed = rules.confirm(guardianship, by=by)
        # Locked, so that the child's agreement to act for somebody comes before this and ends, or after it and is refused.
        party_store.lock_parties(work, [guardianship.ward_id])
        over = party_store.end_all(work, guardianship.ward_id, by=by.party_id)
        work.emit(*(ended(agency, community=work.community) for agency in over))
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

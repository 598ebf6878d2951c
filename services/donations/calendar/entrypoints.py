"""What can be asked about the calendar of working days: proposed by one person, agreed by another, read by everybody."""

from __future__ import annotations

from dataclasses import replace

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.donations import answers, requests
from contracts.donations.calendar_kinds import HolidayTableState
from contracts.roles import ANYONE, Role
from services.donations.calendar import rules, store
from services.donations.parties import store as parties
from services.donations.parties.rules import one_group

COUNCIL = (Role.COUNCIL_MEMBER,)
PROPOSERS = (Role.COMMUNITY_STAFF, *COUNCIL)


class WorkingDays:
    """Deadlines in working days go by the State Council's calendar (rulebook §0)."""

    @command(requests.ProposeHolidays, may=PROPOSERS)
    def propose_holidays(self, work: Work, asked: requests.ProposeHolidays) -> answers.HolidayTable:
        """Propose a year's table; with faulty rows nothing is kept, and each is named. The same again is answered alike.

        Refuses HolidayTableIdTaken, PartyNotFound.
        """
        by = parties.require_asking(work)
        days, faults = rules.read(asked.rows, year=asked.year)
        wanted = answers.HolidayTable(
            table_id=asked.table_id,
            year=asked.year,
            source=asked.source,
            state=HolidayTableState.PROPOSED,
            days=days,
            faults=(),
            proposed_by=by.party_id,
            proposed_at=work.now,
            decided_by=None,
            decided_at=None,
            answer=None,
            version=1,
        )
        if faults:
            return replace(wanted, state=HolidayTableState.FAULTY, faults=faults)
        return wanted if store.add(work, wanted) else rules.same(store.find(work, asked.table_id), wanted)

    @command(requests.DecideHolidays, may=COUNCIL)
    def decide_holidays(self, work: Work, asked: requests.DecideHolidays) -> answers.HolidayTable:
        """Agree as somebody not close to whoever proposed it, or reject it.

        Refuses HolidayTableNotFound, HolidayTableDecided, OwnHolidayTable, PartyNotFound.
        """
        by = parties.require_asking(work)
        table = store.lock(work, asked.table_id)
        work.expect_version(table.version)
        near = parties.find_near(work, {by.party_id, table.proposed_by})
        close = one_group(near.get(by.party_id, by), near[table.proposed_by]) if table.proposed_by in near else False
        decided = rules.decide(
            table, by=by.party_id, close=close, accept=asked.accept, answer=asked.answer_text, at=work.now
        )
        return store.save(work, decided)

    @query(requests.ListHolidayTables, may=ANYONE)
    def list_holiday_tables(self, work: Work, asked: requests.ListHolidayTables) -> answers.HolidayTablePage:
        """All tables with who proposed and who decided; for everybody."""
        found = store.page(work, after=asked.after, limit=asked.limit + 1)
        shown = found[: asked.limit]
        return answers.HolidayTablePage(
            items=tuple(shown), next_key=shown[-1].table_id if len(found) > asked.limit else None
        )

"""Keeps funds and projects, and opens the accounts that their money will stand on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.donations.answers import Fund, Project
from contracts.donations.kinds import Lane, ProjectKind
from ledger.accounts import open_accounts
from ledger.values import NewAccount
from services.donations.funds import rules
from services.donations.funds.tables import funds, projects

UNIT = "CNY"
"""All money is counted in fen under this unit."""

FUNDS = text("""
SELECT fund_code, name, host_id, version FROM funds WHERE community = :community AND fund_code = ANY(:codes)
""")


def add_fund(work: Work, fund: Fund) -> Fund | None:
    """Keep a new fund and open its accounts; None, and nothing is changed, where its code is taken."""
    row = {**asdict(fund), **_origin(work)}
    added = work.connection.execute(insert(funds).values(row).on_conflict_do_nothing().returning(funds.c.fund_code))
    if added.first() is None:
        return None
    accounts = [
        NewAccount(code=rules.bank_account(fund.fund_code), unit=UNIT, floor=None),
        NewAccount(code=rules.clearing_account(fund.fund_code), unit=UNIT),
        NewAccount(code=rules.purpose_account(fund.fund_code, None), unit=UNIT),
    ]
    open_accounts(work, accounts)
    return fund


def find_fund(work: Work, fund_code: str) -> Fund | None:
    """The fund; None if there is none."""
    return find_funds(work, [fund_code]).get(fund_code)


def find_funds(work: Work, fund_codes: Collection[str]) -> dict[str, Fund]:
    """The funds by code; unknown ones are left out."""
    found = work.connection.execute(FUNDS, {"community": work.community, "codes": sorted(set(fund_codes))})
    return {row["fund_code"]: Fund(**row) for row in found.mappings()}


def require_fund(work: Work, fund_code: str) -> Fund:
    """The fund. Raises FundNotFound."""
    fund = find_fund(work, fund_code)
    if fund is None:
        raise rules.FundNotFound
    return fund


def add_project(work: Work, project: Project, *, plan_filed_on: date | None) -> Project | None:
    """Keep a new project and open its account; None, and nothing is changed, where its code or its plan is taken."""
    row = {**asdict(project), "plan_filed_on": plan_filed_on, **_origin(work)}
    added = work.connection.execute(
        insert(projects).values(row).on_conflict_do_nothing().returning(projects.c.project_code)
    )
    if added.first() is None:
        return None
    account = rules.purpose_account(project.fund_code, project.project_code)
    open_accounts(work, [NewAccount(code=account, unit=UNIT)])
    return project


def find_project(work: Work, project_code: str) -> Project | None:
    """The project, whatever its fund; None if there is none."""
    return find_projects(work, [project_code]).get(project_code)


def find_projects(work: Work, project_codes: Collection[str]) -> dict[str, Project]:
    """The projects by code, whatever their funds; unknown ones are left out."""
    if not project_codes:
        return {}
    where = (projects.c.community == work.community, projects.c.project_code.in_(sorted(set(project_codes))))
    return {row.project_code: _project(row) for row in work.connection.execute(select(projects).where(*where))}


def require_project(work: Work, fund_code: str, project_code: str) -> Project:
    """The project of this fund. Raises ProjectNotFound."""
    project = find_project(work, project_code)
    if project is None or project.fund_code != fund_code:
        raise rules.ProjectNotFound
    return project


def projects_of(work: Work, fund_code: str, *, after: str | None = None, limit: int = 1000) -> list[Project]:
    """The fund's projects by code, from the one after `after`."""
    rows = work.connection.execute(
        select(projects)
        .where(
            projects.c.community == work.community,
            projects.c.fund_code == fund_code,
            projects.c.project_code > (after or ""),
        )
        .order_by(projects.c.project_code)
        .limit(limit)
    )
    return [_project(row) for row in rows]


def _origin(work: Work) -> dict[str, Any]:
    return {"community": work.community, "created_by": work.actor.party_id, "created_at": work.now}


def _project(row: Row[Any]) -> Project:
    return Project(
        project_code=row.project_code,
        fund_code=row.fund_code,
        name=row.name,
        kind=ProjectKind(row.kind),
        lane=Lane(row.lane),
        plan_number=row.plan_number,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        version=row.version,
    )

"""Who may host a fund, and when a project may open (rulebook §12, §21)."""

from __future__ import annotations

from datetime import timedelta

from contracts.donations.answers import Fund, Project
from contracts.donations.kinds import Lane
from contracts.donations.requests import CreateFund, OpenProject
from contracts.refused import Kind, NotFound, Refused
from contracts.sectors import Sector
from services.donations.parties.rules import KnownParty

PLAN_DAYS = 10  # A public fundraising plan is filed at least so many days before it starts [law].


class FundNotFound(NotFound):
    """There is no such fund in this community."""

    code = "funds.not_found"
    zh = "没有找到这个基金。"
    en = "There is no such fund."


class ProjectNotFound(NotFound):
    """There is no such project in this fund."""

    code = "funds.project_not_found"
    zh = "没有找到这个项目。"
    en = "There is no such project."


class HostIsNoCharity(Refused):
    """A fund has no account of its own: a registered charity must keep its money (rulebook §21)."""

    code = "funds.host_is_no_charity"
    zh = "社区基金必须设在慈善组织之内。"
    en = "A community fund must be hosted by a charity."


class CodeTaken(Refused):
    """The code belongs to another fund or project."""

    code = "funds.code_taken"
    zh = "代码 {taken} 已被使用。"
    en = "The code {taken} is taken."


class PlanMissing(Refused):
    """Public fundraising needs a filed plan and its day of filing; the other lanes have none."""

    code = "funds.plan_missing"
    kind = Kind.INVALID
    zh = "公开募捐（A 类）必须写明备案编号和备案日期，其他类别不应填写。"
    en = "Public fundraising (lane A) names its plan and the day it was filed; other lanes do not."


class PlanFiledTooLate(Refused):
    """The plan was filed less than ten days before the start."""

    code = "funds.plan_filed_too_late"
    zh = "募捐方案须在开始前至少 {days} 天备案。"
    en = "The plan must be filed at least {days} days before the start."


class EndsBeforeItStarts(Refused):
    """The project would end before it starts."""

    code = "funds.ends_before_it_starts"
    kind = Kind.INVALID
    zh = "结束日期不能早于开始日期。"
    en = "The project cannot end before it starts."


def create(asked: CreateFund, *, host: KnownParty) -> Fund:
    """A new fund inside its host. Raises HostIsNoCharity."""
    if host.sector is not Sector.SOC:
        raise HostIsNoCharity
    return Fund(fund_code=asked.fund_code, name=asked.name, host_id=host.party_id, version=1)


def open_project(asked: OpenProject, *, fund: Fund) -> Project:
    """A new project in the fund. Raises PlanMissing, PlanFiledTooLate, EndsBeforeItStarts."""
    public = asked.lane is Lane.PUBLIC_FUNDRAISING
    if public != (asked.plan_number is not None) or public != (asked.plan_filed_on is not None):
        raise PlanMissing
    if asked.plan_filed_on is not None and asked.starts_on - asked.plan_filed_on < timedelta(days=PLAN_DAYS):
        raise PlanFiledTooLate(days=PLAN_DAYS)
    if asked.ends_on is not None and asked.ends_on < asked.starts_on:
        raise EndsBeforeItStarts
    return Project(
        project_code=asked.project_code,
        fund_code=fund.fund_code,
        name=asked.name,
        kind=asked.kind,
        lane=asked.lane,
        plan_number=asked.plan_number,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        version=1,
    )


def same(stored: Fund, wanted: Fund) -> None:
    """A second creation under the same code must say the same. Raises CodeTaken."""
    if stored != wanted:
        raise CodeTaken(taken=wanted.fund_code)


def same_project(stored: Project | None, wanted: Project) -> None:
    """A second opening under the same code must say the same; `stored` is None where only the plan is taken. Raises CodeTaken."""
    if stored != wanted:
        raise CodeTaken(taken=wanted.project_code if stored is not None else wanted.plan_number)


def bank_account(fund_code: str) -> str:
    """The fund's part of the federation's bank account, as seen from here: money received makes it go down."""
    return f"bank:{fund_code}"


def clearing_account(fund_code: str) -> str:
    """Money that arrived and that no gift explains yet."""
    return f"clearing:{fund_code}"


def purpose_account(fund_code: str, project_code: str | None) -> str:
    """Money for one project, or the unrestricted part of a fund."""
    return f"fund:{fund_code}" if project_code is None else f"fund:{fund_code}:{project_code}"

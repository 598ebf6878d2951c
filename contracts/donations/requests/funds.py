"""What can be asked about funds, their projects, and what the public may know."""

from __future__ import annotations

import dataclasses
from datetime import date

from contracts.donations import answers
from contracts.donations.kinds import Lane, ProjectKind, PurposeCode
from contracts.kinds import Code, PartyId, ShortText
from contracts.request import Command, PageQuery, Query


@dataclasses.dataclass(frozen=True, kw_only=True)
class CreateFund(Command[answers.Fund]):
    """Open a named fund inside the federation `host_id`."""

    service = "donations"
    answer = answers.Fund

    fund_code: PurposeCode
    name: ShortText
    host_id: PartyId


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetFund(Query[answers.Fund]):
    """One fund."""

    service = "donations"
    answer = answers.Fund

    fund_code: Code


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetFundBalance(Query[answers.FundBalance]):
    """What is in a fund, purpose by purpose, to the fen."""

    service = "donations"
    answer = answers.FundBalance

    fund_code: Code


@dataclasses.dataclass(frozen=True, kw_only=True)
class OpenProject(Command[answers.Project]):
    """Open a project in a fund. Public fundraising names its plan and the day it was filed, ten days before the start."""

    service = "donations"
    answer = answers.Project

    project_code: PurposeCode
    fund_code: Code
    name: ShortText
    kind: ProjectKind
    lane: Lane
    starts_on: date
    ends_on: date | None = None
    plan_number: Code | None = None
    plan_filed_on: date | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListProjects(PageQuery[answers.ProjectPage]):
    """The projects of a fund."""

    service = "donations"
    answer = answers.ProjectPage

    fund_code: Code


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetPublicTotals(Query[answers.PublicTotals]):
    """What everybody may know of a fund."""

    service = "donations"
    answer = answers.PublicTotals

    fund_code: Code


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListPublicGifts(PageQuery[answers.PublicGiftPage]):
    """The gifts of a fund under the names that their donors chose."""

    service = "donations"
    answer = answers.PublicGiftPage

    fund_code: Code

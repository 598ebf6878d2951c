"""What can be asked about funds and their projects."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.donations import answers, requests
from contracts.roles import ANYONE, Role
from ledger.accounts import balance
from services.donations.funds import rules, store
from services.donations.parties.store import require_party

BALANCE_READERS = (
    Role.COMMUNITY_STAFF,
    Role.FEDERATION_OFFICER,
    Role.FEDERATION_ACCOUNTANT,
    Role.FUND_TREASURER,
    Role.FUND_COMMITTEE_MEMBER,
    Role.AUDITOR,
)


class Funds:
    """Named funds inside the federation."""

    @command(requests.CreateFund, may=(Role.FEDERATION_OFFICER,))
    def create_fund(self, work: Work, asked: requests.CreateFund) -> answers.Fund:
        """Open a named fund in the federation's books (rulebook §21). Refuses HostIsNoCharity, CodeTaken, PartyNotFound."""
        fund = rules.create(asked, host=require_party(work, asked.host_id))
        if store.add_fund(work, fund) is None:
            rules.same(store.require_fund(work, fund.fund_code), fund)
        return fund

    @command(requests.OpenProject, may=(Role.FEDERATION_OFFICER,))
    def open_project(self, work: Work, asked: requests.OpenProject) -> answers.Project:
        """Open a purpose to which money can be restricted (rulebook §12). Refuses PlanMissing, PlanFiledTooLate, CodeTaken."""
        project = rules.open_project(asked, fund=store.require_fund(work, asked.fund_code))
        if store.add_project(work, project, plan_filed_on=asked.plan_filed_on) is None:
            rules.same_project(store.find_project(work, project.project_code), project)
        return project

    @query(requests.GetFund, may=ANYONE)
    def get_fund(self, work: Work, asked: requests.GetFund) -> answers.Fund:
        """Whose fund this is and where its money is kept."""
        return store.require_fund(work, asked.fund_code)

    @query(requests.ListProjects, may=ANYONE)
    def list_projects(self, work: Work, asked: requests.ListProjects) -> answers.ProjectPage:
        """What one can give to in this fund, with lane and plan number as the law wants them shown (rulebook §12)."""
        fund = store.require_fund(work, asked.fund_code)
        found = store.projects_of(work, fund.fund_code, after=asked.after, limit=asked.limit + 1)
        more = found[asked.limit - 1].project_code if len(found) > asked.limit else None
        return answers.ProjectPage(items=tuple(found[: asked.limit]), next_key=more)

    @query(requests.GetFundBalance, may=BALANCE_READERS)
    def get_fund_balance(self, work: Work, asked: requests.GetFundBalance) -> answers.FundBalance:
        """What is in the fund, to the fen, read from the ledger: bank = purposes + what no gift explains yet."""
        fund = store.require_fund(work, asked.fund_code)
        codes = [None, *(project.project_code for project in store.projects_of(work, fund.fund_code))]
        purposes = [
            answers.PurposeBalance(
                project_code=code,
                balance=balance(work, rules.purpose_account(fund.fund_code, code), store.UNIT).balance,
            )
            for code in codes
        ]
        return answers.FundBalance(
            fund_code=fund.fund_code,
            # Money in the federation's bank is a debt of the bank account here: it stands there with the other sign.
            bank=-balance(work, rules.bank_account(fund.fund_code), store.UNIT).balance,
            unexplained=balance(work, rules.clearing_account(fund.fund_code), store.UNIT).balance,
            purposes=tuple(purposes),
        )

"""What can be asked about rate cards and loan tables: proposed by one council member, put in force by another, read by everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from chassis.clock import civil_month
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.answers import LoanTable, RateCard
from contracts.roles import ANYONE, Role
from services.points.parties import store as party_store
from services.points.rate_cards import refusals, rules, store
from services.points.rate_cards.rules import Proposal

COUNCIL = (Role.COUNCIL_MEMBER,)
Numbered = TypeVar("Numbered", RateCard, LoanTable)


class RateCards:
    """What contributions earn, and what things on loan count as (rulebook §2)."""

    @command(requests.ProposeRateCard, may=COUNCIL)
    def propose_rate_card(self, work: Work, asked: requests.ProposeRateCard) -> answers.RateProposal:
        """Propose the next card; the same again is answered alike.

        Refuses RateProposalIdTaken, RateCardNotNext, RateUnfit, ReceiptedEarnsNoPoints, ParameterUnknown, ParameterOutOfBounds,
        ActorUnknown.
        """
        card = RateCard(
            number=asked.number,
            in_force_from=asked.in_force_from,
            heavy_cv_percent=asked.heavy_cv_percent,
            sp_hours_per_month=asked.sp_hours_per_month,
            rates=asked.rates,
            parameters=asked.parameters,
        )
        return _propose(work, card, asked)

    @command(requests.ProposeLoanTable, may=COUNCIL)
    def propose_loan_table(self, work: Work, asked: requests.ProposeLoanTable) -> answers.RateProposal:
        """Propose the next table; the same again is answered alike.

        Refuses RateProposalIdTaken, LoanTableNotNext, LoanTableUnfit, ActorUnknown.
        """
        table = LoanTable(number=asked.number, in_force_from=asked.in_force_from, items=asked.items)
        return _propose(work, table, asked)

    @command(requests.DecideRateProposal, may=COUNCIL)
    def decide_rate_proposal(self, work: Work, asked: requests.DecideRateProposal) -> answers.RateProposal:
        """Put it in force from its month on, as somebody not close to whoever proposed it, or reject it.

        Refuses RateProposalNotFound, RateProposalDecided, OwnRateProposal, RateCardNotNext, LoanTableNotNext, ActorUnknown.
        """
        store.take_turn(work)
        proposal = store.lock_proposal(work, asked.proposal_id)
        work.expect_version(proposal.version)
        by = party_store.hand_of(work)
        proposer = party_store.require_party(work, proposal.proposed_by)
        decided = rules.decide(proposal, by=by, proposer=proposer, accept=asked.accept, answer=asked.answer_text)
        if asked.accept:
            # Judged anew: since it was proposed, its month may have begun, or another one may have taken its number.
            store.add(work, _following(work, decided.proposed), proposed_by=decided.proposed_by, by=by.party_id)
        return _answer(work, store.save_proposal(work, decided))

    @query(requests.ListRateProposals, may=ANYONE)
    def list_rate_proposals(self, work: Work, asked: requests.ListRateProposals) -> answers.RateProposalPage:
        """All that was proposed, with who proposed and who decided; for everybody."""
        found, next_key = store.proposal_page(work, after=asked.after, limit=asked.limit)
        return answers.RateProposalPage(items=tuple(_answer(work, one) for one in found), next_key=next_key)

    @query(requests.GetRateCard, may=ANYONE)
    def get_rate_card(self, work: Work, asked: requests.GetRateCard) -> answers.RateCard:
        """The card that holds for what is performed in that month."""
        return _shown(rules.in_force(store.published(work), on=date.fromisoformat(f"{asked.month}-01")))

    @query(requests.ListRateCards, may=ANYONE)
    def list_rate_cards(self, work: Work, asked: requests.ListRateCards) -> answers.RateCardPage:
        """All cards, the rulebook's own first. They are few: one page holds them."""
        cards = [_shown(card) for card in (rules.FIRST_CARD, *store.published(work))]
        shown, next_key = _page(cards, after=asked.after, limit=asked.limit)
        return answers.RateCardPage(items=shown, next_key=next_key)

    @query(requests.ListRateParameters, may=ANYONE)
    def list_rate_parameters(self, work: Work, asked: requests.ListRateParameters) -> answers.RateParameterPage:
        """What the council may set by a card, and between which bounds. They are few: one page holds them."""
        del work, asked
        return answers.RateParameterPage(items=rules.meanings(), next_key=None)

    @query(requests.GetLoanTable, may=ANYONE)
    def get_loan_table(self, work: Work, asked: requests.GetLoanTable) -> answers.LoanTable:
        """The table that holds for what is lent in that month."""
        return rules.table_in_force(store.loan_tables_of(work), on=date.fromisoformat(f"{asked.month}-01"))

    @query(requests.ListLoanTables, may=ANYONE)
    def list_loan_tables(self, work: Work, asked: requests.ListLoanTables) -> answers.LoanTablePage:
        """All tables, the first one first."""
        tables = (rules.FIRST_TABLE, *store.loan_tables_of(work))
        shown, next_key = _page(tables, after=asked.after, limit=asked.limit)
        return answers.LoanTablePage(items=shown, next_key=next_key)


def _propose(
    work: Work, content: RateCard | LoanTable, asked: requests.ProposeRateCard | requests.ProposeLoanTable
) -> answers.RateProposal:
    by = party_store.hand_of(work)
    store.take_turn(work)
    proposal = rules.propose(content, proposal_id=asked.proposal_id, reason=asked.reason, by=by)
    known = store.find_proposal(work, asked.proposal_id)
    if known is None:
        _following(work, content)
        known = store.add_proposal(work, proposal)
    elif not known.same_as(proposal):
        raise refusals.RateProposalIdTaken
    return _answer(work, known)


def _following(work: Work, content: RateCard | LoanTable) -> RateCard | LoanTable:
    """The card or table as it would hold, following the last one there is."""
    this_month = civil_month(work.now)
    if isinstance(content, RateCard):
        return rules.next_card(content, after=store.latest_card(work), this_month=this_month)
    return rules.next_table(content, after=store.latest_table(work), this_month=this_month)


def _shown(card: RateCard) -> RateCard:
    """With all parameters, also where nobody has set one yet."""
    return replace(card, parameters=rules.parameters_of(rules.rulebook_of(card)))


def _answer(work: Work, proposal: Proposal) -> answers.RateProposal:
    proposed = proposal.proposed
    return answers.RateProposal(
        proposal_id=proposal.proposal_id,
        card=proposed if isinstance(proposed, RateCard) else None,
        loans=proposed if isinstance(proposed, LoanTable) else None,
        reason=proposal.reason,
        state=rules.shown_state(proposal, this_month=civil_month(work.now)),
        proposed_by=proposal.proposed_by,
        proposed_at=proposal.proposed_at,
        decided_by=proposal.decided_by,
        decided_at=proposal.decided_at,
        answer=proposal.answer,
        version=proposal.version,
    )


def _page(found: Sequence[Numbered], *, after: str | None, limit: int) -> tuple[tuple[Numbered, ...], str | None]:
    last = int(after) if after and after.isdecimal() else 0
    rest = [one for one in found if one.number > last]
    shown = tuple(rest[:limit])
    return shown, str(shown[-1].number) if len(rest) > limit else None

"""What a merchant promises of its sales, what is due of it, and what happens when it is late (rulebook §12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from contracts.donations.answers import Project
from contracts.donations.kinds import Lane, PledgeBasis, PledgeState, SalesBand, SettlementState
from contracts.donations.requests import DraftPledge, StateSales
from services.donations.gifts.rules import check_project
from services.donations.parties.rules import KnownParty, one_group
from services.donations.pledges import refusals

MONTHS_MAX = 24
DUE_DAY = 10
BANNER_OFF_DAYS = 15
SUSPENDED_DAYS = 30
WHOLE = 10_000
"""Basis points in one."""

BANDS = (
    (1_000_00, SalesBand.UNDER_1K),
    (5_000_00, SalesBand.UNDER_5K),
    (20_000_00, SalesBand.UNDER_20K),
    (100_000_00, SalesBand.UNDER_100K),
)
AGREED = (PledgeState.ACTIVE, PledgeState.BANNER_OFF, PledgeState.SUSPENDED)
OPEN = (SettlementState.EXPECTED, SettlementState.DUE)


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """A promise as it is kept: `share` in basis points of sales or `per_piece` in fen. `least` and `most` bound the whole, in fen."""

    pledge_id: str
    merchant_id: str
    fund_code: str
    project_code: str
    items: str
    basis: PledgeBasis
    share: int | None
    per_piece: int | None
    least: int | None
    most: int | None
    starts_on: date
    ends_on: date
    publication: str
    terms_sha256: str
    state: PledgeState
    agreement_number: str | None
    drafted_by: str | None
    signed_by: str | None
    countersigned_by: str | None
    agreed_by: str | None
    signed_at: datetime | None
    agreed_at: datetime | None
    version: int
    activity_id: str | None = None
    ended_on: date | None = None

    @property
    def last_day(self) -> date:
        """Until when it holds: to the end of the sale, or until its merchant ended it."""
        return min(self.ends_on, self.ended_on or self.ends_on)


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """One month of a pledge: sales and amounts in fen. `gift_id` is the gift that pays it."""

    pledge_id: str
    month: str
    due_on: date
    state: SettlementState
    sales: int | None
    pieces: int | None
    document: str | None
    amount: int | None
    gift_id: str | None
    received: int | None
    paid_on: date | None
    published_at: str | None
    version: int


def draft(asked: DraftPledge, *, project: Project, merchant: KnownParty, by: str | None, on: date) -> Pledge:
    """A pledge that nobody signed. Raises PledgeTermsUnfit, SaleHasBegun, LaneDiffers, ProjectNotRunning."""
    one_rate = (asked.share is not None, asked.per_piece is not None) == (
        asked.basis is PledgeBasis.SHARE,
        asked.basis is PledgeBasis.PER_PIECE,
    )
    bounded = asked.least is None or asked.most is None or asked.least <= asked.most
    lasting = asked.starts_on <= asked.ends_on and len(months(asked.starts_on, asked.ends_on)) <= MONTHS_MAX
    if merchant.is_person or not (one_rate and bounded and lasting):
        raise refusals.PledgeTermsUnfit(months=MONTHS_MAX)
    check_before(asked.starts_on, on=on)
    # A pledge is a gift by agreement (lane C), and its purpose takes gifts as long as the sale lasts.
    check_project(project, lane=Lane.DIRECTED, on=asked.starts_on)
    check_project(project, lane=Lane.DIRECTED, on=asked.ends_on)
    return Pledge(
        pledge_id=asked.pledge_id,
        merchant_id=asked.merchant_id,
        fund_code=asked.fund_code,
        project_code=asked.project_code,
        items=asked.items,
        basis=asked.basis,
        share=asked.share,
        per_piece=asked.per_piece,
        least=asked.least,
        most=asked.most,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        publication=asked.publication,
        terms_sha256=asked.terms_sha256,
        state=PledgeState.DRAFT,
        agreement_number=None,
        drafted_by=by,
        signed_by=None,
        countersigned_by=None,
        agreed_by=None,
        signed_at=None,
        agreed_at=None,
        version=1,
        activity_id=asked.activity_id,
    )


def same(stored: Pledge, asked: DraftPledge) -> None:
    """A second draft under the same id must say the same. Raises PledgeIdTaken."""
    if any(getattr(stored, name) != getattr(asked, name) for name in vars(asked)):
        raise refusals.PledgeIdTaken


def check_before(starts_on: date, *, on: date) -> None:
    """The day before the sale is the last one [law]. Raises SaleHasBegun."""
    if on >= starts_on:
        raise refusals.SaleHasBegun


def sign(pledge: Pledge, *, terms_sha256: str, by: str | None, at: datetime, on: date) -> Pledge:
    """Signed by the merchant. Raises PledgeWrongState, OtherTerms, SaleHasBegun."""
    _check_signing(pledge, terms_sha256=terms_sha256, on=on, states=(PledgeState.DRAFT,))
    return replace(pledge, state=PledgeState.SIGNED, signed_by=by, signed_at=at)


def countersign(
    pledge: Pledge,
    *,
    terms_sha256: str,
    merchant: KnownParty,
    by: KnownParty | None,
    at: datetime,
    on: date,
) -> Pledge:
    """Countersigned by a person of the federation; active after the second. Raises PledgeWrongState, OtherTerms, SaleHasBegun, OwnPledge."""
    states = (PledgeState.SIGNED, PledgeState.COUNTERSIGNED)
    _check_signing(pledge, terms_sha256=terms_sha256, on=on, states=states)
    hands = (pledge.drafted_by, pledge.signed_by, pledge.countersigned_by)
    if by is None or by.selves & set(hands) or one_group(by, merchant):
        raise refusals.OwnPledge
    if pledge.state is PledgeState.SIGNED:
        return replace(pledge, state=PledgeState.COUNTERSIGNED, countersigned_by=by.party_id)
    number = f"CS-{on.year}-{pledge.pledge_id[-8:]}"
    return replace(pledge, state=PledgeState.ACTIVE, agreed_by=by.party_id, agreed_at=at, agreement_number=number)


def _check_signing(pledge: Pledge, *, terms_sha256: str, on: date, states: Sequence[PledgeState]) -> None:
    if pledge.state not in states:
        raise refusals.PledgeWrongState(state=pledge.state.value)
    if terms_sha256 != pledge.terms_sha256:
        raise refusals.OtherTerms
    check_before(pledge.starts_on, on=on)


def months(starts_on: date, ends_on: date) -> list[str]:
    """The civil months from one day to another, YYYY-MM."""
    first, last = (day.year * 12 + day.month - 1 for day in (starts_on, ends_on))
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


def expected(pledge: Pledge) -> list[Settlement]:
    """The months of an agreed pledge, each due on the 10th of the next: who states nothing is late as well."""
    return [
        Settlement(
            pledge_id=pledge.pledge_id,
            month=month,
            due_on=_after(month).replace(day=DUE_DAY),
            state=SettlementState.EXPECTED,
            sales=None,
            pieces=None,
            document=None,
            amount=None,
            gift_id=None,
            received=None,
            paid_on=None,
            published_at=None,
            version=1,
        )
        for month in months(pledge.starts_on, pledge.ends_on)
    ]


def state_sales(
    pledge: Pledge, settlements: Sequence[Settlement], asked: StateSales, *, gift_id: str, on: date
) -> Settlement:
    """The month with its sales and what is due of them; a month that says the same already is answered as it is.

    Raises PledgeWrongState, PledgeMonthNotFound, PiecesUnfit, SalesAlreadyStated, MonthNotOver, EarlierMonthMissing.
    """
    if pledge.agreement_number is None:
        raise refusals.PledgeWrongState(state=pledge.state.value)
    month = find(settlements, asked.month)
    if (asked.pieces is None) != (pledge.basis is PledgeBasis.SHARE):
        raise refusals.PiecesUnfit
    if month.state is not SettlementState.EXPECTED:
        if (month.sales, month.pieces, month.document) != (asked.sales, asked.pieces, asked.document):
            raise refusals.SalesAlreadyStated
        return month
    if on <= min(_after(month.month) - timedelta(days=1), pledge.last_day):
        raise refusals.MonthNotOver
    before = [one for one in settlements if one.month < month.month]
    if any(one.state is SettlementState.EXPECTED for one in before):
        raise refusals.EarlierMonthMissing
    stated = replace(month, sales=asked.sales, pieces=asked.pieces, document=asked.document)
    last = stated.month == months(pledge.starts_on, pledge.last_day)[-1]
    amount = promised(pledge, [*before, stated], whole=last) - promised(pledge, before, whole=False)
    if not amount:
        return replace(stated, state=SettlementState.NOTHING_DUE, amount=0)
    return replace(stated, state=SettlementState.DUE, amount=amount, gift_id=gift_id)


def promised(pledge: Pledge, stated: Sequence[Settlement], *, whole: bool) -> int:
    """What these months come to, in fen: of their sum, so that it is the same in whatever parts it was sold; part of a fen is a fen.

    Never above the most, and once the `whole` period is stated never below the least.
    """
    if pledge.per_piece is not None:
        sum_of = sum(one.pieces or 0 for one in stated) * pledge.per_piece
    else:
        sum_of = -(-sum(one.sales or 0 for one in stated) * (pledge.share or 0) // WHOLE)
    bounded = sum_of if pledge.most is None else min(sum_of, pledge.most)
    return max(bounded, pledge.least or 0) if whole else bounded


def find(settlements: Sequence[Settlement], month: str) -> Settlement:
    """The month among those of a pledge. Raises PledgeMonthNotFound."""
    for one in settlements:
        if one.month == month:
            return one
    raise refusals.PledgeMonthNotFound


def publish(settlement: Settlement, *, published_at: str) -> Settlement:
    """The month, made known. Raises NotPaidYet."""
    if settlement.state not in (SettlementState.PAID, SettlementState.PUBLISHED):
        raise refusals.NotPaidYet
    return replace(settlement, state=SettlementState.PUBLISHED, published_at=published_at)


def standing(settlements: Sequence[Settlement], *, on: date) -> PledgeState:
    """How an agreed pledge stands on a day: by what has been open longest."""
    open_since = [one.due_on for one in settlements if one.state in OPEN]
    if not open_since:
        return PledgeState.COMPLETED
    overdue = (on - min(open_since)).days
    if overdue >= SUSPENDED_DAYS:
        return PledgeState.SUSPENDED
    return PledgeState.BANNER_OFF if overdue >= BANNER_OFF_DAYS else PledgeState.ACTIVE


def in_time(settlements: Sequence[Settlement], *, on: date) -> bool:
    """Was no month ever overdue long enough for the banner to come down? By the bank's day where it is paid, by `on` where it is open."""
    days = [one.paid_on or (on if one.state in OPEN else one.due_on) for one in settlements]
    return all((day - one.due_on).days < BANNER_OFF_DAYS for day, one in zip(days, settlements, strict=True))


def shows(pledge: Pledge, *, on: date) -> bool:
    """May the banner hang? While the pledge is active, from the agreement to the last day of the sale."""
    return pledge.state is PledgeState.ACTIVE and pledge.ended_on is None and on <= pledge.ends_on


def band(sales: int) -> SalesBand:
    """Sales in fen as the public sees them."""
    return next((name for below, name in BANDS if sales < below), SalesBand.FROM_100K)


def _after(month: str) -> date:
    """The first day after the month."""
    year, number = (int(part) for part in month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1)

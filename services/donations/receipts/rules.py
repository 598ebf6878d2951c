"""When a receipt may be asked for, issued and taken back (rulebook §2 rule R-0, §12)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.donations.answers import Receipt, ReceiptResult
from contracts.donations.kinds import GiftChoice, GiftState, ReceiptState
from contracts.donations.requests import ReceiptLine
from contracts.refused import NotFound, Refused
from services.donations.gifts.rules import Gift


class ReceiptNotFound(NotFound):
    """The gift has no receipt, or it is not yours to see."""

    code = "receipts.not_found"
    zh = "没有找到这张票据。"
    en = "There is no such receipt."


class GivenUpForPoints(Refused):
    """The donor chose points beforehand; a receipt can never be had for this gift (rulebook §2, rule R-0) [law]."""

    code = "receipts.given_up_for_points"
    zh = "这笔捐赠已选择积分并书面放弃票据，不能再申请。"
    en = "The donor chose points and gave up the receipt for this gift."


class NotConfirmedYet(Refused):
    """The money has not been seen; receipts never run ahead of gifts."""

    code = "receipts.not_confirmed_yet"
    zh = "款项尚未确认到账，暂不能申请票据。"
    en = "The money has not been confirmed yet."


class NobodyToReceiptTo(Refused):
    """An anonymous gift has nobody to issue a receipt to."""

    code = "receipts.nobody_to_receipt_to"
    zh = "匿名捐赠没有可开具票据的捐赠人。"
    en = "An anonymous gift has nobody to issue a receipt to."


class AlreadyAskedFor(Refused):
    """A receipt was asked for, issued or given up before."""

    code = "receipts.already_asked_for"
    zh = "这笔捐赠的票据状态为 {state}，不能再次操作。"
    en = "The receipt of this gift is {state} already."


class NothingToIssue(Refused):
    """Nobody asked for this receipt."""

    code = "receipts.nothing_to_issue"
    zh = "这笔捐赠没有待开具的票据。"
    en = "No receipt was asked for this gift."


class AmountDiffers(Refused):
    """The receipt is over another amount than the gift."""

    code = "receipts.amount_differs"
    zh = "票据金额与到账金额不一致。"
    en = "The receipt is over another amount than the gift."


class NumberTaken(Refused):
    """The number belongs to another receipt."""

    code = "receipts.number_taken"
    zh = "票据号码已被使用。"
    en = "The number belongs to another receipt."


class NothingToVoid(Refused):
    """Only an issued receipt can be taken back."""

    code = "receipts.nothing_to_void"
    zh = "只有已开具的票据可以作废。"
    en = "Only an issued receipt can be voided."


def request(gift: Gift, *, payer_name: str, turn: int) -> tuple[Gift, Receipt]:
    """Ask for a receipt; after a voided one, for the next (`turn` counts from 1).

    Raises GivenUpForPoints, NobodyToReceiptTo, NotConfirmedYet, AlreadyAskedFor.
    """
    if gift.choice is GiftChoice.POINTS:
        raise GivenUpForPoints
    if gift.donor_id is None:
        raise NobodyToReceiptTo
    if gift.state is not GiftState.CONFIRMED or gift.received is None:
        raise NotConfirmedYet
    if gift.receipt not in (ReceiptState.NOT_REQUESTED, ReceiptState.VOIDED):
        raise AlreadyAskedFor(state=gift.receipt.value)
    receipt = Receipt(
        gift_id=gift.gift_id,
        turn=turn,
        state=ReceiptState.REQUESTED,
        amount=gift.received,
        payer_name=payer_name,
        number=None,
        issued_on=None,
        pdf_sha256=None,
        version=1,
    )
    return replace(gift, receipt=ReceiptState.REQUESTED), receipt


def waive(gift: Gift) -> Gift:
    """Declare that no receipt is wanted; it earns no points afterwards, for the choice was made beforehand. Raises AlreadyAskedFor."""
    if gift.receipt is not ReceiptState.NOT_REQUESTED:
        raise AlreadyAskedFor(state=gift.receipt.value)
    return replace(gift, receipt=ReceiptState.WAIVED)


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What comes of one file: receipts to save, and a result for each line."""

    issued: list[Receipt]
    results: tuple[ReceiptResult, ...]


def issue_all(lines: Sequence[ReceiptLine], *, receipts: Mapping[str, Receipt], taken: Collection[str]) -> Issued:
    """Decide line by line. `receipts`: the latest of each gift; `taken`: the numbers in use."""
    latest, used, issued, results = dict(receipts), set(taken), [], []
    for number, line in enumerate(lines, start=1):
        receipt = latest.get(line.gift_id)
        repeated = receipt is not None and said_before(receipt, line)
        refused = trouble(receipt, line, taken=() if repeated else used)
        results.append(ReceiptResult(line=number, gift_id=line.gift_id, refused=refused))
        if refused is None and receipt is not None and not repeated:
            latest[line.gift_id] = issue(receipt, line)
            used.add(line.number)
            issued.append(latest[line.gift_id])
    return Issued(issued=issued, results=tuple(results))


def trouble(receipt: Receipt | None, line: ReceiptLine, *, taken: Collection[str]) -> str | None:
    """Why a line of the federation's file cannot be taken over (a refusal's code); None where nothing is wrong.

    `receipt` is the gift's latest one, `taken` are the numbers of all other receipts.
    """
    if receipt is None or (receipt.state is not ReceiptState.REQUESTED and not said_before(receipt, line)):
        return NothingToIssue.code
    if receipt.amount != line.amount:
        return AmountDiffers.code
    if line.number in taken:
        return NumberTaken.code
    return None


def issue(receipt: Receipt, line: ReceiptLine) -> Receipt:
    """The receipt with the federation's number, after `trouble` found none."""
    return replace(
        receipt, state=ReceiptState.ISSUED, number=line.number, issued_on=line.issued_on, pdf_sha256=line.pdf_sha256
    )


def said_before(receipt: Receipt, line: ReceiptLine) -> bool:
    """Is this line the very one that issued the receipt? The federation may send a file twice."""
    said = (receipt.number, receipt.issued_on, receipt.amount, receipt.pdf_sha256)
    return receipt.state is ReceiptState.ISSUED and said == (
        line.number,
        line.issued_on,
        line.amount,
        line.pdf_sha256,
    )


def void(receipt: Receipt) -> Receipt:
    """The receipt taken back; another may be asked for. Raises NothingToVoid."""
    if receipt.state is not ReceiptState.ISSUED:
        raise NothingToVoid
    return replace(receipt, state=ReceiptState.VOIDED)

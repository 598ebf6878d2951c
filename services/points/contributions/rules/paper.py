"""What is typed from paper: held against the sheets that were printed here (rulebook §3, paper path; ADR 0120)."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.points.kinds import Channel, DocumentKind
from services.points.acts.rules import is_ours, sheet_of
from services.points.contributions import refusals
from services.points.contributions.rules.claims import Claim, Wanted


def typed_serial(claim: Claim, wanted: Wanted) -> str | None:
    """The serial of the sheet of ours of which it is typed; none for what came keyed and checked, and for other paper."""
    typed = claim.channel is Channel.PAPER and not wanted.from_sheet
    return sheet_of(claim.reference) if typed and claim.reference is not None else None


def check_paper(claim: Claim, wanted: Wanted) -> None:
    """Refuse DocumentMissing without the sheet's serial and line, or its scan."""
    if claim.reference is None:
        raise refusals.DocumentMissing(kind="reference")
    if DocumentKind.SIGNED_SHEET not in {document.kind for document in wanted.documents}:
        raise refusals.DocumentMissing(kind=DocumentKind.SIGNED_SHEET.value)


def check_printed(claim: Claim, wanted: Wanted, *, printed: Mapping[str, str]) -> None:
    """Refuse SheetNotPrinted where a serial of ours is typed that was never printed, or for another act, or no line of it."""
    if claim.channel is not Channel.PAPER or wanted.from_sheet or claim.reference is None:
        return
    if not is_ours(claim.reference):
        return
    serial = typed_serial(claim, wanted)
    if serial is None or serial not in printed or printed[serial] != claim.activity_id:
        raise refusals.SheetNotPrinted


def signed_here(claim: Claim) -> bool:
    """Is it a line of a sheet that was printed here, so that the signatures on it are two persons' word?"""
    return claim.channel is Channel.PAPER and claim.reference is not None and sheet_of(claim.reference) is not None

"""What a version of the initiative is, and when a merchant has signed it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import PartyId
from contracts.merchants.ids import Authority, MemberId, MemberStatus, Verification
from contracts.refused import Kind, Refused

CLAUSES = 10
MAY_ASSENT = frozenset(MemberStatus) - {
    MemberStatus.APPLIED,
    MemberStatus.SUSPENDED,
    MemberStatus.EXPELLED,
    MemberStatus.WITHDRAWN,
}


class ClauseCountWrong(Refused):
    """The initiative has exactly ten clauses."""

    code = "merchants.clause_count"
    kind = Kind.INVALID
    zh = "倡议书须正好 {count} 条。"
    en = "The initiative has exactly {count} clauses."


class VersionOutOfOrder(Refused):
    """Versions are numbered one after the other."""

    code = "merchants.initiative_version"
    zh = "下一版的版本号应为 {next}。"
    en = "The next version's number is {next}."


class ClauseTextChanged(Refused):
    """The text ticked is not the one in force."""

    code = "merchants.clause_text_changed"
    zh = "第 {number} 条的文字不是现行版本，请重新阅读后再勾选。"
    en = "Clause {number} is not in force with that text; read it again before ticking it."


class NothingTicked(Refused):
    """An assent ticks at least one clause, each at most once."""

    code = "merchants.ticks"
    kind = Kind.INVALID
    zh = "请至少勾选一条，每条只勾一次。"
    en = "Tick at least one clause, each once."


class NotVerified(Refused):
    """The merchant's standing does not allow it to sign."""

    code = "merchants.may_not_sign"
    zh = "商户须先通过核验，且未被暂停或离开，才能签署。"
    en = "A merchant signs once it is verified, and while it is neither suspended nor gone."


class WitnessNeeded(Refused):
    """Somebody else sees the signature."""

    code = "merchants.witness"
    zh = "见证人、签署人和录入人须为不同的人。"
    en = "The witness is a person other than who signs, and paper is keyed by somebody other than who signed it."


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of one version. The same words have the same hash in every version."""

    number: int
    title: str
    text: str

    @property
    def text_hash(self) -> str:
        """SHA-256 over number, title and text."""
        return hashlib.sha256(f"{self.number}\n{self.title}\n{self.text}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One version of the initiative."""

    number: int
    title: str
    clauses: tuple[Clause, ...]
    published_by: PartyId
    published_at: datetime

    @property
    def text_hash(self) -> str:
        """SHA-256 over the title and the hashes of the clauses."""
        lines = [self.title, *(clause.text_hash for clause in self.clauses)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def hashes(self) -> dict[int, str]:
        """Clause number → hash of its text."""
        return {clause.number: clause.text_hash for clause in self.clauses}


@dataclass(frozen=True, kw_only=True)
class Assent:
    """One clause, one person, one text (rulebook §17)."""

    member_id: MemberId
    clause_number: int
    clause_hash: str
    initiative_version: int
    signer_id: PartyId
    authority: Authority
    verification: Verification
    witness_id: PartyId
    entered_by: PartyId
    assented_at: datetime


def check_edition(edition: Edition, *, latest: int) -> None:
    """Refuse ClauseCountWrong, VersionOutOfOrder."""
    if len(edition.clauses) != CLAUSES:
        raise ClauseCountWrong(count=CLAUSES)
    if edition.number != latest + 1:
        raise VersionOutOfOrder(next=latest + 1)


def check_ticks(ticks: Sequence[tuple[int, str]], *, edition: Edition) -> None:
    """Refuse NothingTicked, and ClauseTextChanged for a text that is not in force. A tick is (clause number, hash seen)."""
    numbers = [number for number, _ in ticks]
    if not numbers or len(set(numbers)) < len(numbers):
        raise NothingTicked
    for number, seen in ticks:
        if edition.hashes[number] != seen:
            raise ClauseTextChanged(number=number)


def check_hands(
    *,
    signer_id: PartyId,
    witness_id: PartyId,
    entered_by: PartyId,
    verification: Verification,
    selves: Collection[PartyId],
) -> None:
    """Refuse WitnessNeeded unless a second person saw it; paper is keyed by somebody other than who signed, the rest by the signer.

    `selves`: all identities of the signer.
    """
    on_paper = verification is Verification.PAPER
    signer = {signer_id, *selves}
    keyed_wrongly = entered_by in signer if on_paper else entered_by != signer_id
    if witness_id in signer or keyed_wrongly:
        raise WitnessNeeded


def missing(edition: Edition, *, assented: Collection[tuple[int, str]]) -> list[int]:
    """The clauses in force without an assent to this very text; older assents to unchanged clauses count."""
    return [clause.number for clause in edition.clauses if (clause.number, clause.text_hash) not in assented]

"""What the merchants service answers about the initiative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import Count, LongText, Sha256, ShortText, Version
from contracts.merchants.ids import ClauseNumber, MemberId, MemberStatus, Verification


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause and how many merchants of today have assented to this very text, of them on paper."""

    number: ClauseNumber
    title: ShortText
    text: LongText
    text_hash: Sha256
    signatories: Count
    on_paper: Count


@dataclass(frozen=True, kw_only=True)
class Initiative:
    """One version of the initiative; `withdrawals` counts the merchants that signed something and left."""

    number: Version
    title: ShortText
    text_hash: Sha256
    published_at: datetime
    in_force: bool
    clauses: tuple[Clause, ...]
    withdrawals: Count


@dataclass(frozen=True, kw_only=True)
class Assent:
    """One clause one person assented to for a merchant; stays visible when the clause has changed since."""

    clause_number: ClauseNumber
    clause_hash: Sha256
    initiative_version: Version
    verification: Verification
    assented_at: datetime
    in_force: bool


@dataclass(frozen=True, kw_only=True)
class Assents:
    """What a merchant has assented to, oldest first, and which clauses of the version in force are missing."""

    member_id: MemberId
    status: MemberStatus
    assents: tuple[Assent, ...]
    missing: tuple[ClauseNumber, ...]

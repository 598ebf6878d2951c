"""What can be asked about the initiative."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import LongText, PartyId, Sha256, ShortText, Version
from contracts.merchants import answers
from contracts.merchants.ids import Authority, ClauseNumber, MemberId, Verification
from contracts.request import Command, Query


@dataclass(frozen=True, kw_only=True)
class ClauseText:
    """One clause as it is to be published."""

    title: ShortText
    text: LongText


@dataclass(frozen=True, kw_only=True)
class PublishInitiative(Command[answers.Initiative]):
    """Put a version of exactly ten clauses into force; `number` is one above the last."""

    service = "merchants"
    answer = answers.Initiative

    number: Version
    title: ShortText
    clauses: tuple[ClauseText, ...]


@dataclass(frozen=True, kw_only=True)
class GetInitiative(Query[answers.Initiative]):
    """A version of the initiative with its signatories per clause; without `number`, the one in force."""

    service = "merchants"
    answer = answers.Initiative

    number: Version | None = None


@dataclass(frozen=True, kw_only=True)
class ClauseTick:
    """One ticked clause; the hash says which text the person saw."""

    clause_number: ClauseNumber
    clause_hash: Sha256


@dataclass(frozen=True, kw_only=True)
class AssentToClauses(Command[answers.Assents]):
    """A person assents for a merchant to the clauses ticked, and to no others."""

    service = "merchants"
    answer = answers.Assents

    member_id: MemberId
    ticks: tuple[ClauseTick, ...]
    signer_id: PartyId
    authority: Authority
    verification: Verification
    witness_id: PartyId


@dataclass(frozen=True, kw_only=True)
class ListAssents(Query[answers.Assents]):
    """What a merchant assented to so far."""

    service = "merchants"
    answer = answers.Assents

    member_id: MemberId

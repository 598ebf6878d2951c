"""Every statement about the initiative and the assents to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.merchants.ids import Authority, MemberId, Verification
from contracts.refused import NotFound
from services.merchants.initiative.rules import Assent, Clause, Edition
from services.merchants.initiative.tables import assents, clauses, initiatives

SIGNATORIES = text("""
SELECT clauses.number, count(DISTINCT assents.member_id) AS signatories,
       count(DISTINCT assents.member_id) FILTER (WHERE assents.verification = 'paper') AS on_paper
FROM clauses
JOIN assents ON assents.community = clauses.community AND assents.clause_number = clauses.number
            AND assents.clause_hash = clauses.text_hash
JOIN members ON members.community = assents.community AND members.member_id = assents.member_id
            AND members.status NOT IN ('expelled', 'withdrawn')
WHERE clauses.community = :community AND clauses.initiative = :number
GROUP BY clauses.number
""")


def latest_number(work: Work) -> int:
    """The number of the version in force; 0 if there is none."""
    query = select(func.max(initiatives.c.number)).where(initiatives.c.community == work.community)
    return work.connection.execute(query).scalar() or 0


def add_edition(work: Work, edition: Edition) -> bool:
    """Keep a new version; False if its number is taken."""
    added = work.connection.execute(
        insert(initiatives)
        .values(
            community=work.community,
            number=edition.number,
            title=edition.title,
            text_hash=edition.text_hash,
            published_by=edition.published_by,
            published_at=edition.published_at,
        )
        .on_conflict_do_nothing()
        .returning(initiatives.c.number)
    ).first()
    if added is None:
        return False
    rows = [
        {"community": work.community, "initiative": edition.number, "text_hash": clause.text_hash, **asdict(clause)}
        for clause in edition.clauses
    ]
    work.connection.execute(insert(clauses), rows)
    return True


def edition(work: Work, number: int | None = None) -> Edition:
    """A version of the initiative; without a number the one in force. Raises NotFound."""
    wanted = number or latest_number(work)
    head = work.connection.execute(
        select(initiatives).where(initiatives.c.community == work.community, initiatives.c.number == wanted)
    ).first()
    if head is None:
        raise NotFound
    rows = work.connection.execute(
        select(clauses)
        .where(clauses.c.community == work.community, clauses.c.initiative == wanted)
        .order_by(clauses.c.number)
    )
    return Edition(
        number=head.number,
        title=head.title,
        clauses=tuple(Clause(number=row.number, title=row.title, text=row.text) for row in rows),
        published_by=head.published_by,
        published_at=head.published_at,
    )


def signatories(work: Work, number: int) -> dict[int, tuple[int, int]]:
    """Clause number → (merchants of today that assented to this text, of them on paper)."""
    rows = work.connection.execute(SIGNATORIES, {"community": work.community, "number": number})
    return {row.number: (row.signatories, row.on_paper) for row in rows}


def signing_members(work: Work) -> list[MemberId]:
    """Every member that ever assented to anything."""
    query = select(assents.c.member_id).where(assents.c.community == work.community).distinct()
    return list(work.connection.execute(query).scalars())


def signers(work: Work, member_ids: Sequence[MemberId]) -> dict[MemberId, set[PartyId]]:
    """Who ever signed for each of these members."""
    rows = work.connection.execute(
        select(assents.c.member_id, assents.c.signer_id)
        .where(assents.c.community == work.community, assents.c.member_id.in_(member_ids))
        .distinct()
    )
    found: dict[MemberId, set[PartyId]] = {}
    for row in rows:
        found.setdefault(row.member_id, set()).add(row.signer_id)
    return found


def add_assents(work: Work, given: Sequence[Assent]) -> None:
    """Keep assents; one that was given before stays as it was."""
    rows = [{"community": work.community, **asdict(assent)} for assent in given]
    work.connection.execute(insert(assents).on_conflict_do_nothing(), rows)


def assents_of(work: Work, member_id: MemberId) -> list[Assent]:
    """What a member assented to, oldest first."""
    rows = work.connection.execute(
        select(assents)
        .where(assents.c.community == work.community, assents.c.member_id == member_id)
        .order_by(assents.c.assented_at, assents.c.initiative_version, assents.c.clause_number)
    )
    return [_assent(row) for row in rows]


def _assent(row: Row[Any]) -> Assent:
    kept = {name: getattr(row, name) for name in Assent.__dataclass_fields__}
    return Assent(**{**kept, "authority": Authority(row.authority), "verification": Verification(row.verification)})

"""What goes into gift packs, and who hands them out (rulebook §12)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from contracts.donations.answers import Pack, PackContent, PackRun
from contracts.donations.kinds import PackState
from contracts.donations.requests import PackGiftPacks
from contracts.refused import Kind, NotFound, Refused
from services.donations.goods import rules as goods_rules
from services.donations.goods.rules import Goods


class PackNotFound(NotFound):
    """There is no such pack, or it is not yours to carry."""

    code = "packs.not_found"
    zh = "没有找到这个体验包。"
    en = "There is no such gift pack."


class RunIdTaken(Refused):
    """The id, or its serials, belong to packs made before."""

    code = "packs.run_id_taken"
    zh = "这个批次编号已用于另一批体验包。"
    en = "The id belongs to other gift packs."


class BillMisread(Refused):
    """A bill of materials names at least one kind of goods, and each once."""

    code = "packs.bill_misread"
    kind = Kind.INVALID
    zh = "物料清单不能为空，也不能重复列出同一批物资。"
    en = "A bill of materials names some goods, and each once."


class AlreadyHandedOut(Refused):
    """A serial is handed out once."""

    code = "packs.already_handed_out"
    zh = "这个体验包已经发放。"
    en = "This gift pack was handed out before."


class HouseholdServed(Refused):
    """The household has a pack of this run already."""

    code = "packs.household_served"
    zh = "这个家庭已领取过本批体验包。"
    en = "This household has a pack of this run already."


def pack(asked: PackGiftPacks, *, goods: Mapping[str, Goods], on: date) -> tuple[PackRun, list[Goods]]:
    """The packs, and the goods with what went into them taken off. Raises BillMisread, NotInStore, NotEnoughLeft."""
    if not asked.contents or len({line.goods_id for line in asked.contents}) != len(asked.contents):
        raise BillMisread
    drawn = [
        goods_rules.draw(goods[line.goods_id], fund_code=asked.fund_code, quantity=line.each * asked.packs)
        for line in asked.contents
    ]
    run = PackRun(
        run_id=asked.run_id,
        fund_code=asked.fund_code,
        project_code=asked.project_code,
        title=asked.title,
        packs=asked.packs,
        contents=tuple(PackContent(goods_id=line.goods_id, each=line.each) for line in asked.contents),
        serials=serials(asked.run_id, asked.packs),
        packed_on=on,
    )
    return run, drawn


def serials(run_id: str, packs: int) -> tuple[str, ...]:
    """The number printed on each pack: the tail of the run's id, and a count."""
    return tuple(f"{run_id[-10:]}-{number:04d}" for number in range(1, packs + 1))


def same(stored: PackRun, asked: PackGiftPacks) -> None:
    """A second run under the same id must say the same. Raises RunIdTaken."""
    contents = tuple(PackContent(goods_id=line.goods_id, each=line.each) for line in asked.contents)
    wanted = (asked.fund_code, asked.project_code, asked.title, asked.packs, sorted(contents, key=_goods_id))
    if (
        stored.fund_code,
        stored.project_code,
        stored.title,
        stored.packs,
        sorted(stored.contents, key=_goods_id),
    ) != wanted:
        raise RunIdTaken


def hand_out(pack: Pack, *, speaks_for: Collection[str], carriers: Collection[str], staff: bool, at: datetime) -> Pack:
    """The pack in a household's hands. Raises PackNotFound for who is no carrier, AlreadyHandedOut."""
    if not staff and not set(speaks_for) & set(carriers):
        raise PackNotFound
    if pack.state is not PackState.PACKED:
        raise AlreadyHandedOut
    return replace(pack, state=PackState.HANDED_OUT, handed_out_at=at)


def _goods_id(content: PackContent) -> str:
    return content.goods_id

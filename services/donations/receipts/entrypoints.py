"""What can be asked about donation receipts."""

from __future__ import annotations

from dataclasses import replace

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.donations import answers, requests
from contracts.donations.events import ReceiptIssued, ReceiptRequested, ReceiptVoided
from contracts.donations.kinds import ReceiptState
from contracts.roles import Role
from services.donations.gifts import store as gifts
from services.donations.gifts.entrypoints import DONORS, answer_of
from services.donations.gifts.rules import check_own
from services.donations.receipts import rules, store
from services.donations.statements.rules import masked


class Receipts:
    """Receipts are asked for here and numbered by the federation's own system alone (rulebook §12)."""

    @command(requests.RequestReceipt, may=DONORS)
    def request_receipt(self, work: Work, asked: requests.RequestReceipt) -> answers.Receipt:
        """Ask the federation for a receipt. Refuses GivenUpForPoints (rule R-0), NotConfirmedYet, AlreadyAskedFor."""
        gift = gifts.lock_gift(work, asked.gift_id)
        check_own(gift, speaks_for=work.actor.parties)
        work.expect_version(gift.version)
        before = store.latest_receipts(work, [gift.gift_id]).get(gift.gift_id)
        changed, receipt = rules.request(
            gift, payer_name=asked.payer_name, turn=1 if before is None else before.turn + 1
        )
        gifts.save_gift(work, changed)
        store.add_receipt(work, receipt)
        work.emit(ReceiptRequested(community=work.community, gift_id=gift.gift_id))
        return receipt

    @command(requests.WaiveReceipt, may=DONORS)
    def waive_receipt(self, work: Work, asked: requests.WaiveReceipt) -> answers.Gift:
        """Declare that no receipt is wanted; the waiver stays on record (rulebook §12)."""
        gift = gifts.lock_gift(work, asked.gift_id)
        check_own(gift, speaks_for=work.actor.parties)
        work.expect_version(gift.version)
        return answer_of(work, gifts.save_gift(work, rules.waive(gift)))

    @command(requests.ImportReceipts, may=(Role.FEDERATION_OFFICER,))
    def import_receipts(self, work: Work, asked: requests.ImportReceipts) -> answers.ReceiptImport:
        """Take over what the federation issued, line by line; a line sent twice changes nothing."""
        locked = gifts.lock_gifts(work, [line.gift_id for line in asked.lines])
        latest = store.latest_receipts(work, [line.gift_id for line in asked.lines])
        taken = store.numbers_taken(work, [line.number for line in asked.lines])
        decided = rules.issue_all(asked.lines, receipts=latest, taken=taken)
        store.save_receipts(work, decided.issued)
        gifts.save_gifts(
            work, [replace(locked[receipt.gift_id], receipt=ReceiptState.ISSUED) for receipt in decided.issued]
        )
        for receipt in decided.issued:
            work.emit(
                ReceiptIssued(
                    community=work.community,
                    gift_id=receipt.gift_id,
                    issued_on=receipt.issued_on or asked.lines[0].issued_on,
                )
            )
        refused = sum(result.refused is not None for result in decided.results)
        return answers.ReceiptImport(issued=len(decided.issued), refused=refused, results=decided.results)

    @command(requests.VoidReceipt, may=(Role.FEDERATION_OFFICER,))
    def void_receipt(self, work: Work, asked: requests.VoidReceipt) -> answers.Receipt:
        """Record that the federation took a receipt back; the donor may ask for another. Refuses NothingToVoid."""
        gift = gifts.lock_gift(work, asked.gift_id)
        receipt = store.latest_receipts(work, [gift.gift_id]).get(gift.gift_id)
        if receipt is None:
            raise rules.ReceiptNotFound
        work.expect_version(receipt.version)
        [voided] = store.save_receipts(work, [rules.void(receipt)])
        store.give_reason(work, voided, asked.reason)
        gifts.save_gift(work, replace(gift, receipt=ReceiptState.VOIDED))
        work.emit(ReceiptVoided(community=work.community, gift_id=gift.gift_id))
        return voided

    @query(requests.GetReceipt, may=(*DONORS, Role.FEDERATION_OFFICER, Role.AUDITOR))
    def get_receipt(self, work: Work, asked: requests.GetReceipt) -> answers.Receipt:
        """The latest receipt of a gift, for its donor and for who issues it; for auditors with the payer's name masked (rulebook §1)."""
        gift = gifts.require_gift(work, asked.gift_id)
        named = work.actor.is_any(Role.FEDERATION_OFFICER) or gift.donor_id in work.actor.parties
        if not named and not work.actor.is_any(Role.AUDITOR):
            check_own(gift, speaks_for=work.actor.parties)
        receipt = store.latest_receipts(work, [gift.gift_id]).get(gift.gift_id)
        if receipt is None:
            raise rules.ReceiptNotFound
        return receipt if named else replace(receipt, payer_name=masked(receipt.payer_name))

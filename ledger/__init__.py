"""Double entry for any unit, inside the caller's transaction. Knows no points and no donations.

The debit account of a transfer goes down, the credit account goes up; per community and unit all balances sum to zero at every
instant. Every function takes the caller's `Work` first and writes nothing when it refuses. See docs/ledger.md.
"""

from ledger.accounts import Balance, balance, balances, find_accounts, open_account, open_accounts
from ledger.chain import Head, Sealed, head, seal
from ledger.facts import Unmatched, postings_by_reference, unmatched
from ledger.holds import end_holds, expire_holds, find_holds, hold, post_hold, void_hold
from ledger.lapsing import expire_lots
from ledger.lots import lot_expiry
from ledger.past import PastLine, PastLot, Span, Stand, balance_at, lines_between, lots_at, stands
from ledger.posting import post, post_groups, post_out_of
from ledger.reversal import reverse, reverse_all
from ledger.statements import Line, balance_on, entries_page
from ledger.store import lock_accounts
from ledger.trial import TrialBalance, differences, trial_balance, unbalanced
from ledger.values import (
    Account,
    Ended,
    Hold,
    HoldState,
    Lot,
    NewAccount,
    NewHold,
    Posted,
    PostHold,
    Ref,
    Reversal,
    Reversed,
    Transfer,
    VoidHold,
)
from ledger.verification import Fault, Verified, verify

__all__ = [
    "Account",
    "Balance",
    "Ended",
    "Fault",
    "Head",
    "Hold",
    "HoldState",
    "Line",
    "Lot",
    "NewAccount",
    "NewHold",
    "PastLine",
    "PastLot",
    "PostHold",
    "Posted",
    "Ref",
    "Reversal",
    "Reversed",
    "Sealed",
    "Span",
    "Stand",
    "Transfer",
    "TrialBalance",
    "Unmatched",
    "Verified",
    "VoidHold",
    "balance",
    "balance_at",
    "balance_on",
    "balances",
    "differences",
    "end_holds",
    "entries_page",
    "expire_holds",
    "expire_lots",
    "find_accounts",
    "find_holds",
    "head",
    "hold",
    "lines_between",
    "lock_accounts",
    "lot_expiry",
    "lots_at",
    "open_account",
    "open_accounts",
    "post",
    "post_groups",
    "post_hold",
    "post_out_of",
    "postings_by_reference",
    "reverse",
    "reverse_all",
    "seal",
    "stands",
    "trial_balance",
    "unbalanced",
    "unmatched",
    "verify",
    "void_hold",
]

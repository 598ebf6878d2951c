"""Every kind of posting reads in its own words on a statement."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import ledger
from contracts.points.kinds import ContributionType, ReversalReason, SettlementChoice
from services.points.accounts.rules import POOL_GRANT, grant_kind, owed_by_provider
from services.points.fee_rewards.entrypoints.rewards import HELD_FOR as REWARD
from services.points.fee_rewards.settling import UNDONE
from services.points.moves.store import MOVED
from services.points.pool.store import GIVEN
from services.points.redemptions.feedback import REFUND
from services.points.redemptions.moving import HELD_FOR as REDEEMED
from services.points.settlements.undone_store import FILLED
from services.points.settlements.undone_store import UNDONE as SETTLEMENT_UNDONE
from services.points.statements import rules

LAPSED = str(inspect.signature(ledger.expire_lots).parameters["kind"].default)
POSTERS = {
    "accounts/store.py: purpose.kind": (),
    "fee_rewards/entrypoints/rewards.py: HELD_FOR": (REWARD,),
    "fee_rewards/settling.py: UNDONE": (UNDONE,),
    "grants/store.py: 'clawback-repaid'": ("clawback-repaid",),
    "grants/store.py: accounts.grant_kind(grant.contribution_type)": tuple(map(grant_kind, ContributionType)),
    "lapses/store.py: None": (LAPSED,),
    "moves/store.py: MOVED": (MOVED,),
    "pool/store.py: GIVEN": (GIVEN,),
    "pool/store.py: POOL_GRANT": (POOL_GRANT,),
    "redemptions/feedback.py: REFUND": (REFUND,),
    "redemptions/moving.py: HELD_FOR": (REDEEMED,),
    "reversals/store.py: f'taken-back-{taken.reason.value}'": tuple(f"taken-back-{one}" for one in ReversalReason),
    "settlements/store.py: f'settlement-{settlement.choice.value}'": tuple(
        f"settlement-{one}" for one in SettlementChoice
    ),
    "settlements/undone_store.py: FILLED": (FILLED,),
    "settlements/undone_store.py: UNDONE": (SETTLEMENT_UNDONE,),
}
"""Where points are posted, and as what: `accounts` alone is told the kind by those who set points apart."""
POSTS = {"Transfer", "NewHold", "Purpose", "expire_lots", "ledger.Reversal"}
KINDS = sorted(kind for kinds in POSTERS.values() for kind in kinds)


def posted_in(path: Path) -> set[str]:
    """The kinds, as written, of what a module of points posts in the books."""
    tree = ast.parse(path.read_text())
    of_ledger = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "ledger"
        for alias in node.names
    }
    found = set()
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func)
        if name in POSTS or name.split(".")[-1] in POSTS or (name == "Reversal" and name in of_ledger):
            found.add(next((ast.unparse(one.value) for one in call.keywords if one.arg == "kind"), "None"))
    return found


def test_every_place_that_posts_is_known_here():
    root = Path(inspect.getfile(rules)).parents[1]
    found = {f"{path.relative_to(root).as_posix()}: {kind}" for path in root.rglob("*.py") for kind in posted_in(path)}

    assert found == set(POSTERS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_that_is_posted_has_words(kind: str):
    assert rules.reason_words(kind) != rules.OTHER


def test_no_two_kinds_read_alike():
    words = {kind: rules.reason_words(kind) for kind in KINDS}

    assert len(set(words.values())) == len(KINDS)


def test_what_is_taken_back_says_why_and_what_comes_back_is_no_redemption():
    assert rules.reason_words("taken-back-FRAUD") == "冲正：弄虚作假"
    assert rules.reason_words("taken-back-SOMETHING_NEW") == "冲正"
    assert rules.reason_words(REFUND) == "兑换退回"
    assert rules.reason_words(UNDONE) == "物业费奖励撤销退回"


def test_who_refunds_after_the_settlement_is_the_merchant_too():
    assert rules.counterpart_words(owed_by_provider("pty_1"), name="面馆") == "兑换商户：面馆"


def test_the_longer_beginning_stands_first():
    beginnings = [beginning for beginning, _ in rules.REASONS]

    hidden = [
        (later, earlier)
        for number, later in enumerate(beginnings)
        for earlier in beginnings[:number]
        if later.startswith(earlier)
    ]
    assert hidden == []

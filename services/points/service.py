"""Assembles what points can be asked and what it hears."""

from __future__ import annotations

from chassis.dependency import Database, FormerSecrets, Secret
from chassis.keeping import Keeping
from services.points.activities.entrypoints import Activities
from services.points.balances.entrypoints import Balances
from services.points.checks.entrypoints import Checks
from services.points.consents.entrypoints import Consents
from services.points.contributions.entrypoints import Contributions
from services.points.documents.entrypoints import Documents
from services.points.fee_rewards.entrypoints import FeeRewards
from services.points.fee_sheets.entrypoints import FeeSheets
from services.points.fee_statements.entrypoints import FeeStatements
from services.points.grants.entrypoints import Grants
from services.points.households.entrypoints import Households
from services.points.imports.entrypoints import Imports
from services.points.indices.entrypoints import Indices
from services.points.lapses.entrypoints import Lapses
from services.points.moves.entrypoints import Moves
from services.points.operations.entrypoints import Operations
from services.points.parties.entrypoints import Parties
from services.points.personal.entrypoints import Personal
from services.points.pool.entrypoints import Pool
from services.points.providers.entrypoints import Providers
from services.points.qualifications.entrypoints import Qualifications
from services.points.rate_cards.entrypoints import RateCards
from services.points.redemptions.entrypoints import Redemptions
from services.points.reserve.entrypoints import Reserve
from services.points.reversals.entrypoints import Reversals
from services.points.settlements.entrypoints import Settlements
from services.points.statements.entrypoints import Statements
from services.points.volunteers.entrypoints import Volunteers


class PointsService(
    Parties,
    Consents,
    Households,
    Personal,
    Qualifications,
    Providers,
    Documents,
    Activities,
    Volunteers,
    RateCards,
    Grants,
    Balances,
    Contributions,
    Checks,
    Redemptions,
    Settlements,
    FeeRewards,
    Indices,
    Lapses,
    Pool,
    Moves,
    FeeStatements,
    FeeSheets,
    Statements,
    Imports,
    Reserve,
    Reversals,
    Operations,
    Keeping,
):
    """Recognition for what people give, and what they may have for it."""

    name = "points"
    transactions = Database()
    secret = Secret()
    former_secrets = FormerSecrets()

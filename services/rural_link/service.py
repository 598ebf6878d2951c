"""Assembles what rural_link can be asked and what it hears."""

from __future__ import annotations

from chassis.dependency import Database
from chassis.keeping import Keeping
from services.rural_link.agreements.entrypoints import Agreements
from services.rural_link.lots.entrypoints import Lots
from services.rural_link.operations.entrypoints import Operations
from services.rural_link.orders.entrypoints import Orders
from services.rural_link.parties.entrypoints import Parties
from services.rural_link.partners.entrypoints import Partners
from services.rural_link.sheets.entrypoints import Sheets
from services.rural_link.stocks.entrypoints import Stocks
from services.rural_link.traces.entrypoints import Traces


class RuralLinkService(Parties, Partners, Agreements, Lots, Sheets, Stocks, Orders, Traces, Operations, Keeping):
    """Village partners, agreements, produce lots and orders."""

    name = "rural_link"
    transactions = Database()

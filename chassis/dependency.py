"""Gives a nameko service its database: the class says `transactions = Database()`."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from chassis import crashpoints, database, metrics


class Database(DependencyProvider):  # type: ignore[misc] # nameko is untyped
    """Opened once per process; every worker gets the same `Transactions`."""

    def setup(self) -> None:
        """Called by nameko before anything starts."""
        settings = self.container.config["settings"]
        self.engine = database.engine(settings.database_url)
        crashpoints.watch_locks(self.engine)
        metrics.watch_pool(settings.service, self.engine)
        self.container.transactions = database.Transactions(self.engine, clock_movable=settings.clock_movable)

    def get_dependency(self, worker_ctx: Any) -> database.Transactions:
        """What the service's attribute becomes."""
        del worker_ctx
        transactions: database.Transactions = self.container.transactions
        return transactions

    def stop(self) -> None:
        """Close the connections."""
        self.engine.dispose()

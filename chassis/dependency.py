"""Gives a nameko service what it needs: the class says `transactions = Database()`, and `secret = Secret()` if it has one."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from chassis import config, crashpoints, database, metrics

SECRET_LENGTH_MIN = 32


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
        self.container.transactions.close()


class Secret(DependencyProvider):  # type: ignore[misc] # nameko is untyped
    """The service's own secret, as bytes: what is derived from it need not be stored."""

    def setup(self) -> None:
        """Called by nameko before anything starts. Raises SettingsMissing if there is none, or one that could be guessed."""
        settings = self.container.config["settings"]
        if len(settings.secret) < SECRET_LENGTH_MIN:
            raise config.SettingsMissing([config.secret_name(settings.service)])

    def get_dependency(self, worker_ctx: Any) -> bytes:
        """What the service's attribute becomes."""
        del worker_ctx
        secret: str = self.container.config["settings"].secret
        return secret.encode()


class FormerSecrets(DependencyProvider):  # type: ignore[misc] # nameko is untyped
    """The secrets that the service had before: they still open what was sealed under them, nothing new is."""

    def get_dependency(self, worker_ctx: Any) -> tuple[bytes, ...]:
        """What the service's attribute becomes."""
        del worker_ctx
        former: tuple[str, ...] = self.container.config["settings"].former_secrets
        return tuple(secret.encode() for secret in former)


def furnished(container: Any) -> Any:
    """The service as a worker has it, with all that its class declares: for what runs without a worker."""
    service = container.service_cls()
    for provider in container.dependencies:
        setattr(service, provider.attr_name, provider.get_dependency(None))
    return service

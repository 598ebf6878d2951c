"""What seals and opens values: the service's secret, and those it had before."""

from __future__ import annotations

from services.points.personal.sealing import Keyring, keyring


class Keyed:
    """Has the keys that values are sealed with."""

    secret: bytes
    former_secrets: tuple[bytes, ...]

    @property
    def keys(self) -> Keyring:
        """The present key and former ones."""
        return keyring(self.secret, self.former_secrets)

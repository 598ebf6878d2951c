"""What runs without a worker of nameko has all that the class declares, too."""

from __future__ import annotations

from types import SimpleNamespace

from nameko.containers import ServiceContainer

from chassis.dependency import FormerSecrets, Secret, furnished


class Keeper:
    """Has secrets and nothing to do."""

    name = "keeper"
    secret = Secret()
    former_secrets = FormerSecrets()


def test_a_job_has_the_secrets_that_its_service_declares():
    settings = SimpleNamespace(service="keeper", secret="now", former_secrets=("once", "before"))

    keeper = furnished(ServiceContainer(Keeper, {"settings": settings, "max_workers": 1}))

    assert (keeper.secret, keeper.former_secrets) == (b"now", (b"once", b"before"))

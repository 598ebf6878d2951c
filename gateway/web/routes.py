"""Declares routes: one line per request of a contract, from which come the view, the checks and the documentation.

routes = Routes("points", "积分与贡献")
routes.post("/v1/contributions/{contribution_id}/approval", requests.ApproveContribution,
may=(Role.APPROVER,), summary="批准一项已公示的贡献")
"""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from contracts.request import Request
from contracts.roles import Role
from gateway.web.describe import operation
from gateway.web.doors import PATH_FIELD, Door


class Routes(Blueprint):  # type: ignore[misc] # flask-smorest is untyped
    """The routes of one part of the API. `title` is what the documentation calls the part."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name, __name__, description=title)
        self.doors: list[Door] = []

    def get(self, path: str, wanted: type[Request[Any]], *, may: tuple[Role, ...], summary: str, **more: Any) -> None:
        """Look at something, or list things (a PageQuery: ?limit=&cursor=)."""
        self.add(Door(method="GET", path=path, request=wanted, may=may, summary=summary, **more))

    def post(self, path: str, wanted: type[Request[Any]], *, may: tuple[Role, ...], summary: str, **more: Any) -> None:
        """Make something (status=201) or move something on (a noun behind its address); needs Idempotency-Key, heeds If-Match."""
        self.add(Door(method="POST", path=path, request=wanted, may=may, summary=summary, **more))

    def put(self, path: str, wanted: type[Request[Any]], *, may: tuple[Role, ...], summary: str, **more: Any) -> None:
        """Replace something; needs Idempotency-Key and If-Match."""
        self.add(Door(method="PUT", path=path, request=wanted, may=may, summary=summary, **more))

    def patch(self, path: str, wanted: type[Request[Any]], *, may: tuple[Role, ...], summary: str, **more: Any) -> None:
        """Change part of something; needs Idempotency-Key and If-Match."""
        self.add(Door(method="PATCH", path=path, request=wanted, may=may, summary=summary, **more))

    def delete(
        self, path: str, wanted: type[Request[Any]], *, may: tuple[Role, ...], summary: str, **more: Any
    ) -> None:
        """Take something back; needs Idempotency-Key."""
        self.add(Door(method="DELETE", path=path, request=wanted, may=may, summary=summary, **more))

    def add(self, door: Door) -> None:
        """Hang the door in: a view, and its documentation."""
        self.doors.append(door)

        def view(**in_path: str) -> Any:
            return door(**in_path)

        described = operation(door)
        view.__name__ = described["operationId"]
        view._apidoc = {"manual_doc": described}  # type: ignore[attr-defined] # noqa: SLF001 - where flask-smorest looks
        self.add_url_rule(PATH_FIELD.sub(r"<\1>", door.path), view.__name__, view, methods=[door.method])

"""Generated requests against every operation of the document: never a 5xx, never a status or a media type that it does not name.

What the document forbids has to be refused. The services behind are played, so this is about the door alone.
"""

from __future__ import annotations

from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import checks
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from chassis.ids import new_id
from contracts.roles import Role
from tests.database.gateway.conftest import ADMIN_KEY, COMMUNITY, Front

EXAMPLES = 2  # Of each mode and operation: a sieve for each commit; the long form is a run by hand.
NEEDS_A_BROKER = "/v1/operations/report"
APART = {Role.SYSTEM_OPERATOR, Role.AUDITOR, Role.TASTING_JUDGE, Role.FUND_TREASURER}
checks.load_all_checks()
ALWAYS = [
    checks.not_a_server_error,
    *checks.CHECKS.get_by_names(["status_code_conformance", "content_type_conformance"]),
]
REFUSED = checks.CHECKS.get_by_names(["negative_data_rejection"])
# Not headers: those are replaced by good ones, so that something gets past the first check at all.
WRONG_WITHIN = (ParameterLocation.BODY, ParameterLocation.PATH, ParameterLocation.QUERY)

NOTHING = {"items": [], "next_key": None}
SCAN = {"sha256": "0" * 64, "media_type": "application/pdf", "content": "JVBERi0xLjQ="}
PRINTED = {
    "list_service_record": NOTHING,
    "list_import_rows": NOTHING,
    "list_paper_notices": NOTHING,
    "get_document_file": SCAN,
    "get_sheet_scan": SCAN,
    "get_batch": {
        "batch_number": "PM-2023-03-01",
        "month": "2023-03",
        "line_count": 0,
        "total": "0.00",
        "sha256": "0" * 64,
        "lines": [],
    },
    "get_reconciliation": {
        "month": "2023-03",
        "our_count": 0,
        "our_total": "0.00",
        "their_count": 0,
        "their_total": "0.00",
        "matched": 0,
        "open_differences": 0,
        "differences": [],
    },
}
"""What the services answer where the door makes a file of it; elsewhere an empty object does."""


def test_no_generated_request_breaks_any_operation(front: Front):
    front.services.answers |= PRINTED
    schema = schemathesis.openapi.from_wsgi("/openapi.json", front.app)
    token = front.key(*(role.value for role in Role if role not in APART))
    operations = [found.ok() for found in schema.get_all_operations() if found.ok().path != NEEDS_A_BROKER]
    assert len(operations) > 100

    for operation in operations:
        operator = operation.definition.raw["x-roles"] == [Role.SYSTEM_OPERATOR.value]
        headers = {"Authorization": f"Bearer {ADMIN_KEY if operator else token}", "X-Community": COMMUNITY}
        for mode in GenerationMode if takes_anything(operation) else (GenerationMode.POSITIVE,):
            try_out(operation.as_strategy(mode), headers)


def takes_anything(operation: Any) -> bool:
    """Is there anything in its requests that could be wrong?"""
    return bool(operation.definition.raw.get("parameters") or operation.definition.raw.get("requestBody"))


def keyed(case: Any) -> dict[str, str]:
    """The headers that a change needs."""
    if case.method == "GET":
        return {}
    return {"Idempotency-Key": new_id("key"), **({"If-Match": '"1"'} if case.method in {"PUT", "PATCH"} else {})}


def try_out(cases: Any, headers: dict[str, str]) -> None:
    """Send a few generated requests and hold the answers against the document."""

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=cases)
    def send(case: Any) -> None:
        wrong = any(case._meta.is_negative_at(where) for where in WRONG_WITHIN)
        case.call_and_validate(headers=headers | keyed(case), checks=[*ALWAYS, *(REFUSED if wrong else ())])

    send()

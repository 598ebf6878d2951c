"""The part of EPCIS 2.0 that our documents use, as a JSON Schema of our own.

Written from the standard (GS1's schema file is not ours to copy): required fields, closed vocabularies, URIs and instants. Whatever is
not named here is refused, so that a new field has to be looked up in the standard first.
"""

from __future__ import annotations

from typing import Any

URN = {"type": "string", "pattern": r"^urn:ccs:(lot|place|step|order):[A-Za-z0-9_-]+$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$"}
BUSINESS_STEPS = [
    "commissioning",
    "decommissioning",
    "destroying",
    "dispensing",
    "holding",
    "inspecting",
    "other",
    "packing",
    "receiving",
    "reserving",
    "retail_selling",
    "shipping",
    "stock_taking",
    "stocking",
    "storing",
    "transporting",
]
DISPOSITIONS = [
    "active",
    "available",
    "conformant",
    "destroyed",
    "dispensed",
    "expired",
    "in_transit",
    "inactive",
    "non_conformant",
    "recalled",
    "reserved",
    "retail_sold",
    "returned",
    "sellable_accessible",
    "sellable_not_accessible",
    "unavailable",
    "unknown",
]

EVENT: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "type",
        "eventID",
        "eventTime",
        "recordTime",
        "eventTimeZoneOffset",
        "action",
        "bizStep",
        "readPoint",
        "quantityList",
    ],
    "properties": {
        "type": {"enum": ["ObjectEvent", "TransactionEvent"]},
        "eventID": URN,
        "eventTime": INSTANT,
        "recordTime": INSTANT,
        "eventTimeZoneOffset": {"type": "string", "pattern": r"^[+-](0\d|1[0-3]):[0-5]\d$"},
        "action": {"enum": ["ADD", "OBSERVE", "DELETE"]},
        "bizStep": {"enum": BUSINESS_STEPS},
        "disposition": {"enum": DISPOSITIONS},
        "readPoint": {"type": "object", "required": ["id"], "properties": {"id": URN}, "additionalProperties": False},
        "quantityList": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["epcClass"],
                "additionalProperties": False,
                "properties": {
                    "epcClass": URN,
                    "quantity": {"type": "number"},
                    "uom": {"type": "string", "pattern": "^[A-Z0-9]{2,3}$"},
                },
                "dependentRequired": {"quantity": ["uom"], "uom": ["quantity"]},
            },
        },
        "bizTransactionList": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["bizTransaction"],
                "additionalProperties": False,
                "properties": {"type": {"enum": ["po"]}, "bizTransaction": URN},
            },
        },
        "ilmd": {"type": "object", "propertyNames": {"pattern": "^(cbvmda|ccs):[A-Za-z]+$"}},
        "errorDeclaration": {
            "type": "object",
            "required": ["declarationTime"],
            "additionalProperties": False,
            "properties": {
                "declarationTime": INSTANT,
                "reason": {"enum": ["did_not_occur", "incorrect_data"]},
                "correctiveEventIDs": {"type": "array", "items": URN},
            },
        },
        "ccs:placeName": {"type": "string"},
    },
    "allOf": [
        {
            "if": {"properties": {"type": {"const": "TransactionEvent"}}},
            "then": {"required": ["bizTransactionList"]},
            "else": {"not": {"required": ["bizTransactionList"]}},
        },
        {
            "if": {"required": ["ilmd"]},
            "then": {"properties": {"type": {"const": "ObjectEvent"}, "action": {"const": "ADD"}}},
        },
    ],
}

DOCUMENT: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["@context", "type", "schemaVersion", "creationDate", "epcisBody"],
    "properties": {
        "@context": {
            "type": "array",
            "contains": {"const": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"},
        },
        "type": {"const": "EPCISDocument"},
        "schemaVersion": {"const": "2.0"},
        "creationDate": INSTANT,
        "epcisBody": {
            "type": "object",
            "required": ["eventList"],
            "additionalProperties": False,
            "properties": {"eventList": {"type": "array", "items": EVENT}},
        },
    },
}

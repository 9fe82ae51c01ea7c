"""The JSON Schema of the file format: made from the fields, and shipped with the package."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from valuechain.model import schemas
from valuechain.model.fields import Field
from valuechain.model.format import FIELDS, SECTIONS, keys
from valuechain.model.parts import EITHER
from valuechain.model.schemas import Schema
from valuechain.model.values import SETTING

SCHEMA_FILE = "valuechain-1.json"
SCHEMA_LINE = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
"""The first line of a file beside which its schema stands: editors then complete and check it."""
_SECTION_NOTES = {
    "suppliers": "Parties outside, upstream.",
    "teams": "Parties inside.",
    "customers": "External customers: where the chain ends.",
}
_IDS: Schema = {"$ref": "#/definitions/id"}
_TEXT: Schema = {"$ref": "#/definitions/text"}
_SERVICE: Schema = {"$ref": "#/definitions/service"}


def schema_text(name: str = "valuechain-1") -> str:
    """A schema that is shipped (draft-07, the newest that editors' YAML servers read) as text.

    Args:
        name: ``valuechain-1`` of the file format, ``map-1`` of maps of exports,
            ``playbook-1`` of playbooks, or ``results-1`` of what verbs answer as JSON.
    """
    return files("valuechain").joinpath(f"schema/{name}.json").read_text(encoding="utf-8")


def made_text() -> str:
    """As `schema_text`, made anew from the fields."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The schema that the fields make."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:valuechain:1",
        "title": "Value chain, version 1",
        "description": "Who serves whom, down to the external customers.",
        "type": "object",
        "required": ["valuechain", "customers"],
        "additionalProperties": False,
        "properties": {
            "valuechain": {"description": "Format version.", "enum": [1, "1"]},
            **_properties(keys("chain")),
            "scenarios": _scenarios(),
            **{name: _section(name) for name in SECTIONS},
        },
        "definitions": _definitions(),
    }


def _properties(fields: dict[str, Field]) -> dict[str, Any]:
    """Each field with what it is; of what kind, the definitions say."""
    return {
        name: {"description": field.note, "$ref": f"#/definitions/{field.kind.name}"}
        for name, field in fields.items()
    }


def _definitions() -> dict[str, Any]:
    kinds = {field.kind for fields in FIELDS.values() for field in fields if not field.by_place}
    return {
        **{kind.name: kind.schema for kind in sorted(kinds, key=lambda kind: kind.name)},
        "id": schemas.ID,
        "service": _service(),
        **{kind: _party(kind) for kind in SECTIONS.values()},
    }


def _scenarios() -> dict[str, Any]:
    return {
        "description": "What if? Questions by name, each with the services whose own quality it "
        "sets: {new order form: {clerk->designer: 90%}}.",
        "type": ["object", "null"],
        "propertyNames": {"pattern": r"^(?!<<$)\S"},
        "additionalProperties": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "description": "Own quality, such as 90% or 4.5/5; target: at least what the "
                "service aims at; failed: it delivers nothing.",
                **SETTING.schema,
            },
        },
    }


def _section(name: str) -> dict[str, Any]:
    """Parties by id; of customers there must be one."""
    kinds = {"type": ["object", "null"]}
    if name == "customers":
        kinds = {"type": "object", "minProperties": 1}  # type: ignore[dict-item]  # JSON
    return {
        "description": _SECTION_NOTES[name],
        **kinds,
        "propertyNames": _IDS,
        "additionalProperties": {"$ref": f"#/definitions/{SECTIONS[name]}"},
    }


def _party(kind: str) -> dict[str, Any]:
    properties = _properties(keys("party", kind))
    if kind != "customer":
        properties["serves"] = _serves()
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": properties,
    }


def _serves() -> dict[str, Any]:
    several = schemas.listed({"anyOf": [_TEXT, _SERVICE]})
    note = "Several services between the same two."
    return {
        "description": "The parties it serves, each with what it delivers.",
        "type": ["object", "null"],
        "propertyNames": _IDS,
        "additionalProperties": {"anyOf": [_TEXT, _SERVICE, {"description": note, **several}]},
    }


def _service() -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "allOf": [_not_both(*pair) for pair in EITHER],
        "properties": _properties(keys("service")),
    }


def _not_both(*names: str) -> dict[str, Any]:
    given = {name: {"not": {"type": "null"}} for name in names}
    return {"not": {"required": list(names), "properties": given}}

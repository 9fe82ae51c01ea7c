"""What values are in a YAML file, as JSON Schema (draft-07).

The newest that editors' YAML servers read. A schema sees a file as YAML 1.2 does: ``0.8`` is a
number, ``80%`` a text, and what has no value is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from valuechain.model import revenue
from valuechain.model.durations import PATTERN, SUCH_AS
from valuechain.model.texts import GAP

Schema: TypeAlias = Mapping[str, Any]
_SHARE = (
    rf"(?:(?:[0-9]{{1,2}}(?:\.[0-9]{{1,60}})?|100(?:\.0{{1,60}})?){GAP}%"
    r"|\+?0*(?:[01](?:\.0*)?|0?\.[0-9]{1,60}))"
)
_ANY_NUMBER = "[+]?[0-9.]+([eE][+-]?[0-9]{1,3})?"
A_FRACTION: Schema = {"type": "number", "minimum": 0, "maximum": 1}
NOTHING: Schema = {"type": "null"}


def fits(pattern: str) -> Schema:
    """The schema of a text that is wholly of this pattern."""
    return {"type": "string", "pattern": f"^{pattern}$"}


def optional(schema: Schema, *, required: bool = False) -> Schema:
    """The schema of such a value, or of none."""
    return schema if required else {"anyOf": [NOTHING, schema]}


def listed(schema: Schema) -> Schema:
    """The schema of a list of such values."""
    return {"type": "array", "minItems": 1, "items": schema}


PERCENTAGE: Schema = {
    "description": "A percentage such as 80%, or a fraction such as 0.8.",
    "anyOf": [NOTHING, A_FRACTION, fits(rf"\s*{_SHARE}\s*")],
}
DEPENDENCE: Schema = {
    "description": "A percentage, or a range of them such as 0.5..0.9.",
    "anyOf": [*PERCENTAGE["anyOf"], fits(rf"\s*{_SHARE}\s*\.\.\s*{_SHARE}\s*")],
}
LOYALTY: Schema = {**DEPENDENCE, "description": "A percentage, or a range such as 0.3%..1%."}
NUMBER: Schema = {
    "anyOf": [
        {"type": ["number", "null"], "minimum": 0},
        {"type": "string", "pattern": rf"^{_ANY_NUMBER}$|^[0-9.]+{GAP}%$"},
    ]
}
TIME: Schema = {
    "description": f"A time with its unit, {SUCH_AS}.",
    "anyOf": [NOTHING, fits(PATTERN)],
}
REVENUE: Schema = {
    "description": f"An amount of money, {revenue.SUCH_AS}.",
    "anyOf": [{"type": ["number", "null"], "minimum": 0}, fits(revenue.PATTERN)],
}
WHOLE: Schema = {
    "anyOf": [{"type": ["integer", "null"], "minimum": 1}, fits("[0-9]{1,9}")],
}
COST: Schema = {"anyOf": [{"type": "number", "minimum": 0}, fits(_ANY_NUMBER)]}
FLAG: Schema = {"enum": [True, False, None, "true", "True", "TRUE", "false", "False", "FALSE"]}
WORDS: Schema = {"anyOf": [{"type": ["number", "boolean"]}, {"type": "string", "minLength": 1}]}
_WORDS: Schema = {"$ref": "#/definitions/words"}
NAMES: Schema = {"anyOf": [NOTHING, _WORDS, {"type": "array", "items": _WORDS}]}
TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
ID: Schema = {
    "description": "A party's id: without '->', '#' or white space at its ends.",
    "pattern": r"^(?!\s)(?!.*->)[^#]*[^#\s]$",
}
ASPECTS: Schema = {
    "type": ["object", "null"],
    "additionalProperties": {"$ref": "#/definitions/score"},
}

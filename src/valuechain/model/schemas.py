"""What values are in a YAML file, as JSON Schema (draft-07).

The newest that editors' YAML servers read. A schema sees a file as YAML 1.2 does: ``0.8`` is a
number, ``80%`` a text, and what has no value is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Schema: TypeAlias = Mapping[str, Any]
_SHARE = (
    r"(?:(?:[0-9]{1,2}(?:\.[0-9]{1,60})?|100(?:\.0{1,60})?)\s?%"
    r"|\+?0*(?:[01](?:\.0*)?|0?\.[0-9]{1,60}))"
)
_MARK = (
    r"(?:(?:[Cc][Ss][Aa][Tt]\s+)?[0-9]{1,12}(?:\.[0-9]{1,60})?\s?%"
    r"|(?:[Cc][Ee][Ss]\s+)?[0-9]{1,12}(?:\.[0-9]{1,60})?\s?/\s?[0-9]{1,3}"
    r"|[Nn][Pp][Ss]\s+[+-]?[0-9]{1,12}(?:\.[0-9]{1,60})?|0?\.[0-9]{1,60}|1\.0{1,60})\s*"
)
_ANY_NUMBER = "[+]?[0-9.]+([eE][+-]?[0-9]{1,3})?"
_A_FRACTION = {"type": "number", "minimum": 0, "maximum": 1}
_NOTHING = {"type": "null"}


def fits(pattern: str) -> Schema:
    """The schema of a text that is wholly of this pattern."""
    return {"type": "string", "pattern": f"^{pattern}$"}


def optional(schema: Schema, *, required: bool = False) -> Schema:
    """The schema of such a value, or of none."""
    return schema if required else {"anyOf": [_NOTHING, schema]}


def listed(schema: Schema) -> Schema:
    """The schema of a list of such values."""
    return {"type": "array", "minItems": 1, "items": schema}


PERCENTAGE: Schema = {
    "description": "A percentage such as 80%, or a fraction such as 0.8.",
    "anyOf": [_NOTHING, _A_FRACTION, fits(rf"\s*{_SHARE}\s*")],
}
DEPENDENCE = {
    "description": "A percentage, or a range of them such as 0.5..0.9.",
    "anyOf": [*PERCENTAGE["anyOf"], fits(rf"\s*{_SHARE}\s*\.\.\s*{_SHARE}\s*")],
}
_RESPONSES = r"(?:\([0-9]{1,9}\s+[Rr][Ee][Ss][Pp][Oo][Nn][Ss][Ee][Ss]?\))?"
QUALITY: Schema = {"anyOf": [_A_FRACTION, fits(_MARK)]}
NUMBER = {
    "anyOf": [
        {"type": ["number", "null"], "minimum": 0},
        {"type": "string", "pattern": rf"^{_ANY_NUMBER}$|^[0-9.]+\s?%$"},
    ]
}
WHOLE = {
    "anyOf": [{"type": ["integer", "null"], "minimum": 1}, fits("[0-9]{1,9}")],
}
COST = {"anyOf": [{"type": "number", "minimum": 0}, fits(_ANY_NUMBER)]}
FLAG = {"enum": [True, False, None, "true", "True", "TRUE", "false", "False", "FALSE"]}
WORDS = {"anyOf": [{"type": ["number", "boolean"]}, {"type": "string", "minLength": 1}]}
_WORDS = {"$ref": "#/definitions/words"}
NAMES = {"anyOf": [_NOTHING, _WORDS, {"type": "array", "items": _WORDS}]}
TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
ID: Schema = {
    "description": "A party's id: without '->', '#' or white space at its ends.",
    "pattern": r"^(?!\s)(?!.*->)[^#]*[^#\s]$",
}
_TEXT_OR_NUMBER = {"type": ["number", "string"]}
_TEXT_OR_COUNT = {"type": ["integer", "string"]}


def _noted(note: str, schema: Schema) -> Schema:
    return {"description": note, **schema}


_LONG_SCORE: Schema = {
    "description": "A score with its spread or its answers: "
    "{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}.",
    "type": "object",
    "required": ["scale"],
    "additionalProperties": False,
    "properties": {
        "scale": {
            "description": "1-3 to 1-9, 0-10, 0-100, percent, csat, nps, ces 1-5 or ces 1-7.",
            "type": "string",
        },
        "value": _noted("The mean, or the NPS.", _TEXT_OR_NUMBER),
        "responses": _noted("How many answered.", _TEXT_OR_COUNT),
        "sd": _noted(
            "Standard deviation of the answers (n - 1), in the scale's own units.", _TEXT_OR_NUMBER
        ),
        "answers": {
            "description": "How many gave each mark: {1: 0, 2: 1, 3: 4, 4: 3, 5: 1}.",
            "type": "object",
            "additionalProperties": _TEXT_OR_COUNT,
        },
        "satisfied": _noted("Of a share (percent, csat): how many are satisfied.", _TEXT_OR_COUNT),
        "promoters": _noted("NPS: how many gave 9 or 10.", _TEXT_OR_COUNT),
        "detractors": _noted("NPS: how many gave 0 to 6.", _TEXT_OR_COUNT),
    },
}
SCORE = {"anyOf": [_NOTHING, _A_FRACTION, fits(_MARK + _RESPONSES), _LONG_SCORE]}
ASPECTS = {
    "type": ["object", "null"],
    "additionalProperties": {"$ref": "#/definitions/score"},
}

"""What a score is in a YAML file, as JSON Schema: each scale's own forms and numbers.

Patterns accept what `score` reads, to the last digit. What no schema can say, because it compares
one number with another, the reader alone refuses: more satisfied people, promoters or detractors
than responses, promoters that do not make the NPS given, a mark that is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from valuechain.model.scales import COUNTED_WAYS, LONG_FORM, SCALES, Scale, Way
from valuechain.model.schemas import A_FRACTION, NOTHING, Schema, fits, optional
from valuechain.model.texts import GAP
from valuechain.model.work_counts import COUNTED

_BLANK = r"[ \t\n\r\f\v]"
_ANY_DECIMALS = r"(?:\.[0-9]{1,60})?"
_NO_DECIMALS = r"(?:\.0{1,60})?"
_MANY_DIGITS = {99: "[0-9]{1,2}", 199: "1?[0-9]{1,2}"}


def _any_case(word: str) -> str:
    """A word in any case, as a pattern."""
    return "".join(
        f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter for letter in word
    )


_COUNT = rf"(?:[nN]{_BLANK}?={_BLANK}?)?(?!0+[^0-9])[0-9]{{1,9}}"
_OF_WHAT = rf"(?:{_BLANK}+{_any_case('response')}[sS]?)?"
_RESPONSES = rf"(?:\({_COUNT}{_OF_WHAT}\))?"
_OVER = rf"(?:{_BLANK}?/{_BLANK}?|{_BLANK}+{_any_case('out')}{_BLANK}+{_any_case('of')}{_BLANK}+)"


def score_schema() -> Schema:
    """The schema of a score in any form, or of none."""
    return {"anyOf": [NOTHING, A_FRACTION, fits(rf"{_short_forms()}\s*{_RESPONSES}"), _long_form()]}


def quality_schema() -> Schema:
    """The schema of a quality: a score that nobody was asked for."""
    return {"anyOf": [A_FRACTION, fits(rf"{_short_forms()}\s*")]}


# Numbers, as patterns.


def _whole(low: int, high: int) -> str:
    """Whole numbers from `low` to `high`, zeros before them allowed."""
    if high < low:
        return "(?!)"
    each = f"(?:{'|'.join(map(str, range(low, high + 1)))})"
    return "0*" + _MANY_DIGITS.get(high, each)


def _unsigned(low: int, high: int) -> str:
    """Numbers from `low` to `high`, of 12 digits and 60 decimals at most."""
    below = f"{_whole(low, high - 1)}{_ANY_DECIMALS}"
    return f"(?![0-9]{{13}})(?:{below}|0*{high}{_NO_DECIMALS})"


def _signed(low: int, high: int) -> str:
    """As `_unsigned`, with a sign or without one."""
    positive = rf"\+?{_unsigned(max(low, 0), high)}"
    if low > 0:
        return positive
    return f"(?:{positive}|-{_unsigned(0, -low)})"


# The short form.


def _short_forms() -> str:
    """All that a score can be without its responses."""
    fraction = r"0?\.[0-9]{1,60}|1\.0{1,60}"
    return f"(?:{'|'.join(map(_short_form, SCALES.values()))}|{fraction})"


def _short_form(scale: Scale) -> str:
    word = scale.before.strip()
    before = word and f"{_any_case(word)}{_BLANK}+"
    if scale.share:
        return f"{before}{_unsigned(scale.low, scale.high)}{GAP}%"
    if scale.net:
        number = _signed(scale.low, scale.high)
        name = _any_case(word)
        return f"(?:{name}:?{_BLANK}+{number}|{number}{_BLANK}+{name})"
    top = f"(?![0-9]{{4}})0*{scale.high}"
    return f"{before}{_unsigned(scale.low, scale.high)}{_OVER}{top}"


# The long form.


def _people(least: int) -> Schema:
    """A number of people, of 9 digits at most."""
    number = {"type": "integer", "minimum": least, "maximum": 999_999_999}
    return {"anyOf": [number, fits(f"{'(?!0+$)' * least}[0-9]{{1,9}}")]}


def _answers() -> Schema:
    """Numbers of people by mark, some of whom there must be."""
    nobody = {"anyOf": [{"const": 0}, fits("0+")]}
    return {
        "type": "object",
        "additionalProperties": _people(0),
        "not": {"additionalProperties": nobody},
    }


def _name(scale: Scale) -> str:
    """All that a file may call it, as a pattern."""
    word, dash, top = scale.name.partition("-")
    if not dash:
        return _any_case(word)
    return f"{_any_case(word)}-(?![0-9]{{4}})0*{top}"


def _named(scales: Iterable[Scale]) -> Schema:
    return fits(f"(?:{'|'.join(map(_name, scales))})")


def _long_form() -> Schema:
    """The keys there are; for each scale how large they may be, and which go together."""
    values: dict[str, Schema] = {
        "scale": optional(_named(SCALES.values())),
        "responses": optional(_people(1)),
        "answers": optional(_answers()),
        **{key: optional(_people(0)) for key in ("satisfied", "promoters", "detractors")},
        **{key: optional(_people(int(key in ("units", "opportunities")))) for key in COUNTED},
    }
    return {
        "description": "A score with its spread or its answers: "
        "{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}.",
        "type": "object",
        "anyOf": [_said("scale"), *map(_way, COUNTED_WAYS)],
        "additionalProperties": False,
        "properties": {
            key: {"description": note, **values.get(key, {})} for key, note in LONG_FORM.items()
        },
        "allOf": [*_for_alike(_ends, _sizes), *_for_alike(_kind, _ways)],
    }


def _ends(scale: Scale) -> tuple[int, int]:
    return scale.low, scale.high


def _kind(scale: Scale) -> tuple[bool, bool]:
    return scale.share, scale.net


def _for_alike(key: Callable[[Scale], Any], what: Callable[[Scale], Schema]) -> Iterator[Schema]:
    """What holds for all scales that are alike in `key`, once for each such group."""
    for _, group in groupby(sorted(SCALES.values(), key=key), key):
        alike = list(group)
        scale = {**_named(alike), "not": NOTHING}
        named = {"required": ["scale"], "properties": {"scale": scale}}
        yield {"if": named, "then": what(alike[0])}


def _number(low: int, high: int) -> Schema:
    number = {"type": "number", "minimum": low, "maximum": high}
    return optional({"anyOf": [number, fits(_signed(low, high))]})


def _sizes(scale: Scale) -> Schema:
    low, high = scale.marks
    marks = f"(?![0-9]{{10}})(?:{_whole(low, high - 1)}|0*{high})"
    return {
        "properties": {
            "value": _number(scale.low, scale.high),
            "sd": _number(0, scale.width),
            "answers": {"propertyNames": fits(marks)},
        }
    }


def _ways(scale: Scale) -> Schema:
    return {"anyOf": [_way(way) for way in scale.ways]}


def _way(way: Way) -> Schema:
    absent = dict.fromkeys(way.others, NOTHING)
    if way in COUNTED_WAYS:
        absent["scale"] = NOTHING
    said = _said(*way.needs)
    return {**said, "properties": {**said["properties"], **absent}}


def _said(*keys: str) -> Schema:
    """Keys that cannot be absent."""
    return {"required": list(keys), "properties": {key: {"not": NOTHING} for key in keys}}

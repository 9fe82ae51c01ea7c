"""Kinds of value that are more than one scalar: scores, aspects, ranges of dependence, actions."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from valuechain.model import schemas
from valuechain.model.actions import ACTION_FIELDS, ACTION_NAMES, REQUIRED, Action
from valuechain.model.numbers import (
    Range,
    decimal,
    middle,
    number_within,
    percentage_or_range,
    plain,
)
from valuechain.model.scalars import scalar
from valuechain.model.schemas import Schema
from valuechain.model.score import Score, as_percentage, read_short
from valuechain.model.score_schema import score_schema
from valuechain.model.texts import Said, aspect_fault, read_plainly
from valuechain.model.values import Family, Kind, picked
from valuechain.problems import ArgumentError, Fault, ModelError, quoted

_ENDS = ("low", "high")
SHAPE = "such as '- {action: order form on paper, cost: 400, quality: 90%}'"
"""How an action is written."""
_SCORED = '{"timeliness": "3.1/5 (9 responses)"}'
_SUCH_AS = '[{"action": "order form on paper", "cost": 400, "quality": 0.9}]'
_SAME = 1e-6  # as far as numbers of few digits, such as float32, keep a fraction
_MAKE_IT = "make it with Score.parse('81%') or Score.of(0.81)"


class _Score(Kind):
    """A score, in the words of whoever gave it."""

    name = "score"
    schema: Schema = score_schema()
    keeps_space = True

    def read(self, text: str) -> Score:
        return read_plainly(read_short, text)

    def read_cell(self, text: str) -> Score:
        """A score in any form; white space at its ends is kept where it can be."""
        with contextlib.suppress(ModelError):
            return Score.parse(text)
        return read_plainly(_parsed_score, text.strip())

    def cell(self, value: Any) -> Any:
        return str(value)

    def faults(self, holder: Any, name: str) -> Iterator[Said]:
        score = getattr(holder, name)
        if not is_sound(score):
            yield f"{score!r} is not a score", _MAKE_IT

    def attributes(self, name: str, value: Any) -> dict[str, Any]:
        return {name: value.value, f"{name}_text": value.text}

    def attribute_names(self, name: str) -> tuple[str, ...]:
        return name, f"{name}_text"

    def given(self, name: str, data: Mapping[str, Any], wrong: list[Said]) -> dict[str, Any]:
        number, words = data.get(name), data.get(f"{name}_text")
        if words is None:
            return _scores({name: number}, wrong)
        if number is None:
            what = f"{name}_text is {quoted(str(words))}, and there is no {name}"
            wrong.append((what, f"write it as {name}, or delete it too"))
            return {}
        stated, found = _scores({name: number}, wrong), _scores({name: words}, wrong)
        if stated and found and abs(stated[name].value - found[name].value) > _SAME:
            what = f"{name} is {number!r:.60}, and {name}_text {quoted(str(words))}"
            wrong.append((what, "correct one of them, or leave it out"))
        return found


def _parsed_score(text: str) -> Score:
    try:
        return Score.parse(text)
    except ModelError as error:
        raise Fault(error.problems[0].message, error.problems[0].hint) from None


def is_sound(score: object) -> bool:
    """Whether a score says what its text says: only then does writing it lose nothing."""
    try:
        return isinstance(score, Score) and Score.parse(score.text) == score
    except (ModelError, ArgumentError):
        return False


def _scores(values: Mapping[str, Any], wrong: list[Said]) -> dict[str, Score]:
    """The scores that texts or fractions mean; what means none is added to what is `wrong`."""
    found: dict[str, Score] = {}
    for word, given in values.items():
        value = scalar(given)
        try:
            if isinstance(value, str):
                found[word] = Score.parse(value)
            elif value is not None:
                found[word] = Score.of(value)
        except ModelError as error:
            wrong += [(problem.message, problem.hint) for problem in error.problems]
    return found


class _Dependence(Kind):
    """A percentage, or a range of them, whose ends a field of its own holds."""

    name = "dependence"
    schema: Schema = schemas.DEPENDENCE

    def read(self, text: str) -> float | Range:
        return read_plainly(percentage_or_range, text)

    def write(self, value: Any) -> str:
        return "..".join(map(plain, _ends(value)))

    def cell(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return "..".join(repr(float(end)) for end in value)
        return value

    def say(self, value: Any) -> str:
        return "..".join(decimal(end) for end in _ends(value))

    def held(self, holder: Any, name: str) -> Any:
        ends = getattr(holder, f"{name}_range")
        return getattr(holder, name) if ends is None else ends

    def spread(self, name: str, value: Any) -> dict[str, Any]:
        if isinstance(value, tuple):
            return {name: middle(value), f"{name}_range": value}
        return {name: value, f"{name}_range": None}

    def columns(self, name: str, values: list[Any]) -> dict[str, list[Any]]:
        if all(type(value) is not tuple for value in values):  # nearly always
            return {name: values, f"{name}_range": [None] * len(values)}
        spread = [self.spread(name, value) for value in values]
        return {key: [held[key] for held in spread] for key in (name, f"{name}_range")}

    def faults(self, holder: Any, name: str) -> Iterator[Said]:
        value, ends = getattr(holder, name), getattr(holder, f"{name}_range")
        if not number_within(value, 0, 1):
            yield f"a {name} of {value!r}", "a fraction from 0 to 1"
        if ends is None:
            return
        if not _is_range(ends):
            hint = "two fractions from 0 to 1, the lower first, or None"
            yield f"a {name}_range of {ends!r}", hint
        elif value != middle(ends):
            hint = f"it is the middle, {middle(ends)!r}, or there is no range"
            yield f"a {name} of {value!r} beside the range {ends!r}", hint

    def attributes(self, name: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, tuple):
            return {name: value}
        return {name: middle(value), f"{name}_low": value[0], f"{name}_high": value[1]}

    def attribute_names(self, name: str) -> tuple[str, ...]:
        return name, f"{name}_low", f"{name}_high"

    def given(self, name: str, data: Mapping[str, Any], wrong: list[Said]) -> dict[str, Any]:
        low, high = (super(_Dependence, self).given(f"{name}_{end}", data, wrong) for end in _ENDS)
        found = super().given(name, data, wrong)
        if not (low or high):
            return self.spread(name, found[name]) if found else {}
        ends = low.get(f"{name}_low"), high.get(f"{name}_high")
        between = 0.0  # where the ends are no numbers, that is said of them
        if all(isinstance(end, int | float) for end in ends):
            between = middle(cast("Range", ends))
        return {name: found.get(name, between), f"{name}_range": ends}

    def passed_on(self, name: str, chain: Mapping[str, Any]) -> dict[str, Any]:
        return picked(chain, name, f"{name}_range")


class _Loyalty(_Dependence):
    """Likewise: a share of revenue for each point of satisfaction."""

    name = "loyalty"
    schema: Schema = schemas.LOYALTY


def _ends(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _is_range(ends: Any) -> bool:
    if not (isinstance(ends, tuple) and len(ends) == 2):
        return False
    return all(number_within(end, 0, 1) for end in ends) and bool(ends[0] < ends[1])


class _Aspects(Family):
    """A score for each word."""

    name = "aspects"
    schema: Schema = schemas.ASPECTS

    def read(self, text: str) -> Any:
        hint = "write '{timeliness: 3.1/5 (9 responses), quality: 80%}'"
        raise Fault(f"{quoted(text)} is a score for no aspect", hint)

    def headings(self, values: Sequence[Any]) -> Iterator[str]:
        return iter(dict.fromkeys(word for aspects in values for word, _ in aspects))

    def cells(self, value: Any) -> dict[str, Any]:
        return {word: str(score) for word, score in value}

    def heading_fault(self, rest: str) -> Said | None:
        return aspect_fault(rest)

    def say(self, value: Any) -> str:
        return ", ".join(f"{word} {score}" for word, score in value)

    def faults(self, holder: Any, name: str) -> Iterator[Said]:
        aspects = getattr(holder, name)
        if not are_pairs(aspects):
            yield f"{name} are {aspects!r:.60}", "a tuple of pairs, each a word and its score"
            return
        for word, score in aspects:
            if fault := aspect_fault(word):
                yield fault
            if not is_sound(score):
                what = f"the aspect {word!r:.60} has {score!r:.60}, which is not a score"
                yield what, _MAKE_IT
        if len(dict(aspects)) < len(aspects):
            yield "an aspect is here twice", "keep one of them"

    def attributes(self, name: str, value: Any) -> dict[str, Any]:
        return {name: as_json(self.cells(value))}

    def given(self, name: str, data: Mapping[str, Any], wrong: list[Said]) -> dict[str, Any]:
        said = decoded(name, data, dict, _SCORED, wrong)
        found = _scores(words_after("aspect ", data) | said, wrong)
        return {name: tuple(found.items())} if found else {}


def are_pairs(value: object) -> bool:
    """Whether a value is a tuple of pairs."""
    if not isinstance(value, tuple):
        return False
    return all(isinstance(pair, tuple) and len(pair) == 2 for pair in value)


def words_after(prefix: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes whose names begin so, by the rest of their names."""
    return {
        key.removeprefix(prefix): value
        for key, value in data.items()
        if str(key).startswith(prefix)
    }


def _action_schema() -> Schema:
    """One action; what it must say cannot be absent."""
    return {
        "type": "object",
        "required": list(REQUIRED),
        "additionalProperties": False,
        "properties": {
            field.name: {
                "description": field.note,
                **schemas.optional(field.kind.schema, required=field.required),
            }
            for field in ACTION_FIELDS
        },
    }


class _Actions(Family):
    """What can be done, each with what it costs and reaches."""

    name = "improve"
    schema: Schema = schemas.optional(schemas.listed(_action_schema()))
    column: re.Pattern[str] = re.compile(rf"([1-9]\d{{0,3}})\.({'|'.join(ACTION_NAMES)})")
    """What follows the name: the number of the action, from 1, and its field."""

    def read(self, text: str) -> Any:
        raise Fault(f"{quoted(text)} is no list of actions", SHAPE)

    def headings(self, values: Sequence[Any]) -> Iterator[str]:
        most = max(map(len, values), default=0)
        return (f"{number}.{name}" for number in range(1, most + 1) for name in ACTION_NAMES)

    def cells(self, value: Any) -> dict[str, Any]:
        return {
            f"{number}.{field.name}": field.cell(action)
            for number, action in enumerate(value, 1)
            for field in ACTION_FIELDS
            if field.is_said(action)
        }

    def heading_fault(self, rest: str) -> Said | None:
        if self.column.fullmatch(rest):
            return None
        hint = f"such as {self.name}.1.action; there are {', '.join(ACTION_NAMES)}"
        return f"{quoted(f'{self.name}.{rest}')} is no column of an action", hint

    def say(self, value: Any) -> str:
        return ", ".join(
            f"{action.action} ({decimal(action.cost)} for {as_percentage(action.quality)})"
            for action in value
        )

    def attributes(self, name: str, value: Any) -> dict[str, Any]:
        return {name: as_json([_row_of(action) for action in value])}

    def given(self, name: str, data: Mapping[str, Any], wrong: list[Said]) -> dict[str, Any]:
        rows = decoded(name, data, list, _SUCH_AS, wrong) or self._numbered(name, data)
        refused = len(wrong)
        for row in rows:
            wrong += [fault for key in row if (fault := _no_word(key))]
        if len(wrong) > refused:
            return {}
        return {name: tuple(_action_of(row, wrong) for row in rows)} if rows else {}

    def _numbered(self, name: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Actions as graphs had them once: ``improve 1 cost`` and so on."""
        rows: dict[int, dict[str, Any]] = {}
        for rest, value in words_after(f"{name} ", data).items():
            number, _, word = rest.partition(" ")
            if number.isdecimal():
                rows.setdefault(int(number), {})[word] = value
        return [row for _, row in sorted(rows.items())]


def _row_of(action: Action) -> dict[str, Any]:
    """What is said of an action."""
    said = [field for field in ACTION_FIELDS if field.is_said(action)]
    return {name: value for field in said for name, value in field.attributes(action).items()}


def _no_word(key: object) -> Said | None:
    """Why this is nothing that is said of an action."""
    if key in ACTION_NAMES:
        return None
    return f"an action has no {quoted(str(key))}", f"there are {', '.join(ACTION_NAMES)}"


def _action_of(row: Mapping[str, Any], wrong: list[Said]) -> Action:
    """The action that such scalars tell of."""
    values: dict[str, Any] = {**dict.fromkeys(REQUIRED), "action": ""}
    said = {key: plain for key, value in row.items() if (plain := scalar(value)) is not None}
    for field in ACTION_FIELDS:
        values |= field.given(said, wrong)
    return Action(**values)


# What is more than a scalar, as an attribute of a graph: formats such as GML carry texts only.


def as_json(value: Any) -> str:
    """A value of texts, numbers, lists and mappings as one text."""
    import json  # only who writes one cell for many values

    return json.dumps(value, ensure_ascii=False)


def decoded(
    name: str, data: Mapping[str, Any], shape: type, such_as: str, wrong: list[Said]
) -> Any:
    """The mapping or list that an attribute holds, also as JSON; an empty one for nothing.

    What is none is added to what is `wrong`.
    """
    value = data.get(name)
    if value is None or value == "":
        return shape()
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, shape) and (isinstance(value, dict) or _are_mappings(value)):
        return value
    wrong.append((f"{name} is {data[name]!r:.60}", f"such as '{such_as}'"))
    return shape()


def _are_mappings(value: Any) -> bool:
    return all(isinstance(row, dict) for row in value)


def _parsed(text: str) -> Any:
    try:
        import json  # only who reads such a cell

        return json.loads(text)
    except (ValueError, RecursionError):
        return None


SCORE = _Score()
DEPENDENCE = _Dependence()
LOYALTY = _Loyalty()
ASPECTS = _Aspects()
ACTIONS = _Actions()

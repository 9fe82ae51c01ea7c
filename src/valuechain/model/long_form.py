"""A score in long form: its scale, with a value, with answers or with counts of people."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import TypeAlias

from valuechain.model.scales import (
    BY_ANSWERS,
    BY_PROMOTERS,
    BY_SATISFIED,
    BY_VALUE,
    LONG_FORM,
    NUMBER,
    YIELD,
    Scale,
    Way,
    marks_of,
    ratio,
    scale_of,
)
from valuechain.model.spreads import half_a_digit, spread_fault
from valuechain.model.work_counts import COUNTED, counts_of
from valuechain.problems import Fault, nearest, quoted

Fields: TypeAlias = Mapping[str, "str | Mapping[str, str]"]
"""The words of the file by key; of ``answers`` the counts by mark."""
Said: TypeAlias = tuple[float, int | None, float | None]
"""Satisfaction, number of responses and standard deviation on the 0..1 scale."""
_NUMBER = re.compile(rf"[+-]?{NUMBER}", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_COUNTED = re.compile(r"(\w+):\s*(\w+)")
_ENTRY = re.compile(r"(\w+):\s*(?:\{([^{}]*)\}|([^,{}\s](?:[^,{}]*[^,{}\s])?))")
_FLOW = re.compile(rf"\{{\s*{_ENTRY.pattern}(?:\s*,\s*{_ENTRY.pattern})*\s*\}}")
_ROUNDED = 0.00501  # NPS is published rounded to a whole point


def long_form(fields: Fields) -> tuple[Scale, Said]:
    """The scale of a score, and what is said on it.

    Raises:
        Fault: naming the key at fault.
    """
    for key in fields:
        if key not in LONG_FORM:
            raise Fault(f"unknown key {quoted(key)}", nearest(key, LONG_FORM), key)
    if counted := [key for key in fields if key in COUNTED]:
        if "scale" in fields and "units" not in fields:
            what = "counts work, which has no 'scale'"
            raise Fault(f"{quoted(counted[0])} {what}", "leave one of them out", counted[0])
        counts = counts_of(fields)
        return YIELD, (counts.right, counts.chances, None)
    if "scale" not in fields:
        raise Fault("a score in long form needs its 'scale'", "such as 'scale: 1-5'")
    scale = _scale(fields)
    return scale, _READ[_way(fields, scale)](fields, scale)


def _scale(fields: Fields) -> Scale:
    name = _word(fields, "scale")
    try:
        return scale_of(name)
    except Fault as fault:
        raise Fault(fault.message, fault.hint, "scale") from None


def _way(fields: Fields, scale: Scale) -> Way:
    """In which way it is said."""
    if "answers" in fields:
        return BY_ANSWERS
    if "satisfied" in fields:
        return BY_SATISFIED
    if scale.net and ("value" not in fields or "promoters" in fields or "detractors" in fields):
        return BY_PROMOTERS
    return BY_VALUE


def text_of(fields: Fields) -> str:
    """The long form as one flow mapping."""
    return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in fields.items()) + "}"


def _flow(value: str | Mapping[str, str]) -> str:
    return value if isinstance(value, str) else text_of(value)


def fields_of(text: str) -> Fields:
    """The keys and words of a long form written as one flow mapping.

    Raises:
        Fault: it is no such thing.
    """
    if not _FLOW.fullmatch(text):
        hint = "such as '{scale: 1-5, value: 3.4, responses: 9}'"
        raise Fault(f"{quoted(text)} is not a score", hint)
    fields: dict[str, str | Mapping[str, str]] = {}
    for key, braced, plain in _ENTRY.findall(text[1:-1]):
        if key in fields:
            raise Fault(f"key {quoted(key)} is here twice", "keep one of them", key)
        fields[key] = plain or (braced and dict(_COUNTED.findall(braced)))
    return fields


# Single entries.


def _word(fields: Fields, key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise Fault(f"{quoted(key)} takes one value", "", key)
    return value


def _count(fields: Fields, key: str, least: int = 0) -> int | None:
    if key not in fields:
        return None
    text = _word(fields, key)
    if not _COUNT.fullmatch(text) or int(text) < least:
        hint = f"a whole number from {least} to 999,999,999"
        raise Fault(f"{quoted(text)} is not a number of people", hint, key)
    return int(text)


def _value(fields: Fields, scale: Scale) -> float:
    number = _word(fields, "value")
    if not _NUMBER.fullmatch(number):
        raise Fault(f"{quoted(number)} is not a number", "such as 3.4", "value")
    try:
        return scale.fraction(number)
    except Fault as fault:
        raise Fault(fault.message, fault.hint, "value") from None


def _standard_deviation(fields: Fields, scale: Scale) -> float | None:
    if "sd" not in fields:
        return None
    text = _word(fields, "sd")
    if not _NUMBER.fullmatch(text) or not 0 <= ratio(text, 0, scale.width) <= 1:
        message = f"{quoted(text)} is not a standard deviation on this scale"
        raise Fault(message, f"a number from 0 to {scale.width}", "sd")
    return ratio(text, 0, scale.width)


def _nothing_beside(what: str, fields: Fields, keys: Iterable[str]) -> None:
    """None of these keys may stand beside what says the same."""
    for key in keys:
        if key in fields:
            message = f"{quoted(key)} beside {what} says the same thing twice"
            raise Fault(message, "keep one of them", key)


def _no_promoters(fields: Fields) -> None:
    for key in ("promoters", "detractors"):
        if key in fields:
            raise Fault(f"{quoted(key)} belong to 'scale: nps'", "", key)


# The ways.


def _by_value(fields: Fields, scale: Scale) -> Said:
    """A mean, a share or an NPS."""
    if "value" not in fields:
        raise Fault("a score in long form needs a 'value' or 'answers'", "such as 'value: 3.4'")
    value = _value(fields, scale)
    responses = _count(fields, "responses", least=1)
    _no_promoters(fields)
    sd = _standard_deviation(fields, scale)
    if sd is not None:
        words = _word(fields, "value"), _word(fields, "sd")
        off, less = (half_a_digit(word) / scale.width for word in words)
        if fault := spread_fault(value, sd, responses, (off, less)):
            raise Fault(*fault, "sd")
    return value, responses, sd


def _by_answers(fields: Fields, scale: Scale) -> Said:
    """Mean and spread of counted answers, ``{1: 0, 2: 1, 3: 4}``; for NPS the counts of 0 to 10."""
    _nothing_beside("'answers'", fields, BY_ANSWERS.others)
    answers = fields["answers"]
    if isinstance(answers, str):
        hint = "such as {1: 0, 2: 1, 3: 4, 4: 3, 5: 1}"
        raise Fault("'answers' takes a count for each mark", hint, "answers")
    if scale.share:
        message = f"'answers' need a scale with marks, not {scale.name}"
        raise Fault(message, "such as 'scale: 1-5'", "scale")
    return _mean_and_spread(_counts(answers, *scale.marks), scale)


def _counts(answers: Mapping[str, str], low: int, high: int) -> dict[int, int]:
    """How many gave each mark."""
    counts = {_mark(mark, low, high): _answer_count(count) for mark, count in answers.items()}
    if len(counts) < len(answers):
        raise Fault("a mark is counted twice", "keep one of them", "answers")
    if not any(counts.values()):
        hint = "leave the score out where nobody answered"
        raise Fault("no answers are counted", hint, "answers")
    return counts


def _mark(text: str, low: int, high: int) -> int:
    if not _COUNT.fullmatch(text) or not low <= int(text) <= high:
        raise Fault(f"{quoted(text)} is not a mark from {low} to {high}", "", "answers")
    return int(text)


def _answer_count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise Fault(f"{quoted(text)} is not a number of answers", "", "answers")
    return int(text)


@cache
def _worths(scale: Scale) -> Mapping[int, int]:
    """What each mark is worth in the scale's own units, from its low end."""
    low, high = scale.marks
    worth = marks_of(scale).worth
    return {mark: int(worth(Fraction(mark)) * scale.width) for mark in range(low, high + 1)}


def _mean_and_spread(counts: Mapping[int, int], scale: Scale) -> Said:
    """Sums are of whole numbers, in the scale's own units, and rounded once."""
    width, worth = scale.width, _worths(scale)
    total = sum(counts.values())
    first = sum(worth[mark] * count for mark, count in counts.items())
    second = sum(worth[mark] ** 2 * count for mark, count in counts.items())
    value = first / (total * width)
    if total == 1:
        return value, total, None
    variance = (total * second - first**2) / (total * (total - 1))
    return value, total, math.sqrt(variance) / width


def _by_satisfied(fields: Fields, scale: Scale) -> Said:
    """A share of people from counts alone: satisfied / responses."""
    if not scale.share:
        hint = "such as 'scale: csat' or 'scale: percent'"
        raise Fault("'satisfied' belongs to a share of people", hint, "satisfied")
    _nothing_beside("'satisfied'", fields, ("value", "sd"))
    _no_promoters(fields)
    satisfied, responses = _count(fields, "satisfied"), _count(fields, "responses", least=1)
    if satisfied is None or responses is None:
        hint = "such as {scale: csat, satisfied: 7, responses: 9}"
        raise Fault("'satisfied' comes with 'responses'", hint, "satisfied")
    if satisfied > responses:
        raise Fault(f"{satisfied} satisfied are more than {responses} responses", "", "satisfied")
    return satisfied / responses, responses, None


def _by_promoters(fields: Fields, scale: Scale) -> Said:
    """An NPS whose promoters and detractors are counted; with a value, they must make it."""
    value = _value(fields, scale) if "value" in fields else None
    responses = _count(fields, "responses", least=1)
    promoters, detractors = _count(fields, "promoters"), _count(fields, "detractors")
    complete = responses is not None and promoters is not None and detractors is not None
    if value is None and not complete:
        raise Fault("NPS needs a 'value', or 'responses', 'promoters' and 'detractors'")
    _nothing_beside("promoters and detractors", fields, ("sd",))
    if responses is None or promoters is None or detractors is None:
        message = "promoters and detractors come together, with 'responses'"
        raise Fault(message, "give all three or none")
    if promoters + detractors > responses:
        people = f"{promoters} promoters and {detractors} detractors"
        raise Fault(f"{people} are more than {responses} responses", "", "promoters")
    if value is None:
        value = (promoters - detractors + responses) / (2 * responses)
    net = (promoters - detractors) / responses
    if abs(net - (2 * value - 1)) > _ROUNDED:
        message = f"promoters and detractors make NPS {100 * net:.0f}, not the value given"
        raise Fault(message, "", "value")
    return value, responses, _spread_of_net(promoters + detractors, responses, net)


def _spread_of_net(outspoken: int, responses: int, net: float) -> float | None:
    """Standard deviation (n - 1) of answers of 1, 0 and -1, on the 0..1 scale."""
    if responses == 1:
        return None
    variance = (outspoken - responses * net**2) / (responses - 1)
    return math.sqrt(max(0.0, variance)) / 2


_READ = {
    BY_VALUE: _by_value,
    BY_ANSWERS: _by_answers,
    BY_SATISFIED: _by_satisfied,
    BY_PROMOTERS: _by_promoters,
}

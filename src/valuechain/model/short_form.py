"""A score in short form: ``81%``, ``3.4/5 (9 responses)``, ``NPS 31``; and what is none."""

from __future__ import annotations

import re
from functools import lru_cache

from valuechain.model.dates import STORY, is_date
from valuechain.model.scales import NUMBER, Scale, number_and_scale
from valuechain.model.texts import without_comma
from valuechain.problems import Fault, quoted

_RESPONSES = re.compile(r"(?:n\s?=\s?)?(\d{1,9})(?:\s+responses?)?\)", re.ASCII | re.IGNORECASE)
_PLAIN_NUMBER = re.compile(rf"[+-]?{NUMBER}", re.ASCII)
_TOPS = (5, 7, 10)
_HIGHEST_MARK = 10
_TOO_LONG = re.compile(r"\d{13}|\.\d{61}")


def short_form(text: str) -> tuple[float, Scale, int | None]:
    """Satisfaction, scale and number of responses.

    Raises:
        Fault: with the spelling that would be right, where it can be told.
    """
    mark, bracket, rest = text.partition("(")
    try:
        value, scale = _marked(mark.rstrip())
        responses = _responses(rest) if bracket else None
    except LookupError:
        raise _why_not(text) from None
    return value, scale, responses


@lru_cache(maxsize=10_000)
def _marked(text: str) -> tuple[float, Scale]:
    """Satisfaction and scale of a score without its responses."""
    found = number_and_scale(text)
    if found is None:
        raise LookupError
    number, scale = found
    return scale.fraction(number), scale


@lru_cache(maxsize=10_000)
def _responses(text: str) -> int:
    """The number in ``9 responses)``."""
    match = _RESPONSES.fullmatch(text)
    if match is None:
        raise LookupError
    if int(match[1]) == 0:
        raise Fault("0 responses say nothing", "leave the score out where nobody answered")
    return int(match[1])


def _why_not(text: str) -> Fault:
    """The most helpful thing to say of a text that is no score."""
    shown, mark = quoted(text), text.partition("(")[0].rstrip()
    if "," in text and (fixed := without_comma(text, _is_score)):
        return Fault(f"{shown} has a comma", f"write {fixed}")
    if _PLAIN_NUMBER.fullmatch(mark):
        return _without_scale(mark)
    if is_date(text):
        return Fault(f"{shown} is a date, not what was typed", STORY)
    if len(text) > 60 and _TOO_LONG.search(text):
        return Fault(f"{shown} has a number too long to be a score")
    return Fault(
        f"{shown} is not a score",
        "write '81%', '3.4/5', 'NPS 31' or 'CES 5.2/7', then '(9 responses)' if known",
    )


def _without_scale(number: str) -> Fault:
    """What a bare number may mean."""
    if float(number) == 1:
        message = f"a bare {quoted(number)} could be all or the lowest mark"
        return Fault(message, "write '100%' or '1/5'")
    message = f"{quoted(number)} has no scale"
    mark = number.lstrip("+")
    if 1 < float(number) <= _HIGHEST_MARK:
        tops = [top for top in _TOPS if top >= float(number)]
        spelt = " or ".join(quoted(f"{mark}/{top}") for top in tops)
        return Fault(message, f"write the mark with its top, such as {spelt}")
    if 0 <= float(number) <= 100:
        hint = f"write {quoted(f'{mark}%')}, or the mark with its top, such as '3.4/5'"
        return Fault(message, hint)
    return Fault(message, "write a percentage such as '81%' or 'NPS 31'")


def _is_score(text: str) -> bool:
    mark, bracket, rest = text.partition("(")
    number = mark.rstrip()
    return (_has_scale(number) or bool(_PLAIN_NUMBER.fullmatch(number))) and (
        not bracket or bool(_RESPONSES.fullmatch(rest))
    )


def _has_scale(mark: str) -> bool:
    """Whether a scale is named, even if there is no such scale."""
    try:
        return number_and_scale(mark) is not None
    except Fault:
        return True

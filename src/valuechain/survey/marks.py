"""What an answer says: a mark on the scale of its question; and the score that many of them make.

| scale | answers | score |
|---|---|---|
| 1-3 to 1-9, 0-10, 0-100 | marks | their mean |
| percent | 0 to 100 | their mean |
| yes-no | yes or no | share of yes |
| csat 1-5 (or another of the above) | marks | CSAT, the share of the top two marks |
| nps | 0 to 10 | NPS, the share of promoters (9, 10) less that of detractors (0 to 6) |
| ces 1-7, ces 1-5 | marks, the highest is easy | CES, their mean |
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction

from valuechain.model.dates import STORY, is_date
from valuechain.model.scales import OVER, MarkScale, mark_scale, with_top
from valuechain.model.score import Score
from valuechain.model.texts import GAP, in_plain_characters, without_comma
from valuechain.problems import Fault, quoted
from valuechain.survey.labels import leaning
from valuechain.survey.numbered import number_and_label

_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,60})?", re.ASCII)
_OVER = re.compile(rf"({_NUMBER.pattern}){OVER}(\d{{1,3}})", re.ASCII | re.IGNORECASE)
_PERCENT = re.compile(rf"({_NUMBER.pattern}){GAP}%", re.ASCII)
SUCH_AS = "4/5, 80% or yes"
"""Answers that name their scale."""
_YES = frozenset(("yes", "true", "y", "ja", "oui", "sí", "si", "sim", "sì"))
_NO = frozenset(("no", "false", "n", "nein", "non", "não", "nao", "nee"))
_FEW = 10  # the highest mark up to which all marks are listed, those that nobody gave too


def score_of(scale: MarkScale, counts: Mapping[Fraction, int]) -> Score:
    """The score of counted marks, in the words of a file.

    >>> score_of(mark_scale("csat 1-5"), {Fraction(5): 6, Fraction(2): 3}).text
    '{scale: csat, satisfied: 6, responses: 9}'
    """
    total, name = sum(counts.values()), scale.makes.name
    if scale.makes.share:
        satisfied = sum(count for mark, count in counts.items() if scale.worth(mark) == 1)
        return Score.parse(f"{{scale: {name}, satisfied: {satisfied}, responses: {total}}}")
    if any(mark.denominator != 1 for mark in counts):
        mean = sum(scale.worth(mark) * count for mark, count in counts.items()) / total
        squares = sum(scale.worth(mark) ** 2 * count for mark, count in counts.items())
        return mean_score(scale, total, float(mean), float(squares))
    marks = {int(mark) for mark in counts}
    if scale.high <= _FEW:
        marks = set(range(scale.low, scale.high + 1))
    answers = ", ".join(f"{mark}: {counts.get(Fraction(mark), 0)}" for mark in sorted(marks))
    return Score.parse(f"{{scale: {name}, answers: {{{answers}}}}}")


def mean_score(
    scale: MarkScale, responses: int, mean: float, squares: float | None = None
) -> Score:
    """The score of answers of which only sums are known.

    Args:
        scale: on which they were given.
        responses: how many there are.
        mean: of their worths, 0..1.
        squares: the sum of the squares of their worths, where it is known.
    """
    made = scale.makes
    value = made.low + min(max(mean, 0.0), 1.0) * made.width
    words = f"scale: {made.name}, value: {_decimal(value)}, responses: {responses}"
    if squares is not None and responses > 1 and not made.share:
        variance = max(0.0, squares - responses * mean**2) / (responses - 1)
        words += f", sd: {_decimal(min(1.0, math.sqrt(variance)) * made.width)}"
    return Score.parse(f"{{{words}}}")


def _decimal(number: float) -> str:
    return f"{number:.9f}".rstrip("0").rstrip(".")


_CODES = frozenset(map(Fraction, (99, 98, 97, 88, 77, 999, 998, 997, 9999, -1, -8, -9, -99, -999)))
"""What survey programs write where there is no answer; beyond the scale it is none."""
_TURN = "turn all marks of the question round"


def mark(text: str, scale: MarkScale) -> tuple[Fraction, MarkScale]:
    """The mark that an answer gives, and on which scale.

    The scale is the one given, or the one that the answer itself names.

    Raises:
        Fault: it gives none.

    >>> mark("4", mark_scale("1-5"))[0], mark("80%", mark_scale("1-5"))[1].name
    (Fraction(4, 1), 'percent')
    """
    folded = text.casefold()
    if folded in _YES or folded in _NO:
        return Fraction(int(folded in _YES)), mark_scale("yes-no")
    if found := _PERCENT.fullmatch(text):
        return _within(found[1], mark_scale("percent"))
    if found := _OVER.fullmatch(text):
        top = int(found[2])
        return _within(found[1], scale if top == scale.high else with_top(top))
    if _NUMBER.fullmatch(text):
        return _within(text, scale)
    if is_date(text):
        raise Fault(f"{quoted(text)} is a date, not what was typed", STORY)
    if labelled := number_and_label(text):
        return _labelled(*labelled, scale)
    if text.startswith("="):
        raise Fault("a formula", "write the value that it shows")
    if "," in text and (meant := without_comma(text, _is_mark)):
        raise Fault(f"{quoted(text)} has a comma", f"write {meant}")
    plain = in_plain_characters(lambda other: mark(other, scale), text)
    raise Fault(
        f"{quoted(text)} is not an answer",
        plain
        or f"a mark of the scale {scale.name}, or one that names its scale, such as {SUCH_AS}",
    )


def is_number(text: str) -> bool:
    """Whether an answer is a number that does not name its scale.

    >>> is_number("31"), is_number("81%")
    (True, False)
    """
    return _NUMBER.fullmatch(text) is not None


def _is_mark(text: str) -> bool:
    """Whether a text is written as a mark is."""
    bare = any(form.fullmatch(text) for form in (_NUMBER, _OVER, _PERCENT))
    return bare or number_and_label(text) is not None


def _labelled(number: str, label: str, scale: MarkScale) -> tuple[Fraction, MarkScale]:
    """The mark of an answer that has a label beside its number.

    Raises:
        Fault: it gives none, or the label says that the highest is not the best.
    """
    value, own = mark(number, scale)
    middle = Fraction(own.low + own.high, 2)
    if leaning(label) * (value - middle) < 0:
        message = f"{number} is called {quoted(label)}, but {own.high} is the best of {own.name}"
        raise Fault(message, f"{_TURN}: {own.low + own.high} less the mark")
    return value, own


def is_turned(fault: Fault) -> bool:
    """Whether what is wrong with an answer is that its label says the highest mark is not best."""
    return fault.hint.startswith(_TURN)


def _within(text: str, scale: MarkScale) -> tuple[Fraction, MarkScale]:
    value = Fraction(text)
    if not scale.low <= value <= scale.high:
        raise Fault(f"{text} is outside the scale {scale.name}", _meant(value, scale))
    if value.denominator != 1 and scale.measure != "mean":
        raise Fault(f"{text} is no mark of the scale {scale.name}", "a whole number")
    return value, scale


def _meant(value: Fraction, scale: MarkScale) -> str:
    """Which scale may have been asked, or that nobody was."""
    if value in _CODES:
        return "empty the cell if it says that there is no answer, else correct it"
    usual = map(mark_scale, ("1-5", "1-7", "0-10", "percent"))
    other = next((one.name for one in usual if one.low <= value <= one.high), scale.name)
    if other == scale.name:
        return "correct it"
    return f"correct it, or name the scale that was asked, such as {other}"

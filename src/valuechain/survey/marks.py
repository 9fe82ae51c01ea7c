"""What an answer says: a mark on the scale of its question, and the score that many of them make.

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
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from valuechain.model.score import Score
from valuechain.problems import Fault, nearest, quoted

_NAME = re.compile(r"(?:(csat|ces)\s+)?(\d)\s*(?:-|\.\.|to)\s*(\d{1,3})", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,60})?", re.ASCII)
_OVER = re.compile(rf"({_NUMBER.pattern})\s?/\s?(\d{{1,3}})", re.ASCII)
_PERCENT = re.compile(rf"({_NUMBER.pattern})\s?%", re.ASCII)
_YES = frozenset(("yes", "true", "y"))
_NO = frozenset(("no", "false", "n"))
NAMES = ("1-5", "1-7", "0-10", "nps", "percent", "yes-no", "csat 1-5", "ces 1-7")
"""The usual scales."""


@dataclass(frozen=True, slots=True)
class MarkScale:
    """The scale on which a question was answered.

    Attributes:
        name: as in the table above.
        measure: ``mean``, ``yes-no``, ``csat``, ``nps`` or ``ces``.
        low, high: lowest and highest mark.
    """

    name: str
    measure: str
    low: int
    high: int

    def worth(self, mark: Fraction) -> Fraction:
        """How satisfied one answer is, 0..1: what the score is the mean of."""
        if self.measure == "csat":
            return Fraction(mark > self.high - 2)
        if self.measure == "nps":
            return Fraction(int(mark >= 9) - int(mark <= 6) + 1, 2)
        return (mark - self.low) / (self.high - self.low)

    def score(self, counts: Mapping[Fraction, int]) -> Score:
        """The score of counted marks, in the words of a file.

        >>> mark_scale("csat 1-5").score({Fraction(5): 6, Fraction(2): 3}).text
        '{scale: csat, satisfied: 6, responses: 9}'
        """
        total = sum(counts.values())
        if self.measure in ("csat", "yes-no"):
            satisfied = sum(count for mark, count in counts.items() if self.worth(mark) == 1)
            name = "csat" if self.measure == "csat" else "percent"
            return Score.parse(f"{{scale: {name}, satisfied: {satisfied}, responses: {total}}}")
        if any(mark.denominator != 1 for mark in counts):
            return self.mean_score(
                total,
                float(sum(self.worth(mark) * count for mark, count in counts.items()) / total),
                float(sum(self.worth(mark) ** 2 * count for mark, count in counts.items())),
            )
        marks = (
            range(self.low, self.high + 1)
            if self.high <= 10
            else sorted(int(mark) for mark in counts)
        )
        told = ", ".join(f"{mark}: {counts.get(Fraction(mark), 0)}" for mark in marks)
        return Score.parse(f"{{scale: {self.file_name}, answers: {{{told}}}}}")

    @property
    def file_name(self) -> str:
        """What a file calls the scale."""
        return "0-100" if self.name == "percent" else self.name

    def mean_score(self, responses: int, mean: float, squares: float | None = None) -> Score:
        """The score of `responses` answers from the mean of their worths, 0..1, and, where known, the sum of their squares."""
        share = self.measure in ("csat", "yes-no")
        low, width = (
            (-100, 200)
            if self.measure == "nps"
            else (0, 100)
            if share
            else (self.low, self.high - self.low)
        )
        name = "csat" if self.measure == "csat" else "percent" if share else self.file_name
        told = f"scale: {name}, value: {_decimal(low + min(max(mean, 0.0), 1.0) * width)}, responses: {responses}"
        if squares is not None and responses > 1 and not share:
            variance = max(0.0, squares - responses * mean**2) / (responses - 1)
            told += f", sd: {_decimal(min(1.0, math.sqrt(variance)) * width)}"
        return Score.parse(f"{{{told}}}")


def _decimal(number: float) -> str:
    return f"{number:.9f}".rstrip("0").rstrip(".")


@cache
def mark_scale(name: str) -> MarkScale:
    """The scale of this name.

    Raises:
        Fault: there is none.

    >>> mark_scale("0-10").high
    10
    """
    folded = " ".join(name.casefold().split())
    if folded == "nps":
        return MarkScale("nps", "nps", 0, 10)
    if folded in ("percent", "%"):
        return MarkScale("percent", "mean", 0, 100)
    if folded in ("yes-no", "yes/no"):
        return MarkScale("yes-no", "yes-no", 0, 1)
    found = _NAME.fullmatch(folded)
    if found:
        measure, low, high = found[1] or "mean", int(found[2]), int(found[3])
        usual = (low == 1 and 3 <= high <= 9) or (low == 0 and high in (10, 100))
        if usual and (measure != "ces" or (low == 1 and high in (5, 7))):
            return MarkScale(
                f"{found[1]} {low}-{high}" if found[1] else f"{low}-{high}", measure, low, high
            )
    raise Fault(f"no scale {quoted(name)}", nearest(folded, NAMES) or f"one of {', '.join(NAMES)}")


def mark(text: str, scale: MarkScale) -> tuple[Fraction, MarkScale]:
    """The mark an answer gives, and the scale on which: the one given, or the one that the answer itself names.

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
        return _within(found[1], scale if top == scale.high else _with_top(top))
    if _NUMBER.fullmatch(text):
        return _within(text, scale)
    if "," in text and _NUMBER.fullmatch(text.replace(",", ".", 1)):
        raise Fault(f"{quoted(text)} has a comma", f"write {quoted(text.replace(',', '.', 1))}")
    raise Fault(
        f"{quoted(text)} is not an answer",
        f"a mark of the scale {scale.name}, or one that names its scale, such as 4/5, 80% or yes",
    )


def _with_top(top: int) -> MarkScale:
    return mark_scale(f"{0 if top in (10, 100) else 1}-{top}")


def _within(text: str, scale: MarkScale) -> tuple[Fraction, MarkScale]:
    value = Fraction(text)
    if not scale.low <= value <= scale.high:
        raise Fault(f"{text} is outside the scale {scale.name}", _meant(value, scale))
    if value.denominator != 1 and scale.measure != "mean":
        raise Fault(f"{text} is no mark of the scale {scale.name}", "a whole number")
    return value, scale


def _meant(value: Fraction, scale: MarkScale) -> str:
    """Which scale may have been asked."""
    other = next(
        (
            name
            for name in ("1-5", "1-7", "0-10", "percent")
            if mark_scale(name).low <= value <= mark_scale(name).high
        ),
        None,
    )
    return (
        f"correct it, or name the scale that was asked, such as {other}"
        if other and other != scale.name
        else "correct it"
    )

"""Was a question on a scale from 0 to 100 answered with fractions: 0.81 for 81?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from valuechain.model.scales import MarkScale
from valuechain.model.texts import Said

Row: TypeAlias = tuple[str, ...]


def fractional(marks: Mapping[Row, tuple[Fraction, MarkScale]]) -> Iterator[tuple[Row, Said]]:
    """What is wrong with questions whose answers lie from 0 to 1 and are not whole.

    Args:
        marks: of each row: what was asked in five texts, the scale and the score.

    Yields:
        The first such row of each question, and what is said of it.

    >>> from valuechain.model.scales import mark_scale
    >>> row = ("a", "b", "", "", "", "", "0.81")
    >>> [said for _, said in fractional({row: (Fraction("0.81"), mark_scale("percent"))})][0][1]
    'write 81 or 81% for 0.81, and so on'
    """
    asked: dict[Row, list[Row]] = {}
    for row, (_, scale) in marks.items():
        if scale.measure == "mean" and scale.low == 0:
            asked.setdefault(row[:5], []).append(row)
    for rows in asked.values():
        parts = [row for row in rows if marks[row][0].denominator > 1]
        bare = not any(sign in row[-1] for row in rows for sign in "%/")
        if parts and bare and max(marks[row][0] for row in rows) <= 1:
            yield parts[0], _said(*marks[parts[0]])


def _said(value: Fraction, scale: MarkScale) -> Said:
    shown, read = (f"{float(number):g}" for number in (value, 100 * value / scale.high))
    mark, percent = (f"{float(number):g}" for number in (scale.high * value, 100 * value))
    message = f"all answers to this question lie from 0 to 1: {shown} read on {scale.low} to"
    hint = f"write {mark} or {percent}% for {shown}, and so on"
    return f"{message} {scale.high} is {read} %", hint

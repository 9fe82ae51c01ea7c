"""Which scores and totals of a wave are not shown, so that small groups stay unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from valuechain.survey.rows import SurveyRow
from valuechain.survey.withholding import withheld

Total: TypeAlias = tuple[str, str]
"""A level, and whose total it is there."""
LEVELS = ("provider", "customer")


def groups(rows: Sequence[SurveyRow], by: str) -> dict[str, list[int]]:
    """The positions of the rows about services as a whole, by provider or customer."""
    found: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        if not row.aspect:
            found.setdefault(getattr(row, by), []).append(at)
    return found


def not_shown(rows: Sequence[SurveyRow], least: int) -> tuple[set[int], set[Total]]:
    """The positions of the rows, and the totals, that groups of fewer than `least` hide.

    A mean over aspects says no more than its parts; it is one more sum of them, and is withheld
    with them.
    """
    totals = {(level, name): at for level in LEVELS for name, at in groups(rows, level).items()}
    wholes = _parts_of_wholes(rows)
    sums = [*totals.values(), *wholes.values()]
    hidden, closed = withheld([row.responses for row in rows], sums, least)
    for number, (whole, parts) in enumerate(wholes.items(), len(totals)):
        if number in closed:
            hidden.add(whole)
        elif whole in hidden:
            hidden |= set(parts)
    return hidden, {total for number, total in enumerate(totals) if number in closed}


def _parts_of_wholes(rows: Sequence[SurveyRow]) -> dict[int, list[int]]:
    """The rows about the aspects of a service, by the row that is the mean over them."""
    alike: dict[tuple[str, str, str], list[int]] = {}
    for at, row in enumerate(rows):
        alike.setdefault((row.provider, row.customer, row.delivers), []).append(at)
    return {
        whole: [at for at in same if at != whole]
        for same in alike.values()
        for whole in same
        if rows[whole].from_aspects
    }


def mean(rows: Sequence[SurveyRow], at: Sequence[int]) -> float:
    """Mean satisfaction of the rows at these positions, each answer counting alike."""
    satisfied = sum(rows[i].score.value * rows[i].responses for i in at)
    return satisfied / answers(rows, at)


def answers(rows: Sequence[SurveyRow], at: Sequence[int]) -> int:
    """How many answers the rows at these positions have."""
    return sum(rows[i].responses for i in at)

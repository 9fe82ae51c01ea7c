"""Which aspects drag a service, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from valuechain.questions.aspect_rows import AspectRow
from valuechain.reports.words import listed, percent, shown, when

MOST = 2
"""Aspects of a service that are named."""


def dragged_by(rows: Sequence[AspectRow]) -> str:
    """What drags a service, or may; ``""`` where nothing seems to."""
    for verdict, words in (("drags", "dragged by"), ("too few answers", "perhaps dragged by")):
        named = [aspect_named(row) for row in rows if row.verdict == verdict]
        if named:
            few = when(verdict != "drags", ": too few answers")
            return f"{words} {listed(named, MOST)}{few}"
    return ""


def aspect_named(row: AspectRow) -> str:
    """An aspect, and how satisfied its customer is with it."""
    return f"{shown(row.aspect)} ({percent(row.satisfaction)})"

"""Which aspects drag a service, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from valuechain.language import say
from valuechain.questions.aspect_rows import AspectRow
from valuechain.reports.words import listed, percent, shown

MOST = 2
"""Aspects of a service that are named."""


def dragged_by(rows: Sequence[AspectRow]) -> str:
    """What drags a service, or may; ``""`` where nothing seems to."""
    for verdict, words in (
        ("drags", "dragged by {aspects}"),
        ("too few answers", "perhaps dragged by {aspects}: too few answers"),
    ):
        named = [aspect_named(row) for row in rows if row.verdict == verdict]
        if named:
            return say(words, aspects=listed(named, MOST))
    return ""


def aspect_named(row: AspectRow) -> str:
    """An aspect, and how satisfied its customer is with it."""
    return f"{shown(row.aspect)} ({percent(row.satisfaction)})"

"""The arithmetic of one service in a sentence."""

from __future__ import annotations

from valuechain.questions.explanation import Explanation
from valuechain.reports.verdict_words import VERDICT_WORDS
from valuechain.reports.words import (
    arithmetic,
    bare_points,
    listed,
    percent,
    sentences,
    shown,
    when,
)

_GUESS = "nobody measured it; if it is perfect by itself, "


def sentence(found: Explanation) -> str:
    """How its satisfaction comes about, and where the inherited part comes from."""
    guess = when(found.verdict == "unmeasured", _GUESS)
    sum_of = arithmetic(found.satisfaction, found.own_shortfall, found.inherited_shortfall)
    aim = f"target {percent(found.target)}; {VERDICT_WORDS[found.verdict]}"
    return sentences(f"{shown(found.id)}: {guess}{sum_of} ({aim}).", _sources(found))


def _sources(found: Explanation) -> str:
    parts = [f"{shown(source)} {bare_points(part)}" for source, part in found.sources]
    return when(parts, f"The inherited part comes from {listed(parts, 8)}.")

"""The arithmetic of one service in a sentence."""

from __future__ import annotations

from valuechain.questions.explanation import Explanation
from valuechain.reports.verdict import VERDICT_WORDS
from valuechain.reports.words import arithmetic, bare_points, listed, percent, shown

_GUESS = "nobody measured it; if it is perfect by itself, "


def sentence(found: Explanation) -> str:
    """How its satisfaction comes about, and where the inherited part comes from."""
    guess = _GUESS if found.verdict == "unmeasured" else ""
    sum_of = arithmetic(found.satisfaction, found.own_shortfall, found.inherited_shortfall)
    line = f"{shown(found.id)}: {guess}{sum_of}"
    line += f" (target {percent(found.target)}; {VERDICT_WORDS[found.verdict]})."
    if found.sources:
        parts = [f"{shown(source)} {bare_points(part)}" for source, part in found.sources]
        line += f" The inherited part comes from {listed(parts, 8)}."
    return line

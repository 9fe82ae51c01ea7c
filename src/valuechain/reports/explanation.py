"""The arithmetic of one service in a sentence."""

from __future__ import annotations

from valuechain.questions.explanation import Explanation
from valuechain.reports.dragging import aspect_named, dragged_by
from valuechain.reports.verdict_words import VERDICT_WORDS
from valuechain.reports.words import (
    arithmetic,
    bare_points,
    capital,
    listed,
    percent,
    sentences,
    shown,
    when,
)
from valuechain.tolerances import FAVOUR

_GUESS = "nobody measured it; if it is perfect by itself, "


def sentence(found: Explanation) -> str:
    """How its satisfaction comes about, and where the inherited part comes from."""
    guess = when(found.verdict == "unmeasured", _GUESS)
    sum_of = arithmetic(found.satisfaction, found.own_shortfall, found.inherited_shortfall)
    aim = f"target {percent(found.target)}; {VERDICT_WORDS[found.verdict]}"
    own = f"{shown(found.id)}: {guess}{sum_of} ({aim})."
    return sentences(own, _sources(found), _aspects(found))


def _aspects(found: Explanation) -> str:
    """What drags it, and the others."""
    if not found.aspects:
        return ""
    told = f"Its aspects: {listed(list(map(aspect_named, found.aspects)), 8)}."
    dragged = when(found.satisfaction < found.target - FAVOUR, dragged_by(found.aspects))
    return sentences(told, when(dragged, f"{capital(dragged)}."))


def _sources(found: Explanation) -> str:
    parts = [f"{shown(source)} {bare_points(part)}" for source, part in found.sources]
    return when(parts, f"The inherited part comes from {listed(parts, 8)}.")

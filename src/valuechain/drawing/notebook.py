"""What a notebook shows of a result beside its words: its picture, where that is not too large."""

from __future__ import annotations

from dataclasses import replace

from valuechain.drawing.folding import folded
from valuechain.drawing.sketch import sketched
from valuechain.drawing.subject import Result, diagnosed
from valuechain.drawing.svg import inline_svg
from valuechain.drawing.views import MANY, is_chart, pictured
from valuechain.model.chain import ValueChain
from valuechain.questions.aspects import Aspects
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.frontier import Frontier
from valuechain.questions.portfolio import Portfolio
from valuechain.questions.simulation import Simulation
from valuechain.questions.timing import Timing

MOST = 300
"""Boxes of a picture that is drawn without being asked for."""


def picture(value: object) -> str:
    """The SVG of a chain or a result, ``""`` for none."""
    if isinstance(value, ValueChain):
        value = diagnose(value)
    if isinstance(value, Frontier):
        return _of_frontier(value)
    if isinstance(value, Aspects | Timing | Portfolio):
        return _svg(value) if _has_something(value) else ""
    if not isinstance(value, Diagnosis | Simulation | Comparison):
        return ""
    sketch = sketched(diagnosed(value))
    if len(sketch.boxes) > MANY and len(folded(sketch).boxes) > MOST:
        return ""
    return _svg(value)


def _has_something(value: Aspects | Timing | Portfolio) -> bool:
    """Whether there is anything to show."""
    if isinstance(value, Portfolio):
        return any(site.outcome is not None for site in value.rows)
    return bool(value.leading if isinstance(value, Timing) else value.rows)


def _of_frontier(frontier: Frontier) -> str:
    if frontier.before.outcome is None:
        return ""
    return _svg(frontier)


def _svg(subject: Result) -> str:
    """Without the answer, which stands in words beside it."""
    if not is_chart(subject, "chain"):
        return inline_svg(replace(pictured(subject, "chain"), answer=""))
    from valuechain.drawing.draw import inline_chart  # loads matplotlib

    return inline_chart(subject)

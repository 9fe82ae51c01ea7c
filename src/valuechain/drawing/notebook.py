"""What a notebook shows of a result beside its words: its picture, where that is not too large."""

from __future__ import annotations

import warnings
from dataclasses import replace

from valuechain.drawing.canvas import own_settings
from valuechain.drawing.diagram import draw_picture
from valuechain.drawing.draw import MANY, draw_chart, is_chart, pictured
from valuechain.drawing.folding import folded
from valuechain.drawing.fonts import GlyphWarning
from valuechain.drawing.ink import inked
from valuechain.drawing.sketch import sketched
from valuechain.drawing.subject import Result, diagnosed
from valuechain.model.chain import ValueChain
from valuechain.questions.aspects import Aspects
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.frontier import Frontier
from valuechain.questions.simulation import Simulation

MOST = 300
"""Boxes of a picture that is drawn without being asked for."""


def picture(value: object) -> str:
    """The SVG of a chain or a result, ``""`` for none."""
    if isinstance(value, ValueChain):
        value = diagnose(value)
    if isinstance(value, Frontier):
        return _of_frontier(value)
    if isinstance(value, Aspects):
        return _svg(value) if value.rows else ""
    if not isinstance(value, Diagnosis | Simulation | Comparison):
        return ""
    sketch = sketched(diagnosed(value))
    if len(sketch.boxes) > MANY and len(folded(sketch).boxes) > MOST:
        return ""
    return _svg(value)


def _of_frontier(frontier: Frontier) -> str:
    if frontier.before.outcome is None:
        return ""
    return _svg(frontier)


def _svg(subject: Result) -> str:
    """Without the answer, which stands in words beside it."""
    with own_settings(), warnings.catch_warnings():
        warnings.simplefilter("ignore", GlyphWarning)  # the page has fonts of its own
        if is_chart(subject, "chain"):
            svg = inked(draw_chart(subject, None, "chain"), "svg")
        else:
            picture = replace(pictured(subject, "chain"), answer="")
            svg = inked(draw_picture(picture, None), "svg", picture)
    return "".join(svg.decode().partition("<svg")[1:])  # without the XML heading

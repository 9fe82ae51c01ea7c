"""One verb for every picture."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from valuechain.drawing.aspects import draw_aspects
from valuechain.drawing.budget import draw_frontier
from valuechain.drawing.canvas import own_settings, settle
from valuechain.drawing.diagram import marked
from valuechain.drawing.focus import LEAST, focused
from valuechain.drawing.fonts import GlyphWarning
from valuechain.drawing.gantt import draw_timing
from valuechain.drawing.importance_map import draw_map
from valuechain.drawing.ink import inked
from valuechain.drawing.matrix import draw_matrix
from valuechain.drawing.painting import painted
from valuechain.drawing.picture import Picture
from valuechain.drawing.shown_axes import ShownAxes
from valuechain.drawing.sites import draw_portfolio
from valuechain.drawing.slim import inlined
from valuechain.drawing.slope import draw_slope
from valuechain.drawing.subject import Result, Subject, diagnosed, result_of
from valuechain.drawing.views import Collapse, View, checked, is_chart, pictured
from valuechain.drawing.walk import draw_walk
from valuechain.drawing.whiskers import with_whiskers
from valuechain.drawing.worth import Selection, first_services
from valuechain.questions.aspects import Aspects
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.frontier import Frontier
from valuechain.questions.portfolio import Portfolio
from valuechain.questions.simulation import Simulation
from valuechain.questions.timing import Timing

CHARTS: dict[str, Callable[[Diagnosis, Axes | None, Selection], Axes]] = {
    "walk": draw_walk,
    "map": draw_map,
    "matrix": draw_matrix,
}
OF_RESULTS: dict[type, Callable[[Any, Axes | None], Axes]] = {
    Aspects: draw_aspects,
    Comparison: draw_slope,
    Frontier: draw_frontier,
    Portfolio: draw_portfolio,
    Timing: draw_timing,
}
"""Those of a result that has one chart of its own."""


def draw(  # noqa: PLR0913  each has its default
    chain_or_diagnosis: Subject,
    ax: Axes | None = None,
    view: View = "chain",
    focus: str | None = None,
    *,
    collapse: Collapse = "auto",
    depth: int | None = None,
    least: float = LEAST,
) -> Axes:
    """Draw a chain with what its diagnosis says; pyplot is not needed and not used.

    Args:
        chain_or_diagnosis: made by `load`, `diagnose` or `simulate`; a chain without scores is
            drawn in greys, darker for what matters more. Of a simulation, the services of which too
            few answers tell what they are bear their interval and blame nobody. Also a comparison,
            whose chain is coloured by change, and a frontier or aspects, which have one picture.
        ax: where to draw, all of it: letters and lines keep their proportion. Without one, a figure
            of its own (``ax.figure``) that is as large as the chain needs, with letters of 9
            points; as the last expression of a notebook's cell it shows its picture.
        view: ``chain`` from left to right; ``pyramid``, the external customers on top; ``walk``, a
            waterfall from 100 % to the outcome; ``map``, importance against own quality;
            ``matrix``, who serves whom by department; ``slope``, of a comparison, lines from then
            to now.
        focus: a party's or a service's id: what carries the trouble to and from it is drawn in
            full, the rest faded.
        collapse: ``group`` folds every department into one box; ``auto`` does so above 150 parties;
            ``none`` never.
        depth: with a focus, how many steps away from it are kept; all unless asked otherwise.
        least: with a focus, the share of the trouble, 0..1, that what is kept carries at least: of
            what the one in focus lacks, and of what it makes others lack. 0 keeps all that leads to
            or from it.

    Returns:
        The axes drawn on.

    Raises:
        UnknownNameError: there is no such view, party or service.
        ArgumentError: a chart is given a focus or a collapse, has no scores to show, or shows
            something else; or a depth or a share is none.

    Warns:
        GlyphWarning: no font here has some of the characters; it names them.

    >>> from valuechain import loads
    >>> ax = draw(loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {customer: {satisfaction: 60%}}}
    ... customers:
    ...   customer:
    ... '''))
    >>> [text.get_text() for text in ax.texts if text.get_text() == "clerk"]
    ['clerk']
    """
    result, about = result_of(chain_or_diagnosis), focused(focus, depth, least)
    checked(result, view, about, collapse)
    with own_settings():
        if is_chart(result, view):
            return _shown(draw_chart(result, ax, view))
        picture = pictured(result, view, about, collapse)
        return _shown(painted(marked(picture), ax), picture)


def _shown(ax: Axes, picture: Picture | None = None) -> Axes:
    """The axes; one of our own learns how a notebook shows it."""
    if isinstance(ax, ShownAxes):
        ax.written = partial(inked, ax, picture=picture)
    return ax


def draw_chart(subject: Result, ax: Axes | None, view: str, *, whiskers: bool = True) -> Axes:
    """Draw what is no drawing of the chain; of draws, perhaps without their intervals."""
    drawn = _charted(subject, ax, view, whiskers=whiskers)
    settle(drawn)
    return drawn


def inked_chart(subject: Result, kind: str, view: str = "chain", *, whiskers: bool = True) -> bytes:
    """A chart as a file of this kind (svg, png, pdf)."""
    with own_settings():
        return inked(draw_chart(subject, None, view, whiskers=whiskers), kind)


def inline_chart(subject: Result, view: str = "chain", *, whiskers: bool = True) -> str:
    """A chart as an SVG for a page, which has fonts of its own and needs no heading."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GlyphWarning)
        return inlined(inked_chart(subject, "svg", view, whiskers=whiskers).decode())


def _charted(subject: Result, ax: Axes | None, view: str, *, whiskers: bool) -> Axes:
    if type(subject) in OF_RESULTS:
        return OF_RESULTS[type(subject)](subject, ax)
    chart, first = CHARTS[view], frozenset(first_services(subject))
    if not isinstance(subject, Simulation):
        return chart(diagnosed(subject), ax, Selection(first))
    selection = Selection(first, frozenset(row.id for row in subject.too_few))
    drawn = chart(subject.diagnosis, ax, selection)
    return with_whiskers(drawn, view, subject, selection) if whiskers else drawn

"""One verb for every picture."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, TypeAlias

from matplotlib.axes import Axes

from valuechain.drawing.aspects import draw_aspects
from valuechain.drawing.budget import draw_frontier
from valuechain.drawing.canvas import own_settings, settle
from valuechain.drawing.compared import compared
from valuechain.drawing.diagram import draw_picture
from valuechain.drawing.focus import LEAST, Focus, focused, in_focus
from valuechain.drawing.folding import folded
from valuechain.drawing.importance_map import draw_map
from valuechain.drawing.ink import inked
from valuechain.drawing.matrix import draw_matrix
from valuechain.drawing.picture import Picture
from valuechain.drawing.placing import placed
from valuechain.drawing.shown_axes import ShownAxes
from valuechain.drawing.sketch import Sketch, sketched
from valuechain.drawing.slope import draw_slope
from valuechain.drawing.subject import Result, Subject, diagnosed, result_of
from valuechain.drawing.sureness import with_sureness
from valuechain.drawing.walk import draw_walk
from valuechain.drawing.whiskers import with_whiskers
from valuechain.drawing.worth import Selection, first_services
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.aspects import Aspects
from valuechain.questions.carried import carried
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.frontier import Frontier
from valuechain.questions.simulation import Simulation
from valuechain.reports.advice import link_named
from valuechain.reports.diagnosed import name_of
from valuechain.reports.dispatch import answer_of
from valuechain.reports.words import capital, shown

View: TypeAlias = Literal["chain", "pyramid", "walk", "map", "matrix", "slope"]
VIEWS: tuple[View, ...] = ("chain", "pyramid", "walk", "map", "matrix", "slope")
Collapse: TypeAlias = Literal["auto", "group", "none"]
COLLAPSES: tuple[Collapse, ...] = ("auto", "group", "none")
CHARTS: dict[str, Callable[[Diagnosis, Axes | None, Selection], Axes]] = {
    "walk": draw_walk,
    "map": draw_map,
    "matrix": draw_matrix,
}
MANY = 150
"""Parties above which departments are folded unless asked otherwise."""


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
        return _shown(draw_picture(picture, ax), picture)


def _shown(ax: Axes, picture: Picture | None = None) -> Axes:
    """The axes; one of our own learns how a notebook shows it."""
    if isinstance(ax, ShownAxes):
        ax.written = partial(inked, ax, picture=picture)
    return ax


def draw_chart(subject: Result, ax: Axes | None, view: str) -> Axes:
    """Draw what is no drawing of the chain."""
    drawn = _charted(subject, ax, view)
    settle(drawn)
    return drawn


def _charted(subject: Result, ax: Axes | None, view: str) -> Axes:
    if isinstance(subject, Frontier):
        return draw_frontier(subject, ax)
    if isinstance(subject, Aspects):
        return draw_aspects(subject, ax)
    if isinstance(subject, Comparison):
        return draw_slope(subject, ax)
    chart, first = CHARTS[view], frozenset(first_services(subject))
    if not isinstance(subject, Simulation):
        return chart(subject, ax, Selection(first))
    unsure = frozenset(row.id for row in subject.too_few)
    return with_whiskers(chart(subject.diagnosis, ax, Selection(first, unsure)), view, subject)


def checked(subject: Result, view: str, focus: Focus | None, collapse: str) -> None:
    """Raise what is wrong with how a picture is asked for."""
    on = "" if focus is None else focus.on
    for name, value in (("view", view), ("collapse", collapse), ("focus", on)):
        if not isinstance(value, str):
            raise ArgumentError(f"{name} is a text, not {type(value).__name__}")
    if view not in VIEWS:
        raise unknown(f"view (there are {', '.join(VIEWS)})", view, VIEWS)
    if collapse not in COLLAPSES:
        raise unknown(f"collapse (there are {', '.join(COLLAPSES)})", collapse, COLLAPSES)
    if is_chart(subject, view) and (focus is not None or collapse != "auto"):
        name = chart_name(subject, view)
        raise ArgumentError(
            f"focus and collapse are for the views chain and pyramid, not for {name}"
        )
    if isinstance(subject, Frontier | Aspects) and view != "chain":
        raise ArgumentError(f"{chart_name(subject, view)} has one picture: leave view out")
    if isinstance(subject, Comparison) and view in CHARTS:
        raise ArgumentError(
            f"a {view} shows one diagnosis: draw .before and .after; "
            "a comparison has the views chain, pyramid and slope"
        )
    if not isinstance(subject, Comparison) and view == "slope":
        raise ArgumentError("slope lines show a comparison: compare(before, after)")


def is_chart(subject: Result, view: str) -> bool:
    """Whether what is asked for is a chart, and no drawing of the chain."""
    return view in CHARTS or view == "slope" or isinstance(subject, Frontier | Aspects)


def chart_name(subject: Result, view: str) -> str:
    """What a chart is called."""
    if isinstance(subject, Frontier):
        return "a frontier"
    if isinstance(subject, Aspects):
        return "a chart of aspects"
    return view


def pictured(
    subject: Subject, view: str, focus: Focus | None = None, collapse: str = "auto"
) -> Picture:
    """All that a drawing of the chain shows."""
    result = result_of(subject)
    diagnosis = diagnosed(result)
    sketch = _sketch(result)
    if collapse == "group" or (collapse == "auto" and len(sketch.boxes) > MANY):
        sketch = folded(sketch)
    parts = frozenset(box.id for box in sketch.boxes) | {arrow.id for arrow in sketch.arrows}
    notes = [sketch.note]
    if focus is not None:
        shares = _carried(diagnosis, focus)
        parts = in_focus(sketch, focus, shares)
        notes.append(focus.told(_name(diagnosis, focus.on), weighed=bool(shares)))
    upright = view == "pyramid"
    return Picture(
        sketch,
        placed(sketch, upright=upright),
        answer_of(result),
        parts,
        upright,
        diagnosis.chain.target,
        ". ".join(map(capital, filter(None, notes))),
    )


def _sketch(subject: Result) -> Sketch:
    if isinstance(subject, Comparison):
        return compared(subject)
    sketch = sketched(diagnosed(subject))
    if isinstance(subject, Simulation):
        return with_sureness(sketch, subject)
    return sketch


def _carried(diagnosis: Diagnosis, focus: Focus) -> dict[str, float]:
    """What every service carries of the trouble; nothing for what is no more."""
    known = (*diagnosis.chain.parties, *diagnosis.chain.services)
    if focus.least == 0 or focus.on not in known:
        return {}
    return carried(diagnosis, focus.on)


def _name(diagnosis: Diagnosis, focus: str) -> str:
    """A party's name; of a service, who serves whom."""
    parties, service = diagnosis.chain.parties, diagnosis.chain.services.get(focus)
    if service is not None:
        return link_named(parties, service.provider, service.customer)
    if focus in parties:
        return name_of(parties, focus)
    return shown(focus)

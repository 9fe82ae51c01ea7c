"""One verb for every picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from matplotlib.axes import Axes

from valuechain.drawing.budget import draw_frontier
from valuechain.drawing.canvas import own_settings
from valuechain.drawing.compared import compared
from valuechain.drawing.diagram import Picture, draw_picture
from valuechain.drawing.importance_map import draw_map
from valuechain.drawing.matrix import draw_matrix
from valuechain.drawing.placing import placed
from valuechain.drawing.sketch import Subject, diagnosed, folded, in_focus, sketched, with_sureness
from valuechain.drawing.slope import draw_slope
from valuechain.drawing.walk import draw_walk
from valuechain.drawing.whiskers import with_whiskers
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.frontier import Frontier
from valuechain.questions.simulation import Simulation
from valuechain.reports.dispatch import report_of
from valuechain.reports.words import capital, shown

View: TypeAlias = Literal["chain", "pyramid", "walk", "map", "matrix", "slope"]
VIEWS: tuple[View, ...] = ("chain", "pyramid", "walk", "map", "matrix", "slope")
Collapse: TypeAlias = Literal["auto", "group", "none"]
COLLAPSES: tuple[Collapse, ...] = ("auto", "group", "none")
CHARTS: dict[str, Callable[[Diagnosis, Axes | None, frozenset[str]], Axes]] = {
    "walk": draw_walk,
    "map": draw_map,
    "matrix": draw_matrix,
}
MANY = 150
"""Parties above which departments are folded unless asked otherwise."""


def draw(
    chain_or_diagnosis: Subject,
    ax: Axes | None = None,
    view: View = "chain",
    focus: str | None = None,
    *,
    collapse: Collapse = "auto",
) -> Axes:
    """Draw a chain with what its diagnosis says; pyplot is not needed and not used.

    Args:
        chain_or_diagnosis: made by `load`, `diagnose` or `simulate`; a chain without scores is
            drawn in greys, darker for what matters more. Of a simulation, the services of which too
            few answers tell what they are bear their interval and blame nobody. Also a comparison,
            whose chain is coloured by change, and a frontier, which has one picture.
        ax: where to draw, all of it: letters and lines keep their proportion. Without one, a figure
            of its own (``ax.figure``) that is as large as the chain needs, with letters of 9
            points.
        view: ``chain`` from left to right; ``pyramid``, the external customers on top; ``walk``, a
            waterfall from 100 % to the outcome; ``map``, importance against satisfaction;
            ``matrix``, who serves whom by department; ``slope``, of a comparison, lines from then
            to now.
        focus: a party's or a service's id: what is up- and downstream of it is drawn in full, the
            rest faded.
        collapse: ``group`` folds every department into one box; ``auto`` does so above 150 parties;
            ``none`` never.

    Returns:
        The axes drawn on.

    Raises:
        UnknownNameError: there is no such view, party or service.
        ArgumentError: a chart is given a focus or a collapse, has no scores to show, or shows
            something else.

    Warns:
        GlyphWarning: no font here has some of the characters; it names them.

    >>> from valuechain import loads
    >>> ax = draw(loads("{valuechain: 1, teams: {clerk: {serves: {customer: {satisfaction: 60%}}}}, customers: {customer: }}"))
    >>> [text.get_text() for text in ax.texts if text.get_text() == "clerk"]
    ['clerk']
    """
    diagnosis = diagnosed(chain_or_diagnosis)
    checked(chain_or_diagnosis, view, focus, collapse)
    with own_settings():
        if isinstance(chain_or_diagnosis, Frontier):
            return draw_frontier(chain_or_diagnosis, ax)
        if isinstance(chain_or_diagnosis, Comparison) and view == "slope":
            return draw_slope(chain_or_diagnosis, ax)
        if view in CHARTS:
            if not isinstance(chain_or_diagnosis, Simulation):
                return CHARTS[view](diagnosis, ax, frozenset())
            unsure = frozenset(row.id for row in chain_or_diagnosis.too_few)
            return with_whiskers(CHARTS[view](diagnosis, ax, unsure), view, chain_or_diagnosis)
        return draw_picture(pictured(chain_or_diagnosis, view, focus, collapse), ax)


def checked(subject: Subject, view: str, focus: str | None, collapse: str) -> None:
    """Raise what is wrong with how a picture is asked for."""
    for name, value in (("view", view), ("collapse", collapse), ("focus", focus or "")):
        if not isinstance(value, str):
            raise ArgumentError(f"{name} is a text, not {type(value).__name__}")
    if view not in VIEWS:
        raise unknown(f"view (there are {', '.join(VIEWS)})", view, VIEWS)
    if collapse not in COLLAPSES:
        raise unknown(f"collapse (there are {', '.join(COLLAPSES)})", collapse, COLLAPSES)
    if is_chart(subject, view) and (focus is not None or collapse != "auto"):
        raise ArgumentError(
            f"focus and collapse are for the views chain and pyramid, not for {_named(subject, view)}"
        )
    if isinstance(subject, Frontier) and view != "chain":
        raise ArgumentError("a frontier has one picture: leave view out")
    if isinstance(subject, Comparison) and view in CHARTS:
        raise ArgumentError(
            f"a {view} shows one diagnosis: draw .before and .after; a comparison has the views chain, pyramid and slope"
        )
    if not isinstance(subject, Comparison) and view == "slope":
        raise ArgumentError("slope lines show a comparison: compare(before, after)")


def is_chart(subject: Subject, view: str) -> bool:
    """Whether what is asked for is a chart, and no drawing of the chain."""
    return view in CHARTS or view == "slope" or isinstance(subject, Frontier)


def _named(subject: Subject, view: str) -> str:
    return "a frontier" if isinstance(subject, Frontier) else view


def pictured(
    subject: Subject, view: str, focus: str | None = None, collapse: str = "auto"
) -> Picture:
    """All that a drawing of the chain shows."""
    diagnosis = diagnosed(subject)
    sketch = sketched(diagnosis)
    told = report_of(diagnosis)
    if isinstance(subject, Simulation):
        sketch, told = with_sureness(sketch, subject), report_of(subject)
    if isinstance(subject, Comparison):
        sketch, told = compared(subject), report_of(subject)
    if collapse == "group" or (collapse == "auto" and len(sketch.boxes) > MANY):
        sketch = folded(sketch)
    boxes, arrows = (
        frozenset(box.id for box in sketch.boxes),
        frozenset(arrow.id for arrow in sketch.arrows),
    )
    notes = [sketch.note] if sketch.note else []
    if focus is not None:
        boxes, arrows = in_focus(sketch, focus)
        notes.append(
            f"in focus: {_name(diagnosis, focus)}; what does not lead to or from it is faded"
        )
    both = (subject.after, subject.before) if isinstance(subject, Comparison) else (diagnosis,)
    upright = view == "pyramid"
    note = capital(". ".join(notes))
    return Picture(
        sketch,
        placed(sketch, upright=upright),
        _answer(both, told.answer),
        boxes | arrows,
        upright,
        diagnosis.chain.target,
        note,
    )


def _name(diagnosis: Diagnosis, focus: str) -> str:
    party = diagnosis.chain.parties.get(focus)
    return shown(party.name if party else focus)


def _answer(told_of: Sequence[Diagnosis], answer: str) -> str:
    """The answer of the report, with names in the place of ids, as the boxes have them."""
    named: dict[str, str] = {}
    for each in reversed(told_of):
        parties = each.chain.parties
        named |= {
            shown(
                row.id
            ): f"{shown(parties[row.provider].name)} → {shown(parties[row.customer].name)}"
            for row in each.services
        }
    return re.sub(r"\S+->\S*[^\s:;,.]", lambda found: named.get(found[0], found[0]), answer)

"""Which pictures are there, of what, and how may they be asked for?"""

from __future__ import annotations

from typing import Literal, TypeAlias

from valuechain.drawing.compared import compared, compared_by_department
from valuechain.drawing.focus import Focus, in_focus
from valuechain.drawing.folding import folded
from valuechain.drawing.picture import Picture
from valuechain.drawing.room import check_room
from valuechain.drawing.single_points import with_single_points
from valuechain.drawing.sketch import Sketch, sketched
from valuechain.drawing.subject import Result, Subject, diagnosed, result_of
from valuechain.drawing.sureness import with_sureness
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.aspects import Aspects
from valuechain.questions.carried import carried
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.frontier import Frontier
from valuechain.questions.portfolio import Portfolio
from valuechain.questions.simulation import Simulation
from valuechain.questions.structure import Structure
from valuechain.questions.timing import Timing
from valuechain.reports.advice import link_named
from valuechain.reports.diagnosed import name_of
from valuechain.reports.dispatch import answer_of
from valuechain.reports.words import capital, shown

View: TypeAlias = Literal["chain", "pyramid", "walk", "map", "matrix", "slope"]
VIEWS: tuple[View, ...] = ("chain", "pyramid", "walk", "map", "matrix", "slope")
Collapse: TypeAlias = Literal["auto", "group", "none"]
COLLAPSES: tuple[Collapse, ...] = ("auto", "group", "none")
_OF_A_DIAGNOSIS = ("walk", "map", "matrix")
"""Charts of one diagnosis."""
MANY = 150
"""Parties above which departments are folded unless asked otherwise."""


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
    if isinstance(subject, Frontier | Aspects | Timing | Portfolio) and view != "chain":
        raise ArgumentError(f"{chart_name(subject, view)} has one picture: leave view out")
    if isinstance(subject, Comparison) and view in _OF_A_DIAGNOSIS:
        raise ArgumentError(
            f"a {view} shows one diagnosis: draw .before and .after; "
            "a comparison has the views chain, pyramid and slope"
        )
    if not isinstance(subject, Comparison) and view == "slope":
        raise ArgumentError("slope lines show a comparison: compare(before, after)")
    if view in ("map", "matrix") or not is_chart(subject, view):
        chain = diagnosed(subject).chain
        check_room(chain, view, fold=view == "matrix" or _folds(collapse, len(chain.parties)))


def _folds(collapse: str, parties: int) -> bool:
    """Whether departments are one box each."""
    return collapse == "group" or (collapse == "auto" and parties > MANY)


def is_chart(subject: Result, view: str) -> bool:
    """Whether what is asked for is a chart, and no drawing of the chain."""
    charts = Frontier | Aspects | Timing | Portfolio
    return view in _OF_A_DIAGNOSIS or view == "slope" or isinstance(subject, charts)


def chart_name(subject: Result, view: str) -> str:
    """What a chart is called."""
    if isinstance(subject, Frontier):
        return "a frontier"
    if isinstance(subject, Aspects):
        return "a chart of aspects"
    if isinstance(subject, Timing):
        return "a chart of times"
    if isinstance(subject, Portfolio):
        return "a chart of sites"
    return view


def pictured(
    subject: Subject, view: str, focus: Focus | None = None, collapse: str = "auto"
) -> Picture:
    """All that a drawing of the chain shows."""
    result = result_of(subject)
    diagnosis = diagnosed(result)
    sketch = _sketch(result, collapse)
    parts = frozenset(box.id for box in sketch.boxes) | {arrow.id for arrow in sketch.arrows}
    notes = [sketch.note]
    if focus is not None:
        shares = _carried(diagnosis, focus)
        parts = in_focus(sketch, focus, shares)
        notes.append(focus.told(_name(diagnosis, focus.on), weighed=bool(shares)))
    upright = view == "pyramid"
    return Picture(
        sketch,
        answer_of(result),
        parts,
        upright,
        diagnosis.chain.target,
        ". ".join(map(capital, filter(None, notes))),
    )


def _sketch(subject: Result, collapse: str) -> Sketch:
    sketch = _whole_sketch(subject)
    if not _folds(collapse, len(sketch.boxes)):
        return sketch
    if isinstance(subject, Comparison):
        return compared_by_department(subject)
    return folded(sketch)


def _whole_sketch(subject: Result) -> Sketch:
    if isinstance(subject, Comparison):
        return compared(subject)
    sketch = sketched(diagnosed(subject))
    if isinstance(subject, Simulation):
        return with_sureness(sketch, subject)
    if isinstance(subject, Structure):
        return with_single_points(sketch, subject)
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

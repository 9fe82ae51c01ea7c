"""How sure the numbers of a chart are: from where to where each may be."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from valuechain.drawing.importance_map import marked
from valuechain.drawing.style import INK, MUTED, PAPER, TEXT
from valuechain.drawing.walk import numbers, steps
from valuechain.drawing.worth import Selection
from valuechain.language import say
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.simulation import Simulation
from valuechain.reports.intervals import between
from valuechain.reports.words import as_given
from valuechain.results import Interval


def with_whiskers(ax: Axes, view: str, simulation: Simulation, selection: Selection) -> Axes:
    """Add the intervals of a simulation to a walk (all steps) or a map (every own quality).

    They were drawn with what was selected of it.

    A matrix counts weak links and shows none.
    """
    if view == "walk":
        _on_walk(ax, simulation)
    if view == "map":
        _on_map(ax, simulation, marked(ax, simulation.diagnosis, selection))
    return ax


def _on_walk(ax: Axes, simulation: Simulation) -> None:
    assert simulation.outcome is not None  # without one no walk is drawn
    found = steps(simulation.diagnosis)
    for words, text in zip(numbers(found, simulation), ax.texts[1:], strict=False):
        text.set_text(words)
    low, high = (100 * end for end in simulation.outcome)
    ax.hlines(len(found) + 1.42, low, high, colors=INK, linewidth=2.2, zorder=5)
    white = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}
    place = high + 0.8, len(found) + 1.38
    ax.text(*place, between(simulation.outcome), va="center", fontsize=TEXT, color=INK, bbox=white)
    ax.set_ylim(len(found) + 1.8, -0.6)
    _explain(ax, simulation, say("grey: too few answers to tell; what steps are worth, and below"))


def _on_map(ax: Axes, simulation: Simulation, marks: Mapping[str, tuple[float, float]]) -> None:
    """Lines through the marks, wherever these were moved to beside one another."""
    rows = [simulation.diagnosis[service] for service in marks]
    places = [x for x, _ in marks.values()]
    spans = [_quality(row, simulation[row.id].own_shortfall) for row in rows]
    starts, ends = [100 * low for low, _ in spans], [100 * high for _, high in spans]
    ax.vlines(places, starts, ends, colors=MUTED, linewidth=0.8, zorder=1)
    ax.set_ylim(min(ax.get_ylim()[0], min(starts) - 4), ax.get_ylim()[1])
    _explain(ax, simulation, "lines")


def _quality(row: ServiceDiagnosis, own_shortfall: Interval) -> Interval:
    """The interval of the own quality: without what returns through loops."""
    returned = 1.0
    if row.own_shortfall > 0:
        returned = (1.0 - row.quality) / row.own_shortfall
    low, high = own_shortfall
    return max(0.0, 1.0 - high * returned), 1.0 - low * returned


def _explain(ax: Axes, simulation: Simulation, where: str) -> None:
    words = say(
        "{where}: from where to where ({level} sure)", where=where, level=as_given(simulation.level)
    )
    ax.set_xlabel(f"{ax.get_xlabel()}\n{words}", fontsize=TEXT, color=MUTED)

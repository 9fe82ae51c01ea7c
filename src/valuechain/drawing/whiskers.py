"""How sure the numbers of a chart are: from where to where each may be."""

from __future__ import annotations

from matplotlib.axes import Axes

from valuechain.drawing.style import INK, MUTED, PAPER, TEXT
from valuechain.drawing.walk import number, steps
from valuechain.questions.simulation import Simulation
from valuechain.reports.intervals import between
from valuechain.reports.words import bare_points, percent


def with_whiskers(ax: Axes, view: str, simulation: Simulation) -> Axes:
    """Add the intervals of a simulation to a walk (all steps) or a map (every satisfaction).

    A matrix counts weak links and shows none.
    """
    if view == "walk":
        _on_walk(ax, simulation)
    if view == "map":
        _on_map(ax, simulation)
    return ax


def _on_walk(ax: Axes, simulation: Simulation) -> None:
    assert simulation.outcome is not None  # without one no walk is drawn
    found = steps(simulation.diagnosis)
    for step, text in zip(found, ax.texts[1:], strict=False):
        if step.service:
            least, most = map(bare_points, simulation[step.service].contribution)
            text.set_text(f"{number(step.size)} ({least} to {most})")
    low, high = (100 * end for end in simulation.outcome)
    ax.set_xlim(min(ax.get_xlim()[0], low - 2), ax.get_xlim()[1])
    ax.hlines(len(found) + 1.42, low, high, colors=INK, linewidth=2.2, zorder=5)
    white = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}
    place = high + 0.8, len(found) + 1.38
    ax.text(*place, between(simulation.outcome), va="center", fontsize=TEXT, color=INK, bbox=white)
    ax.set_ylim(len(found) + 1.8, -0.6)
    _explain(ax, simulation, "grey: too few answers to tell; in brackets and below")


def _on_map(ax: Axes, simulation: Simulation) -> None:
    rows = [row for row in simulation.diagnosis.services if row.verdict != "unmeasured"]
    places = [round(row.importance, 9) for row in rows]
    lows, highs = zip(*(simulation[row.id].satisfaction for row in rows), strict=True)
    starts, ends = [100 * low for low in lows], [100 * high for high in highs]
    ax.vlines(places, starts, ends, colors=MUTED, linewidth=0.8, zorder=1)
    ax.set_ylim(min(ax.get_ylim()[0], min(starts) - 4), ax.get_ylim()[1])
    _explain(ax, simulation, "lines")


def _explain(ax: Axes, simulation: Simulation, where: str) -> None:
    words = f"{where}: from where to where ({percent(simulation.level)} sure)"
    ax.set_xlabel(f"{ax.get_xlabel()}\n{words}", fontsize=TEXT, color=MUTED)

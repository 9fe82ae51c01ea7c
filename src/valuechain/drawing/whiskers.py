"""How sure the numbers of a chart are: from where to where each may be."""

from __future__ import annotations

from matplotlib.axes import Axes

from valuechain.drawing.style import INK, MUTED, PAPER, TEXT
from valuechain.drawing.walk import steps
from valuechain.questions.simulation import Simulation
from valuechain.reports.simulation import between
from valuechain.reports.words import bare_points, percent


def with_whiskers(ax: Axes, view: str, simulation: Simulation) -> Axes:
    """Add the intervals of a simulation to a walk (the outcome and every step) or a map (every satisfaction).

    A matrix counts weak links and shows none.
    """
    if view == "walk":
        _on_walk(ax, simulation)
    if view == "map":
        _on_map(ax, simulation)
    return ax


def _on_walk(ax: Axes, simulation: Simulation) -> None:
    assert simulation.outcome is not None  # without one no walk is drawn
    told = len(steps(simulation.diagnosis))
    for row, label in zip(simulation.services[:told], ax.texts[1:], strict=False):
        if (
            label.get_text() == f"-{bare_points(simulation.diagnosis[row.id].contribution)}"
        ):  # not what is left together
            label.set_text(
                f"{label.get_text()} ({bare_points(row.contribution[0])} to {bare_points(row.contribution[1])})"
            )
    low, high = (100 * end for end in simulation.outcome)
    ax.set_xlim(min(ax.get_xlim()[0], low - 2), ax.get_xlim()[1])
    ax.hlines(told + 1.42, low, high, colors=INK, linewidth=2.2, zorder=5)
    white = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}
    ax.text(
        high + 0.8,
        told + 1.38,
        between(simulation.outcome),
        va="center",
        fontsize=TEXT,
        color=INK,
        bbox=white,
    )
    ax.set_ylim(told + 1.8, -0.6)
    _explain(ax, simulation, "grey: too few answers to tell; in brackets and below")


def _on_map(ax: Axes, simulation: Simulation) -> None:
    rows = [row for row in simulation.diagnosis.services if row.verdict != "unmeasured"]
    places = [round(row.importance, 9) for row in rows]
    lows, highs = zip(*(simulation[row.id].satisfaction for row in rows), strict=True)
    ax.vlines(
        places,
        [100 * low for low in lows],
        [100 * high for high in highs],
        colors=MUTED,
        linewidth=0.8,
        zorder=1,
    )
    ax.set_ylim(min(ax.get_ylim()[0], 100 * min(lows) - 4), ax.get_ylim()[1])
    _explain(ax, simulation, "lines")


def _explain(ax: Axes, simulation: Simulation, where: str) -> None:
    told = f"{where}: from where to where ({percent(simulation.level)} sure)"
    ax.set_xlabel(f"{ax.get_xlabel()}\n{told}", fontsize=TEXT, color=MUTED)

"""How sure the numbers of a chart are: a line across each, from where to where it may be."""

from __future__ import annotations

from matplotlib.axes import Axes

from valuechain.drawing.style import INK, MUTED, TEXT, UNKNOWN
from valuechain.reports.simulation_report import between
from valuechain.reports.words import percent
from valuechain.uncertainty.simulation import Simulation


def with_whiskers(ax: Axes, view: str, simulation: Simulation) -> Axes:
    """Add the intervals of a simulation to a walk (the outcome) or a map (every satisfaction); a matrix shows none."""
    if view == "walk" and simulation.outcome is not None:
        last = len(ax.get_yticks()) - 1
        low, high = (100 * end for end in simulation.outcome)
        ax.set_xlim(min(ax.get_xlim()[0], low - 2), ax.get_xlim()[1])
        ax.hlines(last + 0.42, low, high, colors=INK, linewidth=2.2, zorder=5)
        ax.text(high + 0.8, last + 0.42, between(simulation.outcome), va="center", fontsize=8, color=INK)
    if view == "map":
        rows = [row for row in simulation.diagnosis.services if row.verdict != "unmeasured"]
        places = [round(row.importance, 9) for row in rows]
        lows, highs = zip(*(simulation[row.id].satisfaction for row in rows), strict=True)
        ax.vlines(places, [100 * low for low in lows], [100 * high for high in highs], colors=MUTED, linewidth=0.8, zorder=1)
        few = [i for i, row in enumerate(rows) if simulation[row.id].verdict == "too few answers"]
        ax.scatter([places[i] for i in few], [100 * rows[i].satisfaction for i in few], s=52, color=UNKNOWN, zorder=6)
        told = f"lines: from where to where it may be ({percent(simulation.level)} sure); grey: too few answers to tell"
        ax.set_xlabel(f"{ax.get_xlabel()}\n{told}", fontsize=TEXT, color=MUTED)
        ax.set_ylim(min(ax.get_ylim()[0], 100 * min(lows) - 4), ax.get_ylim()[1])
    return ax

"""The importance-performance map: what matters to the customer against how well it is done.

After Martilla & James 1977. Importance is a service's total effect through the whole chain, not
what somebody said it was.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from valuechain.drawing.chart import chart_axes, dress, named, scored
from valuechain.drawing.fonts import families
from valuechain.drawing.map_names import write_names
from valuechain.drawing.style import FAINT, INK, MUTED, PAPER, TEXT, UNKNOWN, band
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.words import percent
from valuechain.tolerances import FAVOUR

_SIZE = (600.0, 430.0)
_ROOM, _LIST = 200.0, 260.0
"""Of a name on the map, and of one in the list beside it."""
_WORDED = 25
"""Weak links up to which each is labelled with its name.

Beyond, with its rank, and the names stand beside the map.
"""
_LINE = 11.5
_KINDS = (
    ("likely root cause", ("root cause",), "s", 46),
    ("passes on what it receives", ("symptom", "undecided"), "o", 38),
    ("on target", ("sound", "shield"), "o", 16),
)
"""A square for a likely root cause, a circle for what passes on, a dot for what is on target."""
_ACT = "#fbeeea"
_IMPORTANCE = (
    "importance: points that the external customers win for each point this service becomes better"
)


def draw_map(diagnosis: Diagnosis, ax: Axes | None, unsure: frozenset[str]) -> Axes:
    """Draw every scored service as a point, and label every weak link.

    What the answers do not tell is `unsure`.
    """
    scored(diagnosis, "map")
    rows = [row for row in diagnosis.services if row.verdict != "unmeasured"]
    weak = [row for row in rows if row in set(diagnosis.weak_links)]
    names, listed = _names(diagnosis, weak)
    letters = families([diagnosis.chain.title, *names, *listed])
    ax = _sized_axes(ax, len(listed))
    spots = {row.id: spot(row) for row in rows}
    _limits(ax, spots, diagnosis.chain.target)
    mean = round(float(np.mean([row.importance for row in rows])), 9)
    _quadrants(ax, mean, 100 * diagnosis.chain.target)
    _points(ax, rows, unsure)
    _targets(ax, diagnosis, rows)
    labelled = {row.id: name for row, name in zip(weak, names, strict=True)}
    write_names(ax, spots, labelled, letters)
    _list(ax, listed, letters)
    ax.set_xlabel(_IMPORTANCE, fontsize=TEXT, color=MUTED)
    ax.set_ylabel("satisfaction, %", fontsize=TEXT, color=MUTED)
    dress(ax, diagnosis, "importance and performance", letters, pad=18)
    return ax


def spot(row: ServiceDiagnosis) -> tuple[float, float]:
    """Where a service stands; without the last bits, which depend on the order of the file."""
    return round(row.importance, 9), round(100 * row.satisfaction, 9)


def _names(diagnosis: Diagnosis, weak: list[ServiceDiagnosis]) -> tuple[list[str], list[str]]:
    """What stands at the weak links, and what in a list beside the map."""
    if len(weak) <= _WORDED:
        return [named(diagnosis, row, _ROOM) for row in weak], []
    ranks = [str(i) for i, _ in enumerate(weak, 1)]
    names = [named(diagnosis, row, _LIST) for row in weak]
    return ranks, [f"{rank}  {name}" for rank, name in zip(ranks, names, strict=True)]


def _sized_axes(ax: Axes | None, listed: int) -> Axes:
    """As high as a list beside the map, as wide as it needs."""
    if not listed:
        return chart_axes(ax, _SIZE, (60, 72, 30, 42))
    high = max(_SIZE[1], _LINE * listed + 20)
    return chart_axes(ax, (_SIZE[0], high), (60, 72, _LIST + 30, 42))


def _limits(ax: Axes, spots: dict[str, tuple[float, float]], target: float) -> None:
    most = max(importance for importance, _ in spots.values())
    low = min([satisfaction / 100 for _, satisfaction in spots.values()] + [target])
    ax.set_xlim(-0.04 * most, 1.12 * most or 1.0)
    ax.set_ylim(100 * max(-0.04, low - 0.12), 106)


def _quadrants(ax: Axes, mean: float, target: float) -> None:
    ax.axvline(mean, color=MUTED, linewidth=0.9, zorder=1)
    ax.axhline(target, color=MUTED, linewidth=0.9, zorder=1)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    ax.fill_between([mean, right], low, target, color=_ACT, zorder=0, linewidth=0)
    how: dict[str, Any] = {"fontsize": TEXT + 1, "style": "italic"}
    _say(ax, "keep it up", (right, high), (-6, -4), ("right", "top"), **how)
    _say(ax, "more than\nis noticed", (left, high), (6, -4), ("left", "top"), **how)
    _say(ax, "act here first", (right, low), (-6, 4), ("right", "bottom"), **how)
    _say(ax, "low\npriority", (left, low), (6, 4), ("left", "bottom"), **how)
    small = {"fontsize": TEXT - 1.5}
    _say(ax, "mean importance", (mean, high), (0, 2), ("center", "bottom"), **small)
    words = f"target {percent(target / 100)}"
    _say(ax, words, (left, target), (4, 2), ("left", "bottom"), **small)


def _say(
    ax: Axes,
    words: str,
    at: tuple[float, float],
    shift: tuple[float, float],
    side: tuple[str, str],
    **how: Any,
) -> None:
    ha, va = side
    ax.annotate(words, at, shift, textcoords="offset points", color=MUTED, ha=ha, va=va, **how)


def _points(ax: Axes, rows: list[ServiceDiagnosis], unsure: frozenset[str]) -> None:
    """Every service, by what it is; a diamond for what is unsure."""
    for label, verdicts, marker, size in _KINDS:
        found = [row for row in rows if row.verdict in verdicts and row.id not in unsure]
        edges = [band(row.satisfaction, row.target) for row in found]
        fills = edges
        if "symptom" in verdicts:
            fills = [PAPER] * len(found)
        look = {"marker": marker, "s": size, "label": label}
        _scatter(ax, found, c=fills, edgecolors=edges, linewidths=1.5, **look)
    doubtful = [row for row in rows if row.id in unsure]
    look = {"marker": "D", "s": 44, "label": "too few answers to tell"}
    _scatter(ax, doubtful, c=UNKNOWN, linewidths=0, **look)
    below = (0.5, -0.09)
    ax.legend(loc="upper center", bbox_to_anchor=below, ncols=4, frameon=False, fontsize=TEXT)


def _scatter(ax: Axes, rows: list[ServiceDiagnosis], **how: Any) -> None:
    if rows:
        xs, ys = zip(*map(spot, rows), strict=True)
        ax.scatter(xs, ys, zorder=4, **how)


def _targets(ax: Axes, diagnosis: Diagnosis, rows: list[ServiceDiagnosis]) -> None:
    """Where a service has a target of its own, a thin line up or down to it."""
    own = [row for row in rows if abs(row.target - diagnosis.chain.target) > FAVOUR]
    places = [row.importance for row in own]
    starts, ends = [100 * row.satisfaction for row in own], [100 * row.target for row in own]
    ax.vlines(places, starts, ends, colors=FAINT, linewidths=1.5, zorder=2)
    ax.scatter(places, ends, marker="_", s=50, c=MUTED, linewidths=1.2, zorder=3)


def _list(ax: Axes, listed: list[str], letters: list[str]) -> None:
    """The names beside the map."""
    if listed:
        ax.text(
            1.02,
            1.0,
            "\n".join(listed),
            transform=ax.transAxes,
            va="top",
            fontsize=TEXT - 1,
            color=INK,
            family=letters,
            parse_math=False,
        )

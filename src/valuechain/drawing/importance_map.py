"""The importance-performance map: what matters to the customer against how well it is done (Martilla & James 1977).

Importance is a service's total effect through the whole chain, not what somebody said it was.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes

from valuechain.analysis.diagnosis import Diagnosis
from valuechain.analysis.service import ServiceDiagnosis
from valuechain.drawing.canvas import INCH
from valuechain.drawing.chart import chart_axes, dress, named, scored
from valuechain.drawing.fonts import families
from valuechain.drawing.layout.grid import Floats
from valuechain.drawing.layout.lettering import width
from valuechain.drawing.style import FAINT, INK, MUTED, PAPER, TEXT, band
from valuechain.reports.words import percent

_SIZE = (600.0, 430.0)
_ROOM = 200.0
_WORDED = 25
"""Weak links up to which each is labelled with its name; beyond, with its rank, and the names stand beside the map."""
_LINE = 11.5


def draw_map(diagnosis: Diagnosis, ax: Axes | None) -> Axes:
    """Draw every scored service as a point, and label every weak link."""
    scored(diagnosis, "map")
    rows = [row for row in diagnosis.services if row.verdict != "unmeasured"]
    weak = [row for row in rows if row in set(diagnosis.weak_links)]
    worded = len(weak) <= _WORDED
    names = [named(diagnosis, row, _ROOM if worded else 260) for row in weak]
    letters = families([diagnosis.chain.title, *names])
    high = max(_SIZE[1], 0 if worded else _LINE * len(weak) + 20)
    ax = chart_axes(ax, (_SIZE[0], high), (60, 72, 30 if worded else 290, 42))
    mean = float(np.mean([row.importance for row in rows]))
    most = max(row.importance for row in rows)
    low = min([row.satisfaction for row in rows] + [diagnosis.chain.target])
    ax.set_xlim(-0.04 * most, 1.12 * most or 1.0)
    ax.set_ylim(100 * max(-0.04, low - 0.12), 106)
    _quadrants(ax, mean, 100 * diagnosis.chain.target)
    _points(ax, rows)
    _targets(ax, diagnosis, rows)
    _labels(ax, rows, weak, names if worded else [str(i + 1) for i in range(len(weak))], letters)
    if not worded:
        key = "\n".join(f"{i + 1}  {name}" for i, name in enumerate(names))
        ax.text(1.02, 1.0, key, transform=ax.transAxes, va="top", fontsize=TEXT - 1, color=INK, family=letters, parse_math=False)
    ax.set_xlabel("importance: points won at the external customers per point of this service's quality", fontsize=TEXT, color=MUTED)
    ax.set_ylabel("satisfaction, %", fontsize=TEXT, color=MUTED)
    dress(ax, diagnosis, "importance and performance", letters)
    return ax


def _quadrants(ax: Axes, mean: float, target: float) -> None:
    ax.axvline(mean, color=MUTED, linewidth=0.9, zorder=1)
    ax.axhline(target, color=MUTED, linewidth=0.9, zorder=1)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    ax.fill_between([mean, right], low, target, color="#fbeeea", zorder=0, linewidth=0)
    corners = (
        ("keep it up", right, high, "right", "top"),
        ("more than\nis noticed", left, high, "left", "top"),
        ("act here first", right, low, "right", "bottom"),
        ("low\npriority", left, low, "left", "bottom"),
    )
    for words, x, y, ha, va in corners:
        ax.annotate(
            words,
            (x, y),
            (-6 if ha == "right" else 6, -4 if va == "top" else 4),
            textcoords="offset points",
            ha=ha,
            va=va,
            fontsize=TEXT + 1,
            color=MUTED,
            style="italic",
        )
    ax.annotate(
        "mean importance",
        (mean, low),
        (3, 6),
        textcoords="offset points",
        ha="left",
        va="bottom",
        fontsize=TEXT - 1.5,
        color=MUTED,
        rotation=90,
    )
    ax.annotate(
        f"target {percent(target / 100)}",
        (left, target),
        (4, 2),
        textcoords="offset points",
        ha="left",
        va="bottom",
        fontsize=TEXT - 1.5,
        color=MUTED,
    )


def _points(ax: Axes, rows: list[ServiceDiagnosis]) -> None:
    """A square for a likely root cause, an open circle for what passes on, a dot for what is on target."""
    for verdicts, marker, size in ((("root cause",), "s", 46), (("symptom", "undecided"), "o", 38), (("sound", "shield"), "o", 16)):
        found = [row for row in rows if row.verdict in verdicts]
        colours = [band(row.satisfaction, row.target) for row in found]
        fills = [PAPER] * len(found) if "symptom" in verdicts else colours
        xs, ys = [row.importance for row in found], [100 * row.satisfaction for row in found]
        label = {"s": "likely root cause"}.get(marker, "passes on what it receives" if "symptom" in verdicts else "on target")
        if found:
            ax.scatter(xs, ys, s=size, marker=marker, c=fills, edgecolors=colours, linewidths=1.5, zorder=4, label=label)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.09), ncols=3, frameon=False, fontsize=TEXT)


def _targets(ax: Axes, diagnosis: Diagnosis, rows: list[ServiceDiagnosis]) -> None:
    """Where a service has a target of its own, a thin line up or down to it."""
    own = [row for row in rows if abs(row.target - diagnosis.chain.target) > 1e-9]
    ax.vlines(
        [row.importance for row in own],
        [100 * row.satisfaction for row in own],
        [100 * row.target for row in own],
        colors=FAINT,
        linewidths=1.5,
        zorder=2,
    )
    ax.scatter([row.importance for row in own], [100 * row.target for row in own], marker="_", s=50, c=MUTED, linewidths=1.2, zorder=3)


def _labels(ax: Axes, rows: list[ServiceDiagnosis], weak: list[ServiceDiagnosis], names: list[str], letters: list[str]) -> None:
    """Every name beside its point, where it covers neither a point nor another name; further away, a line leads to it."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    unit = INCH / figure.dpi
    places = np.array([ax.transData.transform((row.importance, 100 * row.satisfaction)) for row in rows]) * unit
    frame = ax.get_window_extent()
    bounds = (frame.x0 * unit, frame.y0 * unit, frame.x1 * unit, frame.y1 * unit)
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in places.tolist()]
    taken += [(x - 70, y - 32, x + 70, y + 32) for x in (bounds[0], bounds[2]) for y in (bounds[1], bounds[3])]  # the quadrants' names
    spot = {row.id: place for row, place in zip(rows, places, strict=True)}
    for row, name in zip(weak, names, strict=True):
        x, y = spot[row.id]
        wide = width(name, TEXT) + 2
        tried = (shift for shift in _around(wide) if _free((x + shift[0], y + shift[1], wide, _LINE), taken, bounds))
        dx, dy = next(tried, (7.0, 0.0))  # where the paper is full, beside its point all the same
        taken.append((x + dx, y + dy - _LINE / 2, x + dx + wide, y + dy + _LINE / 2))
        far = np.hypot(max(dx, -dx - wide, 0), dy) > 16
        ax.annotate(
            name,
            (row.importance, 100 * row.satisfaction),
            (dx + 1, dy),
            textcoords="offset points",
            va="center",
            fontsize=TEXT,
            color=INK,
            family=letters,
            parse_math=False,
            zorder=5,
            arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 4} if far else None,
        )


def _around(wide: float) -> Iterator[tuple[float, float]]:
    """Places for a name around its point, as shifts of its left middle: right, left, above, below, then in wider circles."""
    yield from ((7, 0), (-7 - wide, 0), (-wide / 2, 10), (-wide / 2, -10), (6, 9), (6, -9), (-6 - wide, 9), (-6 - wide, -9))
    for ring in range(1, 400):
        for angle in np.linspace(0, 2 * np.pi, 16, endpoint=False):
            yield float(np.cos(angle) * (10 + 7 * ring) - wide / 2 * (1 - np.cos(angle))), float(np.sin(angle) * (8 + 6 * ring))


def _free(
    place: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]], bounds: Floats | tuple[float, ...]
) -> bool:
    x, y, wide, high = place
    left, low, right, top = x, y - high / 2, x + wide, y + high / 2
    if left < bounds[0] or right > bounds[2] or low < bounds[1] or top > bounds[3]:
        return False
    return all(right <= a or left >= c or top <= b or low >= d for a, b, c, d in taken)

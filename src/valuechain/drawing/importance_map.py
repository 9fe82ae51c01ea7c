"""The importance-performance map: what matters to the customer against how well it is done (Martilla & James 1977).

Importance is a service's total effect through the whole chain, not what somebody said it was.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from valuechain.drawing.canvas import INCH
from valuechain.drawing.chart import chart_axes, dress, named, scored
from valuechain.drawing.fonts import families
from valuechain.drawing.lettering import width
from valuechain.drawing.style import FAINT, INK, MUTED, PAPER, TEXT, UNKNOWN, band
from valuechain.geometry.grid import Floats
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.words import percent

_SIZE = (600.0, 430.0)
_ROOM = 200.0
_WORDED = 25
"""Weak links up to which each is labelled with its name; beyond, with its rank, and the names stand beside the map."""
_LINE = 11.5


def draw_map(diagnosis: Diagnosis, ax: Axes | None, unsure: frozenset[str]) -> Axes:
    """Draw every scored service as a point, and label every weak link; what the answers do not tell is `unsure`."""
    scored(diagnosis, "map")
    rows = [row for row in diagnosis.services if row.verdict != "unmeasured"]
    weak = [row for row in rows if row in set(diagnosis.weak_links)]
    worded = len(weak) <= _WORDED
    names = [named(diagnosis, row, _ROOM if worded else 260) for row in weak]
    letters = families([diagnosis.chain.title, *names])
    high = max(_SIZE[1], 0 if worded else _LINE * len(weak) + 20)
    ax = chart_axes(ax, (_SIZE[0], high), (60, 72, 30 if worded else 290, 42))
    mean = round(float(np.mean([row.importance for row in rows])), 9)
    most = max(_spot(row)[0] for row in rows)
    low = min([_spot(row)[1] / 100 for row in rows] + [diagnosis.chain.target])
    ax.set_xlim(-0.04 * most, 1.12 * most or 1.0)
    ax.set_ylim(100 * max(-0.04, low - 0.12), 106)
    _quadrants(ax, mean, 100 * diagnosis.chain.target)
    _points(ax, rows, unsure)
    _targets(ax, diagnosis, rows)
    _labels(ax, rows, weak, names if worded else [str(i + 1) for i in range(len(weak))], letters)
    if not worded:
        key = "\n".join(f"{i + 1}  {name}" for i, name in enumerate(names))
        ax.text(
            1.02,
            1.0,
            key,
            transform=ax.transAxes,
            va="top",
            fontsize=TEXT - 1,
            color=INK,
            family=letters,
            parse_math=False,
        )
    ax.set_xlabel(
        "importance: points that the external customers win for each point this service becomes better",
        fontsize=TEXT,
        color=MUTED,
    )
    ax.set_ylabel("satisfaction, %", fontsize=TEXT, color=MUTED)
    dress(ax, diagnosis, "importance and performance", letters, pad=18)
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
        shift = (-6 if ha == "right" else 6, -4 if va == "top" else 4)
        _say(ax, words, (x, y), shift, ha=ha, va=va, fontsize=TEXT + 1, style="italic")
    _say(ax, "mean importance", (mean, high), (0, 2), ha="center", va="bottom", fontsize=TEXT - 1.5)
    _say(
        ax,
        f"target {percent(target / 100)}",
        (left, target),
        (4, 2),
        ha="left",
        va="bottom",
        fontsize=TEXT - 1.5,
    )


def _say(
    ax: Axes, words: str, at: tuple[float, float], shift: tuple[float, float], **how: Any
) -> None:
    ax.annotate(words, at, shift, textcoords="offset points", color=MUTED, **how)


def _points(ax: Axes, rows: list[ServiceDiagnosis], unsure: frozenset[str]) -> None:
    """A square for a likely root cause, an open circle for what passes on, a dot for what is on target, a diamond for what is unsure."""
    kinds = (
        ("likely root cause", ("root cause",), "s", 46),
        ("passes on what it receives", ("symptom", "undecided"), "o", 38),
        ("on target", ("sound", "shield"), "o", 16),
    )
    for label, verdicts, marker, size in kinds:
        found = [row for row in rows if row.verdict in verdicts and row.id not in unsure]
        colours = [band(row.satisfaction, row.target) for row in found]
        fills = [PAPER] * len(found) if "symptom" in verdicts else colours
        if found:
            xs, ys = zip(*map(_spot, found), strict=True)
            ax.scatter(
                xs,
                ys,
                s=size,
                marker=marker,
                c=fills,
                edgecolors=colours,
                linewidths=1.5,
                zorder=4,
                label=label,
            )
    doubtful = [_spot(row) for row in rows if row.id in unsure]
    if doubtful:
        xs, ys = zip(*doubtful, strict=True)
        ax.scatter(
            xs,
            ys,
            s=44,
            marker="D",
            c=UNKNOWN,
            linewidths=0,
            zorder=4,
            label="too few answers to tell",
        )
    ax.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.09), ncols=4, frameon=False, fontsize=TEXT
    )


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
    ax.scatter(
        [row.importance for row in own],
        [100 * row.target for row in own],
        marker="_",
        s=50,
        c=MUTED,
        linewidths=1.2,
        zorder=3,
    )


def _labels(
    ax: Axes,
    rows: list[ServiceDiagnosis],
    weak: list[ServiceDiagnosis],
    names: list[str],
    letters: list[str],
) -> None:
    """Every name beside its point, where it covers neither a point nor another name; further away, a line leads to it."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    unit = INCH / figure.dpi
    spots = {row.id: ax.transData.transform(_spot(row)) * unit for row in rows}
    frame = np.array(ax.get_window_extent().extents) * unit
    corners = np.array(
        [(x, y) for x in frame[[0, 2]] for y in frame[[1, 3]]]
    )  # where the quadrants' names are
    taken = np.concatenate(
        [_boxes(np.array(list(spots.values())), (4.0, 4.0)), _boxes(corners, (70.0, 32.0))]
    )
    for row, name in zip(weak, names, strict=True):
        wide = width(name, TEXT) + 2
        shift = _free_place(spots[row.id], wide, taken, frame)
        middle = spots[row.id] + shift + (wide / 2, 0)
        taken = np.concatenate([taken, _boxes(middle[None], (wide / 2, _LINE / 2))])
        far = np.hypot(max(shift[0], -shift[0] - wide, 0), shift[1]) > 16
        ax.annotate(
            name,
            _spot(row),
            (shift[0] + 1, shift[1]),
            textcoords="offset points",
            va="center",
            fontsize=TEXT,
            color=INK,
            family=letters,
            parse_math=False,
            zorder=5,
            arrowprops={
                "arrowstyle": "-",
                "color": MUTED,
                "linewidth": 0.6,
                "shrinkA": 0,
                "shrinkB": 4,
            }
            if far
            else None,
        )


def _spot(row: ServiceDiagnosis) -> tuple[float, float]:
    """Where a service stands; without the last bits, which depend on the order of the file."""
    return round(row.importance, 9), round(100 * row.satisfaction, 9)


def _boxes(middles: Floats, half: tuple[float, float]) -> Floats:
    """(n, 4) left, low, right, top."""
    return np.concatenate([middles - half, middles + half], axis=1)


def _free_place(spot: Floats, wide: float, taken: Floats, frame: Floats) -> Floats:
    """The shift to the left middle of a name, from its point: the first that is free; where the paper is full, beside the point."""
    shifts = _around(wide)
    for some in np.array_split(shifts, max(1, len(shifts) // 64)):
        box = _boxes(spot + some + (wide / 2, 0), (wide / 2, _LINE / 2))
        inside = (box[:, :2] >= frame[:2]).all(1) & (box[:, 2:] <= frame[2:]).all(1)
        overlaps = (box[:, None, :2] < taken[:, 2:]) & (box[:, None, 2:] > taken[:, :2])
        free = np.flatnonzero(inside & ~np.any(np.all(overlaps, axis=2), axis=1))
        if len(free):
            return np.asarray(some[free[0]])
    return np.asarray(shifts[0])


def _around(wide: float) -> Floats:
    """(n, 2) shifts: right, left, above, below, at the corners, then in wider circles."""
    near = [
        (7, 0),
        (-7 - wide, 0),
        (-wide / 2, 10),
        (-wide / 2, -10),
        (6, 9),
        (6, -9),
        (-6 - wide, 9),
        (-6 - wide, -9),
    ]
    ring, angle = np.meshgrid(
        np.arange(1, 80), np.linspace(0, 2 * np.pi, 16, endpoint=False), indexing="ij"
    )
    x = np.cos(angle) * (10 + 7 * ring) - wide / 2 * (1 - np.cos(angle))
    return np.concatenate(
        [
            np.array(near, dtype=float),
            np.column_stack([x.ravel(), (np.sin(angle) * (8 + 6 * ring)).ravel()]),
        ]
    )

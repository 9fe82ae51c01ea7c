"""Where do points and names on a map go? Each beside the others, over none of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from valuechain.drawing.canvas import INCH, figure_of
from valuechain.drawing.chart import leader
from valuechain.drawing.lettering import width
from valuechain.drawing.sizes import BOLD
from valuechain.drawing.style import INK, MUTED, TEXT
from valuechain.geometry.grid import Floats

_LINE = 11.5
"""Height of a name."""
_FAR = 16.0
"""From its point, beyond which a line leads to a name."""
_POINT = 5.0
"""Half of what a point takes up."""
_APART = 2 * _POINT - 0.5
"""The least between two points."""
_LARGE = 5.0
"""How much further the points of what is bold reach."""
MANY = 400
"""Marks up to which each is moved beside the others."""
_AT_ONCE = 64
"""Places that are tried together."""


def side_by_side(
    ax: Axes, spots: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Where to mark these spots, so that no mark hides another: the first stays where it is.

    None is moved to where no service can be: left of no importance, above 100 %. Beyond `MANY`
    all stay: there is no room beside one another, and a cloud shows where most are.
    """
    if len(spots) > MANY:
        return dict(spots)
    unit = INCH / figure_of(ax).dpi
    shifts = _honeycomb(len(spots))
    left, top = ax.transData.transform((0.0, 100.0)) * unit
    taken = np.empty((0, 2))
    for place in ax.transData.transform([*spots.values()]) * unit:
        places = place + shifts
        there = places[(places[:, 0] >= left - 0.1) & (places[:, 1] <= top + 0.1)]
        taken = np.vstack([taken, _first_free(there, taken)])
    moved = ax.transData.inverted().transform(taken / unit).round(9)
    return {key: (x, y) for key, (x, y) in zip(spots, moved.tolist(), strict=True)}


def _first_free(places: Floats, taken: Floats) -> Floats:
    """The first of these places that is not too near to one that is taken; most are near it."""
    some = (places[start : start + _AT_ONCE] for start in range(0, len(places), _AT_ONCE))
    return next(found[0] for batch in some if len(found := _free(batch, taken)))


def _free(places: Floats, taken: Floats) -> Floats:
    x, y = (np.subtract.outer(*both) for both in zip(places.T, taken.T, strict=True))
    return np.asarray(places[(x * x + y * y >= _APART**2).all(1)])


def _honeycomb(count: int) -> Floats:
    """(n, 2) shifts to places as far apart as points need, ring by ring, to the sides first."""
    rings = 2 + int(np.sqrt(count))
    found = [np.zeros((1, 2))]
    for ring in range(1, 2 * rings + 1):
        turns = np.arange(6 * ring) // 2 * np.where(np.arange(6 * ring) % 2, 1, -1)
        angles = 2 * np.pi * turns / (6 * ring)
        found.append(2 * _POINT * ring * np.column_stack([np.cos(angles), np.sin(angles)]))
    return np.concatenate(found)


def write_names(
    ax: Axes,
    spots: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    letters: list[str],
    bold: Collection[str],
) -> None:
    """Write names beside some of these spots, in this order; further away, a line leads to one.

    Some are `bold`.
    """
    unit = INCH / figure_of(ax).dpi
    points = {key: ax.transData.transform(place) * unit for key, place in spots.items()}
    frame = np.array(ax.get_window_extent().extents) * unit
    taken = _boxes(np.array([*points.values()]), (_POINT, _POINT))
    for key, name in names.items():
        wide = width(name, TEXT * {True: BOLD}.get(key in bold, 1.0)) + 2
        shift = _free_place(points[key], wide, taken, frame, _LARGE * (key in bold))
        middle = points[key] + shift + (wide / 2, 0)
        taken = np.vstack([taken, _boxes(middle[None], (wide / 2, _LINE / 2))])
        how: dict[str, Any] = {}
        if np.hypot(max(shift[0], -shift[0] - wide, 0), shift[1]) > _FAR:
            how["arrowprops"] = leader(MUTED, 4)
        ax.annotate(
            name,
            spots[key],
            (shift[0] + 1, shift[1]),
            textcoords="offset points",
            va="center",
            fontsize=TEXT,
            weight={True: "bold"}.get(key in bold, "normal"),
            color=INK,
            family=letters,
            parse_math=False,
            zorder=6,
            **how,
        )


def _boxes(middles: Floats, half: tuple[float, float]) -> Floats:
    """(n, 4) left, low, right, top."""
    return np.concatenate([middles - half, middles + half], axis=1)


def _free_place(spot: Floats, wide: float, taken: Floats, frame: Floats, beyond: float) -> Floats:
    """The shift from a point to the left middle of its name: the first that is free.

    So much further `beyond` a usual point's edge. Where the paper is full, beside the point.
    """
    shifts = _around(wide, beyond)
    for some in np.array_split(shifts, max(1, len(shifts) // _AT_ONCE)):
        box = _boxes(spot + some + (wide / 2, 0), (wide / 2, _LINE / 2))
        inside = (box[:, :2] >= frame[:2]).all(1) & (box[:, 2:] <= frame[2:]).all(1)
        overlaps = (box[:, None, :2] < taken[:, 2:]) & (box[:, None, 2:] > taken[:, :2])
        free = np.flatnonzero(inside & ~np.any(np.all(overlaps, axis=2), axis=1))
        if len(free):
            return np.asarray(some[free[0]])
    return np.asarray(shifts[0])


def _around(wide: float, beyond: float) -> Floats:
    """(n, 2) shifts: right, left, above, below, at the corners, then in wider circles."""
    left, high = -6 - wide - beyond, 10 + beyond
    beside = [(7 + beyond, 0), (left - 1, 0), (-wide / 2, high), (-wide / 2, -high)]
    oblique = [(6, high - 1), (6, 1 - high), (left, high - 1), (left, 1 - high)]
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    ring, angle = np.meshgrid(np.arange(1, 80), angles, indexing="ij")
    x = np.cos(angle) * (10 + 7 * ring) - wide / 2 * (1 - np.cos(angle))
    y = np.sin(angle) * (8 + 6 * ring)
    near = np.array([*beside, *oblique], dtype=float)
    return np.asarray(np.concatenate([near, np.column_stack([x.ravel(), y.ravel()])]), dtype=float)

"""Where do the names on a map go? Beside their points, over no point and no other name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from valuechain.drawing.canvas import INCH, figure_of
from valuechain.drawing.chart import leader
from valuechain.drawing.lettering import width
from valuechain.drawing.style import INK, MUTED, TEXT
from valuechain.geometry.grid import Floats

_LINE = 11.5
"""Height of a name."""
_FAR = 16.0
"""From its point, beyond which a line leads to a name."""
_POINT, _CORNER = (4.0, 4.0), (70.0, 32.0)
"""Half of what a point takes up, and the name of a quadrant from its corner."""
_AT_ONCE = 64
"""Places that are tried together."""


def write_names(
    ax: Axes, spots: Mapping[str, tuple[float, float]], names: Mapping[str, str], letters: list[str]
) -> None:
    """Write names beside some of these spots, in this order; further away, a line leads to one."""
    unit = INCH / figure_of(ax).dpi
    points = {key: ax.transData.transform(place) * unit for key, place in spots.items()}
    frame = np.array(ax.get_window_extent().extents) * unit
    corners = np.array([(x, y) for x in frame[[0, 2]] for y in frame[[1, 3]]])
    taken = np.vstack([_boxes(np.array([*points.values()]), _POINT), _boxes(corners, _CORNER)])
    for key, name in names.items():
        wide = width(name, TEXT) + 2
        shift = _free_place(points[key], wide, taken, frame)
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
            color=INK,
            family=letters,
            parse_math=False,
            zorder=5,
            **how,
        )


def _boxes(middles: Floats, half: tuple[float, float]) -> Floats:
    """(n, 4) left, low, right, top."""
    return np.concatenate([middles - half, middles + half], axis=1)


def _free_place(spot: Floats, wide: float, taken: Floats, frame: Floats) -> Floats:
    """The shift from a point to the left middle of its name: the first that is free.

    Where the paper is full, beside the point.
    """
    shifts = _around(wide)
    for some in np.array_split(shifts, max(1, len(shifts) // _AT_ONCE)):
        box = _boxes(spot + some + (wide / 2, 0), (wide / 2, _LINE / 2))
        inside = (box[:, :2] >= frame[:2]).all(1) & (box[:, 2:] <= frame[2:]).all(1)
        overlaps = (box[:, None, :2] < taken[:, 2:]) & (box[:, None, 2:] > taken[:, :2])
        free = np.flatnonzero(inside & ~np.any(np.all(overlaps, axis=2), axis=1))
        if len(free):
            return np.asarray(some[free[0]])
    return np.asarray(shifts[0])


def _around(wide: float) -> Floats:
    """(n, 2) shifts: right, left, above, below, at the corners, then in wider circles."""
    left = -6 - wide
    beside = [(7, 0), (-7 - wide, 0), (-wide / 2, 10), (-wide / 2, -10)]
    oblique = [(6, 9), (6, -9), (left, 9), (left, -9)]
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    ring, angle = np.meshgrid(np.arange(1, 80), angles, indexing="ij")
    x = np.cos(angle) * (10 + 7 * ring) - wide / 2 * (1 - np.cos(angle))
    y = np.sin(angle) * (8 + 6 * ring)
    near = np.array([*beside, *oblique], dtype=float)
    return np.asarray(np.concatenate([near, np.column_stack([x.ravel(), y.ravel()])]), dtype=float)

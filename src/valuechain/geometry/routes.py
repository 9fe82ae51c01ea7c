"""The way of every line: level across the columns, one curve of a common shape in each gutter.

Between two columns, all lines start and end at the same places along the flow and follow the same
curve, scaled. So two of them meet just once where their order changes and never otherwise, no curve
enters a box, and crossings are what the order of the columns says.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from valuechain.geometry.grid import Floats

STEPS = 14
"""Straight pieces of a curve."""
_T = np.linspace(0, 1, STEPS + 1)[1:-1]
_BEND = _T * _T * (3 - 2 * _T)  # leaves and arrives level


def route(stops: Sequence[tuple[float, float, float]]) -> Floats:
    """The (n, 2) way through stops, each (start along, end along, height): level within a stop, curved to the next.

    >>> route([(0, 10, 5), (30, 40, 5)]).tolist()
    [[0, 5], [40, 5]]
    """
    pieces = [np.array([[stops[0][0], stops[0][2]], [stops[0][1], stops[0][2]]])]
    for (_, start, low), (end, stop, high) in itertools.pairwise(stops):
        if abs(high - low) > 1e-9:
            pieces.append(np.column_stack([start + (end - start) * _T, low + (high - low) * _BEND]))
            pieces.append(np.array([[end, high]]))
        pieces.append(np.array([[stop, high]]))
    return _simplified(np.concatenate(pieces))


def _simplified(way: Floats) -> Floats:
    """Without the points that only divide a level piece."""
    level = np.abs(np.diff(way[:, 1])) < 1e-9
    inner = np.concatenate([[True], ~(level[:-1] & level[1:]), [True]])
    return np.asarray(way[inner])


def gutter(travels: Sequence[float]) -> float:
    """How wide the curves between two columns are: wider the further they travel and the more there are.

    >>> gutter([]), gutter([0.0]), gutter([400.0] * 40)
    (6.0, 6.4, 42.0)
    """
    furthest = max(travels, default=0.0)
    return round(6 + min(22.0, 0.07 * furthest) + min(14.0, 0.4 * len(travels)), 3)

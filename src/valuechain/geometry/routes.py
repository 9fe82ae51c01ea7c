"""The way of every line: level across the columns, one curve of a common shape in each gutter.

Between two columns, all lines start and end at the same places along the flow and follow the same
curve, scaled. So two of them meet just once where their order changes and never otherwise, no curve
enters a box, and crossings are what the order of the columns says.

The curve is a smoothstep, x = t and y = 3t^2 - 2t^3, which is one cubic Bezier curve: its control
points lie at thirds of its way along the flow.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from valuechain.geometry.grid import Floats

STEPS = 14
"""Straight pieces of a curve."""
LEVEL = 1e-9
"""A rise below which a way is level."""
_T = np.linspace(0, 1, STEPS + 1)[1:-1]
_BEND = _T * _T * (3 - 2 * _T)  # leaves and arrives level
_THIRDS = np.array([[1.0], [2.0], [3.0]]) / 3

Stop = tuple[float, float, float]
"""Start along, end along, height: where a way is level."""


def route(stops: Sequence[Stop]) -> Floats:
    """The (n, 2) way through stops: level within a stop, curved to the next.

    >>> route([(0, 10, 5), (30, 40, 5)]).tolist()
    [[0, 5], [40, 5]]
    """
    pieces = [np.array([[stops[0][0], stops[0][2]], [stops[0][1], stops[0][2]]])]
    for (_, start, low), (end, stop, high) in itertools.pairwise(stops):
        if abs(high - low) > LEVEL:
            pieces.append(np.column_stack([start + (end - start) * _T, low + (high - low) * _BEND]))
            pieces.append(np.array([[end, high]]))
        pieces.append(np.array([[stop, high]]))
    return _simplified(np.concatenate(pieces))


def _simplified(way: Floats) -> Floats:
    """Without the points that only divide a level piece."""
    level = np.abs(np.diff(way[:, 1])) < LEVEL
    inner = np.concatenate([[True], ~(level[:-1] & level[1:]), [True]])
    return np.asarray(way[inner])


def curve(stops: Sequence[Stop]) -> Floats:
    """The same way as (3k + 1, 2) control points of k cubic Bezier curves.

    >>> curve([(0, 10, 5), (40, 50, 8)])[3:7].tolist()
    [[10.0, 5.0], [20.0, 5.0], [30.0, 8.0], [40.0, 8.0]]
    """
    knots = list(_knots(stops))
    points = [np.array(knots[:1])]
    for (x, low), (end, high) in itertools.pairwise(knots):
        along = x + (end - x) * _THIRDS
        across = np.array([[low], [high], [high]])
        points.append(np.hstack([along, across]))
    return np.concatenate(points)


def around(above: Sequence[Stop], below: Sequence[Stop]) -> Floats:
    """The (n, 2) outline between a way above and one below that begin and end together.

    >>> around([(0, 10, 1)], [(0, 10, 5)]).tolist()
    [[0, 1], [10, 1], [10, 5], [0, 5]]
    """
    return np.concatenate([route(above), route(below)[::-1]])


def curved_around(above: Sequence[Stop], below: Sequence[Stop]) -> Floats:
    """The same outline as (3k + 1, 2) control points of k cubic Bezier curves.

    >>> curved_around([(0, 9, 1)], [(0, 9, 4)])[::3].tolist()
    [[0.0, 1.0], [9.0, 1.0], [9.0, 4.0], [0.0, 4.0]]
    """
    up, down = curve(above), curve(below)[::-1]
    across = up[-1] + (down[0] - up[-1]) * _THIRDS
    return np.concatenate([up, across, down[1:]])


def _knots(stops: Sequence[Stop]) -> Iterator[tuple[float, float]]:
    """Where a way starts, where it begins and ends to rise or fall, and where it stops."""
    yield stops[0][0], stops[0][2]
    for (_, start, low), (end, _, high) in itertools.pairwise(stops):
        if abs(high - low) > LEVEL:
            yield start, low
            yield end, high
    yield stops[-1][1], stops[-1][2]


def gutter(travels: Sequence[float]) -> float:
    """How wide the curves between two columns are.

    Wider the further they travel and the more there are.

    >>> gutter([]), gutter([0.0]), gutter([400.0] * 40)
    (6.0, 6.4, 42.0)
    """
    furthest = max(travels, default=0.0)
    return round(6 + min(22.0, 0.07 * furthest) + min(14.0, 0.4 * len(travels)), 3)

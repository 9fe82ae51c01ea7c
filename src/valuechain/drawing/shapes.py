"""What is drawn, as matplotlib's paths: rectangles, outlines, arrows' heads and ways."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.path import Path

from valuechain.geometry.grid import Floats
from valuechain.geometry.places import Rectangle

_STEPS = {1: [Path.LINETO], 3: [Path.CURVE4] * 3}
"""How matplotlib calls the points of a straight piece and of a curve."""
_CORNER = [Path.LINETO, Path.CURVE3, Path.CURVE3]


def rectangle(place: Rectangle, radius: float = 0.0) -> Path:
    """A rectangle by its middle, with rounded corners."""
    x, y, wide, high = place
    left, right, low, top = x - wide / 2, x + wide / 2, y - high / 2, y + high / 2
    if not radius:
        return polygon(np.array([(left, low), (right, low), (right, top), (left, top)]))
    r = min(radius, wide / 2, high / 2)
    points = [
        (left + r, low),
        *((right - r, low), (right, low), (right, low + r)),
        *((right, top - r), (right, top), (right - r, top)),
        *((left + r, top), (left, top), (left, top - r)),
        *((left, low + r), (left, low), (left + r, low)),
        (left + r, low),
    ]
    return Path(points, [Path.MOVETO, *4 * _CORNER, Path.CLOSEPOLY])


def polygon(outline: Floats) -> Path:
    """The shape within an outline."""
    return Path([*outline, outline[0]], closed=True)


def head(way: Floats, length: float, breadth: float) -> Path:
    """An arrow's head at the end of a way."""
    end = way[-1]
    step = way[-1] - way[-2]
    ahead = step / max(float(np.hypot(*step)), 1e-9)
    aside = np.array([-ahead[1], ahead[0]]) * breadth / 2
    return polygon(np.array([end, end - length * ahead + aside, end - length * ahead - aside]))


def pieces(curve: Floats) -> Iterator[Floats]:
    """What follows on the start of a way, given by the control points of its Bezier curves.

    Of a piece that is level or upright, only its end; of one that bends, its three other points.
    """
    for start in range(0, len(curve) - 1, 3):
        piece = curve[start : start + 4]
        first = 3
        if np.ptp(piece, axis=0).min() > 0:
            first = 1
        yield piece[first:]


def smooth(curve: Floats) -> Path:
    """The way through the control points of its Bezier curves."""
    points, codes = [curve[:1]], [Path.MOVETO]
    for piece in pieces(curve):
        points.append(piece)
        codes += _STEPS[len(piece)]
    return Path(np.concatenate(points), codes)


def shortened(curve: Floats, by: float) -> Floats:
    """A way that stops where its arrow's head begins; its last piece is straight."""
    start, end = curve[-4], curve[-1]
    kept = 1 - min(1.0, by / max(float(np.hypot(*(end - start))), 1e-9))
    return np.concatenate([curve[:-3], start + kept * (curve[-3:] - start)])

"""What is drawn, as outlines: rectangles, polygons, arrows' heads and ways; no ink yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from valuechain.geometry.grid import Floats
from valuechain.geometry.places import Rectangle

TAKES = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
"""How many points each step of an outline takes, by the letter that SVG has for it."""
_STEPS = {1: "L", 3: "C"}
"""A straight piece and a curve, by their points."""


@dataclass(frozen=True, eq=False, slots=True)
class Outline:
    """A path: where it goes, and how.

    Attributes:
        points: places, n x 2, in points, y up.
        letters: the steps between them: move, line, quadratic and cubic curve, and back to the
            start; each takes so many points as `TAKES` says.
    """

    points: Floats
    letters: str


def straight(start: tuple[float, float], end: tuple[float, float]) -> Outline:
    """A line from here to there."""
    return Outline(np.array([start, end]), "ML")


def rectangle(place: Rectangle, radius: float = 0.0) -> Outline:
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
    ]
    return Outline(np.array(points), "M" + 4 * "LQ" + "Z")


def polygon(corners: Floats) -> Outline:
    """The shape within these corners."""
    return Outline(corners, "M" + "L" * (len(corners) - 1) + "Z")


def head(way: Floats, length: float, breadth: float) -> Outline:
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


def closed(curve: Floats) -> Outline:
    """The shape within a way through the control points of its Bezier curves."""
    way = smooth(curve)
    return Outline(way.points, f"{way.letters}Z")


def smooth(curve: Floats) -> Outline:
    """The way through the control points of its Bezier curves."""
    points, letters = [curve[:1]], "M"
    for piece in pieces(curve):
        points.append(piece)
        letters += _STEPS[len(piece)]
    return Outline(np.concatenate(points), letters)


def shortened(curve: Floats, by: float) -> Floats:
    """A way that stops where its arrow's head begins; its last piece is straight."""
    start, end = curve[-4], curve[-1]
    kept = 1 - min(1.0, by / max(float(np.hypot(*(end - start))), 1e-9))
    return np.concatenate([curve[:-3], start + kept * (curve[-3:] - start)])


def joined(outlines: Sequence[Outline]) -> Outline:
    """Several as one."""
    points = np.concatenate([outline.points for outline in outlines])
    return Outline(points, "".join(outline.letters for outline in outlines))

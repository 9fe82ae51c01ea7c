"""How far along the flow does each column stand, and how wide are the gutters between?"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from valuechain.geometry.across import BAND, Laid
from valuechain.geometry.frame import Frame
from valuechain.geometry.grid import Line
from valuechain.geometry.routes import gutter

HEAD, STUB = 6.5, 1.0
"""Straight before a box, for an arrow's head, and after one."""
UPRIGHT = 1.8
"""Times wider gutters in an upright picture.

Its lines travel further, along the longer side of boxes.
"""
EDGE = 6.0
"""Around everything."""


@dataclass
class Track:
    """A column along the flow.

    Attributes:
        start: where it starts.
        length: how long it is.
        before: how far lines run straight before it.
        heads: the same after it, for the heads of what runs back.
        labels: and for the labels of what leaves it.
        travels: how far lines travel across, up to the next column.
    """

    start: float = EDGE
    length: float = 0.0
    before: float = STUB
    heads: float = STUB
    labels: float = 0.0
    travels: list[float] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """Halfway."""
        return self.start + self.length / 2

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.start + self.length

    @property
    def stop(self) -> tuple[float, float]:
        """Where a line that passes it runs straight."""
        return self.start - self.before, self.end + self.heads + self.labels


def tracks(frame: Frame, laid: list[Laid]) -> list[Track]:
    """The columns of the whole picture, from the first to the last."""
    found = [Track() for _ in range(frame.end + 1)]
    for part in laid:
        _make_room_for_bands(found, part)
        _make_room_for_texts(frame, found, part)
        for line in part.part.grid.lines:
            _make_room_for_edges(frame, found, part, line)
            _travel(found, part, line)
    wider = UPRIGHT if frame.upright else 1.0
    for left, right in pairwise(found):
        right.start = (
            left.start
            + left.length
            + left.heads
            + left.labels
            + wider * gutter(left.travels)
            + right.before
        )
    return found


def _make_room_for_bands(found: list[Track], laid: Laid) -> None:
    """Bands end before lines begin to turn."""
    for item, group in enumerate(laid.part.grid.group):
        if group >= 0:
            track = found[laid.column(item)]
            track.before = track.heads = BAND


def _make_room_for_texts(frame: Frame, found: list[Track], laid: Laid) -> None:
    nodes, titles = frame.graph.nodes, frame.graph.titles
    texts = [(item, nodes[number].text) for item, number in enumerate(laid.part.numbers)]
    texts += [(item, titles[name]) for item, name in laid.room.titled.items()]
    for item, text in texts:
        track = found[laid.column(item)]
        track.length = max(track.length, frame.along(text))


def _make_room_for_edges(frame: Frame, found: list[Track], laid: Laid, line: Line) -> None:
    """Heads and labels stand where lines run straight."""
    left, right = found[laid.column(line.left)], found[laid.column(line.right)]
    for edge in laid.part.edges(line):
        if frame.runs_back(laid.part, line, edge):
            left.heads = max(left.heads, HEAD)
        else:
            right.before = max(right.before, HEAD)
        left.labels = max(left.labels, frame.label(edge)[0])


def _travel(found: list[Track], laid: Laid, line: Line) -> None:
    edges = laid.part.edges(line)
    levels = [laid.middle[item] + laid.docks.middle(item, edges) for item in line.stations]
    for item, (here, there) in zip(line.stations, pairwise(levels), strict=False):
        found[laid.column(item)].travels.append(abs(there - here))

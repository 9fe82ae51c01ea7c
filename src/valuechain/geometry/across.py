"""How high does everything stand, across the flow, and how much room has it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from valuechain.geometry.docks import BARE, Docks, docked
from valuechain.geometry.frame import Frame
from valuechain.geometry.heights import Pull, heights
from valuechain.geometry.parts import Part

BOXES, BOX_TO_LINE, LINES = 10.0, 5.0, 1.0
"""Least distances."""
BAND = 5.0
"""From a box to the edge of its group's band."""
THREAD = 4.0
"""Of a band where it only passes from one of its boxes to another."""
PARTS = 26.0
"""Between parts that nothing joins."""
STRAIGHT = (1.0, 2.0, 8.0)
"""How strongly a line pulls two boxes, a box and a passage, two passages together.

Gansner et al. 1993, section 4.2.
"""


@dataclass
class Room:
    """What every item takes up above and below its middle, and which bear their group's name."""

    above: list[float]
    below: list[float]
    titled: dict[int, str]


@dataclass(frozen=True)
class Laid:
    """A part with heights, all downward.

    Attributes:
        part: ordered.
        shift: the column of the whole picture in which its first column stands.
        docks: where its edges meet its boxes.
        middle: of every item.
        room: around it.
    """

    part: Part
    shift: int
    docks: Docks
    middle: list[float]
    room: Room

    def column(self, item: int) -> int:
        """The column of an item in the whole picture."""
        return self.part.grid.column[item] + self.shift

    def top(self, item: int) -> float:
        """Where what an item takes up begins."""
        return self.middle[item] - self.room.above[item]

    def bottom(self, item: int) -> float:
        """Where it ends."""
        return self.middle[item] + self.room.below[item]


def stacked(frame: Frame, parts: list[Part]) -> list[Laid]:
    """The parts one below the other."""
    found = [_laid(frame, part) for part in parts]
    lowest = 0.0
    for laid in found:
        items = range(len(laid.middle))
        top = min(map(laid.top, items))
        bottom = max(map(laid.bottom, items))
        for item in items:
            laid.middle[item] += lowest - top
        lowest += bottom - top + PARTS
    return found


def _laid(frame: Frame, part: Part) -> Laid:
    docks = docked(part, [frame.across(node.text) for node in frame.graph.nodes], frame.slots)
    room = _room(frame, part, docks)
    apart = [_distances(part, room, column) for column in part.order]
    middle = heights(part.order, apart, _pulls(part, docks))
    return Laid(part, frame.end - part.end, docks, middle, room)


def _distances(part: Part, room: Room, column: list[int]) -> list[float]:
    """How far each item of a column is at least below the one before it; the first 0."""
    steps = [room.below[a] + room.above[b] + _gap(part, a, b) for a, b in pairwise(column)]
    return [0.0, *steps][: len(column)]


def _gap(part: Part, a: int, b: int) -> float:
    passages = (not _is_box(part, a)) + (not _is_box(part, b))
    return (BOXES, BOX_TO_LINE, LINES)[passages]


def _is_box(part: Part, item: int) -> bool:
    """Whether an item is a box, or the place that a group keeps in a column between its boxes."""
    return item < part.grid.nodes or part.grid.group[item] >= 0


def _room(frame: Frame, part: Part, docks: Docks) -> Room:
    """What every item takes up; groups also need their band's edge and name."""
    above = [docks.extent.get(item, THREAD) / 2 for item in range(len(part.grid.column))]
    for line in part.grid.lines:
        for passage in line.passages:
            above[passage] = len(part.edges(line)) * BARE / 2
    room = Room(above, list(above), {})
    met: set[int] = set()
    for column in part.order:
        members = [item for item in column if part.grid.group[item] >= 0]
        for group in dict.fromkeys(part.grid.group[item] for item in members):
            own = [item for item in members if part.grid.group[item] == group]
            if own[0] >= part.grid.nodes:  # only its band passes here
                continue
            room.above[own[0]] += BAND
            room.below[own[-1]] += BAND
            if group not in met:
                name = groups(frame, part)[group]
                room.titled[own[0]] = name
                room.above[own[0]] += frame.across(frame.graph.titles[name])
        met.update(part.grid.group[item] for item in members)
    return room


def groups(frame: Frame, part: Part) -> list[str]:
    """The names of the groups of a part, by their numbers."""
    return sorted({frame.graph.nodes[number].group for number in part.numbers} - {""})


def _pulls(part: Part, docks: Docks) -> list[list[Pull]]:
    pulls: list[list[Pull]] = [[] for _ in part.grid.column]
    for line in part.grid.lines:
        edges = part.edges(line)
        for a, b in pairwise(line.stations):
            passages = (a >= part.grid.nodes) + (b >= part.grid.nodes)
            strength = STRAIGHT[passages] * line.weight
            lower = docks.middle(a, edges) - docks.middle(b, edges)
            pulls[b].append((a, lower, strength))
            pulls[a].append((b, -lower, strength))
    for item, beside in _kept_places(part):
        pulls[item].append((beside, 0.0, 1.0))
    return pulls


def _kept_places(part: Part) -> Iterator[tuple[int, int]]:
    """For each place that a group keeps, what of it stands in the columns beside."""
    group, column = part.grid.group, part.grid.column
    for item in range(part.grid.nodes, len(column)):
        if group[item] >= 0:
            for at in (column[item] - 1, column[item] + 1):
                yield from (
                    (item, other) for other in part.order[at] if group[other] == group[item]
                )

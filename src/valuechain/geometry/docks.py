"""Where arrows leave and enter boxes: one after the other on each side, in the order of where they come from or go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from valuechain.geometry.grid import Line
from valuechain.geometry.parts import Part

MARGIN = 4.0
"""On a box's side, beyond the first and the last arrow."""
LOOSEST = 1.5
"""Arrows spread over a side that has room, up to this times the distance they need."""


@dataclass(frozen=True)
class Docks:
    """Where arrows meet boxes.

    Attributes:
        extent: how far each box reaches across the flow, by item.
        offset: how far below the middle of a box an arrow meets it, by (item, arrow).
    """

    extent: dict[int, float]
    offset: dict[tuple[int, int], float]

    def middle(self, item: int, arrows: Sequence[int]) -> float:
        """How far below the middle of a box a whole line meets it; 0 for a passage."""
        return (
            (self.offset[item, arrows[0]] + self.offset[item, arrows[-1]]) / 2
            if item in self.extent
            else 0.0
        )


def arrows_of(part: Part, line: Line) -> list[int]:
    """The arrows in a line, from top to bottom, the same all the way."""
    return sorted(arrow for member in line.members for arrow in part.bundles[member])


def docked(part: Part, least: Sequence[float], slots: Sequence[float]) -> Docks:
    """The docks of all boxes of a part.

    Args:
        part: ordered.
        least: how far each box of the sketch must reach across the flow for its text.
        slots: what each arrow of the sketch takes up on a side.
    """
    rank = {item: i for column in part.order for i, item in enumerate(column)}
    sides: dict[tuple[int, str], list[tuple[int, Line]]] = {}
    for line in part.grid.lines:
        sides.setdefault((line.left, "right"), []).append((rank[line.stations[1]], line))
        sides.setdefault((line.right, "left"), []).append((rank[line.stations[-2]], line))
    on_side = {
        side: [
            arrow
            for _, line in sorted(found, key=lambda at: at[0])
            for arrow in arrows_of(part, line)
        ]
        for side, found in sides.items()
    }
    extent = {item: least[box] for item, box in enumerate(part.boxes)}
    for (item, _), arrows in on_side.items():
        extent[item] = max(extent[item], sum(slots[arrow] for arrow in arrows) + 2 * MARGIN)
    offset: dict[tuple[int, int], float] = {}
    for (item, _), arrows in on_side.items():
        needed = sum(slots[arrow] for arrow in arrows)
        loose = min(LOOSEST, (extent[item] - 2 * MARGIN) / needed)
        so_far = -loose * needed / 2
        for arrow in arrows:
            offset[item, arrow] = so_far + loose * slots[arrow] / 2
            so_far += loose * slots[arrow]
    return Docks(extent, offset)

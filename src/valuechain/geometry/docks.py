"""Where do edges leave and enter boxes? One after the other, in the order of where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from valuechain.geometry.graph import Edge
from valuechain.geometry.grid import Line
from valuechain.geometry.parts import Part

MARGIN = 4.0
"""On a box's side, beyond the first and the last edge."""
LOOSEST = 1.5
"""Edges spread over a side that has room, up to this times the distance they need."""
BARE = 6.0
"""What an edge without a label takes up on a box's side, and between two boxes."""


@dataclass(frozen=True)
class Docks:
    """Where edges meet boxes.

    Attributes:
        extent: how far each box reaches across the flow, by item.
        offset: how far below the middle of a box an edge meets it, by (item, edge).
    """

    extent: dict[int, float]
    offset: dict[tuple[int, int], float]

    def middle(self, item: int, edges: Sequence[int]) -> float:
        """How far below the middle of a box a whole line meets it; 0 for a passage."""
        if item not in self.extent:
            return 0.0
        return (self.offset[item, edges[0]] + self.offset[item, edges[-1]]) / 2


def slot(edge: Edge, *, upright: bool) -> float:
    """What an edge takes up on a box's side: its label's height, or upright its width."""
    if edge.label is None:
        return BARE
    width, height = edge.label
    if upright:
        return width + 1
    return height + 0.5


def docked(part: Part, least: Sequence[float], slots: Sequence[float]) -> Docks:
    """The docks of all boxes of a part.

    Args:
        part: ordered.
        least: how far each node of the graph must reach across the flow for its text.
        slots: what each edge of the graph takes up on a side.
    """
    on_side = _edges_by_side(part)
    extent = {item: least[number] for item, number in enumerate(part.numbers)}
    for (item, _), edges in on_side.items():
        extent[item] = max(extent[item], sum(slots[edge] for edge in edges) + 2 * MARGIN)
    offset: dict[tuple[int, int], float] = {}
    for (item, _), edges in on_side.items():
        needed = sum(slots[edge] for edge in edges)
        loose = min(LOOSEST, (extent[item] - 2 * MARGIN) / needed)
        so_far = -loose * needed / 2
        for edge in edges:
            offset[item, edge] = so_far + loose * slots[edge] / 2
            so_far += loose * slots[edge]
    return Docks(extent, offset)


def _edges_by_side(part: Part) -> dict[tuple[int, str], list[int]]:
    """The edges on each side that has any, from top to bottom."""
    rank = {item: i for column in part.order for i, item in enumerate(column)}
    sides: dict[tuple[int, str], list[tuple[int, Line]]] = {}
    for line in part.grid.lines:
        sides.setdefault((line.left, "right"), []).append((rank[line.stations[1]], line))
        sides.setdefault((line.right, "left"), []).append((rank[line.stations[-2]], line))
    return {
        side: [edge for _, line in sorted(found, key=lambda at: at[0]) for edge in part.edges(line)]
        for side, found in sides.items()
    }

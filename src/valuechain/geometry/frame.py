"""What all parts of a layout share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from valuechain.geometry.docks import slot
from valuechain.geometry.graph import Graph, Text
from valuechain.geometry.grid import Line
from valuechain.geometry.parts import Part


@dataclass(frozen=True)
class Frame:
    """The graph, which way it flows, and its last column.

    What runs *along* the flow and what *across* it, downward, is the same for both ways; only the
    last step of a layout turns it into right and down or, upright, into up and right.
    """

    graph: Graph
    upright: bool
    end: int

    @cached_property
    def slots(self) -> list[float]:
        """What each edge takes up on a side."""
        return [slot(edge, upright=self.upright) for edge in self.graph.edges]

    def across(self, text: Text) -> float:
        """How far a text reaches across the flow."""
        return self._turned(text.width, text.height)[1]

    def along(self, text: Text) -> float:
        """How far a text reaches along the flow."""
        return self._turned(text.width, text.height)[0]

    def label(self, edge: int) -> tuple[float, float]:
        """How far the label of an edge reaches along and across the flow; 0 for none."""
        width, height = self.graph.edges[edge].label or (0.0, 0.0)
        return self._turned(width, height)

    def _turned(self, width: float, height: float) -> tuple[float, float]:
        """Along and across."""
        if self.upright:
            return height, width
        return width, height

    def runs_back(self, part: Part, line: Line, edge: int) -> bool:
        """Whether an edge runs against its line, from right to left."""
        right = self.graph.nodes[part.numbers[line.right]]
        return self.graph.edges[edge].tail == right.id

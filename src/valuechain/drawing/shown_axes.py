"""An axes that shows its picture where it is the last expression of a notebook's cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes

MOST_BYTES = 300_000
"""Of a picture in a cell: a larger one is shown in pixels."""


class ShownAxes(Axes):
    """An axes on a figure of its own, which pyplot does not know and so would not show.

    Attributes:
        written: the picture as a file of a kind (svg, png), once it is drawn.
    """

    written: Callable[[str], bytes] | None = None

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """The picture as an SVG, or in pixels where that would be too large."""
        found: dict[str, Any] = {"text/plain": repr(self)}
        if self.written is None:
            return found
        svg = self.written("svg")
        if len(svg) <= MOST_BYTES:
            return {"image/svg+xml": svg.decode(), **found}
        return {"image/png": self.written("png"), **found}

"""What a layout is, once it is found: places in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, TypeAlias

from valuechain.geometry.grid import Floats

Rectangle: TypeAlias = tuple[float, float, float, float]
"""Centre, width and height."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Places in points, x to the right and y up, the lower left corner at 0, 0.

    Attributes:
        boxes: (x, y, width, height) of every party, centres.
        routes: of every service, (n, 2) points from its provider's edge to its customer's.
        size: width and height of the whole.
        labels: (x, y, width, height) of every number on an arrow, centres, by service.
        bands: of every department, the (n, 2) outline behind its boxes.
        names: the lines of text in every box, by party; those of a department's name by ``#`` and
            its name.
        titles: (x, y, width, height) of the names of departments.
        back: the services that close a loop and run against the flow.
        curves: of every service, its route as (3k + 1, 2) control points of k cubic Bezier curves,
            each of which starts where the one before it ends.
        band_curves: of every department, its outline as control points likewise, but for the
            straight way back to its start.
    """

    boxes: Mapping[str, Rectangle]
    routes: Mapping[str, Floats]
    size: tuple[float, float]
    labels: Mapping[str, Rectangle]
    bands: Mapping[str, Floats]
    titles: Mapping[str, Rectangle]
    names: Mapping[str, tuple[str, ...]]
    back: frozenset[str]
    curves: Mapping[str, Floats]
    band_curves: Mapping[str, Floats]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Layout):
            return NotImplemented
        return self._content() == other._content()

    def __hash__(self) -> int:
        return hash((self.size, tuple(self.boxes.items())))

    def __reduce__(self) -> tuple[Any, ...]:
        """Read-only mappings cannot be pickled: what they show can."""
        values = (getattr(self, field.name) for field in fields(self))
        return _again, tuple(dict(each) if isinstance(each, Mapping) else each for each in values)

    def __repr__(self) -> str:
        content = f"{len(self.boxes)} boxes and {len(self.routes)} routes"
        return f"<Layout of {content}, {self.size[0]:.0f} x {self.size[1]:.0f} points>"

    def _content(self) -> tuple[object, ...]:
        ways = tuple(
            {name: way.tolist() for name, way in found.items()}
            for found in (self.routes, self.curves, self.bands, self.band_curves)
        )
        return (
            dict(self.boxes),
            self.size,
            dict(self.labels),
            dict(self.titles),
            dict(self.names),
            self.back,
            ways,
        )


def _again(*values: Any) -> Layout:
    """A layout of the values of its fields."""
    shown: list[Any] = [MappingProxyType(each) if type(each) is dict else each for each in values]
    return Layout(*shown)

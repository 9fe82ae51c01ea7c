"""Past whom does no way to the customers lead? A sketch of a structure shows it."""

from __future__ import annotations

from dataclasses import replace

from valuechain.drawing.sketch import Box, Sketch
from valuechain.questions.structure import Structure


def with_single_points(sketch: Sketch, found: Structure) -> Sketch:
    """The same with the single points of failure."""
    single = {party for row in found.of("single point") for party in row.parties}
    return replace(sketch, boxes=tuple(_box(box, single) for box in sketch.boxes))


def _box(box: Box, single: set[str]) -> Box:
    return replace(box, single=box.id in single)

"""The chain on a slide, as shapes that can be moved: boxes with their names, arrows on their ways.

Shapes are called as the parties and services are, so that they can be found again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from valuechain.drawing.diagram import EDGES, FILLS
from valuechain.drawing.picture import Picture
from valuechain.drawing.sketch import Arrow, Box, printable
from valuechain.drawing.style import BANDS, INK, MUTED, NUMBER, PAPER, POOR, TEXT
from valuechain.geometry.grid import Floats
from valuechain.geometry.places import Rectangle

_BENDS = 8
"""Straight pieces of a bend."""
_SMALLEST = 4.0
"""Points of letters."""


def put_diagram(slide: Any, picture: Picture, place: tuple[int, int, int, int], tools: Any) -> None:
    """Put a picture on a slide, as large as the place allows; `tools` is python-pptx."""
    _Drawing(slide.shapes, picture, place, tools).put()


class _Drawing:
    """A picture on its way to a slide."""

    def __init__(
        self, shapes: Any, picture: Picture, place: tuple[int, int, int, int], tools: Any
    ) -> None:
        self.shapes, self.picture, self.tools = shapes, picture, tools
        left, top, wide, high = place
        width, height = picture.layout.size
        self.scale = min(wide / width, high / height)
        self.left = left + (wide - self.scale * width) / 2
        self.top = top + (high - self.scale * height) / 2

    def put(self) -> None:
        """From the back to the front."""
        for i, (name, outline) in enumerate(self.picture.layout.bands.items()):
            self._band(name, outline, BANDS[i % len(BANDS)])
        for name, place in self.picture.layout.titles.items():
            text = self.shapes.add_textbox(*self._rectangle(place))
            self._write(text, name, TEXT, MUTED, bold=True)
        for arrow in self.picture.stacked:
            self._arrow(arrow)
        for box in self.picture.sketch.boxes:
            self._box(box)

    def _at(self, points: Floats) -> Floats:
        """Places of the layout, y up, as lengths on the slide, y down."""
        height = self.picture.layout.size[1]
        flipped = (points * (1, -1) + (0, height)) * self.scale
        return np.asarray(np.rint(flipped + np.array([self.left, self.top])), dtype=float)

    def _rectangle(self, place: Rectangle) -> tuple[int, int, int, int]:
        x, y, wide, high = place
        (left, top), (right, low) = self._at(
            np.array([(x - wide / 2, y + high / 2), (x + wide / 2, y - high / 2)])
        ).tolist()
        return int(left), int(top), int(right - left), int(low - top)

    def _band(self, name: str, outline: Floats, colour: str) -> None:
        shape = self._freeform(self.shapes, outline, closed=True)
        shape.name = f"department {name}"
        shape.fill.solid()
        shape.fill.fore_color.rgb = self._rgb(colour)
        shape.line.fill.background()

    def _arrow(self, arrow: Arrow) -> None:
        """A line along its way and its number, grouped."""
        group = self.shapes.add_group_shape()
        group.name = arrow.id
        line = self._freeform(group.shapes, _flattened(self.picture.layout.curves[arrow.id]))
        stroke = self.picture.stroke(arrow)
        line.fill.background()
        line.line.color.rgb = self._rgb(self.picture.colour(arrow))
        line.line.width = max(1, round(stroke.width * self.scale))
        styles = self.tools.enum.dml.MSO_LINE_DASH_STYLE
        kinds = {"solid": styles.SOLID, "dashed": styles.DASH, "dotted": styles.ROUND_DOT}
        line.line.dash_style = kinds[stroke.kind]
        ink = line.line._get_or_add_ln()  # noqa: SLF001  python-pptx has no other way to a head
        ink.append(ink.makeelement(_named("tailEnd"), {"type": "triangle", "w": "sm", "len": "sm"}))
        if arrow.label:
            self._badge(group.shapes, arrow)

    def _badge(self, shapes: Any, arrow: Arrow) -> None:
        kind = self.tools.enum.shapes.MSO_SHAPE.ROUNDED_RECTANGLE
        place = self._rectangle(self.picture.layout.labels[arrow.id])
        badge = shapes.add_shape(kind, *place)
        badge.shadow.inherit = False
        colour = self.picture.colour(arrow)
        filled = self.picture.is_filled(arrow)
        badge.fill.solid()
        badge.fill.fore_color.rgb = self._rgb(colour if filled else PAPER)
        badge.line.fill.background()
        self._write(badge, arrow.label, NUMBER, PAPER if filled else INK, bold=arrow.marked)

    def _box(self, box: Box) -> None:
        kind = self.tools.enum.shapes.MSO_SHAPE.ROUNDED_RECTANGLE
        shape = self.shapes.add_shape(kind, *self._rectangle(self.picture.layout.boxes[box.id]))
        shape.name = box.id
        shape.shadow.inherit = False
        shape.adjustments[0] = 0.08
        culprit = self.picture.is_culprit(box)
        edge, width = EDGES[box.kind]
        shape.fill.solid()
        shape.fill.fore_color.rgb = self._rgb(POOR if culprit else FILLS[box.kind])
        shape.line.color.rgb = self._rgb(POOR if culprit else edge)
        shape.line.width = max(1, round(width * self.scale))
        words = " ".join(self.picture.layout.names[box.id])
        if box.number:
            words = f"{words}\n{box.number}"
        colour = PAPER if culprit else INK
        self._write(shape, words, TEXT, colour, bold=box.kind == "customer")

    def _write(self, shape: Any, text: str, size: float, colour: str, *, bold: bool) -> None:
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = True
        frame.vertical_anchor = self.tools.enum.text.MSO_ANCHOR.MIDDLE
        frame.text = printable(text)
        unit = self.tools.util.Pt(1)
        for paragraph in frame.paragraphs:
            paragraph.alignment = self.tools.enum.text.PP_ALIGN.CENTER
            paragraph.font.size = int(max(_SMALLEST * unit, 0.9 * size * self.scale))
            paragraph.font.bold = bold
            paragraph.font.color.rgb = self._rgb(colour)

    def _freeform(self, shapes: Any, points: Floats, *, closed: bool = False) -> Any:
        start, *rest = self._at(points).tolist()
        builder = shapes.build_freeform(*map(int, start))
        builder.add_line_segments([(int(x), int(y)) for x, y in rest], close=closed)
        shape = builder.convert_to_shape()
        shape.shadow.inherit = False
        return shape

    def _rgb(self, colour: str) -> Any:
        return self.tools.dml.color.RGBColor.from_string(colour.lstrip("#").upper())


def _flattened(curve: Floats) -> Floats:
    """The way through the control points of Bezier curves, in straight pieces."""
    return np.array([curve[0], *_pieces(curve)])


def _pieces(curve: Floats) -> Iterator[Floats]:
    for start in range(0, len(curve) - 1, 3):
        piece = curve[start : start + 4]
        if np.ptp(piece, axis=0).min() == 0:
            yield piece[3]
            continue
        for at in np.linspace(0.0, 1.0, _BENDS + 1)[1:]:
            shares = np.array([(1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3])
            yield shares @ piece


def _named(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{tag}"

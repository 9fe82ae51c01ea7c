"""The chain as a picture: what is weak, whose doing it is, and where to look first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from valuechain.drawing.legend import ROW, draw_legend
from valuechain.drawing.lettering import LINE
from valuechain.drawing.marks import Paper
from valuechain.drawing.outlines import Outline, closed, head, rectangle, shortened, smooth
from valuechain.drawing.picture import MARGIN, Picture
from valuechain.drawing.sizes import BAR, BESIDE, intake, number_lines
from valuechain.drawing.sketch import Arrow, Box
from valuechain.drawing.style import (
    BANDS,
    CUSTOMER,
    CUSTOMER_EDGE,
    EDGE,
    FAINT,
    GAINED,
    HALO,
    INK,
    MUTED,
    NUMBER,
    PAPER,
    POOR,
    STRIP,
    SUPPLIER,
    TEAM,
    TEXT,
    TITLE,
    Letters,
    Stroke,
    band,
    letters_on,
)
from valuechain.geometry.grid import Floats
from valuechain.geometry.places import Rectangle

HEAD = 6.5, 5.0
"""Length and breadth of an arrow's head; the breadth grows with its line."""
UNDER_HEAD = 0.8 * HEAD[0]
"""How much of a line its head replaces."""
WAYS = "ways"
"""What the lines of arrows are called in an SVG: for each of `Picture.stacked`, casing and line."""
_TURN = (6.5, 8.0)
"""The same of the marks on what runs back."""
_LONG = 40.0
"""A straight piece of what runs back that bears a mark of its own."""
_CASING = 2.4
"""White on both sides of a line together: where two cross, one passes over the other."""
_HALO = 13.0
"""Width of what stands behind the arrow to look at first, and around its box."""
_FRAME = 7.0
"""By how much the second frame of a single point of failure is larger than its box."""
FILLS = {"team": TEAM, "customer": CUSTOMER, "supplier": SUPPLIER}
EDGES = {"team": (EDGE, 0.9), "customer": (CUSTOMER_EDGE, 1.6), "supplier": (EDGE, 0.9)}
"""Of a box by its kind; edges with their width."""
_CAUSE = 2.4
"""Width of the edge of whose doing a weak link is."""


def marked(picture: Picture, *, live: bool = False) -> Paper:
    """All of it on a sheet of its own; `live` where its numbers are to be changed."""
    sheet = picture.sheet
    paper = Paper(sheet.size, live)
    _draw_header(paper, sheet.header, sheet.size[1] - MARGIN)
    draw_legend(paper, sheet.legend, MARGIN, len(sheet.legend) * ROW + MARGIN)
    _Drawing(picture, paper).draw()
    return paper


def _draw_header(paper: Paper, lines: list[tuple[str, float, str]], top: float) -> None:
    for text, size, colour in lines:
        top -= size * LINE
        middle, bold = top + size * LINE / 2, size == TITLE
        paper.words(MARGIN, middle, [text], Letters(size, colour, bold, "left"))


class _Drawing:
    """One picture on its way to paper."""

    def __init__(self, picture: Picture, paper: Paper) -> None:
        self.picture, self.paper = picture, paper
        self.corner = corner = picture.sheet.corner
        self.arrows = picture.stacked
        self.ways = {arrow.id: picture.layout.routes[arrow.id] + corner for arrow in self.arrows}
        self.curves = {arrow.id: picture.layout.curves[arrow.id] + corner for arrow in self.arrows}

    def draw(self) -> None:
        """Everything, from the back to the front."""
        self._strip()
        self._bands()
        self._titles()
        self._halo()
        self._frames()
        self._lines()
        self._heads()
        self._boxes()
        self._bars()
        self._names()
        self._numbers()
        self._labels()

    def _at(self, place: Rectangle) -> Rectangle:
        x, y, wide, high = place
        return x + float(self.corner[0]), y + float(self.corner[1]), wide, high

    def _box(self, box: str) -> Rectangle:
        return self._at(self.picture.layout.boxes[box])

    def _strip(self) -> None:
        """The column of the external customers."""
        boxes = self.picture.sketch.boxes
        first = next(box for box in boxes if box.kind == "customer")
        x, y, wide, high = self._box(first.id)
        across, along = self.picture.layout.size
        place = (x, float(self.corner[1]) + along / 2, wide + 12, along)
        if self.picture.upright:
            place = (float(self.corner[0]) + across / 2, y, across, high + 12)
        self.paper.shapes([rectangle(place, 5)], [STRIP], [STRIP], [0], 0)

    def _bands(self) -> None:
        bands = self.picture.layout.band_curves.values()
        outlines = [closed(outline + self.corner) for outline in bands]
        fills = [BANDS[i % len(BANDS)] for i in range(len(outlines))]
        self.paper.shapes(outlines, fills, [PAPER] * len(outlines), [1.2] * len(outlines), 0.5)

    def _titles(self) -> None:
        """The names of departments, on their bands."""
        layout = self.picture.layout
        letters = Letters(colour=MUTED, ha="left", bold=True)
        for name, place in layout.titles.items():
            x, y, wide, _ = self._at(place)
            self.paper.words(x - wide / 2 + 2, y, layout.names[f"#{name}"], letters)

    def _halo(self) -> None:
        """What stands behind the arrows to start with, and around the boxes that they leave."""
        for box in filter(self.picture.is_culprit, self.picture.sketch.boxes):
            x, y, wide, high = self._box(box.id)
            around = rectangle((x, y, wide + _HALO, high + _HALO), 9)
            self.paper.shapes([around], [HALO], [HALO], [0], 1)
        for arrow in self.picture.glowing:
            self.paper.lines([smooth(self.curves[arrow.id])], [HALO], [Stroke(_HALO)], 1)
        lead = self.picture.lead
        if lead and lead.id in self.picture.shown:
            colour = {"better": GAINED, "worse": HALO}[lead.verdict]
            self.paper.lines([smooth(self.curves[lead.id])], [colour], [Stroke(_HALO)], 1)

    def _frames(self) -> None:
        """A second frame around every single point of failure."""
        single = [box for box in self.picture.sketch.boxes if box.single]
        places = [self._box(box.id) for box in single]
        frames = [rectangle((x, y, wide + _FRAME, high + _FRAME), 7) for x, y, wide, high in places]
        edges = [self.picture.tint(INK, box.id) for box in single]
        self.paper.shapes(frames, [PAPER] * len(single), edges, [1.4] * len(single), 1.5)

    def _lines(self) -> None:
        ways, colours, strokes = [], [], []
        for arrow in self.arrows:
            stroke = self.picture.stroke(arrow)
            way = smooth(shortened(self.curves[arrow.id], UNDER_HEAD))
            ways += [way, way]
            colours += [self._behind(arrow), self.picture.colour(arrow)]
            strokes += [Stroke(stroke.width + _CASING), stroke]
        self.paper.lines(ways, colours, strokes, 2, name=WAYS)

    def _behind(self, arrow: Arrow) -> str:
        """The colour of an arrow's casing: that of the halo, where it has one."""
        if arrow in self.picture.glowing:
            return HALO
        if arrow is self.picture.lead and arrow.verdict == "better":
            return GAINED
        return PAPER

    def _heads(self) -> None:
        length, breadth = HEAD
        heads = [
            head(self.ways[arrow.id], length, breadth + self.picture.stroke(arrow).width / 2)
            for arrow in self.arrows
        ]
        turns = [
            (head(piece, *_TURN), self.picture.colour(arrow))
            for arrow in self.arrows
            if arrow.id in self.picture.layout.back
            for piece in self._turns(self.ways[arrow.id])
        ]
        paths, edges = [path for path, _ in turns], [colour for _, colour in turns]
        self.paper.shapes(paths, [PAPER] * len(turns), edges, [1.0] * len(turns), 2.5)
        self.paper.flat(heads, [self.picture.colour(arrow) for arrow in self.arrows], 3)

    def _turns(self, way: Floats) -> Iterator[Floats]:
        """Where what runs back is marked: the middle of each longer straight piece, or of all."""
        lengths = np.hypot(*np.diff(way, axis=0).T)
        middle_piece = int(np.argmax(np.cumsum(lengths) >= lengths.sum() / 2))
        for i in np.flatnonzero(lengths > _LONG).tolist() or [middle_piece]:
            ahead = (way[i + 1] - way[i]) / lengths[i]
            middle = (way[i] + way[i + 1]) / 2
            yield np.array([middle - 4 * ahead, middle + 4 * ahead])

    def _boxes(self) -> None:
        boxes = self.picture.sketch.boxes
        paths = [rectangle(self._box(box.id), 4) for box in boxes]
        looks = [EDGES[box.kind] for box in boxes]
        edges = [
            self.picture.tint(colour, box.id) for box, (colour, _) in zip(boxes, looks, strict=True)
        ]
        widths = [width for _, width in looks]
        causes = {
            arrow.provider: arrow
            for arrow in self.arrows
            if arrow.verdict == "root cause" and not self.picture.sketch.by_worth
        }
        for i, box in enumerate(boxes):
            if box.id in causes:
                edges[i], widths[i] = self.picture.colour(causes[box.id]), _CAUSE
        self.paper.shapes(paths, [self._fill(box) for box in boxes], edges, widths, 4)

    def _fill(self, box: Box) -> str:
        """A box is filled where everything starts, so that the eye finds it first.

        At any size, without colour too.
        """
        if self.picture.is_culprit(box):
            return POOR
        return self.picture.tint(FILLS[box.kind], box.id)

    def _bars(self) -> None:
        """How satisfied boxes are with what they receive, as bars along where they receive it."""
        known = [box for box in self.picture.sketch.boxes if box.received is not None]
        whole, parts = zip(*map(self._bar, known), strict=True) if known else ((), ())
        self.paper.flat([path for path, _ in whole], [colour for _, colour in whole], 5)
        ids = [box.id for box in known]
        self.paper.bars([path for path, _ in parts], [colour for _, colour in parts], 5, ids)

    def _bar(self, box: Box) -> tuple[tuple[Outline, str], tuple[Outline, str]]:
        """The whole bar, and what is received, each with its colour."""
        received = box.received or 0.0
        x, y, wide, high = self._box(box.id)
        left, low = x - wide / 2 + BESIDE, y - high / 2 + BESIDE
        full, part = self._bar_colours(box, received)
        if self.picture.upright:
            room, middle = wide - 2 * BESIDE, low + BAR / 2
            some = (left + received * room / 2, middle, received * room, BAR)
            return (rectangle((x, middle, room, BAR)), full), (rectangle(some), part)
        room, middle = high - 2 * BESIDE, left + BAR / 2
        some = (middle, low + received * room / 2, BAR, received * room)
        return (rectangle((middle, y, BAR, room)), full), (rectangle(some), part)

    def _bar_colours(self, box: Box, received: float) -> tuple[str, str]:
        """Of the whole bar, and of what is received."""
        if self.picture.is_culprit(box):
            return MUTED, PAPER
        colour = band(received, self.picture.target)
        if self.picture.sketch.compared:
            colour = MUTED
        return self.picture.tint(FAINT, box.id), self.picture.tint(colour, box.id)

    def _names(self) -> None:
        for box in self.picture.sketch.boxes:
            x, y, _, _ = self._box(box.id)
            beside, below = intake(box, upright=self.picture.upright)
            letters = replace(self._letters(box), size=TEXT)
            names = self.picture.layout.names[box.id]
            self.paper.words(x + beside / 2, y + below / 2, names, letters)

    def _numbers(self) -> None:
        """What boxes say of what they receive, beside its bar."""
        for box in self.picture.sketch.boxes:
            x, y, wide, high = self._box(box.id)
            numbers = number_lines(box, upright=self.picture.upright)
            left, low = x - wide / 2 + 2 * BESIDE + BAR, y - high / 2 + 1.5 * BESIDE + BAR
            place, side = (left, y), "left"
            if self.picture.upright:
                place, side = (x, low + NUMBER / 2), "center"
            self.paper.words(*place, numbers, replace(self._letters(box), ha=side), box.id)

    def _letters(self, box: Box) -> Letters:
        """Of a number in a box."""
        colour = self.picture.tint(INK, box.id)
        if self.picture.is_culprit(box):
            colour = PAPER
        return Letters(NUMBER, colour, bold=box.kind == "customer")

    def _labels(self) -> None:
        """Numbers on white; those of weak links on a badge, filled for a root cause."""
        labelled = [arrow for arrow in self.arrows if arrow.label]
        badges = [self._badge(arrow) for arrow in labelled]
        paths = [path for path, _, _, _ in badges]
        fills, edges = [fill for _, fill, _, _ in badges], [edge for _, _, edge, _ in badges]
        self.paper.shapes(paths, fills, edges, [width for _, _, _, width in badges], 5)
        for arrow in labelled:
            x, y, _, _ = self._at(self.picture.layout.labels[arrow.id])
            colour = self.picture.tint(INK, arrow.id)
            if self.picture.is_filled(arrow):
                colour = letters_on(self.picture.colour(arrow))
            letters = Letters(NUMBER, colour, arrow.marked)
            self.paper.words(x, y - 0.3, [arrow.label], letters, arrow.id)

    def _badge(self, arrow: Arrow) -> tuple[Outline, str, str, float]:
        """Shape, fill, edge and its width."""
        place = self._at(self.picture.layout.labels[arrow.id])
        colour = self.picture.colour(arrow)
        fill = PAPER
        if self.picture.is_filled(arrow):
            fill = colour
        if arrow.marked:
            return rectangle(place, 3.5), fill, colour, 1.0
        return rectangle(place), fill, PAPER, 0.0

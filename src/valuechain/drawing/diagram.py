"""The chain as a picture: what is weak, whose doing it is, and where to look first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from valuechain.drawing.canvas import Canvas, canvas, head, polygon, rectangle
from valuechain.drawing.fonts import families
from valuechain.drawing.legend import ROW, Entry, draw_legend, entries, legend_rows
from valuechain.drawing.lettering import LINE, wrapped
from valuechain.drawing.sizes import BAR, PAD
from valuechain.drawing.sketch import Arrow, Box, Sketch
from valuechain.drawing.style import (
    BANDS,
    CHANGES,
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
    STRIP,
    STROKES,
    SUPPLIER,
    TEAM,
    TEXT,
    TITLE,
    band,
    faded,
    shade,
)
from valuechain.geometry.grid import Floats
from valuechain.geometry.places import Layout, Rectangle

_HEAD, _TURN = (6.5, 5.0), (6.5, 8.0)
"""Length and breadth of an arrow's head, and of the marks on what runs back."""
_CASING = 2.4
"""White on both sides of a line together: where two cross, one passes over the other."""
_NARROWEST, _MARGIN = 440.0, 14.0


@dataclass(frozen=True, eq=False)
class Picture:
    """Everything a drawing of the chain shows, before it is drawn.

    Attributes:
        sketch, layout: boxes and arrows, and their places.
        answer: the diagnosis in a sentence or two, ``""`` without scores.
        shown: the ids of the boxes and arrows in focus.
        upright: customers on top.
        target: of the whole chain, for the colour of what boxes receive.
        note: what was folded or faded, ``""`` for nothing.
    """

    sketch: Sketch
    layout: Layout
    answer: str
    shown: frozenset[str]
    upright: bool
    target: float
    note: str = ""

    def colour(self, arrow: Arrow) -> str:
        """An arrow's colour: its band, or without scores the shade of its importance; pale out of focus."""
        if arrow.verdict in CHANGES:
            colour = CHANGES[arrow.verdict]
            return colour if arrow.id in self.shown else faded(colour)
        satisfaction = None if arrow.verdict == "too few answers" else arrow.satisfaction
        colour = (
            band(satisfaction, arrow.target)
            if self.sketch.scored
            else shade(arrow.importance, self._most)
        )
        return colour if arrow.id in self.shown else faded(colour)

    @cached_property
    def _most(self) -> float:
        return max((arrow.importance for arrow in self.sketch.arrows), default=0.0)

    @cached_property
    def worst(self) -> Arrow | None:
        """The root cause that costs the customer most, where that is sure."""
        if not self.sketch.start_sure:
            return None
        roots = [
            arrow
            for arrow in self.sketch.arrows
            if arrow.verdict == "root cause" and arrow.contribution > 0
        ]
        return min(
            roots, key=lambda arrow: (-round(arrow.contribution, 12), arrow.id), default=None
        )

    @cached_property
    def lead(self) -> Arrow | None:
        """Of a comparison, what changed most."""
        great = [
            arrow
            for arrow in self.sketch.arrows
            if arrow.great and arrow.verdict in ("better", "worse")
        ]
        return min(
            great, key=lambda arrow: (-round(arrow.contribution, 12), arrow.id), default=None
        )

    @cached_property
    def sheet(self) -> Sheet:
        """What stands around the flow: words above, the legend below."""
        width, height = self.layout.size
        room = max(width, _NARROWEST)
        legend = legend_rows(entries(self.sketch, self.layout), room)
        header = _header(self, room)
        low, high = len(legend) * ROW, sum(size * LINE for _, size, _ in header)
        corner = np.array([_MARGIN + (room - width) / 2, low + 2 * _MARGIN])
        return Sheet(
            (room + 2 * _MARGIN, height + high + low + 4 * _MARGIN), corner, header, legend
        )


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet of paper: its size, where on it the layout's lower left corner is, and what stands above and below the flow."""

    size: tuple[float, float]
    corner: Floats
    header: list[tuple[str, float, str]]
    legend: list[list[Entry]]


def draw_picture(picture: Picture, ax: Axes | None) -> Axes:
    """Draw it on its own figure, or on all of the axes that is given."""
    sheet = picture.sheet
    texts = [
        picture.sketch.title,
        picture.answer,
        *(line for name in picture.layout.names.values() for line in name),
    ]
    paper = canvas(ax, sheet.size, families(texts))
    _draw_header(paper, sheet.header, sheet.size[1] - _MARGIN)
    draw_legend(paper, sheet.legend, _MARGIN, len(sheet.legend) * ROW + _MARGIN)
    _Drawing(picture, paper, sheet.corner).draw()
    return paper.ax


def _header(picture: Picture, room: float) -> list[tuple[str, float, str]]:
    """The lines above the flow: text, size and colour."""
    title = [
        (line, TITLE, INK)
        for line in wrapped(picture.sketch.title, 1.12 * TITLE, room, 2, even=False)
        if line
    ]
    answer = [
        (line, TEXT + 1, INK)
        for line in wrapped(picture.answer, TEXT + 1, room, 5, even=False)
        if line
    ]
    note = [
        (line, TEXT, MUTED) for line in wrapped(picture.note, TEXT, room, 3, even=False) if line
    ]
    return [*title, *answer, *note]


def _draw_header(paper: Canvas, lines: list[tuple[str, float, str]], top: float) -> None:
    for text, size, colour in lines:
        top -= size * LINE
        paper.text(
            _MARGIN,
            top + size * LINE / 2,
            text,
            size=size,
            colour=colour,
            ha="left",
            weight="bold" if size == TITLE else "normal",
        )


class _Drawing:
    """One picture on its way to paper."""

    def __init__(self, picture: Picture, paper: Canvas, corner: Floats) -> None:
        self.picture, self.paper, self.corner = picture, paper, corner
        # What is weak comes last, on top; within that, what costs most.
        self.arrows = sorted(picture.sketch.arrows, key=self._rank)
        self.ways = {arrow.id: picture.layout.routes[arrow.id] + corner for arrow in self.arrows}

    def _rank(self, arrow: Arrow) -> tuple[object, ...]:
        # Equal contributions may differ in their last bits, which depend on the order of the file.
        return (
            arrow.id in self.picture.shown,
            arrow.marked,
            arrow.verdict in ("root cause", "worse"),
            round(arrow.contribution, 12),
            arrow.id,
        )

    def draw(self) -> None:
        """Everything, from the back to the front."""
        self._strip()
        self._bands()
        self._arrows()
        self._boxes()
        self._names()
        self._labels()

    def _at(self, place: Rectangle) -> Rectangle:
        return (
            place[0] + float(self.corner[0]),
            place[1] + float(self.corner[1]),
            place[2],
            place[3],
        )

    def _tint(self, colour: str, part: str) -> str:
        return colour if part in self.picture.shown else faded(colour)

    def _is_culprit(self, box: Box) -> bool:
        """Whether the root cause that costs the customer most is this box's doing."""
        worst = self.picture.worst
        return worst is not None and worst.provider == box.id and worst.id in self.picture.shown

    def _strip(self) -> None:
        """The column of the external customers."""
        boxes = [
            self._at(self.picture.layout.boxes[box.id])
            for box in self.picture.sketch.boxes
            if box.kind == "customer"
        ]
        x, y, wide, high = boxes[0]
        across, along = self.picture.layout.size
        if self.picture.upright:
            place = (float(self.corner[0]) + across / 2, y, across, high + 12)
        else:
            place = (x, float(self.corner[1]) + along / 2, wide + 12, along)
        self.paper.shapes([rectangle(place, 5)], [STRIP], [STRIP], [0], 0)

    def _bands(self) -> None:
        layout = self.picture.layout
        outlines = [polygon(outline + self.corner) for outline in layout.bands.values()]
        fills = [BANDS[i % len(BANDS)] for i in range(len(outlines))]
        self.paper.shapes(outlines, fills, [PAPER] * len(outlines), [1.2] * len(outlines), 0.5)
        for name, place in layout.titles.items():
            x, y, wide, _ = self._at(place)
            lines = "\n".join(layout.names[f"#{name}"])
            self.paper.text(x - wide / 2 + 2, y, lines, colour=MUTED, ha="left", weight="bold")

    def _arrows(self) -> None:
        worst = self.picture.worst
        if worst and worst.id in self.picture.shown:
            x, y, wide, high = self._at(self.picture.layout.boxes[worst.provider])
            self.paper.shapes([rectangle((x, y, wide + 13, high + 13), 9)], [HALO], [HALO], [0], 1)
            self.paper.lines([self.ways[worst.id]], [HALO], [13.0], [()], 1)
        lead = self.picture.lead
        if lead and lead.id in self.picture.shown:
            self.paper.lines(
                [self.ways[lead.id]],
                [GAINED if lead.verdict == "better" else HALO],
                [13.0],
                [()],
                1,
            )
        ways, colours, widths, dashes = [], [], [], []
        for arrow in self.arrows:
            stroke = STROKES[arrow.verdict] if self.picture.sketch.scored else STROKES["sound"]
            way = _shortened(self.ways[arrow.id], _HEAD[0] * 0.8)
            ways += [way, way]
            behind = (
                HALO
                if arrow is worst
                else GAINED
                if arrow is lead and arrow.verdict == "better"
                else PAPER
            )
            colours += [behind, self.picture.colour(arrow)]
            widths += [stroke.width + _CASING, stroke.width]
            dashes += [(), stroke.dashes]
        self.paper.lines(ways, colours, widths, dashes, 2)
        heads = [
            head(self.ways[arrow.id], _HEAD[0], _HEAD[1] + STROKES[arrow.verdict].width / 2)
            for arrow in self.arrows
        ]
        colours = [self.picture.colour(arrow) for arrow in self.arrows]
        turns = [
            (head(piece, *_TURN), self.picture.colour(arrow))
            for arrow in self.arrows
            for piece in self._turns(arrow)
        ]
        self.paper.shapes(
            [path for path, _ in turns],
            [PAPER] * len(turns),
            [colour for _, colour in turns],
            [1.0] * len(turns),
            2.5,
        )
        self.paper.flat(heads, colours, 3)

    def _turns(self, arrow: Arrow) -> Iterator[Floats]:
        """Where what runs back is marked: the middle of each longer straight piece, or of the whole."""
        if arrow.id in self.picture.layout.back:
            way = self.ways[arrow.id]
            lengths = np.hypot(*np.diff(way, axis=0).T)
            long = [i for i in range(len(lengths)) if lengths[i] > 40] or [
                int(np.argmax(np.cumsum(lengths) >= lengths.sum() / 2))
            ]
            for i in long:
                ahead = (way[i + 1] - way[i]) / lengths[i]
                middle = (way[i] + way[i + 1]) / 2
                yield np.array([middle - 4 * ahead, middle + 4 * ahead])

    def _boxes(self) -> None:
        causes = {arrow.provider: arrow for arrow in self.arrows if arrow.verdict == "root cause"}
        boxes = self.picture.sketch.boxes
        paths = [rectangle(self._at(self.picture.layout.boxes[box.id]), 4) for box in boxes]
        edges, widths = [], []
        for box in boxes:
            colour = CUSTOMER_EDGE if box.kind == "customer" else EDGE
            edges.append(
                self.picture.colour(causes[box.id])
                if box.id in causes
                else self._tint(colour, box.id)
            )
            widths.append(2.4 if box.id in causes else 1.6 if box.kind == "customer" else 0.9)
        self.paper.shapes(paths, [self._fill(box) for box in boxes], edges, widths, 4)
        bars = [
            piece
            for box in boxes
            if box.received is not None
            for piece in self._bar(box, box.received)
        ]
        self.paper.flat([path for path, _ in bars], [colour for _, colour in bars], 5)

    def _fill(self, box: Box) -> str:
        """A box is filled where everything starts, so that the eye finds it first: at any size, without colour too."""
        if self._is_culprit(box):
            assert self.picture.worst
            return self.picture.colour(self.picture.worst)
        return self._tint(
            {"team": TEAM, "customer": CUSTOMER, "supplier": SUPPLIER}[box.kind], box.id
        )

    def _bar(self, box: Box, received: float) -> Iterator[tuple[Path, str]]:
        """How satisfied a box is with what it receives, as a bar at its foot."""
        x, y, wide, high = self._at(self.picture.layout.boxes[box.id])
        room, low = wide - 2 * PAD, y - high / 2 + PAD - 1
        full = rectangle((x, low, room, 3.2))
        part = rectangle((x - room / 2 + received * room / 2, low, received * room, 3.2))
        if self._is_culprit(box):
            yield from ((full, MUTED), (part, PAPER))
        else:
            colour = MUTED if self.picture.sketch.compared else band(received, self.picture.target)
            yield from ((full, self._tint(FAINT, box.id)), (part, self._tint(colour, box.id)))

    def _names(self) -> None:
        for box in self.picture.sketch.boxes:
            x, y, _, _ = self._at(self.picture.layout.boxes[box.id])
            lines = list(self.picture.layout.names[box.id])
            low = 0.0
            if box.number:
                lines.append(box.number)
                low = BAR / 2
            weight = "bold" if box.kind == "customer" else "normal"
            colour = PAPER if self._is_culprit(box) else self._tint(INK, box.id)
            self.paper.text(x, y + low, "\n".join(lines), colour=colour, weight=weight)

    def _labels(self) -> None:
        """Numbers on white; those of weak links on a badge, filled for a root cause."""
        layout = self.picture.layout
        labelled = [arrow for arrow in self.arrows if arrow.label]
        paths = [
            rectangle(self._at(layout.labels[arrow.id]), 3.5 if arrow.marked else 0)
            for arrow in labelled
        ]
        fills = [self.picture.colour(arrow) if arrow.filled else PAPER for arrow in labelled]
        edges = [self.picture.colour(arrow) if arrow.marked else PAPER for arrow in labelled]
        self.paper.shapes(
            paths, fills, edges, [1.0 if arrow.marked else 0.0 for arrow in labelled], 5
        )
        for arrow in labelled:
            x, y, _, _ = self._at(layout.labels[arrow.id])
            colour = PAPER if arrow.filled else self._tint(INK, arrow.id)
            self.paper.text(
                x,
                y - 0.3,
                arrow.label,
                size=NUMBER,
                colour=colour,
                weight="bold" if arrow.marked else "normal",
            )


def _shortened(way: Floats, by: float) -> Floats:
    """A way that stops where its arrow's head begins."""
    step = way[-1] - way[-2]
    length = float(np.hypot(*step))
    return np.concatenate([way[:-1], [way[-1] - step * min(1.0, by / length)]]) if length else way

"""From an order to places: how high, how far to the right; then the routes, labels and bands that follow from it.

Works *along* the flow and *across* it, downward. Only the last step knows whether that means right
and down or, in an upright picture, up and right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from valuechain.drawing.sketch import Sketch
from valuechain.geometry.docks import Docks, arrows_of, docked
from valuechain.geometry.grid import Floats, Line
from valuechain.geometry.heights import Pull, heights
from valuechain.geometry.parts import Part, in_department
from valuechain.geometry.places import Layout, Rectangle
from valuechain.geometry.routes import gutter, route
from valuechain.geometry.sizes import BARE, LABEL, Text, department_text, label_width, slot, text_of

HEAD, STUB = 6.5, 1.0
"""Straight before a box, for an arrow's head, and after one."""
BOXES, BOX_TO_LINE, LINES = 10.0, 5.0, 1.0
"""Least distances across."""
BAND = 5.0
"""From a box to the edge of its department's band."""
UPRIGHT = 1.8
"""Times wider gutters in an upright picture: its lines travel further, along the longer side of boxes."""
THREAD = 4.0
"""Of a band where it only passes from one of its boxes to another."""
PARTS = 26.0
"""Between parts that nothing joins."""
EDGE = 6.0
"""Around everything."""
STRAIGHT = (1.0, 2.0, 8.0)
"""How strongly a line pulls two boxes, a box and a passage, two passages together (Gansner et al. 1993, section 4.2)."""


@dataclass(frozen=True)
class Frame:
    """What all parts share: the sketch, the texts in its boxes, what its arrows take up."""

    sketch: Sketch
    upright: bool
    texts: list[Text]
    names: dict[str, Text]
    slots: list[float]

    def across(self, text: Text) -> float:
        """How far a text reaches across the flow."""
        return text.width if self.upright else text.height

    def along(self, text: Text) -> float:
        """How far a text reaches along the flow."""
        return text.height if self.upright else text.width


@dataclass(frozen=True)
class Laid:
    """A part with heights: of every item its middle and what it takes up above and below, all downward."""

    part: Part
    shift: int
    docks: Docks
    middle: list[float]
    above: list[float]
    below: list[float]
    titled: dict[int, str]
    """The items above which the name of their department stands."""

    def column(self, item: int) -> int:
        """The column of an item in the whole picture."""
        return self.part.grid.column[item] + self.shift


def measured(sketch: Sketch, found: list[Part], *, upright: bool) -> Layout:
    """The layout of a sketch whose parts are ordered."""
    texts = [text_of(box) for box in sketch.boxes]
    names = {box.group: department_text(box.group) for box in sketch.boxes if in_department(box)}
    frame = Frame(
        sketch, upright, texts, names, [slot(arrow, upright=upright) for arrow in sketch.arrows]
    )
    end = max(part.end for part in found)
    laid = list(_stacked([_laid(frame, part, end - part.end) for part in found]))
    return _drafted(frame, laid, _tracks(frame, laid, end + 1))


# Across: heights


def _laid(frame: Frame, part: Part, shift: int) -> Laid:
    docks = docked(part, [frame.across(text) for text in frame.texts], frame.slots)
    above, below, titled = _room(frame, part, docks)
    apart = [
        [0.0, *(below[a] + above[b] + _gap(part, a, b) for a, b in pairwise(column))][: len(column)]
        for column in part.order
    ]
    middle = heights(part.order, apart, _pulls(part, docks))
    return Laid(part, shift, docks, middle, above, below, titled)


def _gap(part: Part, a: int, b: int) -> float:
    passages = (not _is_box(part, a)) + (not _is_box(part, b))
    return (BOXES, BOX_TO_LINE, LINES)[passages]


def _is_box(part: Part, item: int) -> bool:
    """Whether an item is a box, or the place that a department keeps in a column between its boxes."""
    return item < part.grid.parties or part.grid.group[item] >= 0


def _room(
    frame: Frame, part: Part, docks: Docks
) -> tuple[list[float], list[float], dict[int, str]]:
    """What every item takes up above and below its middle; departments also need their band's edge and name."""
    above = [docks.extent.get(item, THREAD) / 2 for item in range(len(part.grid.column))]
    for line in part.grid.lines:
        for passage in line.passages:
            above[passage] = len(arrows_of(part, line)) * BARE / 2
    below, group = list(above), part.grid.group
    titled: dict[int, str] = {}
    named = _names(frame, part)
    met: set[int] = set()
    for column in part.order:
        members = [item for item in column if group[item] >= 0]
        for department in dict.fromkeys(group[item] for item in members):
            own = [item for item in members if group[item] == department]
            if own[0] >= part.grid.parties:  # only its band passes here
                continue
            above[own[0]] += BAND
            below[own[-1]] += BAND
            if department not in met:
                titled[own[0]] = named[department]
                above[own[0]] += frame.across(frame.names[named[department]])
        met.update(group[item] for item in members)
    return above, below, titled


def _names(frame: Frame, part: Part) -> list[str]:
    return sorted(
        {
            frame.sketch.boxes[box].group
            for box in part.boxes
            if in_department(frame.sketch.boxes[box])
        }
    )


def _pulls(part: Part, docks: Docks) -> list[list[Pull]]:
    pulls: list[list[Pull]] = [[] for _ in part.grid.column]
    for line in part.grid.lines:
        arrows = arrows_of(part, line)
        for a, b in pairwise(line.stations):
            strength = STRAIGHT[(a >= part.grid.parties) + (b >= part.grid.parties)] * line.weight
            lower = docks.middle(a, arrows) - docks.middle(b, arrows)
            pulls[b].append((a, lower, strength))
            pulls[a].append((b, -lower, strength))
    for item, beside in _kept_places(part):
        pulls[item].append((beside, 0.0, 1.0))
    return pulls


def _kept_places(part: Part) -> Iterator[tuple[int, int]]:
    """For each place that a department keeps, what of it stands in the columns beside."""
    group, column = part.grid.group, part.grid.column
    for item in range(part.grid.parties, len(column)):
        if group[item] >= 0:
            for at in (column[item] - 1, column[item] + 1):
                yield from (
                    (item, other) for other in part.order[at] if group[other] == group[item]
                )


def _stacked(parts: list[Laid]) -> Iterator[Laid]:
    """The parts one below the other."""
    lowest = 0.0
    for laid in parts:
        items = range(len(laid.middle))
        top = min(laid.middle[item] - laid.above[item] for item in items)
        bottom = max(laid.middle[item] + laid.below[item] for item in items)
        for item in items:
            laid.middle[item] += lowest - top
        lowest += bottom - top + PARTS
        yield laid


# Along: columns and the gutters between them


@dataclass(frozen=True)
class Tracks:
    """The columns along the flow: where each starts, how long it is, and how far lines run straight before and after it.

    After a column come first the heads of what runs back (`heads`), then the numbers of what leaves
    it.
    """

    start: list[float]
    length: list[float]
    before: list[float]
    heads: list[float]
    numbers: list[float]

    def stop(self, at: int) -> tuple[float, float]:
        """Where a line that passes a column runs straight."""
        return self.start[at] - self.before[at], self.end(at) + self.heads[at] + self.numbers[at]

    def end(self, at: int) -> float:
        """Where a column ends."""
        return self.start[at] + self.length[at]


def _tracks(frame: Frame, laid: list[Laid], columns: int) -> Tracks:
    length, before, heads, numbers = (
        [0.0] * columns,
        [STUB] * columns,
        [STUB] * columns,
        [0.0] * columns,
    )
    travels: list[list[float]] = [[] for _ in range(columns)]
    for one in laid:
        for at in {
            one.column(item) for item, group in enumerate(one.part.grid.group) if group >= 0
        }:
            before[at], heads[at] = BAND, BAND  # bands end before lines begin to turn
        texts = [(item, frame.texts[box]) for item, box in enumerate(one.part.boxes)]
        for item, text in [
            *texts,
            *((item, frame.names[name]) for item, name in one.titled.items()),
        ]:
            length[one.column(item)] = max(length[one.column(item)], frame.along(text))
        for line in one.part.grid.lines:
            arrows, left = arrows_of(one.part, line), one.column(line.left)
            for arrow in arrows:
                if runs_back(frame.sketch, one.part, line, arrow):
                    heads[left] = max(heads[left], HEAD)
                else:
                    before[one.column(line.right)] = max(before[one.column(line.right)], HEAD)
                if label := frame.sketch.arrows[arrow].label:
                    numbers[left] = max(
                        numbers[left], LABEL if frame.upright else label_width(label)
                    )
            for a, b in pairwise(line.stations):
                levels = [one.middle[item] + one.docks.middle(item, arrows) for item in (a, b)]
                travels[one.column(a)].append(abs(levels[1] - levels[0]))
    start = [EDGE]
    for at in range(columns - 1):
        start.append(
            start[at]
            + length[at]
            + heads[at]
            + numbers[at]
            + (UPRIGHT if frame.upright else 1.0) * gutter(travels[at])
            + before[at + 1]
        )
    return Tracks(start, length, before, heads, numbers)


def runs_back(sketch: Sketch, part: Part, line: Line, arrow: int) -> bool:
    """Whether an arrow runs against its line, from right to left."""
    return sketch.arrows[arrow].provider == sketch.boxes[part.boxes[line.right]].id


# What follows: boxes, routes, numbers, bands


def _drafted(frame: Frame, laid: list[Laid], tracks: Tracks) -> Layout:
    boxes: dict[str, Rectangle] = {}
    routes: dict[str, Floats] = {}
    labels: dict[str, Rectangle] = {}
    titles: dict[str, Rectangle] = {}
    bands: dict[str, Floats] = {}
    back: set[str] = set()
    page = _page(frame, laid, tracks)
    for one in laid:
        for item, box in enumerate(one.part.boxes):
            at = one.column(item)
            middle = tracks.start[at] + tracks.length[at] / 2
            boxes[frame.sketch.boxes[box].id] = page.rectangle(
                middle, one.middle[item], tracks.length[at], one.docks.extent[item]
            )
        for line in one.part.grid.lines:
            for i, arrow in enumerate(arrows := arrows_of(one.part, line)):
                told = frame.sketch.arrows[arrow]
                way = route(
                    list(_stops(one, tracks, line, arrow, (i - (len(arrows) - 1) / 2) * BARE))
                )
                if reverse := runs_back(frame.sketch, one.part, line, arrow):
                    back.add(told.id)
                routes[told.id] = page.points(way[::-1] if reverse else way)
                if told.label:
                    labels[told.id] = _label(
                        page, tracks, one.column(line.left), way[0][1], label_width(told.label)
                    )
        for item, name in one.titled.items():
            titles[name] = _title(frame, page, tracks, (one, item))
        for name, outline in _bands(frame, one, tracks):
            bands[name] = page.points(outline)
    texts = {box.id: text.lines for box, text in zip(frame.sketch.boxes, frame.texts, strict=True)}
    return Layout(
        boxes=MappingProxyType({box.id: boxes[box.id] for box in frame.sketch.boxes}),
        routes=MappingProxyType({arrow.id: routes[arrow.id] for arrow in frame.sketch.arrows}),
        size=page.size,
        labels=MappingProxyType(dict(sorted(labels.items()))),
        bands=MappingProxyType(dict(sorted(bands.items()))),
        titles=MappingProxyType(dict(sorted(titles.items()))),
        names=MappingProxyType(
            texts | {f"#{name}": text.lines for name, text in sorted(frame.names.items())}
        ),
        back=frozenset(back),
    )


@dataclass(frozen=True)
class Page:
    """Turns along and across into x and y."""

    upright: bool
    size: tuple[float, float]

    def rectangle(self, along: float, across: float, length: float, extent: float) -> Rectangle:
        """A rectangle given by its middle and its size."""
        ((x, y),) = self.points(np.array([[along, across]])).tolist()
        return (x, y, extent, length) if self.upright else (x, y, length, extent)

    def points(self, way: Floats) -> Floats:
        """(n, 2) points; rounded to a thousandth of a point, so that no machine's last bits show."""
        along, across = way[:, 0], way[:, 1] + EDGE
        turned = np.column_stack(
            [across, along] if self.upright else [along, self.size[1] - across]
        )
        return np.asarray(np.round(turned, 3) + 0.0)


def _page(frame: Frame, laid: list[Laid], tracks: Tracks) -> Page:
    along = round(tracks.end(-1) + EDGE, 3)
    across = round(
        max(one.middle[item] + one.below[item] for one in laid for item in range(len(one.middle)))
        + 2 * EDGE,
        3,
    )
    return Page(frame.upright, (across, along) if frame.upright else (along, across))


def _stops(
    one: Laid, tracks: Tracks, line: Line, arrow: int, aside: float
) -> Iterator[tuple[float, float, float]]:
    left, right = one.column(line.left), one.column(line.right)
    yield (
        tracks.end(left),
        tracks.stop(left)[1],
        one.middle[line.left] + one.docks.offset[line.left, arrow],
    )
    for passage in line.passages:
        yield *tracks.stop(one.column(passage)), one.middle[passage] + aside
    yield (
        tracks.stop(right)[0],
        tracks.start[right],
        one.middle[line.right] + one.docks.offset[line.right, arrow],
    )


def _label(page: Page, tracks: Tracks, at: int, level: float, wide: float) -> Rectangle:
    """The number of an arrow, straight behind the box at its left."""
    along = tracks.end(at) + tracks.heads[at] + tracks.numbers[at] / 2
    return page.rectangle(
        along, level, LABEL if page.upright else wide, wide if page.upright else LABEL
    )


def _title(frame: Frame, page: Page, tracks: Tracks, place: tuple[Laid, int]) -> Rectangle:
    """The name of a department, within its band, before the first box."""
    one, item = place
    text, at = frame.names[one.titled[item]], one.column(item)
    long, wide = frame.along(text), frame.across(text)
    along = tracks.start[at] + (tracks.length[at] if frame.upright else long) / 2
    return page.rectangle(along, one.middle[item] - one.above[item] + wide / 2, long, wide)


def _bands(frame: Frame, one: Laid, tracks: Tracks) -> Iterator[tuple[str, Floats]]:
    group, column = one.part.grid.group, one.part.grid.column
    for number, name in enumerate(_names(frame, one.part)):
        held = sorted({column[item] for item in range(len(column)) if group[item] == number})
        edges: tuple[list[tuple[float, float, float]], ...] = ([], [])
        for at in held:
            members = [item for item in one.part.order[at] if group[item] == number]
            start, end = tracks.stop(at + one.shift)
            start = max(start, tracks.start[at + one.shift] - BAND) if at == held[0] else start
            end = min(end, tracks.end(at + one.shift) + BAND) if at == held[-1] else end
            edges[0].append((start, end, one.middle[members[0]] - one.above[members[0]]))
            edges[1].append((start, end, one.middle[members[-1]] + one.below[members[-1]]))
        yield name, np.concatenate([route(edges[0]), route(edges[1])[::-1]])

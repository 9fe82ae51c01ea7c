"""What follows from the places of columns and lines: boxes, routes, labels and bands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, TypeVar

import numpy as np

from valuechain.geometry.across import BAND, Laid, groups
from valuechain.geometry.along import EDGE, Track
from valuechain.geometry.docks import BARE
from valuechain.geometry.frame import Frame
from valuechain.geometry.graph import Graph
from valuechain.geometry.grid import Floats, Line
from valuechain.geometry.places import Layout, Rectangle
from valuechain.geometry.routes import Stop, around, curve, curved_around, route

Value = TypeVar("Value")


@dataclass(frozen=True)
class Page:
    """Turns along and across into x and y."""

    upright: bool
    size: tuple[float, float]

    def rectangle(self, along: float, across: float, length: float, extent: float) -> Rectangle:
        """A rectangle given by its middle and its size."""
        ((x, y),) = self.points(np.array([[along, across]])).tolist()
        if self.upright:
            return (x, y, extent, length)
        return (x, y, length, extent)

    def points(self, way: Floats) -> Floats:
        """(n, 2) points, rounded to a thousandth, so that no machine's last bits show."""
        along, across = way[:, 0], way[:, 1] + EDGE
        turned = [along, self.size[1] - across]
        if self.upright:
            turned = [across, along]
        return np.asarray(np.round(np.column_stack(turned), 3) + 0.0)


@dataclass(frozen=True)
class _Way:
    """An edge's stops, from left to right, and whether it runs back."""

    edge: int
    stops: list[Stop]
    back: bool

    def directed(self, points: Floats) -> Floats:
        """Points from left to right, in the direction of the edge."""
        if self.back:
            return points[::-1]
        return points


_Around: TypeAlias = Callable[[list[Stop], list[Stop]], Floats]
"""Makes the outline between a way above and one below."""


@dataclass(frozen=True)
class _Draft:
    """A part on the page."""

    frame: Frame
    page: Page
    tracks: list[Track]
    laid: Laid

    def _track(self, item: int) -> Track:
        return self.tracks[self.laid.column(item)]

    def boxes(self) -> Iterator[tuple[str, Rectangle]]:
        for item, number in enumerate(self.laid.part.numbers):
            track, extent = self._track(item), self.laid.docks.extent[item]
            place = self.page.rectangle(track.middle, self.laid.middle[item], track.length, extent)
            yield self.frame.graph.nodes[number].id, place

    def ways(self) -> Iterator[_Way]:
        part = self.laid.part
        for line in part.grid.lines:
            edges = part.edges(line)
            for i, edge in enumerate(edges):
                aside = (i - (len(edges) - 1) / 2) * BARE
                stops = list(self._stops(line, edge, aside))
                yield _Way(edge, stops, self.frame.runs_back(part, line, edge))

    def _stops(self, line: Line, edge: int, aside: float) -> Iterator[Stop]:
        """Where an edge runs straight: at its left box, in every passage, at its right box."""
        middle, offset = self.laid.middle, self.laid.docks.offset
        left, right = self._track(line.left), self._track(line.right)
        yield left.end, left.stop[1], middle[line.left] + offset[line.left, edge]
        for passage in line.passages:
            yield *self._track(passage).stop, middle[passage] + aside
        yield right.stop[0], right.start, middle[line.right] + offset[line.right, edge]

    def labels(self) -> Iterator[tuple[str, Rectangle]]:
        """What stands on edges, straight behind the box at their left."""
        for line in self.laid.part.grid.lines:
            track = self._track(line.left)
            along = track.end + track.heads + track.labels / 2
            for number in self.laid.part.edges(line):
                edge = self.frame.graph.edges[number]
                if edge.label is not None:
                    level = self.laid.middle[line.left]
                    level += self.laid.docks.offset[line.left, number]
                    yield edge.id, self.page.rectangle(along, level, *self.frame.label(number))

    def titles(self) -> Iterator[tuple[str, Rectangle]]:
        """The names of groups, within their bands, before their first boxes."""
        for item, name in self.laid.room.titled.items():
            text, track = self.frame.graph.titles[name], self._track(item)
            long, wide = self.frame.along(text), self.frame.across(text)
            along = track.start + long / 2
            if self.frame.upright:
                along = track.middle
            yield name, self.page.rectangle(along, self.laid.top(item) + wide / 2, long, wide)

    def bands(self, shape: _Around) -> Iterator[tuple[str, Floats]]:
        """The outlines behind the boxes of groups."""
        grid = self.laid.part.grid
        for number, name in enumerate(groups(self.frame, self.laid.part)):
            items = [item for item, group in enumerate(grid.group) if group == number]
            edges = self._edges(number, sorted({grid.column[item] for item in items}))
            yield name, self.page.points(shape(*edges))

    def _edges(self, group: int, columns: list[int]) -> tuple[list[Stop], list[Stop]]:
        """Above and below the boxes of a group."""
        above, below = [], []
        for at in columns:
            own = self.laid.part.grid.group
            members = [item for item in self.laid.part.order[at] if own[item] == group]
            track = self._track(members[0])
            start, end = track.stop
            if at == columns[0]:
                start = max(start, track.start - BAND)
            if at == columns[-1]:
                end = min(end, track.end + BAND)
            above.append((start, end, self.laid.top(members[0])))
            below.append((start, end, self.laid.bottom(members[-1])))
        return above, below


def placement(frame: Frame, laid: list[Laid], tracks: list[Track]) -> Layout:
    """The layout of a graph whose parts have heights and whose columns have places."""
    page = _page(frame, laid, tracks)
    drafts = [_Draft(frame, page, tracks, part) for part in laid]
    edges = frame.graph.edges
    boxes = {name: place for draft in drafts for name, place in draft.boxes()}
    ways = {edges[way.edge].id: way for draft in drafts for way in draft.ways()}
    return Layout(
        boxes=MappingProxyType({node.id: boxes[node.id] for node in frame.graph.nodes}),
        routes=_drawn(page, route, {edge.id: ways[edge.id] for edge in edges}),
        size=page.size,
        labels=_sorted(place for draft in drafts for place in draft.labels()),
        bands=_sorted(outline for draft in drafts for outline in draft.bands(around)),
        titles=_sorted(place for draft in drafts for place in draft.titles()),
        names=MappingProxyType(_names(frame.graph)),
        back=frozenset(name for name, way in ways.items() if way.back),
        curves=_drawn(page, curve, {edge.id: ways[edge.id] for edge in edges}),
        band_curves=_sorted(each for draft in drafts for each in draft.bands(curved_around)),
    )


def _page(frame: Frame, laid: list[Laid], tracks: list[Track]) -> Page:
    along = round(tracks[-1].end + EDGE, 3)
    lowest = max(part.bottom(item) for part in laid for item in range(len(part.middle)))
    across = round(lowest + 2 * EDGE, 3)
    if frame.upright:
        return Page(frame.upright, (across, along))
    return Page(frame.upright, (along, across))


def _drawn(
    page: Page, shape: Callable[[list[Stop]], Floats], ways: Mapping[str, _Way]
) -> Mapping[str, Floats]:
    """The ways on the page, as routes or as curves."""
    return MappingProxyType(
        {name: page.points(way.directed(shape(way.stops))) for name, way in ways.items()}
    )


def _names(graph: Graph) -> dict[str, tuple[str, ...]]:
    names = {node.id: node.text.lines for node in graph.nodes}
    titles = sorted(graph.titles.items())
    return names | {f"#{name}": text.lines for name, text in titles}


def _sorted(found: Iterable[tuple[str, Value]]) -> Mapping[str, Value]:
    return MappingProxyType(dict(sorted(found, key=lambda named: named[0])))

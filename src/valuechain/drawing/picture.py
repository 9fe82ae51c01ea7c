"""Everything a drawing of the chain shows, before it is drawn; and the sheet of paper it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from valuechain.drawing.legend import ROW, Entry, entries, legend_rows
from valuechain.drawing.lettering import LINE, whole, wrapped
from valuechain.drawing.sizes import BOLD
from valuechain.drawing.sketch import Arrow, Box, Sketch
from valuechain.drawing.style import (
    CHANGES,
    INK,
    MUTED,
    STROKES,
    TEXT,
    TITLE,
    Stroke,
    band,
    faded,
    shade,
    worth_colour,
    worth_stroke,
)
from valuechain.geometry.grid import Floats
from valuechain.geometry.places import Layout
from valuechain.reports.words import headline
from valuechain.tolerances import DIGITS

FEW = 6
"""Services of a team or a department up to which their arrows are marked too."""
NARROWEST, MARGIN = 440.0, 14.0
"""Width of what stands on a sheet, at least, and the paper left around it."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawing of the chain.

    Attributes:
        sketch: boxes and arrows.
        answer: the diagnosis in a sentence or two, ``""`` without scores.
        shown: the ids of the boxes and arrows in focus.
        upright: customers on top.
        target: of the whole chain, for the colour of what boxes receive.
        note: what was folded or faded, ``""`` for nothing.
    """

    sketch: Sketch
    answer: str
    shown: frozenset[str]
    upright: bool
    target: float
    note: str = ""

    @cached_property
    def layout(self) -> Layout:
        """The places of the boxes and arrows."""
        from valuechain.drawing.placing import placed  # only who places them pays for it

        return placed(self.sketch, upright=self.upright)

    @property
    def direction(self) -> str:
        """Which way it flows, as Graphviz and Mermaid call it."""
        if self.upright:
            return "BT"
        return "LR"

    def tint(self, colour: str, part: str) -> str:
        """A colour, pale where the box or arrow of this id is out of focus."""
        if part in self.shown:
            return colour
        return faded(colour)

    def colour(self, arrow: Arrow) -> str:
        """An arrow's colour; pale out of focus."""
        return self.tint(self._full_colour(arrow), arrow.id)

    def _full_colour(self, arrow: Arrow) -> str:
        """How it changed, what it wins, its band, or without scores how much it matters."""
        if arrow.verdict in CHANGES:
            return CHANGES[arrow.verdict]
        if not self.sketch.scored:
            return shade(arrow.importance, self._most)
        if arrow.verdict == "too few answers" or arrow.satisfaction is None:
            return band(None, arrow.target)
        if self.sketch.by_worth:
            return worth_colour(self.strength(arrow), weak=arrow.weak)
        return band(arrow.satisfaction, arrow.target)

    def stroke(self, arrow: Arrow) -> Stroke:
        """An arrow's line; all alike without scores."""
        if not self.sketch.scored:
            return STROKES["sound"]
        if self.sketch.by_worth:
            return worth_stroke(arrow.verdict, self.strength(arrow))
        return STROKES[arrow.verdict]

    def strength(self, arrow: Arrow) -> float:
        """How much ink an arrow gets for what it wins: most for the first step, little for little.

        The square keeps quiet what wins half as much.
        """
        if arrow.id in self._first_ids:
            return 1.0
        return (arrow.gain / self.sketch.most_gain) ** 2

    def is_filled(self, arrow: Arrow) -> bool:
        """Whether its badge is filled: it comes first, or verdicts or changes select it."""
        if arrow.id in self._first_ids or arrow.great:
            return True
        return arrow.verdict == "root cause" and not self.sketch.by_worth

    @cached_property
    def _most(self) -> float:
        return max((arrow.importance for arrow in self.sketch.arrows), default=0.0)

    @cached_property
    def stacked(self) -> list[Arrow]:
        """The arrows from back to front: what is weak, and what wins and costs most, on top."""
        return sorted(self.sketch.arrows, key=self._rank)

    def _rank(self, arrow: Arrow) -> tuple[object, ...]:
        return (
            arrow.id in self.shown,
            arrow.id in self._first_ids,
            arrow.marked,
            self.sketch.by_worth and round(arrow.gain, DIGITS),
            arrow.verdict in ("root cause", "worse"),
            *_cost(arrow),
        )

    @cached_property
    def first(self) -> tuple[Arrow, ...]:
        """The arrows to start with: those of the advice."""
        services = self.sketch.first
        return tuple(arrow for arrow in self.sketch.arrows if services.intersection(arrow.services))

    @cached_property
    def _first_ids(self) -> frozenset[str]:
        return frozenset(arrow.id for arrow in self.first)

    @cached_property
    def _first_providers(self) -> frozenset[str]:
        return frozenset(arrow.provider for arrow in self.first)

    @cached_property
    def glowing(self) -> tuple[Arrow, ...]:
        """Those of them that stand out: not all of a large team's or department's."""
        if self.sketch.as_a_whole and len(self.first) > FEW:
            return ()
        return tuple(arrow for arrow in self.first if arrow.id in self.shown)

    @cached_property
    def lead(self) -> Arrow | None:
        """Of a comparison, what changed most."""
        changed = (a for a in self.sketch.arrows if a.verdict in ("better", "worse"))
        return _costliest(arrow for arrow in changed if arrow.great)

    def is_culprit(self, box: Box) -> bool:
        """Whether what to start with is this box's doing, also where it is inside it."""
        if box.id not in self.shown:
            return False
        if box.id in self._first_providers:
            return True
        return not self.sketch.first.isdisjoint(box.inside)

    @cached_property
    def sheet(self) -> Sheet:
        """What stands around the flow: words above, the legend below."""
        width, height = self.layout.size
        room = max(width, NARROWEST)
        legend = legend_rows(entries(self.sketch, self.layout), room)
        header = _header(self, room)
        low, high = len(legend) * ROW, sum(size * LINE for _, size, _ in header)
        corner = np.array([MARGIN + (room - width) / 2, low + 2 * MARGIN])
        size = (room + 2 * MARGIN, height + high + low + 4 * MARGIN)
        return Sheet(size, corner, header, legend)


def _cost(arrow: Arrow) -> tuple[float, str]:
    # Equal contributions may differ in their last bits, which depend on the machine.
    return round(arrow.contribution, DIGITS), arrow.id


def _costliest(arrows: Iterable[Arrow]) -> Arrow | None:
    return min(arrows, key=lambda arrow: (-_cost(arrow)[0], arrow.id), default=None)


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet of paper.

    Attributes:
        size: width and height.
        corner: where on it the layout's lower left corner is.
        header: the lines above the flow: text, size and colour.
        legend: the rows below it.
    """

    size: tuple[float, float]
    corner: Floats
    header: list[tuple[str, float, str]]
    legend: list[list[Entry]]


def _header(picture: Picture, room: float) -> list[tuple[str, float, str]]:
    """Title, answer and note; a title takes the lines that it needs."""
    kinds = (
        (whole(headline(picture.sketch.title), BOLD * TITLE, room), TITLE, INK),
        (wrapped(picture.answer, TEXT + 1, room, 5, even=False), TEXT + 1, INK),
        (wrapped(picture.note, TEXT, room, 3, even=False), TEXT, MUTED),
    )
    return [(line, size, colour) for lines, size, colour in kinds for line in lines if line]

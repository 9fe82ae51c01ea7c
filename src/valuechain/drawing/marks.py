"""What stands on a sheet of paper: words, lines and shapes, whatever writes them down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from valuechain.drawing.lettering import ASCENT, DESCENT, SPACING
from valuechain.drawing.outlines import Outline, joined
from valuechain.drawing.style import Letters, Stroke


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text around a middle height; at the left, or around a middle.

    `of` is the id of what they tell a number of.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    letters: Letters
    of: str = ""

    @property
    def baselines(self) -> Iterator[tuple[str, float]]:
        """Every line and the height on which its letters stand.

        Its own height is that of the letters l and p, so that words in a row are level.
        """
        size = self.letters.size
        step = (DESCENT + SPACING * ASCENT) * size
        tall = (ASCENT + DESCENT) * size + (len(self.lines) - 1) * step
        for i, line in enumerate(self.lines):
            yield line, self.y + tall / 2 - ASCENT * size - i * step


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines one over the other, each with its colour and stroke; under this name in an SVG."""

    outlines: Sequence[Outline]
    colours: Sequence[str]
    strokes: Sequence[Stroke]
    height: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Filled shapes, each with its edge and the width of it.

    `of` are the ids of what their lengths tell a number of, none where they tell none.
    """

    outlines: Sequence[Outline]
    fills: Sequence[str]
    edges: Sequence[str]
    widths: Sequence[float]
    height: float
    of: Sequence[str] = ()


Mark: TypeAlias = Lines | Shapes
"""What lies on a height, over what is lower."""


@dataclass(eq=False, slots=True)
class Paper:
    """A sheet, measured in points, y up.

    Attributes:
        size: width and height.
        live: whether each number is to be found again by the id of what it is about.
        marks: lines and shapes, in the order in which they were put there.
        texts: the words over them, likewise.
    """

    size: tuple[float, float]
    live: bool = False
    marks: list[Mark] = field(default_factory=list)
    texts: list[Words] = field(default_factory=list)

    @property
    def stacked(self) -> list[Mark]:
        """The marks from back to front."""
        return sorted(self.marks, key=lambda mark: mark.height)

    def words(
        self, x: float, y: float, lines: Sequence[str], letters: Letters, of: str = ""
    ) -> None:
        """Put words here; nothing where there are none."""
        if lines:
            self.texts.append(Words(x, y, tuple(lines), letters, of))

    def lines(
        self,
        outlines: Sequence[Outline],
        colours: Sequence[str],
        strokes: Sequence[Stroke],
        height: float,
        *,
        name: str = "",
    ) -> None:
        """Put lines here."""
        self.marks.append(Lines(outlines, colours, strokes, height, name))

    def shapes(
        self,
        outlines: Sequence[Outline],
        fills: Sequence[str],
        edges: Sequence[str],
        widths: Sequence[float],
        height: float,
    ) -> None:
        """Put shapes here."""
        self.marks.append(Shapes(outlines, fills, edges, widths, height))

    def bars(
        self, outlines: Sequence[Outline], colours: Sequence[str], height: float, of: Sequence[str]
    ) -> None:
        """Put shapes without an edge here that tell numbers of these, each by its length."""
        if self.live:
            widths = [0.0] * len(outlines)
            self.marks.append(Shapes(outlines, colours, colours, widths, height, of))
        else:
            self.flat(outlines, colours, height)

    def flat(self, outlines: Sequence[Outline], colours: Sequence[str], height: float) -> None:
        """Put shapes without an edge here, all of a colour as one: that is quicker to write."""
        of_colour: dict[str, list[Outline]] = {}
        for outline, colour in zip(outlines, colours, strict=True):
            of_colour.setdefault(colour, []).append(outline)
        kinds = list(of_colour)
        self.shapes(
            [joined(alike) for alike in of_colour.values()],
            kinds,
            kinds,
            [0.0] * len(kinds),
            height,
        )

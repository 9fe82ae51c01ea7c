"""Marks on a matplotlib axes; letters and lines keep their proportion to the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.path import Path

from valuechain.drawing.canvas import INCH, figure_of, sheet_axes
from valuechain.drawing.fonts import families
from valuechain.drawing.marks import Lines, Paper, Shapes, Words
from valuechain.drawing.outlines import TAKES, Outline
from valuechain.geometry.grid import Floats

_CODES = {
    "M": [Path.MOVETO],
    "L": [Path.LINETO],
    "Q": [Path.CURVE3] * 2,
    "C": [Path.CURVE4] * 3,
    "Z": [Path.CLOSEPOLY],
}
_WEIGHTS = ("normal", "bold")
_FRONT = 6
"""Words are over all else."""
_known_colour = cache(to_rgba)


def painted(paper: Paper, ax: Axes | None) -> Axes:
    """Put all that stands on the paper on an axes: one of its own, or all of the one given.

    Raises:
        ArgumentError: `ax` is no matplotlib axes.

    Warns:
        GlyphWarning: no font here has some of the characters.
    """
    fonts = families(line for words in paper.texts for line in words.lines)
    clipped = ax is not None
    ax = sheet_axes(ax, paper.size)
    brush = _Brush(ax, _scale(ax, paper.size), fonts, clipped)
    for mark in paper.marks:
        if isinstance(mark, Shapes):
            brush.shapes(mark)
        else:
            brush.lines(mark)
    for words in paper.texts:
        brush.words(words)
    return ax


def _scale(ax: Axes, size: tuple[float, float]) -> float:
    room = ax.get_window_extent()
    return float(min(room.width / size[0], room.height / size[1]) * INCH / figure_of(ax).dpi)


@dataclass
class _Brush:
    """What puts marks on an axes whose data are points.

    Attributes:
        ax: the axes.
        scale: how large a point of the drawing is on its paper.
        families: the fonts to draw with.
        clipped: whether there is anything around the axes to draw over.
    """

    ax: Axes
    scale: float
    families: list[str]
    clipped: bool

    def words(self, mark: Words) -> None:
        """Letters, never taken for mathematics."""
        letters = mark.letters
        for line, base in mark.baselines:
            self.ax.text(
                mark.x,
                base,
                line,
                fontsize=letters.size * self.scale,
                color=letters.colour,
                weight=_WEIGHTS[letters.bold],
                ha=letters.ha,
                va="baseline",
                parse_math=False,
                family=self.families,
                zorder=_FRONT,
            )

    def lines(self, mark: Lines) -> None:
        """Lines one over the other."""
        collection = PathCollection(
            list(map(path_of, mark.outlines)),
            facecolors="none",
            edgecolors=_rgba(mark.colours),
            linewidths=[stroke.width * self.scale for stroke in mark.strokes],
            linestyles=[stroke.style for stroke in mark.strokes],
            zorder=mark.height,
            capstyle="butt",
            clip_on=self.clipped,
            gid=mark.name or None,
        )
        self.ax.add_collection(collection, autolim=False)

    def shapes(self, mark: Shapes) -> None:
        """Filled shapes."""
        collection = PathCollection(
            list(map(path_of, mark.outlines)),
            facecolors=_rgba(mark.fills),
            edgecolors=_rgba(mark.edges),
            linewidths=[width * self.scale for width in mark.widths],
            zorder=mark.height,
            clip_on=self.clipped,
        )
        self.ax.add_collection(collection, autolim=False)


def _rgba(colours: Sequence[str]) -> Floats:
    """Colours as numbers, which collections take as they are."""
    return np.array([_known_colour(colour) for colour in colours]).reshape(-1, 4)


def path_of(outline: Outline) -> Path:
    """An outline as matplotlib's path, which has a place for its end too."""
    codes = [code for letter in outline.letters for code in _CODES[letter]]
    if "Z" not in outline.letters:
        return Path(outline.points, codes)
    places: list[int] = []
    at = start = 0
    for letter in outline.letters:
        start = at if letter == "M" else start
        places += range(at, at + TAKES[letter]) or [start]
        at += TAKES[letter]
    return Path(outline.points[places], codes)

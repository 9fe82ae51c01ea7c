"""Paper to draw on, measured in points, on which letters and lines keep their proportion to everything else; and shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.path import Path

from valuechain.drawing.style import INK, TEXT
from valuechain.geometry.grid import Floats
from valuechain.geometry.places import Rectangle
from valuechain.problems import ArgumentError

INCH = 72.0
"""Points."""
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "valuechain",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}
"""The same bytes every time; text that stays text."""


_known_colour = cache(to_rgba)


def _rgba(colours: Sequence[str]) -> Floats:
    """Colours as numbers, which collections take as they are."""
    return np.array([_known_colour(colour) for colour in colours]).reshape(-1, 4)


@dataclass
class Canvas:
    """An axes whose data are points; `scale` says how large a point of the drawing is on its paper."""

    ax: Axes
    scale: float
    families: list[str]

    def text(
        self, x: float, y: float, text: str, *, size: float = TEXT, colour: str = INK, **how: Any
    ) -> None:
        """Letters, never taken for mathematics."""
        given: dict[str, Any] = {
            "ha": "center",
            "va": "center",
            "linespacing": 1.15,
            "zorder": 6,
        } | how
        self.ax.text(
            x,
            y,
            text,
            fontsize=size * self.scale,
            color=colour,
            parse_math=False,
            family=self.families,
            **given,
        )

    def lines(
        self,
        ways: Sequence[Floats],
        colours: Sequence[str],
        widths: Sequence[float],
        dashes: Sequence[tuple[float, ...]],
        zorder: float,
    ) -> None:
        """Lines one over the other."""
        styles = [(0, pattern) if pattern else "solid" for pattern in dashes]
        collection = LineCollection(
            list(ways),
            colors=_rgba(colours),
            linewidths=[w * self.scale for w in widths],
            linestyles=styles,
            zorder=zorder,
            capstyle="butt",
        )
        self.ax.add_collection(collection, autolim=False)

    def shapes(
        self,
        paths: Sequence[Path],
        fills: Sequence[str],
        edges: Sequence[str],
        widths: Sequence[float],
        zorder: float,
    ) -> None:
        """Filled shapes."""
        collection = PathCollection(
            list(paths),
            facecolors=_rgba(fills),
            edgecolors=_rgba(edges),
            linewidths=[w * self.scale for w in widths],
            zorder=zorder,
        )
        self.ax.add_collection(collection, autolim=False)

    def flat(self, paths: Sequence[Path], colours: Sequence[str], zorder: float) -> None:
        """Shapes without an edge, all of a colour as one: that is much quicker to write."""
        kinds = list(dict.fromkeys(colours))
        joined = [
            Path.make_compound_path(*(p for p, c in zip(paths, colours, strict=True) if c == kind))
            for kind in kinds
        ]
        self.shapes(joined, kinds, kinds, [0.0] * len(kinds), zorder)


def canvas(ax: Axes | None, size: tuple[float, float], families: list[str]) -> Canvas:
    """An axes of this size in points: a figure of its own, or all of the one that is given.

    Raises:
        ArgumentError: `ax` is no matplotlib axes.
    """
    if ax is None:
        figure = Figure(figsize=(size[0] / INCH, size[1] / INCH), facecolor="white")
        ax = figure.add_axes((0, 0, 1, 1))
    an_axes(ax)
    ax.set_xlim(0, size[0])
    ax.set_ylim(0, size[1])
    ax.set_aspect("equal")
    ax.set_axis_off()
    return Canvas(ax, _scale(ax, size), families)


def an_axes(ax: object) -> Axes:
    """What is handed in as an axes.

    Raises:
        ArgumentError: it is none.
    """
    if not isinstance(ax, Axes):
        raise ArgumentError(f"ax is a matplotlib Axes, not {type(ax).__name__}")
    if ax.name != "rectilinear" or ax.get_figure() is None:
        raise ArgumentError(
            f"ax is a plain matplotlib Axes in a figure, not {ax.name if ax.get_figure() else 'one that was removed'}"
        )
    if min(ax.get_window_extent().size) < 1:
        raise ArgumentError("ax has no room to draw in: its width and height are above 0")
    ax.set_xscale("linear")
    ax.set_yscale("linear")
    return ax


@contextmanager
def own_settings() -> Iterator[None]:
    """Draw and write by matplotlib's defaults, whatever a user has set; afterwards all is as it was."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        for name, value in _SETTINGS.items():
            matplotlib.rcParams[name] = value
        yield


def _scale(ax: Axes, size: tuple[float, float]) -> float:
    room = ax.get_window_extent()
    figure = ax.get_figure(root=True)
    assert figure is not None
    return float(min(room.width / size[0], room.height / size[1]) * INCH / figure.dpi)


def rectangle(place: Rectangle, radius: float = 0.0) -> Path:
    """A rectangle by its middle, with rounded corners."""
    x, y, wide, high = place
    left, right, low, top = x - wide / 2, x + wide / 2, y - high / 2, y + high / 2
    if not radius:
        return Path(
            [(left, low), (right, low), (right, top), (left, top), (left, low)], closed=True
        )
    r = min(radius, wide / 2, high / 2)
    points = [
        *((left + r, low), (right - r, low), (right, low), (right, low + r)),
        *((right, top - r), (right, top), (right - r, top), (left + r, top)),
        *(
            (left, top),
            (left, top - r),
            (left, low + r),
            (left, low),
            (left + r, low),
            (left + r, low),
        ),
    ]
    move, line, curve, close = Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CLOSEPOLY
    return Path(
        points,
        [
            move,
            line,
            curve,
            curve,
            line,
            curve,
            curve,
            line,
            curve,
            curve,
            line,
            curve,
            curve,
            close,
        ],
    )


def polygon(outline: Floats) -> Path:
    """The shape within an outline."""
    return Path([*outline, outline[0]], closed=True)


def head(way: Floats, length: float, breadth: float) -> Path:
    """An arrow's head at the end of a way."""
    end = way[-1]
    step = way[-1] - way[-2]
    ahead = step / max(float(np.hypot(*step)), 1e-9)
    aside = np.array([-ahead[1], ahead[0]]) * breadth / 2
    return polygon(np.array([end, end - length * ahead + aside, end - length * ahead - aside]))

"""Axes to draw on, white whatever the host's style is, and matplotlib's own settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure, SubFigure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, FuncFormatter
from matplotlib.transforms import IdentityTransform

from valuechain.drawing.shown_axes import ShownAxes
from valuechain.drawing.style import PAPER
from valuechain.language import numeral
from valuechain.problems import ArgumentError

INCH = 72.0
"""Points."""
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "valuechain",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}
"""The same bytes every time; text that stays text."""


def sheet_axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """An axes whose data are points: a figure of its own, or all of the one that is given.

    Raises:
        ArgumentError: `ax` is no matplotlib axes.
    """
    if ax is None:
        ax = own_axes(size, (0, 0, 1, 1))
        ax.set_axis_off()
    an_axes(ax)
    ax.set_xlim(0, size[0])
    ax.set_ylim(0, size[1])
    ax.set_aspect("equal")
    for part in (ax.xaxis, ax.yaxis, *ax.spines.values()):
        part.set_visible(False)  # but not what lies behind all of it, which is its paper
    return ax


def own_axes(size: tuple[float, float], place: tuple[float, float, float, float]) -> Axes:
    """An axes on a figure of its own, of this size in points; `place` in shares of it."""
    figure = Figure(figsize=(size[0] / INCH, size[1] / INCH), facecolor=PAPER)
    ax = ShownAxes(figure, place)
    figure.add_axes(ax)
    return ax


def an_axes(ax: object) -> Axes:
    """What is handed in as an axes.

    Raises:
        ArgumentError: it is none.
    """
    if not isinstance(ax, Axes):
        raise ArgumentError(f"ax is a matplotlib Axes, not {type(ax).__name__}")
    if ax.get_figure() is None:
        raise ArgumentError("ax is a plain matplotlib Axes in a figure, not one that was removed")
    if ax.name != "rectilinear":
        raise ArgumentError(f"ax is a plain matplotlib Axes in a figure, not {ax.name}")
    if min(ax.get_window_extent().size) < 1:
        raise ArgumentError("ax has no room to draw in: its width and height are above 0")
    ax.set_xscale("linear")
    ax.set_yscale("linear")
    _lay_paper(ax)
    return ax


def _lay_paper(ax: Axes) -> None:
    """White behind an axes, and behind what stands around it, whatever the host's style is."""
    ax.set_facecolor(PAPER)
    ax.grid(visible=False)
    ax.minorticks_off()
    sheet = ax.get_figure()
    assert sheet is not None  # `an_axes` has seen it
    if sheet.axes == [ax]:
        sheet.set_facecolor(PAPER)
    elif not any(isinstance(artist, _Sheet) and artist.of is ax for artist in sheet.artists):
        sheet.add_artist(_Sheet(ax))


class _Sheet(Artist):
    """White behind an axes among others, as large as what stands around it when it is drawn."""

    def __init__(self, ax: Axes) -> None:
        super().__init__()
        self.of: Axes = ax
        self.set_zorder(-1)
        self.set_in_layout(False)

    def draw(self, renderer: Any) -> None:
        """Draw a rectangle."""
        box = self.of.get_tightbbox(renderer)
        if box is not None:
            sheet = Rectangle(box.p0, box.width, box.height, facecolor=PAPER, linewidth=0)
            sheet.set_transform(IdentityTransform())
            sheet.draw(renderer)


def _labels(axis: Axis, there: list[float]) -> list[str]:
    """What stands beside places of an axis; a function says it in the language that is spoken."""
    formatter = axis.get_major_formatter()
    labels = formatter.format_ticks(there)
    if isinstance(formatter, FuncFormatter):
        return labels
    return [numeral(label) for label in labels]


def settle(ax: Axes) -> None:
    """What an axes writes itself is written as all else, also when it is drawn later.

    A host may have switched LaTeX on; numbers stand where they stand now.
    """
    for axis in (ax.xaxis, ax.yaxis):
        places = axis.get_ticklocs()
        low, high = sorted(axis.get_view_interval())
        there = [place for place in places.tolist() if low <= place <= high]
        if not isinstance(axis.get_major_locator(), FixedLocator):
            axis.set_ticks(there, labels=_labels(axis, there))
    for text in ax.findobj(Text):
        assert isinstance(text, Text)
        text.set_usetex(False)
        text.set_parse_math(False)


_ALONE = RLock()


@contextmanager
def own_settings() -> Iterator[None]:
    """Draw and write by matplotlib's defaults; afterwards all is as a user has set it.

    One thread at a time: the settings are those of the whole process.
    """
    with _ALONE, matplotlib.rc_context():
        matplotlib.rcdefaults()
        for name, value in _SETTINGS.items():
            matplotlib.rcParams[name] = value
        yield


def figure_of(ax: Axes) -> Figure:
    """The whole figure that an axes is on, also where it is on a part of it."""
    figure = ax.figure
    if isinstance(figure, SubFigure):
        return figure.figure
    return figure

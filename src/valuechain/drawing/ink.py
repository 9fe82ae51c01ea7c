"""A drawn figure as bytes: SVG, PNG or PDF, the same on every run."""

from __future__ import annotations

import warnings
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from valuechain.drawing.canvas import INCH, figure_of, own_settings
from valuechain.drawing.diagram import marked
from valuechain.drawing.painting import painted
from valuechain.drawing.picture import Picture
from valuechain.drawing.slim import slim
from valuechain.drawing.svg import overlay

DPI = 200.0
_WIDEST = 60_000
"""Pixels of a side; matplotlib refuses more than 65,536."""
_METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "valuechain"},
    "png": {"Software": "valuechain"},
    "pdf": {"CreationDate": None, "Creator": "valuechain", "Producer": None},
}


class ScaledWarning(UserWarning):
    """A picture has more pixels than a file can hold, and was written with fewer dots an inch."""


def inked(ax: Axes, kind: str, picture: Picture | None = None) -> bytes:
    """The figure of an axes as a file of this kind (svg, png, pdf).

    Text in an SVG stays text, so that it can be searched; each box and arrow of a picture tells its
    title on hover.
    """
    figure = figure_of(ax)
    file, dpi = BytesIO(), _resolution(figure, kind)
    with own_settings(), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "Glyph|Matplotlib currently does not support", UserWarning
        )  # `families` says it
        figure.savefig(
            file,
            format=kind,
            dpi=dpi,
            metadata=_METADATA[kind],
        )
    if kind != "svg":
        return file.getvalue()
    svg = slim(file.getvalue().decode())
    if picture is not None:
        svg = f"{svg.rpartition('</svg>')[0]}{overlay(picture, _move(ax, picture))}\n</svg>\n"
    return svg.encode()


def inked_picture(picture: Picture, kind: str) -> bytes:
    """A drawing of the chain on a figure of its own, as a file of this kind (png, pdf)."""
    with own_settings():
        return inked(painted(marked(picture), None), kind)


def _move(ax: Axes, picture: Picture) -> str:
    """From the sheet of a picture, y down, to the figure that an axes is on, as an SVG has it."""
    figure = figure_of(ax)
    tall = picture.sheet.size[1]
    corners = ax.transData.transform([(0.0, 0.0), (1.0, tall)]) * INCH / figure.dpi
    (left, _), (right, top) = corners.tolist()
    from_top = float(figure.get_size_inches()[1]) * INCH - top
    return f"translate({left:.2f} {from_top:.2f}) scale({right - left:.4f})"


def _resolution(figure: Figure, kind: str) -> float:
    """Dots an inch; a point each but for pixels."""
    if kind != "png":
        return INCH
    most = _WIDEST / float(max(figure.get_size_inches()))
    if most < DPI:
        message = (
            f"the picture is too long for {DPI:.0f} dots an inch and has {most:.0f}: "
            "write it as .svg or .pdf, or fold departments (collapse='group')"
        )
        warnings.warn(ScaledWarning(message), stacklevel=2)
    return min(DPI, most)

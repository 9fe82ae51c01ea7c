"""A drawn figure as bytes: SVG, PNG or PDF, the same on every run."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from html import escape
from io import BytesIO

import numpy as np
from matplotlib.axes import Axes

from valuechain.drawing.canvas import INCH, own_settings
from valuechain.drawing.diagram import Picture

DPI = 200.0
_WIDEST = 60_000
"""Pixels of a side; matplotlib refuses more than 65,536."""
_METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "valuechain"},
    "png": {"Software": "valuechain"},
    "pdf": {"CreationDate": None, "Creator": "valuechain", "Producer": None},
}


def inked(ax: Axes, kind: str, picture: Picture | None = None) -> bytes:
    """The figure of an axes as a file of this kind (svg, png, pdf).

    Text in an SVG stays text, so that it can be searched; each box and arrow of a picture tells its
    title on hover.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    wide, high = figure.get_size_inches()
    file = BytesIO()
    with own_settings(), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "Glyph|Matplotlib currently does not support", UserWarning
        )  # `families` says it
        figure.savefig(
            file,
            format=kind,
            dpi=min(DPI, _WIDEST / max(wide, high)) if kind == "png" else INCH,
            metadata=_METADATA[kind],
        )
    if kind == "svg" and picture is not None:
        return _with_titles(file.getvalue(), ax, picture)
    return file.getvalue()


def _with_titles(svg: bytes, ax: Axes, picture: Picture) -> bytes:
    """The SVG with an invisible shape over each box and arrow, which bears its title."""
    body, _, end = svg.decode().rpartition("</svg>")
    return "".join(
        (
            body,
            '<g id="titles" fill="none" stroke="none" pointer-events="all">\n',
            *_titles(ax, picture),
            "</g>\n</svg>",
            end,
        )
    ).encode()


def _titles(ax: Axes, picture: Picture) -> Iterator[str]:
    figure = ax.get_figure(root=True)
    assert figure is not None
    high = float(figure.get_size_inches()[1]) * INCH
    to_paper = ax.transData
    unit = INCH / figure.dpi
    corner = picture.sheet.corner
    for arrow in picture.sketch.arrows:
        points = to_paper.transform(picture.layout.routes[arrow.id] + corner) * unit
        way = " ".join(f"{x:.1f},{high - y:.1f}" for x, y in points.tolist())
        title = escape("\n".join(arrow.told))
        yield f'<polyline points="{way}" pointer-events="stroke" stroke-width="7"><title>{title}</title></polyline>\n'
    for box in picture.sketch.boxes:
        x, y, wide, tall = picture.layout.boxes[box.id]
        corners = (
            to_paper.transform(
                np.array([(x - wide / 2, y + tall / 2), (x + wide / 2, y - tall / 2)]) + corner
            )
            * unit
        )
        (left, top), (right, low) = corners.tolist()
        place = f'x="{left:.1f}" y="{high - top:.1f}" width="{right - left:.1f}" height="{top - low:.1f}"'
        yield f"<rect {place}><title>{escape(box.title)}</title></rect>\n"

"""An SVG made small, in which every box and arrow of a picture tells its title on hover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from html import escape

import numpy as np
from matplotlib.axes import Axes

from valuechain.drawing.canvas import INCH, figure_of
from valuechain.drawing.diagram import UNDER_HEAD, WAYS
from valuechain.drawing.picture import Picture
from valuechain.drawing.shapes import shortened
from valuechain.geometry.grid import Floats

_HUNDREDTHS = 100
"""Of a point: what is written of every number in a path."""
_PATH = re.compile(r'(<path (?:id="[^"]*" )?d=")([^"]*)')
_STYLE = re.compile(r'(<[a-z]+ [^<>]*style=")([^"]*)')
_DRAWN = re.compile(r'<path d="([^"]*)" style="([^"]*)"/>')


def slim(svg: str) -> str:
    """The same SVG in fewer letters: the steps of paths in hundredths, styles without spaces.

    >>> slim('<path d="M 1 2 L 11 2 L 11 7.25 z" style="fill: none"/>')
    '<path d="M1 2h10v5.25z" style="fill:none"/>'
    """
    short = _PATH.sub(lambda found: found[1] + _short(found[2]), svg)
    return _STYLE.sub(lambda found: found[1] + _tight(found[2]), short)


def _tight(style: str) -> str:
    """A style without spaces and what goes without saying."""
    tight = style.replace(": ", ":").replace("; ", ";")
    return tight.replace("stroke-dashoffset:0;", "")


def _short(path: str) -> str:
    """A path in relative steps; they are between rounded places, so that no error adds up."""
    here = start = (0, 0)
    steps = []
    for letter, numbers in re.findall(r"([MLQCz])([^MLQCz]*)", path):
        places = [round(_HUNDREDTHS * float(number)) for number in numbers.split()]
        points = list(zip(places[::2], places[1::2], strict=True))
        steps.append(_step(letter, here, points))
        if letter == "M":
            start = points[0]
        here = [start, *points][-1]
    return "".join(steps)


def _step(letter: str, here: tuple[int, int], points: list[tuple[int, int]]) -> str:
    """One step of a path, relative to where it starts; the first is absolute."""
    if letter == "M":
        return f"M{_numbers(points[0])}"
    moved = [number - at for point in points for number, at in zip(point, here, strict=True)]
    if letter == "L" and moved[1] == 0:
        return f"h{_numbers(moved[:1])}"
    if letter == "L" and moved[0] == 0:
        return f"v{_numbers(moved[1:])}"
    return f"{letter.lower()}{_numbers(moved)}"


def _numbers(hundredths: Iterable[int]) -> str:
    written = (f"{number / _HUNDREDTHS:.2f}".rstrip("0").rstrip(".") for number in hundredths)
    return " ".join(written).replace(" -", "-")


def with_titles(svg: str, ax: Axes, picture: Picture) -> str:
    """The SVG with an invisible shape over each box and arrow, which bears its title.

    The way of an arrow is written once, and used for its casing, its line and its title.
    """
    before, start, rest = svg.partition(f'<g id="{WAYS}">')
    ways, end, after = rest.partition("</g>")
    drawn = [(_name(path), path, _bare(style)) for path, style in _DRAWN.findall(ways)]
    defined = {name: f'<path id="{name}" d="{path}"/>' for name, path, _ in drawn}
    body, _, _ = after.rpartition("</svg>")
    pieces = (
        f'{before}{start}<g fill="none"><defs>',
        *defined.values(),
        "</defs>",
        *(f'<use xlink:href="#{name}" style="{style}"/>' for name, _, style in drawn),
        f'</g>{end}{body}<g id="titles" fill="none" stroke-width="7" pointer-events="stroke">',
        *_arrow_titles(ax, picture, [name for name, _, _ in drawn[::2]]),
        *_box_titles(ax, picture),
        "</g>\n</svg>\n",
    )
    return "\n".join(pieces)


def _name(path: str) -> str:
    """The same for the same path only, so that pictures on one page do not mix theirs up."""
    return f"w{blake2b(path.encode(), digest_size=6).hexdigest()}"


def _bare(style: str) -> str:
    """A style without what is said once for all ways."""
    return style.replace("fill: none; ", "")


def _arrow_titles(ax: Axes, picture: Picture, names: list[str]) -> Iterator[str]:
    for arrow, name in zip(picture.stacked, names, strict=True):
        curve = picture.layout.curves[arrow.id]
        ends = np.array([shortened(curve, UNDER_HEAD)[-1], curve[-1]])
        (x, y), (tip_x, tip_y) = _on_paper(ax, picture, ends)
        title = escape(arrow.title)
        yield f"<g><title>{title}</title>"
        yield f'<use xlink:href="#{name}"/><path d="M {x} {y} L {tip_x} {tip_y}"/></g>'


def _box_titles(ax: Axes, picture: Picture) -> Iterator[str]:
    for box in picture.sketch.boxes:
        x, y, wide, tall = picture.layout.boxes[box.id]
        corners = np.array([(x - wide / 2, y + tall / 2), (x + wide / 2, y - tall / 2)])
        (left, top), (right, low) = _on_paper(ax, picture, corners)
        place = f'x="{left:.1f}" y="{top:.1f}"'
        size = f'width="{right - left:.1f}" height="{low - top:.1f}"'
        title = f"<title>{escape(box.title)}</title>"
        yield f'<rect {place} {size} stroke-width="0" pointer-events="all">{title}</rect>'


def _on_paper(ax: Axes, picture: Picture, points: Floats) -> list[tuple[float, float]]:
    """Places of the layout on the paper of an SVG, in points, y down."""
    figure = figure_of(ax)
    high = float(figure.get_size_inches()[1]) * INCH
    places = ax.transData.transform(points + picture.sheet.corner) * INCH / figure.dpi
    return [(x, high - y) for x, y in places.tolist()]

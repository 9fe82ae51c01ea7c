"""An SVG made small, in which every box and arrow of a picture tells its title on hover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from html import escape
from itertools import groupby

import numpy as np
from matplotlib.axes import Axes

from valuechain.drawing.canvas import INCH, figure_of
from valuechain.drawing.diagram import WAYS
from valuechain.drawing.fonts import OWN
from valuechain.drawing.picture import Picture
from valuechain.geometry.grid import Floats

_PARTS = 10
"""Of a point: what is written of every number in a path; a hair is thinner than none of them."""
_FONTS = f'font-family="{OWN}, Verdana, sans-serif"'
"""For readers who have no font of ours: letters that are as wide come first."""
_PATH = re.compile(r'(<path (?:id="[^"]*" )?d=")([^"]*)')
_STYLE = re.compile(r'(<[a-z]+ [^<>]*style=")([^"]*)')
_UPRIGHT = re.compile(r'x="([-\d.]+)" y="([-\d.]+)" transform="rotate\(-0 [^)]*\)"')
"""Where a text stands that is not turned."""
_ALONE = re.compile(r'<g id="text_\d+">\s*(<text [^>]*>[^<]*</text>)\s*</g>\s*')
"""A text in a group of its own."""
_ONE = re.compile(r'\s*<(?:text|path) [^<>]*?style="([^"]*)"[^<>]*(?:/>|>[^<]*</text>)')
_SEVERAL = 3
_TITLES = (
    '<g id="titles" fill="none" stroke-width="7" stroke-linecap="square" pointer-events="stroke">'
)
_DRAWN = re.compile(r'<path d="([^"]*)" style="([^"]*)"/>')


def slim(svg: str) -> str:
    """The same SVG in fewer letters: paths in tenths of a point, styles without spaces.

    The font of nearly all letters is said once.

    >>> slim('<path d="M 1 2 L 11 2 L 11 7.25 z" style="fill: none"/>')
    '<path d="M1 2h10v5.2z" style="fill:none"/>'
    """
    short = _PATH.sub(lambda found: found[1] + _short(found[2]), svg)
    tight = _STYLE.sub(lambda found: found[1] + _tight(found[2]), short)
    tight = _UPRIGHT.sub(
        lambda found: f'x="{float(found[1]):.1f}" y="{float(found[2]):.1f}"', tight
    )
    tight = _grouped(_ALONE.sub(r"\1\n", tight))
    return tight.replace("<svg ", f"<svg {_FONTS} ", 1)


def _grouped(svg: str) -> str:
    """Of neighbours that look alike, how they look is said once."""
    lines: list[str] = []
    for style, run in groupby(svg.split("\n"), _style_of):
        alike = list(run)
        if style and len(alike) >= _SEVERAL:
            said = f' style="{style}"'
            alike = [f"<g{said}>", *(line.replace(said, "", 1) for line in alike), "</g>"]
        lines += alike
    return "\n".join(lines)


def _style_of(line: str) -> str:
    """How the one text or path in a line looks, ``""`` for other lines."""
    found = _ONE.fullmatch(line)
    return found[1] if found else ""


def _tight(style: str) -> str:
    """A style without spaces and what goes without saying."""
    tight = style.replace(": ", ":").replace("; ", ";")
    for needless in ("stroke-dashoffset:0;", f"font-family:'{OWN}';"):
        tight = tight.replace(needless, "")
    return tight.replace("#ffffff", "#fff")


def _short(path: str) -> str:
    """A path in relative steps; they are between rounded places, so that no error adds up."""
    here = start = (0, 0)
    steps: list[str] = []
    before = ""
    for letter, numbers in re.findall(r"([MLQCz])([^MLQCz]*)", path):
        places = [round(_PARTS * float(number)) for number in numbers.split()]
        points = list(zip(places[::2], places[1::2], strict=True))
        step = _step(letter, here, points)
        steps.append(_joined(before, step))
        before = step
        if letter == "M":
            start = points[0]
        here = [start, *points][-1]
    return "".join(steps)


def _joined(before: str, step: str) -> str:
    """A step behind another: its letter goes without saying where it is the same."""
    if step[:1] != before[:1] or step[:1] in "Mz":
        return step
    return step[1:] if step[1] == "-" else f" {step[1:]}"


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


def _numbers(parts: Iterable[int]) -> str:
    return " ".join(map(_written, parts)).replace(" -", "-")


def _written(parts: float) -> str:
    """So many parts of a point, without what goes without saying.

    >>> _written(-3), _written(15), _written(0)
    ('-.3', '1.5', '0')
    """
    written = f"{parts / _PARTS:.1f}".removesuffix(".0")
    return written.replace("0.", ".", 1) if written.lstrip("-").startswith("0.") else written


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
        f"</g>{end}{body}{_TITLES}",
        *_arrow_titles(picture, [name for name, _, _ in drawn[::2]]),
        *_box_titles(ax, picture),
        "</g>\n</svg>\n",
    )
    return "\n".join(pieces)


def _name(path: str) -> str:
    """The same for the same path only, so that pictures on one page do not mix theirs up."""
    return f"w{blake2b(path.encode(), digest_size=5).hexdigest()}"


def _bare(style: str) -> str:
    """A style without what is said once for all ways."""
    return style.replace("fill: none; ", "")


def _arrow_titles(picture: Picture, names: list[str]) -> Iterator[str]:
    for arrow, name in zip(picture.stacked, names, strict=True):
        yield f'<g><title>{escape(arrow.title)}</title><use xlink:href="#{name}"/></g>'


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

"""The picture as an SVG: text that can be searched, and titles on hover.

It looks as on a matplotlib axes; nothing of matplotlib is needed for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from html import escape
from itertools import groupby, repeat
from operator import attrgetter

import numpy as np

from valuechain.drawing.diagram import WAYS, marked
from valuechain.drawing.labels import UNTITLED
from valuechain.drawing.marks import Lines, Mark, Paper, Shapes, Words
from valuechain.drawing.outlines import Outline
from valuechain.drawing.path_data import PARTS, number, path_data
from valuechain.drawing.picture import Picture
from valuechain.drawing.style import PAPER, Stroke
from valuechain.language import say
from valuechain.reports.words import headline, when

FONTS = "DejaVu Sans, Verdana, sans-serif"
"""For readers who have no font of ours: letters that are as wide come first."""
_ANCHORS = {"left": "start", "center": "middle"}
_LINKS = ' xmlns:xlink="http://www.w3.org/1999/xlink"'
_SPACES = f'xmlns="http://www.w3.org/2000/svg"{_LINKS}'
_TITLES = (
    '<g id="titles" fill="none" stroke-width="7" stroke-linecap="square" pointer-events="stroke">'
)


def svg(picture: Picture, *, live: bool = False) -> str:
    """The whole file.

    Where it is `live`, what tells a number of a box or an arrow bears its id as ``data-of``, and so
    does what bears its title.
    """
    return "\n".join(_file(picture, marked(picture, live=live)))


def inline_svg(picture: Picture, *, live: bool = False) -> str:
    """The element for a page: browsers need no more than ``href``."""
    text = svg(picture, live=live).replace(_LINKS, "", 1)
    return text.replace("<use xlink:href=", "<use href=")


def _file(picture: Picture, paper: Paper) -> Iterator[str]:
    wide, high = (f"{side:.1f}" for side in paper.size)
    size = f'width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} {high}"'
    said = " ".join(
        ": ".join(filter(None, (headline(picture.sketch.title), picture.answer))).split()
    )
    about = _attributes({"role": "img", "aria-label": escape(said or say(UNTITLED))})
    yield f'<svg {_SPACES} {size}{about} font-family="{FONTS}" stroke-linejoin="round">'
    yield f'<rect width="{wide}" height="{high}" fill="{_short(PAPER)}"/>'
    yield from _drawn(paper.stacked, paper.size[1])
    yield from _words(paper)
    yield from _titles(picture, paper)
    yield "</svg>\n"


def overlay(picture: Picture, move: str) -> str:
    """The titles for a picture that was written otherwise, moved to where it is."""
    paper = marked(picture)
    lines = (f'<g transform="{move}">', _defined(_ways_of(paper)), *_titles(picture, paper), "</g>")
    return "\n".join(lines)


def _attributes(found: dict[str, str]) -> str:
    """Those that say anything."""
    return "".join(f' {name}="{value}"' for name, value in found.items() if value)


def _short(colour: str) -> str:
    """A colour in three digits where that is the same.

    >>> _short("#ffffff"), _short("#f5b5a3")
    ('#fff', '#f5b5a3')
    """
    if colour[1::2] == colour[2::2]:
        return f"#{colour[1::2]}"
    return colour


# Words


def _words(paper: Paper) -> Iterator[str]:
    """All words; of neighbours that look alike, how they look is said once."""
    for letters, run in groupby(paper.texts, attrgetter("letters")):
        look = {
            "text-anchor": _ANCHORS[letters.ha],
            "font-size": f"{letters.size:g}",
            "font-weight": when(letters.bold, "bold"),
            "fill": _short(letters.colour),
        }
        yield f"<g{_attributes(look)}>"
        yield from (line for mark in run for line in _texts(mark, paper))
        yield "</g>"


def _texts(mark: Words, paper: Paper) -> Iterator[str]:
    x = number(round(PARTS * mark.x))
    of = _of(mark.of, paper)
    for line, base in mark.baselines:
        y = number(round(PARTS * (paper.size[1] - base)))
        yield f'<text x="{x}" y="{y}"{of}>{escape(line, quote=False)}</text>'


def _of(part: str, paper: Paper) -> str:
    """What names a box or an arrow, on a live sheet."""
    return _attributes({"data-of": escape(part) if paper.live else ""})


# Shapes and lines


def _data(outline: Outline, high: float) -> str:
    """An outline as a path, on a sheet so high."""
    places = np.rint(PARTS * (outline.points * (1, -1) + (0, high))).astype(int).tolist()
    return path_data(outline.letters, places)


def _drawn(marks: Iterable[Mark], high: float) -> Iterator[str]:
    """Shapes and lines, likewise."""
    for mark in marks:
        if isinstance(mark, Shapes):
            looks = map(_shape_look, mark.fills, mark.edges, mark.widths, mark.of or repeat(""))
            yield from _paths(mark.outlines, looks, high)
        elif mark.name:
            yield from _named(mark, high)
        else:
            looks = map(_stroke_look, mark.colours, mark.strokes)
            yield from _paths(mark.outlines, (f' fill="none"{look}' for look in looks), high)


def _shape_look(fill: str, edge: str, width: float, of: str) -> str:
    look = {"fill": _short(fill), "data-of": escape(of)}
    if width:
        look |= {"stroke": _short(edge), "stroke-width": f"{width:g}"}
    return _attributes(look)


def _stroke_look(colour: str, stroke: Stroke) -> str:
    """Dashes are in widths, as matplotlib has them."""
    dashes = " ".join(f"{dash * stroke.width:.4g}" for dash in stroke.dashes)
    look = {"stroke": _short(colour), "stroke-width": f"{stroke.width:g}"}
    return _attributes(look | {"stroke-dasharray": dashes})


def _paths(outlines: Sequence[Outline], looks: Iterable[str], high: float) -> Iterator[str]:
    """Paths; of neighbours that look alike, how they look is said once."""
    for look, run in groupby(zip(looks, outlines, strict=True), lambda pair: pair[0]):
        alike = [_data(outline, high) for _, outline in run]
        if len(alike) == 1:
            yield f'<path{look} d="{alike[0]}"/>'
            continue
        yield f"<g{look}>"
        yield from (f'<path d="{data}"/>' for data in alike)
        yield "</g>"


# Arrows: the way of each is written once and used for its casing, its line and its title


def _named(mark: Lines, high: float) -> Iterator[str]:
    ways = _ways(mark, high)
    paper = _attributes({"stroke": _short(PAPER)})
    yield f'<g id="{mark.name}" fill="none"{paper}>'
    yield _defined(ways)
    for (name, _), colour, stroke in zip(ways, mark.colours, mark.strokes, strict=True):
        look = _stroke_look(colour, stroke).removeprefix(paper)
        yield f'<use xlink:href="#{name}"{look}/>'
    yield "</g>"


def _ways(mark: Lines, high: float) -> list[tuple[str, str]]:
    """The name of every line's way, and the way."""
    data = [_data(outline, high) for outline in mark.outlines]
    return [(_name(way), way) for way in data]


def _name(way: str) -> str:
    """The same for the same way only, so that pictures on one page do not mix theirs up."""
    return f"w{blake2b(way.encode(), digest_size=4).hexdigest()}"


def _defined(ways: list[tuple[str, str]]) -> str:
    paths = (f'<path id="{name}" d="{way}"/>' for name, way in dict(ways).items())
    return "\n".join(("<defs>", *paths, "</defs>"))


def _ways_of(paper: Paper) -> list[tuple[str, str]]:
    (ways,) = (mark for mark in paper.marks if isinstance(mark, Lines) and mark.name == WAYS)
    return _ways(ways, paper.size[1])


def _titles(picture: Picture, paper: Paper) -> Iterator[str]:
    """Over each box and arrow an invisible shape, which bears its title."""
    yield _TITLES
    names = [name for name, _ in _ways_of(paper)]
    for arrow, name in zip(picture.stacked, names[::2], strict=True):
        title = f"<title>{escape(arrow.title)}</title>"
        yield f'<g{_of(arrow.id, paper)}>{title}<use xlink:href="#{name}"/></g>'
    for box in picture.sketch.boxes:
        x, y, wide, tall = picture.layout.boxes[box.id]
        left, low = np.array([x - wide / 2, y - tall / 2]) + picture.sheet.corner
        place = f'x="{left:.1f}" y="{paper.size[1] - low - tall:.1f}"'
        size = f'width="{wide:.1f}" height="{tall:.1f}"'
        title = f"<title>{escape(box.title)}</title>"
        of = _of(box.id, paper)
        yield f'<rect {place} {size}{of} stroke-width="0" pointer-events="all">{title}</rect>'
    yield "</g>"

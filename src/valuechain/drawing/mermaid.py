"""The picture as a Mermaid flowchart, for pages that draw it themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuechain.drawing.picture import Picture
from valuechain.drawing.sketch import Arrow, Box
from valuechain.drawing.style import CUSTOMER, CUSTOMER_EDGE, EDGE, FAINT, INK, TEAM, on_any_page

_AS_IT_IS = frozenset(" -+.,:!?()/'=@^|[]{}")
_LISTED = re.compile(r"(?m)^(\s*\d*)([-+.)])")
"""What Mermaid takes for an entry of a list, at the beginning of a line."""
MOST = 500
"""Edges that Mermaid draws unless it is told otherwise."""


def mermaid(picture: Picture) -> str:
    """A flowchart with the same boxes, arrows and weak links; Mermaid places them."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    sketch = picture.sketch
    if len(sketch.arrows) > MOST:
        many = f"{len(sketch.arrows)} edges"
        yield f"%% {many}: Mermaid needs its setting maxEdges raised above {MOST}"
    yield f"flowchart {picture.direction}"
    # The names of nodes are our own, so that no id can be a word of Mermaid's.
    node = {box.id: f"n{i}" for i, box in enumerate(sketch.boxes)}
    for number, (department, boxes) in enumerate(sketch.departments.items()):
        nodes = [f"  {node[box.id]}{_framed(box)}" for box in boxes]
        if not department:
            yield from nodes
            continue
        yield f'  subgraph g{number}["{_escaped(department)}"]'
        yield from nodes
        yield "  end"
    for arrow in sketch.arrows:
        yield f"  {node[arrow.provider]} -->{_label(arrow)} {node[arrow.customer]}"
    for number, arrow in enumerate(sketch.arrows):
        yield f"  linkStyle {number} {_style(picture, arrow)}"
    yield from _classes(picture, node)


def _framed(box: Box) -> str:
    """A box with its words; a single point of failure has two lines at its sides."""
    begin, end = ("[[", "]]") if box.single else ("[", "]")
    return f'{begin}"{_words(box)}"{end}'


def _words(box: Box) -> str:
    """A box's name, and below it its number."""
    return "<br/>".join(filter(None, (_escaped(box.name), box.number)))


def _label(arrow: Arrow) -> str:
    """The number of an arrow, with what it means where the eye should find it."""
    text = arrow.label
    if arrow.marked:
        text = f"{arrow.label} ({arrow.verdict})"
    if not text:
        return ""
    return f'|"{_escaped(text)}"|'


def _style(picture: Picture, arrow: Arrow) -> str:
    stroke = picture.stroke(arrow)
    style = f"stroke:{on_any_page(picture.colour(arrow))},stroke-width:{stroke.width:g}px"
    if not stroke.dashes:
        return style
    dashes = " ".join(f"{part * stroke.width:g}" for part in stroke.dashes)
    return f"{style},stroke-dasharray:{dashes}"


def _classes(picture: Picture, node: dict[str, str]) -> Iterator[str]:
    """How boxes look on a page of any colour, external customers, and what is out of focus."""
    boxes = picture.sketch.boxes
    customers = [node[box.id] for box in boxes if box.kind == "customer"]
    yield f"  classDef default fill:{TEAM},stroke:{EDGE},color:{INK}"
    customer = f"fill:{CUSTOMER},stroke:{CUSTOMER_EDGE},color:{INK},font-weight:bold"
    yield f"  classDef customer {customer}"
    yield f"  class {','.join(customers)} customer"
    pale = [node[box.id] for box in boxes if box.id not in picture.shown]
    if pale:
        yield f"  classDef faded opacity:0.2,stroke:{FAINT}"
        yield f"  class {','.join(pale)} faded"


def _escaped(text: str) -> str:
    """A text in which Mermaid finds nothing to obey; letters and digits of any script stay."""
    # What Mermaid takes for a formula, an icon or a line break even then, a word joiner (which has
    # no width) takes apart.
    apart = text.replace("\\", "\\\u2060").replace("$", "$\u2060").replace(":fa-", "\u2060:fa-")
    apart = apart.replace("`", "\u02cb")  # two would be code, even as numbers
    listed = {match.start(2) for match in _LISTED.finditer(apart)}
    return "".join(_code(c) if i in listed else _safe(c) for i, c in enumerate(apart))


def _safe(c: str) -> str:
    if c.isalnum() or c in _AS_IT_IS or ord(c) > 0x2000:
        return c
    if c == "\n":
        return "<br/>"
    return _code(c)


def _code(c: str) -> str:
    return f"#{ord(c)};"

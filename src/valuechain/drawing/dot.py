"""The picture as a DOT file, for Graphviz and what reads its language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from valuechain.drawing.picture import Picture
from valuechain.drawing.sketch import Arrow, Box
from valuechain.drawing.style import BANDS, CUSTOMER, CUSTOMER_EDGE, EDGE, INK, TEAM
from valuechain.reports.words import headline

_LONGEST, _PIECE = 4000, 600
"""A string of 16 kB stops Graphviz's reader; shorter ones joined by + do not."""


def dot(picture: Picture) -> str:
    """A digraph with the same boxes, arrows and weak links; Graphviz places them."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    sketch = picture.sketch
    font = 'fontname="DejaVu Sans"'
    box = f'shape=box, style="rounded,filled", fillcolor="{TEAM}", color="{EDGE}"'
    yield "digraph {"
    title = f"label={_quoted(headline(sketch.title))}, labelloc=t"
    yield f"  graph [rankdir={picture.direction}, {title}, {font}]"
    yield f"  node [{box}, {font}, fontsize=10]"
    yield f"  edge [{font}, fontsize=9]"
    for number, (department, boxes) in enumerate(sketch.departments.items()):
        nodes = [f"  {_node(picture, box)}" for box in boxes]
        if not department:
            yield from nodes
            continue
        colour = BANDS[number % len(BANDS)]
        look = f'label={_quoted(department)}, labelloc=t, style=filled, color="{colour}"'
        yield f"  subgraph cluster_{number} {{ graph [{look}]"
        yield from nodes
        yield "  }"
    for arrow in sketch.arrows:
        yield f"  {_edge(picture, arrow)}"
    yield "}"


def _edge(picture: Picture, arrow: Arrow) -> str:
    stroke, colour = picture.stroke(arrow), f'"{picture.colour(arrow)}"'
    attributes = {
        "label": _quoted(arrow.label),
        "color": colour,
        "penwidth": f"{stroke.width:g}",
        "tooltip": _quoted(arrow.title),
        "style": stroke.kind,
    }
    if arrow.marked:
        attributes["class"] = _quoted(arrow.verdict.replace(" ", "-"))
        attributes["fontcolor"] = colour
    return f"{_quoted(arrow.provider)} -> {_quoted(arrow.customer)} [{_listed(attributes)}]"


def _node(picture: Picture, box: Box) -> str:
    attributes = {"label": _quoted("\n".join(filter(None, (box.name, box.number))))}
    if box.kind == "customer":
        attributes["fillcolor"] = f'"{CUSTOMER}"'
        attributes["color"] = f'"{CUSTOMER_EDGE}"'
        attributes["penwidth"] = "2"
    if box.single:
        attributes["peripheries"] = "2"
    attributes["fontcolor"] = f'"{INK}"'
    if box.id not in picture.shown:
        attributes["fontcolor"] = '"#c3cad1"'
        attributes["color"] = '"#e4e7eb"'
    return f"{_quoted(box.id)} [{_listed(attributes)}]"


def _listed(attributes: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in attributes.items())


def _quoted(text: str) -> str:
    """A text in which DOT finds no escape, no entity and no end."""
    pieces = [text]
    if len(_escaped(text)) >= _LONGEST:
        pieces = [text[i : i + _PIECE] for i in range(0, len(text), _PIECE)]
    return " + ".join(f'"{_escaped(piece)}"' for piece in pieces)


def _escaped(text: str) -> str:
    marked = text.replace("\\", "\\\\").replace('"', '\\"')
    return marked.replace("&", "&amp;").replace("\n", "\\n")

"""The picture as a DOT file, for Graphviz and what reads its language."""

from __future__ import annotations

from collections.abc import Iterator

from valuechain.drawing.picture import Picture
from valuechain.drawing.sketch import Box
from valuechain.drawing.style import BANDS, CUSTOMER, CUSTOMER_EDGE, EDGE, INK, STROKES, TEAM


def dot(picture: Picture) -> str:
    """A digraph with the same boxes, arrows and weak links; Graphviz places them."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    sketch = picture.sketch
    yield "digraph {"
    yield f'  graph [rankdir={"BT" if picture.upright else "LR"}, label={_quoted(sketch.title)}, labelloc=t, fontname="DejaVu Sans"]'
    yield f'  node [shape=box, style="rounded,filled", fillcolor="{TEAM}", color="{EDGE}", fontname="DejaVu Sans", fontsize=10]'
    yield '  edge [fontname="DejaVu Sans", fontsize=9]'
    for number, (department, boxes) in enumerate(sketch.departments.items()):
        nodes = [f"  {_node(picture, box)}" for box in boxes]
        look = f'graph [label={_quoted(department)}, labelloc=t, style=filled, color="{BANDS[number % len(BANDS)]}"]'
        yield from (
            [f"  subgraph cluster_{number} {{ {look}", *nodes, "  }"] if department else nodes
        )
    for arrow in sketch.arrows:
        stroke = STROKES[arrow.verdict if sketch.scored else "sound"]
        attributes = {
            "label": _quoted(arrow.label),
            "color": f'"{picture.colour(arrow)}"',
            "penwidth": f"{stroke.width:g}",
        }
        attributes |= {
            "tooltip": _quoted("\n".join(arrow.told)),
            "style": "dashed" if stroke.dashes else "solid",
        }
        if arrow.marked:
            attributes |= {
                "class": _quoted(arrow.verdict.replace(" ", "-")),
                "fontcolor": f'"{picture.colour(arrow)}"',
            }
        told = ", ".join(f"{key}={value}" for key, value in attributes.items())
        yield f"  {_quoted(arrow.provider)} -> {_quoted(arrow.customer)} [{told}]"
    yield "}"


def _node(picture: Picture, box: Box) -> str:
    number = f"\n{box.number}" if box.number else ""
    attributes = {"label": _quoted(box.name + number)}
    if box.kind == "customer":
        attributes |= {"fillcolor": f'"{CUSTOMER}"', "color": f'"{CUSTOMER_EDGE}"', "penwidth": "2"}
    if box.id not in picture.shown:
        attributes |= {"fontcolor": '"#c3cad1"', "color": '"#e4e7eb"'}
    else:
        attributes |= {"fontcolor": f'"{INK}"'}
    return f"{_quoted(box.id)} [{', '.join(f'{key}={value}' for key, value in attributes.items())}]"


def _quoted(text: str) -> str:
    """A text in which DOT finds no escape, no entity and no end."""
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;").replace("\n", "\\n")
    )
    # A string longer than 16 kB stops Graphviz's reader; strings joined by + do not.
    pieces = [escaped] if len(escaped) < 4000 else _pieces(text)
    return " + ".join(f'"{piece}"' for piece in pieces)


def _pieces(text: str) -> list[str]:
    return [_quoted(text[i : i + 600])[1:-1] for i in range(0, len(text), 600)]

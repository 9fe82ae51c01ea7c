"""The picture as a Mermaid flowchart, for pages that draw it themselves."""

from __future__ import annotations

from collections.abc import Iterator

from valuechain.drawing.picture import Picture
from valuechain.drawing.sketch import Arrow, Box
from valuechain.drawing.style import CUSTOMER, CUSTOMER_EDGE, FAINT, STROKES

_AS_IT_IS = frozenset(" -+.,:!?()/'*=@_^~|[]{}")
MOST = 500
"""Edges that Mermaid draws unless it is told otherwise."""


def mermaid(picture: Picture) -> str:
    """A flowchart with the same boxes, arrows and weak links; Mermaid places them."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    sketch = picture.sketch
    if len(sketch.arrows) > MOST:
        yield f"%% {len(sketch.arrows)} edges: Mermaid needs its setting maxEdges raised above {MOST}"
    yield f"flowchart {'BT' if picture.upright else 'LR'}"
    # The names of nodes are our own, so that no id can be a word of Mermaid's.
    node = {box.id: f"n{i}" for i, box in enumerate(sketch.boxes)}
    for number, (department, boxes) in enumerate(sketch.departments.items()):
        nodes = [f"  {_node(box, node)}" for box in boxes]
        yield from (
            [f'  subgraph g{number}["{_escaped(department)}"]', *nodes, "  end"]
            if department
            else nodes
        )
    for arrow in sketch.arrows:
        label = f'|"{_escaped(_label(arrow))}"|' if _label(arrow) else ""
        yield f"  {node[arrow.provider]} -->{label} {node[arrow.customer]}"
    for number, arrow in enumerate(sketch.arrows):
        stroke = STROKES[arrow.verdict if sketch.scored else "sound"]
        dashes = " ".join(f"{part * stroke.width:g}" for part in stroke.dashes)
        style = f"stroke:{picture.colour(arrow)},stroke-width:{stroke.width:g}px"
        yield f"  linkStyle {number} {style}" + (f",stroke-dasharray:{dashes}" if dashes else "")
    customers = [node[box.id] for box in sketch.boxes if box.kind == "customer"]
    yield f"  classDef customer fill:{CUSTOMER},stroke:{CUSTOMER_EDGE},font-weight:bold"
    yield f"  class {','.join(customers)} customer"
    faded = [node[box.id] for box in sketch.boxes if box.id not in picture.shown]
    if faded:
        yield f"  classDef faded opacity:0.2,stroke:{FAINT}"
        yield f"  class {','.join(faded)} faded"


def _node(box: Box, node: dict[str, str]) -> str:
    number = f"<br/>{box.number}" if box.number else ""
    return f'{node[box.id]}["{_escaped(box.name)}{number}"]'


def _label(arrow: Arrow) -> str:
    if not arrow.marked:
        return arrow.label
    return f"{arrow.label} ({arrow.verdict})"


def _escaped(text: str) -> str:
    """A text in which Mermaid finds nothing to obey; letters and digits of any script stay."""
    # What Mermaid takes for a formula, an icon or a line break even then, a word joiner (which has
    # no width) takes apart.
    apart = text.replace("\\", "\\\u2060").replace("$", "$\u2060").replace(":fa-", "\u2060:fa-")
    return "".join(
        c
        if c.isalnum() or c in _AS_IT_IS or ord(c) > 0x2000
        else "<br/>"
        if c == "\n"
        else f"#{ord(c)};"
        for c in apart
    )

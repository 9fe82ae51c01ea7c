"""The picture as GraphML, for editors and analysis tools: with places and numbers."""

from __future__ import annotations

from typing import Any

from valuechain.drawing.picture import Picture
from valuechain.drawing.sketch import Arrow, Box
from valuechain.tolerances import DIGITS


def graphml(picture: Picture) -> str:
    """A directed multigraph whose nodes are the boxes and whose edges are the arrows.

    What is not known is left out. Nodes bear ``name, kind, group, received, x, y, width, height``
    (points), ``upper_bound`` where what nobody measured may lower ``received``, and
    ``single_point`` where single points of failure were asked for; edges ``satisfaction,
    target_satisfaction, verdict, weak, importance, contribution`` (of a comparison ``change``, its
    part of it) and the ids of the ``services`` they stand for; both ``in_focus`` where there is
    one.
    """
    import networkx  # takes time to load

    sketch = picture.sketch
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(title=sketch.title)
    every = {box.id for box in sketch.boxes} | {arrow.id for arrow in sketch.arrows}
    focused = not every <= picture.shown

    def known(part: Box | Arrow, said: dict[str, Any]) -> dict[str, Any]:
        if focused:
            said["in_focus"] = part.id in picture.shown
        return {key: value for key, value in said.items() if value not in (None, "")}

    for box in sketch.boxes:
        places = dict(zip(("x", "y", "width", "height"), picture.layout.boxes[box.id], strict=True))
        graph.add_node(box.id, **known(box, _of_box(box) | places))
    for arrow in sketch.arrows:
        graph.add_edge(arrow.provider, arrow.customer, arrow.id, **known(arrow, _of_arrow(arrow)))
    return "\n".join(networkx.generate_graphml(graph, named_key_ids=True)) + "\n"


def _of_box(box: Box) -> dict[str, Any]:
    return {
        "name": box.name,
        "kind": box.kind,
        "group": box.group,
        "received": _exact(box.received),
        "upper_bound": box.bounded or None,
        "single_point": box.single or None,
    }


def _of_arrow(arrow: Arrow) -> dict[str, Any]:
    return {
        "satisfaction": _exact(arrow.satisfaction),
        "target_satisfaction": arrow.target,
        "verdict": arrow.verdict,
        "weak": arrow.weak,
        "importance": _exact(arrow.importance),
        "contribution": _exact(arrow.contribution) if arrow.change is None else None,
        "change": _exact(arrow.change),
        "services": " ".join(arrow.services),
    }


def _exact(number: float | None) -> float | None:
    """Without the last bits, which depend on the machine."""
    if number is None:
        return None
    return round(number, DIGITS) + 0.0

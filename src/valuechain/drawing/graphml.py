"""The picture as GraphML, for editors and analysis tools: with places and numbers."""

from __future__ import annotations

from valuechain.drawing.labels import is_bound
from valuechain.drawing.picture import Picture
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

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(title=picture.sketch.title)
    sketch = picture.sketch
    every = {box.id for box in sketch.boxes} | {arrow.id for arrow in sketch.arrows}
    focused = not every <= picture.shown
    for box in picture.sketch.boxes:
        x, y, width, height = picture.layout.boxes[box.id]
        known = {
            "name": box.name,
            "kind": box.kind,
            "group": box.group,
            "received": _exact(box.received),
            "upper_bound": is_bound(box.number) or None,
            "single_point": box.single or None,
            "in_focus": box.id in picture.shown if focused else None,
        }
        places = {"x": x, "y": y, "width": width, "height": height}
        graph.add_node(
            box.id,
            **{key: value for key, value in (known | places).items() if value not in (None, "")},
        )
    for arrow in picture.sketch.arrows:
        known = {
            "satisfaction": _exact(arrow.satisfaction),
            "target_satisfaction": arrow.target,
            "verdict": arrow.verdict,
            "weak": arrow.weak,
            "importance": _exact(arrow.importance),
            "contribution": _exact(arrow.contribution),
            "change": _exact(arrow.change),
            "services": " ".join(arrow.services),
            "in_focus": arrow.id in picture.shown if focused else None,
        }
        if arrow.change is not None:
            known["contribution"] = None
        graph.add_edge(
            arrow.provider,
            arrow.customer,
            arrow.id,
            **{key: value for key, value in known.items() if value is not None},
        )
    return "\n".join(networkx.generate_graphml(graph, named_key_ids=True)) + "\n"


def _exact(number: float | None) -> float | None:
    """Without the last bits, which depend on the machine."""
    if number is None:
        return None
    return round(number, DIGITS) + 0.0

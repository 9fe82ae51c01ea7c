"""The picture as GraphML, for editors and analysis tools: boxes with their places, arrows with their numbers."""

from __future__ import annotations

import networkx

from valuechain.drawing.picture import Picture


def graphml(picture: Picture) -> str:
    """A directed multigraph whose nodes are the boxes and whose edges are the arrows; what is not known is left out.

    Nodes bear ``name, kind, group, received, x, y, width, height`` (points), edges ``satisfaction,
    target, verdict, weak, importance, contribution`` (of a comparison ``change``, what was won) and
    the ids of the ``services`` they stand for.
    """
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(title=picture.sketch.title)
    for box in picture.sketch.boxes:
        x, y, width, height = picture.layout.boxes[box.id]
        told = {
            "name": box.name,
            "kind": box.kind,
            "group": box.group,
            "received": _exact(box.received),
        }
        places = {"x": x, "y": y, "width": width, "height": height}
        graph.add_node(
            box.id,
            **{key: value for key, value in (told | places).items() if value not in (None, "")},
        )
    for arrow in picture.sketch.arrows:
        told = {
            "satisfaction": _exact(arrow.satisfaction),
            "target": arrow.target,
            "verdict": arrow.verdict,
            "weak": arrow.weak,
            "importance": _exact(arrow.importance),
            "contribution": _exact(arrow.contribution) if arrow.change is None else None,
            "change": _exact(arrow.change),
            "services": " ".join(arrow.services),
        }
        graph.add_edge(
            arrow.provider,
            arrow.customer,
            arrow.id,
            **{key: value for key, value in told.items() if value is not None},
        )
    return "\n".join(networkx.generate_graphml(graph, named_key_ids=True)) + "\n"


def _exact(number: float | None) -> float | None:
    """Without the last bits, which depend on the order of the file."""
    return None if number is None else round(number, 12) + 0.0

"""Where everything stands: the steps of the layout, one after the other."""

from __future__ import annotations

from valuechain.geometry.across import stacked
from valuechain.geometry.along import tracks
from valuechain.geometry.frame import Frame
from valuechain.geometry.graph import Graph
from valuechain.geometry.parts import parts
from valuechain.geometry.placement import placement
from valuechain.geometry.places import Layout


def lay_out(graph: Graph, *, upright: bool = False) -> Layout:
    """Where every node stands and which way every edge takes.

    A layered layout after Sugiyama, Tagawa & Toda (1981), in five steps, each a module: which lines
    run back (`loops`), which column a node stands in (`columns`), who stands above whom (`order`),
    how high (`heights`), and the ways between (`routes`). Every edge that closes no loop points
    right (upright: up), and the nodes that are `last` share the last column.

    Args:
        graph: what there is to lay out.
        upright: from bottom to top, instead of from left to right.

    >>> from valuechain.geometry.graph import Edge, Node, Text
    >>> nodes = tuple(Node(name, Text((name,), 46, 20)) for name in "ab")
    >>> places = lay_out(Graph(nodes, (Edge("a->b", "a", "b"),)))
    >>> places.boxes["a"][0] < places.boxes["b"][0]
    True
    """
    found = parts(graph)
    frame = Frame(graph, upright, max(part.end for part in found))
    laid = stacked(frame, found)
    return placement(frame, laid, tracks(frame, laid))

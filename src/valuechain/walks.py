"""Who can be reached, and where does a way lead back to itself? Every walk over a graph of names.

A graph is a mapping from each node to those that follow it; nodes without an entry have none. Walks
are iterative: a file may be a hundred thousand services deep.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def following(pairs: Iterable[tuple[Node, Node]]) -> dict[Node, list[Node]]:
    """The graph of these pairs, each leading from its first to its second.

    >>> following([("a", "b"), ("a", "c")])
    {'a': ['b', 'c']}
    """
    graph: dict[Node, list[Node]] = {}
    for tail, head in pairs:
        graph.setdefault(tail, []).append(head)
    return graph


def reached(starts: Iterable[Node], graph: Mapping[Node, Collection[Node]]) -> dict[Node, None]:
    """All nodes that can be reached from `starts`, these included, breadth first.

    >>> list(reached(["a"], {"a": ["b"], "b": ["a", "c"]}))
    ['a', 'b', 'c']
    """
    met = dict.fromkeys(starts)
    waiting = list(met)
    for node in waiting:  # it grows while it is walked
        fresh = [other for other in dict.fromkeys(graph.get(node, ())) if other not in met]
        met.update(dict.fromkeys(fresh))
        waiting += fresh
    return met


def beyond(starts: Iterable[Node], graph: Mapping[Node, Collection[Node]]) -> dict[Node, None]:
    """All nodes that some way of at least one step leads to from `starts`.

    >>> list(beyond(["a"], {"a": ["b"], "b": ["c"]}))
    ['b', 'c']
    """
    return reached((other for node in starts for other in graph.get(node, ())), graph)


def circles(nodes: Iterable[Node], graph: Mapping[Node, Collection[Node]]) -> Iterator[list[Node]]:
    """Circles, each found once, as a depth-first walk meets them.

    A node of a circle that was found is in no other.

    >>> list(circles("abcd", {"a": ["b", "d"], "b": ["c"], "c": ["b"], "d": ["a"]}))
    [['b', 'c'], ['a', 'd']]
    """
    done: set[Node] = set()
    for start in nodes:
        way = {start: iter(graph.get(start, ()))} if start not in done else {}
        while way:
            here = next(reversed(way))
            onward = next(way[here], None)
            if onward is None:
                done.add(here)
                del way[here]
            elif onward in way:
                circle = _back_to(onward, way)
                done.update(circle)
                for node in circle:
                    del way[node]
                yield circle
            elif onward not in done:
                way[onward] = iter(graph.get(onward, ()))


def _back_to(node: Node, way: dict[Node, Iterator[Node]]) -> list[Node]:
    """The end of a way, from this node on."""
    after = list(takewhile(lambda walked: walked != node, reversed(way)))
    return [node, *reversed(after)]

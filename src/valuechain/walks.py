"""Who can be reached, and where does a way lead back to itself? Every walk over a graph of names, once.

A graph is a mapping from each node to those that follow it; nodes without an entry have none. Walks are iterative: a file
may be a hundred thousand services deep.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
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
    """All nodes that can be reached from `starts`, these included, breadth first; a dict for its order.

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


def reached_until(
    start: Node, graph: Mapping[Node, Collection[Node]], found: Callable[[Node], bool]
) -> tuple[bool, set[Node]]:
    """Whether a node that is `found` can be reached from `start`, and the nodes met on the way."""
    met, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        if found(node):
            return True, met
        fresh = set(graph.get(node, ())) - met
        met |= fresh
        waiting += fresh
    return False, met


def circles(nodes: Iterable[Node], graph: Mapping[Node, Collection[Node]]) -> Iterator[list[Node]]:
    """Circles, each told once; a node of a circle that was told is in no other, nor is what leads there alone.

    >>> list(circles("abc", {"a": ["b"], "b": ["c"], "c": ["b"]}))
    [['b', 'c']]
    """
    done: set[Node] = set()
    for start in nodes:
        circle = _circle_from(start, graph, done)
        if circle:
            yield circle


def _circle_from(
    start: Node, graph: Mapping[Node, Collection[Node]], done: set[Node]
) -> list[Node]:
    """The first circle that a depth-first walk meets."""
    way: dict[Node, Iterator[Node]] = {}
    if start not in done:
        way[start] = iter(graph.get(start, ()))
    while way:
        here = next(reversed(way))
        onward = next(way[here], None)
        if onward is None:
            done.add(here)
            del way[here]
        elif onward in way:
            walked = list(way)
            done.update(walked)
            return walked[walked.index(onward) :]
        elif onward not in done:
            way[onward] = iter(graph.get(onward, ()))
    return []

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


def strong_components(graph: Mapping[Node, Collection[Node]]) -> Iterator[list[Node]]:
    """The nodes in groups: those from each of which every other of them can be reached.

    The path-based search of Gabow 2000, *Path-based depth-first search for strong and biconnected
    components*, Information Processing Letters 74.

    >>> sorted(map(sorted, strong_components({"a": ["b"], "b": ["a", "c"]})))
    [['a', 'b'], ['c']]
    """
    number: dict[Node, int] = {}
    done: set[Node] = set()
    for start in graph:
        way = [] if start in number else [start]
        walked: list[Node] = []
        bounds: list[Node] = []  # the first of each group, as far as is known
        rest: dict[Node, Iterator[Node]] = {}
        while way:
            here = way[-1]
            if here not in number:
                number[here] = len(number)
                rest[here] = iter(graph.get(here, ()))
                walked.append(here)
                bounds.append(here)
            onward = next(rest[here], None)
            if onward is None:
                way.pop()
                if bounds[-1] == here:
                    bounds.pop()
                    group = _taken_from(here, walked)
                    done.update(group)
                    yield group
            elif onward not in number:
                way.append(onward)
            elif onward not in done:
                while number[bounds[-1]] > number[onward]:
                    bounds.pop()


def _taken_from(node: Node, walked: list[Node]) -> list[Node]:
    """The end of a list, from this node on, which is taken off."""
    group = [walked.pop()]
    while group[-1] != node:
        group.append(walked.pop())
    return group

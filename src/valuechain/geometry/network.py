"""What is to be laid out, numbered: nodes, the lines between them, and what is asked of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Network:
    """Nodes 0 .. nodes - 1 in canonical order, and the lines between them.

    Attributes:
        nodes: how many there are.
        tail, head: of every line: where it leaves and where it enters; one for all edges between
            the same two.
        weight: of every line, how many edges it stands for.
        last: the nodes of the last column, which no line leaves.
        hints: the column asked for, from 1, of those nodes that have one.
        group: the number of each node's group, -1 for none; empty where there are no groups.
        mark: of each node, a whole number that depends on its id alone, so that a node more does
            not change the chance that others are given; empty for their numbers.
    """

    nodes: int
    tail: Sequence[int]
    head: Sequence[int]
    weight: Sequence[int]
    last: Sequence[int] = ()
    hints: Mapping[int, int] = field(default_factory=dict)
    group: Sequence[int] = ()
    mark: Sequence[int] = ()

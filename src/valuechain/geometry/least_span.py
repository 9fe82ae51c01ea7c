"""Whole places on a line that keep their distances, their weighted sum of distances the least.

The linear programme min sum of weight * (x_head - x_tail) with x_head - x_tail >= length for every
arc is the dual of a flow of least cost: every vertex has as much to send as its lines weigh going
out, less what they weigh coming in, and what is sent goes along arcs that are just as long as they
must be. Vertices are moved to the right until all of it has arrived (the primal-dual method of Ford
& Fulkerson 1962, *Flows in networks*, chapter III). An arc that need not be kept costs its capacity
for each unit of length that is lacking, and carries no more than that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

Step = tuple[int, int, int]
"""From where to where, and how far at least."""


class Arc(NamedTuple):
    """From a vertex to another that stands so far to its right at least; infinite: strictly so."""

    tail: int
    head: int
    length: int
    capacity: float = math.inf


class LeastSpan:
    """The programme: arcs, and how much more each vertex pulls to the right than to the left.

    Attributes:
        place: of every vertex, as found so far; feasible.
    """

    def __init__(self, arcs: Sequence[Arc], pull: Sequence[int]) -> None:
        self._arcs = arcs
        self._left: list[float] = list(pull)
        self._flow = [0.0] * len(arcs)
        self._at: list[list[int]] = [[] for _ in pull]
        for number, arc in enumerate(arcs):
            self._at[arc.tail].append(number)
            self._at[arc.head].append(number)
        self.place: list[int] = longest(
            len(pull), [arc[:3] for arc in arcs if math.isinf(arc.capacity)]
        )
        for number, arc in enumerate(arcs):
            if self._slack(arc) < 0:
                self._send(number, arc.capacity)

    def least(self) -> list[int]:
        """The places furthest to the left of all that are best."""
        for vertex in range(len(self._left)):
            while self._left[vertex] > 0:
                self._send_from(vertex)
        return longest(len(self._left), list(self._binding()))

    def _send_from(self, vertex: int) -> None:
        """Send something on to a vertex that lacks it, or move all it reaches to the right."""
        came: dict[int, int] = {vertex: -1}
        waiting = [vertex]
        for here in waiting:
            if self._left[here] < 0:
                self._send_along(came, here)
                return
            for number, other in self._open(here):
                if other not in came:
                    came[other] = number
                    waiting.append(other)
        step = min(self._room(came))
        for here in came:
            self.place[here] += step

    def _open(self, here: int) -> Iterator[tuple[int, int]]:
        """The arcs by which more may leave a vertex, and where to: also by sending less to it."""
        for number in self._at[here]:
            arc, flow = self._arcs[number], self._flow[number]
            if self._slack(arc) == 0:
                if arc.tail == here and flow < arc.capacity:
                    yield number, arc.head
                elif arc.head == here and flow > 0:
                    yield number, arc.tail

    def _room(self, moved: dict[int, int]) -> Iterator[int]:
        """How far these may move until an arc is as long as it must be."""
        for here in moved:
            for number in self._at[here]:
                arc = self._arcs[number]
                if (arc.tail in moved) != (arc.head in moved):
                    slack = self._slack(arc) if arc.tail == here else -self._slack(arc)
                    if slack > 0:
                        yield slack

    def _send_along(self, came: dict[int, int], end: int) -> None:
        """As much as fits the way by which the end was reached."""
        way = []
        here = end
        while (number := came[here]) >= 0:
            arc = self._arcs[number]
            onward = arc.head == here
            way.append((number, onward))
            here = arc.tail if onward else arc.head
        room = [
            self._arcs[number].capacity - self._flow[number] if onward else self._flow[number]
            for number, onward in way
        ]
        amount = min(self._left[here], -self._left[end], *room)
        for number, onward in way:
            self._send(number, amount if onward else -amount)

    def _send(self, number: int, amount: float) -> None:
        arc = self._arcs[number]
        self._flow[number] += amount
        self._left[arc.tail] -= amount
        self._left[arc.head] += amount

    def _slack(self, arc: Arc) -> int:
        return self.place[arc.head] - self.place[arc.tail] - arc.length

    def _binding(self) -> Iterator[Step]:
        """What all best places keep: arcs are long enough, those that carry something no longer."""
        for arc, flow in zip(self._arcs, self._flow, strict=True):
            if flow < arc.capacity:
                yield arc.tail, arc.head, arc.length
            if flow > 0:
                yield arc.head, arc.tail, -arc.length


def longest(vertices: int, steps: Sequence[Step]) -> list[int]:
    """The longest way to every vertex (Bellman 1958, *On a routing problem*; Ford 1956)."""
    length = [0] * vertices
    changed = True
    while changed:
        changed = False
        for u, v, step in steps:
            if length[u] + step > length[v]:
                length[v] = length[u] + step
                changed = True
    return length

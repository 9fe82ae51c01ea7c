"""On which level is each party, and who runs in a loop with whom?"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from valuechain.walks import following, strong_components

Ints: TypeAlias = NDArray[np.intp]
Bools: TypeAlias = NDArray[np.bool_]

_MANY = 64
"""Parties that are ready, one in as many of all, below which plain lists beat numpy."""
_DIGIT = 16  # bits: integers of so many are sorted by counting


def components(parties: int, tail: Ints, head: Ints) -> tuple[Ints, Ints, Ints]:
    """Each party's strongly connected component, and each component's size and level.

    The level is the length of the longest way to it. Most networks have no or few loops: what can
    be peeled off from the start is in none, and only the rest is searched for components.

    Args:
        parties: how many there are.
        tail: (edges,) where each edge comes from.
        head: (edges,) where it leads.
    """
    level, rest = _peel(parties, tail, head)
    component = np.arange(parties)
    if not rest:
        return component, np.ones(parties, dtype=np.intp), level
    inner = _within(rest, parties, tail, head)
    _, rest = _peel(parties, head[inner], tail[inner])  # what no loop comes after is in none either
    inner = _within(rest, parties, tail, head)
    pairs = zip(tail[inner].tolist(), head[inner].tolist(), strict=True)
    for found in strong_components(following(pairs)):
        component[found] = min(found)
    crossing = component[tail] != component[head]
    level, _ = _peel(parties, component[tail[crossing]], component[head[crossing]])
    return component, np.bincount(component, minlength=parties), level


def reached_from(start: Bools, tail: Ints, head: Ints) -> Bools:
    """(parties,) who is among `start`, or where edges from tail to head lead to from there."""
    begins, heads = _edges(len(start), tail, head)
    starts, ends = begins.tolist(), heads.tolist()
    reached, frontier = start.tolist(), np.flatnonzero(start).tolist()
    while frontier:
        party = frontier.pop()
        for other in ends[starts[party] : starts[party + 1]]:
            if not reached[other]:
                reached[other] = True
                frontier.append(other)
    return np.array(reached, dtype=bool)


def offsets(sorted_or_not: Ints, parties: int) -> Ints:
    """(parties + 1,) where each party's entries begin, once they are sorted by party."""
    counts = np.bincount(sorted_or_not, minlength=parties)
    return np.concatenate(([0], np.cumsum(counts)))


def places_by(keys: Ints, below: int) -> Ints:
    """The places of keys from 0 to `below`, the smallest key first; the same as they stand.

    As a stable `argsort`, in a time that does not grow with the logarithm of their number.

    >>> places_by(np.array([2, 0, 2, 1]), 3)
    array([1, 3, 0, 2])
    """
    places: Ints = np.argsort(keys.astype(np.uint16), kind="stable")  # by its last digit
    for shift in range(_DIGIT, below.bit_length(), _DIGIT):
        digit = (keys[places] >> shift).astype(np.uint16)
        places = places[np.argsort(digit, kind="stable")]
    return places


def _edges(parties: int, tail: Ints, head: Ints) -> tuple[Ints, Ints]:
    """Where the edges of each party begin, and where they lead."""
    return offsets(tail, parties), head[places_by(tail, parties)]


def _within(some: list[int], parties: int, tail: Ints, head: Ints) -> Bools:
    """(edges,) whether both ends are among some parties."""
    inside = np.zeros(parties, dtype=bool)
    inside[some] = True
    return inside[tail] & inside[head]


def _peel(parties: int, tail: Ints, head: Ints) -> tuple[Ints, list[int]]:
    """Kahn's levels of everything that no loop comes before, and the list of what remains.

    Level by level while many are ready at once, then one party after the other.
    """
    begins, heads = _edges(parties, tail, head)
    waiting = np.bincount(head, minlength=parties)
    level = np.zeros(parties, dtype=np.intp)
    ready, levels = np.flatnonzero(waiting == 0), 0
    while len(ready) > max(_MANY, parties / _MANY):
        levels += 1
        below = heads[_runs(begins[ready], begins[ready + 1])]
        served = np.bincount(below, minlength=parties)
        level[below] = levels
        waiting -= served
        ready = np.flatnonzero((waiting == 0) & (served > 0))
    return _peel_singly((begins, heads), waiting, level, ready)


def _runs(first: Ints, last: Ints) -> Ints:
    """All numbers from each of `first` up to each of `last`, one run after the other."""
    counts = last - first
    starts: Ints = np.repeat(first - np.cumsum(counts) + counts, counts)
    return starts + np.arange(len(starts))


def _peel_singly(
    edges: tuple[Ints, Ints], waiting: Ints, level: Ints, ready: Ints
) -> tuple[Ints, list[int]]:
    """The same for those that are ready, and all that become so."""
    begins, heads = (ends.tolist() for ends in edges)
    missing, levels, free = waiting.tolist(), level.tolist(), ready.tolist()
    while free:
        party = free.pop()
        below = levels[party] + 1
        for other in heads[begins[party] : begins[party + 1]]:
            levels[other] = max(levels[other], below)
            missing[other] -= 1
            if not missing[other]:
                free.append(other)
    rest = [party for party, number in enumerate(missing) if number]
    return np.array(levels, dtype=np.intp), rest

"""Which sets of actions are there? All of them, where they are few.

Where gains add up, those that no other makes needless.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from valuechain.optimise.options import Options, within
from valuechain.solve.network import Bools, Floats, Ints
from valuechain.tolerances import DIGITS, TIE

MANY = 2**14
"""Sets up to which all are tried."""
_WORK = 2**26  # sets times services up to which all are tried
_LONG = 2**17  # undominated sets up to which the list of them is kept
_MORE = TIE * 10  # gain by which a dearer set wins more: gains of two sets each miss by a tie
_STEPS = 2**24  # entries of all these lists together


class Sets(NamedTuple):
    """Sets worth looking at: (sets, actions), and of each what it costs and what it wins."""

    sets: Bools
    cost: Floats
    gain: Floats

    def best(self, budget: float) -> int:
        """The set that wins most within the budget.

        Of equals the cheapest, then the smallest, then the first.
        """
        within_it = np.flatnonzero(self.cost <= within(budget))
        ranked = np.lexsort(
            (
                self.sets[within_it].sum(axis=1),
                self.cost[within_it],
                -np.round(self.gain[within_it], DIGITS),
            )
        )
        return int(within_it[ranked[0]])

    def frontier(self) -> list[int]:
        """The sets that win more than every cheaper one, cheapest first."""
        order = np.lexsort((self.sets.sum(axis=1), -np.round(self.gain, DIGITS), self.cost))
        found: list[int] = []
        most = -1.0
        for i in order.tolist():
            if self.gain[i] > most + _MORE:
                most = float(self.gain[i])
                found.append(i)
        return found


def enumerated(options: Options, budget: float) -> tuple[Sets, str] | None:
    """All sets worth looking at within a budget, and in words how they were found.

    ``None`` where there are too many.
    """
    if options.additive and options.free:
        found = undominated(options, budget)
        return found and (found, "every set of actions that no other makes needless")
    sets = every_set(options, budget)
    return sets and (sets, f"every set of actions ({len(sets.cost):,})")


def every_set(options: Options, budget: float) -> Sets | None:
    """All allowed sets within the budget."""
    most = min(MANY, _WORK // max(1, len(options.before.chain.services)))
    sets = np.zeros((1, len(options)), dtype=bool)
    for group in options.groups:
        parts = [sets]
        for action in group:
            more = sets.copy()
            more[:, action] = True
            parts.append(more)
        sets = np.concatenate(parts)
        sets = sets[sets @ options.cost <= within(budget)]
        for one, other in options.excludes:
            sets = sets[~(sets[:, one] & sets[:, other])]
        if len(sets) > 4 * most:
            return None
    sets = sets[options.allowed(sets)]
    return None if len(sets) > most else Sets(sets, options.costs(sets), options.gains(sets))


def undominated(options: Options, budget: float) -> Sets | None:
    """The sets that win more than every cheaper one, where gains add up.

    Service by service, and only where no action concerns another.

    The list for some services and one more is made from the lists without it (Nemhauser & Ullmann
    1969, *Discrete dynamic programming and capital allocation*, Management Science 15(9)).
    """
    cost, gain, steps = np.zeros(1), np.zeros(1), 0
    # Of every set its predecessor and the action that was added, -1 for none.
    history: list[tuple[Ints, Ints]] = []
    for group in options.groups:
        costs = [cost, *(cost + options.cost[action] for action in group)]
        gains = [gain, *(gain + options.alone[action] for action in group)]
        added = np.repeat(np.array([-1, *group]), len(cost))
        before = np.tile(np.arange(len(cost)), 1 + len(group))
        cost, gain = np.concatenate(costs), np.concatenate(gains)
        kept = _kept(cost, gain, within(budget))
        steps += len(cost)
        if len(kept) > _LONG or steps > _STEPS:
            return None
        cost, gain = cost[kept], gain[kept]
        history.append((before[kept], added[kept]))
    sets = _walked_back(history, len(cost), len(options))
    return Sets(sets, options.costs(sets) if len(sets) <= MANY else cost, gain)


def _kept(cost: Floats, gain: Floats, most: float) -> Ints:
    """Indices of the undominated, cheapest first."""
    order = np.lexsort((-gain, cost))
    order = order[cost[order] <= most]
    so_far = np.maximum.accumulate(np.concatenate(([-np.inf], gain[order])))[:-1]
    return order[gain[order] > so_far]


def _walked_back(history: list[tuple[Ints, Ints]], count: int, actions: int) -> Bools:
    """The sets behind the last list."""
    sets = np.zeros((count, actions), dtype=bool)
    at = np.arange(count)
    for before, added in reversed(history):
        with_one = np.flatnonzero(added[at] >= 0)
        sets[with_one, added[at][with_one]] = True
        at = before[at]
    return sets

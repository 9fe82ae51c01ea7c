"""What does the failure of each service cost? Read off where nothing bends.

A service that fails lacks everything: what it lacked rises by 1 - delta_e, its own doing by that
over what returns to it. Where no other service comes to lack everything, all else rises in
proportion to the importance of the service.

Whether another does is bounded from the end of the chain backwards: what a party lacks may rise by
so much that nothing it leads to is capped. Under the mean a party's shortfall rises by no more than
the largest rise among its providers, times what all its services pass on together.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from valuechain.analysis.reading import Reading
from valuechain.analysis.room import least_room, over
from valuechain.solve.loops import Loops
from valuechain.solve.network import Bools, Floats, Step
from valuechain.solve.returns import FULL
from valuechain.tolerances import FAVOUR


class Straight(NamedTuple):
    """By how much the own shortfall of each service rises when it fails, and where all is linear.

    Attributes:
        rise: (services,).
        known: (services,) whether no other service comes to lack everything then.
    """

    rise: Floats
    known: Bools


def straight(reading: Reading) -> Straight:
    """Which failures are linear; none where single services may decide what customers lack."""
    network = reading.network
    rise = 1.0 - reading.delivered
    if network.any_critical:
        return Straight(rise, np.zeros(len(rise), dtype=bool))
    if reading.looped:
        rise = rise / reading.returned
    room = rooms(reading)
    return Straight(rise, network.weight * rise < room[network.customer] - FAVOUR)


def rooms(reading: Reading) -> Floats:
    """(parties,) by how much what each lacks may rise by itself until something else is capped.

    No more than that, under the mean; 0 in loops whose inverse would take long.
    """
    network, effective = reading.network, reading.effective
    passed: Floats = np.bincount(
        network.customer, weights=network.weight * effective, minlength=network.parties
    ).astype(float)
    until = over(1.0 - reading.delivered, effective)
    return least_room(network, effective, (until, passed), partial(_in_loops, reading))


def _in_loops(reading: Reading, step: Step, least: Floats) -> Floats:
    """As `rooms`, of the parties of loops; `least` is how far each may rise for its services."""
    if step.loop > FULL:
        return np.zeros(len(least))
    network, part = reading.network, slice(step.first, step.last)
    loops = Loops.of(network, step)
    inverse = loops.inverse(network.weight[part] * reading.effective[part])
    within = np.maximum(least, FAVOUR).reshape(loops.count, loops.size, 1)
    tight = (inverse / within).max(axis=1).ravel()
    return over(np.ones(len(tight)), tight)

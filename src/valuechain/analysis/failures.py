"""What does the failure of each service cost? Read off where nothing bends.

A service that fails lacks everything: what it lacked rises by 1 - delta_e, its own doing by that
over what returns to it. Where no other service comes to lack everything, all else rises in
proportion to the importance of the service.

Whether another does is bounded from the end of the chain backwards: what a party lacks may rise by
so much that nothing it leads to is capped. Under the mean a party's shortfall rises by no more than
the largest rise among its providers, times what all its services pass on together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from valuechain.analysis.reading import Reading
from valuechain.solve.loops import Loops
from valuechain.solve.network import Bools, Floats, Step
from valuechain.solve.returns import FULL
from valuechain.tolerances import FAVOUR

_LEAST = 1e-300  # so that what passes nothing on is not divided by 0


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
    passed = np.bincount(
        network.customer, weights=network.weight * effective, minlength=network.parties
    )
    until = np.full(len(effective), np.inf)
    passing = effective > 0
    until[passing] = (1.0 - reading.delivered[passing]) / effective[passing]
    room = np.full(network.parties, np.inf)
    for step in reversed(network.steps):
        leaving = network.outgoing[network.out_of[step.start] : network.out_of[step.stop]]
        leaving = leaving[passing[leaving]]
        customer = network.customer[leaving]
        beyond = room[customer] / np.maximum(passed[customer], _LEAST)
        beyond[customer < step.stop] = np.inf  # within a loop: that is what is asked for
        least = np.full(step.stop - step.start, np.inf)
        at = network.provider[leaving] - step.start
        np.minimum.at(least, at, np.minimum(until[leaving], beyond))
        room[step.start : step.stop] = least if step.loop == 1 else _in_loops(reading, step, least)
    return room


def _in_loops(reading: Reading, step: Step, least: Floats) -> Floats:
    """As `rooms`, of the parties of loops; `least` is how far each may rise for its services."""
    if step.loop > FULL:
        return np.zeros(len(least))
    network, part = reading.network, slice(step.first, step.last)
    loops = Loops.of(network, step)
    slope = np.where(loops.inner >= 0, network.weight[part] * reading.effective[part], 0.0)
    inverse = loops.inverse(slope)
    within = np.maximum(least, FAVOUR).reshape(loops.count, loops.size, 1)
    tight = (inverse / within).max(axis=1).ravel()
    return np.asarray(1.0 / np.maximum(tight, _LEAST))

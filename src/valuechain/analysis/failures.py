"""What does the failure of a service in a large loop cost? Read off where nothing bends.

A service that fails lacks everything: what it lacked rises by 1 - delta_e, its own doing by that
over what returns to it. Where no other service comes to lack everything, all else rises in
proportion, by the inverse of the loop.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from valuechain.analysis.reading import Reading
from valuechain.solve.loops import DIRECT, Loops
from valuechain.solve.network import Bools, Floats, Step
from valuechain.solve.returns import FULL
from valuechain.tolerances import FAVOUR


class Straight(NamedTuple):
    """(services,) by how much the own shortfall of each rises when it fails; where that is so."""

    rise: Floats
    known: Bools


def straight(reading: Reading) -> Straight:
    """Of the services into loops of 151 to 2,500 parties, if no service is critical."""
    count = len(reading.own)
    found = Straight(np.zeros(count), np.zeros(count, dtype=bool))
    if reading.network.any_critical:
        return found
    for step in reading.network.steps:
        if DIRECT < step.loop <= FULL:
            _into(reading, step, found)
    return found


def _into(reading: Reading, step: Step, found: Straight) -> None:
    """Fill in those of the services into one loop, or several of a size on one level."""
    network, part = reading.network, slice(step.first, step.last)
    loops = Loops.of(network, step)
    slope = np.where(loops.inner >= 0, network.weight[part] * reading.effective[part], 0.0)
    inverse = loops.inverse(slope)
    within, beyond = _room(reading, step)
    tight = (inverse / within.reshape(loops.count, loops.size, 1)).max(axis=1).ravel()
    highest = inverse.max(axis=1).ravel()
    rise = (1.0 - reading.delivered[part]) / reading.returned[part]
    received = network.weight[part] * rise
    found.rise[part] = rise
    found.known[part] = (received * tight[loops.customer] < 1.0 - FAVOUR) & (
        received * highest[loops.customer] < beyond - FAVOUR
    )


def _room(reading: Reading, step: Step) -> tuple[Floats, float]:
    """By how much what parties lack may rise until something that they deliver lacks everything.

    (parties of the step,) for what stays in the loop, and for all that comes after it: there, under
    the mean, nobody's rise is larger than the largest in the loop.
    """
    network, passing = reading.network, reading.effective > 0
    room = np.full(len(passing), np.inf)
    room[passing] = (1.0 - reading.delivered[passing]) / reading.effective[passing]
    inside = np.zeros(len(passing), dtype=bool)
    inside[step.first : step.last] = network.provider[step.first : step.last] >= step.start
    within = np.full(step.stop - step.start, np.inf)
    np.minimum.at(within, network.provider[inside] - step.start, room[inside])
    later = ~inside & (network.provider >= step.start)
    return np.maximum(within, FAVOUR), float(room[later].min(initial=np.inf))

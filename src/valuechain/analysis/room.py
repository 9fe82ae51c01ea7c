"""How far may what a party lacks move before something bends on its ways to the end of the chain?

Bounded from the end backwards. A party's shortfall moves by no more than the largest move among its
providers, times what its services pass on together; so the room of a provider is that of each
customer over what is passed on there, and no more than its own services allow.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from valuechain.solve.network import Floats, Network, Step


def least_room(
    network: Network,
    effective: Floats,
    limits: tuple[Floats, Floats],
    in_loops: Callable[[Step, Floats], Floats],
) -> Floats:
    """(parties,) by how much what each lacks may move by itself.

    Args:
        network: the network in its order of solution.
        effective: (services,) dependence; what is 0 passes nothing on.
        limits: (services,) how far its provider may move for each service itself, and (parties,)
            what all services of each pass on of a move of all its providers.
        in_loops: of the parties of a step of loops, from what each may move for what it delivers.
    """
    until, passed = limits
    room = np.full(network.parties, np.inf)
    for step in reversed(network.steps):
        leaving = network.outgoing[network.out_of[step.start] : network.out_of[step.stop]]
        leaving = leaving[effective[leaving] > 0]
        customer = network.customer[leaving]
        beyond = over(room[customer], passed[customer])
        beyond[customer < step.stop] = np.inf  # within a loop: that is what is asked for
        least = np.full(step.stop - step.start, np.inf)
        at = network.provider[leaving] - step.start
        np.minimum.at(least, at, np.minimum(until[leaving], beyond))
        room[step.start : step.stop] = least if step.loop == 1 else in_loops(step, least)
    return room


def over(far: Floats, passed: Floats) -> Floats:
    """How far a move may go of which this part is passed on; any, where nothing is."""
    return np.divide(far, passed, out=np.full_like(far, np.inf), where=passed > 0)

"""Which services lead onward? In a loop, those that lead nearer to an external customer.

So every way ends: none goes round a loop, and from every party that reaches a customer at all some
way leads on to one.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.network import Ints, Network


def onward(network: Network, ends: Ints, rank: Ints) -> list[Ints]:
    """The services that lead onward, in parts: all that a provider gets stands in earlier ones.

    Within a part those into one party stand together, by their rank.

    Args:
        network: the network in its order of solution.
        ends: positions of the external customers.
        rank: (services,) which of them comes first where either could.

    Cost: one pass over the services.
    """
    left = _steps_to(network, ends)
    provider, customer = network.provider, network.customer
    along = np.flatnonzero(~network.looped | (left[customer] < left[provider]))
    turn = np.where(network.loop > 1, -left, 0)  # elsewhere the level says enough
    served = customer[along]
    order = np.lexsort((rank[along], served, turn[served], network.level[served]))
    along, served = along[order], served[order]
    later = (np.diff(network.level[served]) != 0) | (np.diff(turn[served]) != 0)
    return np.split(along, np.flatnonzero(later) + 1)


def _steps_to(network: Network, ends: Ints) -> Ints:
    """(parties,) how many services lie between each and the nearest end; many where none does."""
    providers, into = network.provider.tolist(), network.into.tolist()
    left = [network.parties] * network.parties
    waiting = ends.tolist()
    for party in waiting:
        left[party] = 0
    for party in waiting:  # it grows while it is walked
        for other in providers[into[party] : into[party + 1]]:
            if left[other] > left[party] + 1:
                left[other] = left[party] + 1
                waiting.append(other)
    return np.array(left, dtype=np.intp)

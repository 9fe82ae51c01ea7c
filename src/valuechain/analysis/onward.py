"""Which services lead onward? In a loop, those that lead further away from the sources.

So every way ends: none goes round a loop, and every party that is served at all is reached by one.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.network import Ints, Network


def onward(network: Network) -> list[Ints]:
    """The services that lead onward, in parts: all that a provider gets stands in earlier ones.

    Within a part those into one party stand together, in file order.

    Cost: one pass over the services.
    """
    depth = _steps_from_sources(network)
    provider, customer = network.provider, network.customer
    along = np.flatnonzero(~network.looped | (depth[customer] > depth[provider]))
    turn = np.where(network.loop > 1, depth, 0)  # elsewhere the level says enough
    ends = customer[along]
    order = np.lexsort((network.services[along], ends, turn[ends], network.level[ends]))
    along, ends = along[order], ends[order]
    later = (np.diff(network.level[ends]) != 0) | (np.diff(turn[ends]) != 0)
    return np.split(along, np.flatnonzero(later) + 1)


def _steps_from_sources(network: Network) -> Ints:
    """(parties,) how many services lie between each and the nearest source.

    Sources are whom nobody serves, and all of a loop that nobody outside serves.
    """
    ways, begins = network.customer[network.outgoing].tolist(), network.out_of.tolist()
    depth = np.where(network.level == 0, 0, -1).tolist()
    waiting = np.flatnonzero(network.level == 0).tolist()
    for party in waiting:  # it grows while it is walked
        for other in ways[begins[party] : begins[party + 1]]:
            if depth[other] < 0:
                depth[other] = depth[party] + 1
                waiting.append(other)
    return np.array(depth, dtype=np.intp)

"""Through whom does everything run? What no way to a customer leads past.

In a flow graph a node *dominates* another if every way from the start to it leads through the node
(Prosser 1959); what dominates a node stands on its way up the dominator tree, which networkx finds
by the algorithm of Cooper, Harvey & Kennedy (2001), *A simple, fast dominance algorithm*. The start
stands before all sources: parties whom nobody serves, and those of loops that nobody outside
serves. Services are nodes too, so that a single service is found as a party is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from valuechain.analysis.solution import Solution
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Ints, Network

NAMED = 50
"""Customers that are named of one single point; there may be as many as parties."""
COSTED = 64
"""Single points of which it is computed what their failure would cost."""
_START = -1
_SAME = 12  # digits to which shares are told apart


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A party without which some external customer gets nothing that comes from a source.

    Attributes:
        party: its id.
        services: of its services those that no way leads past either, sorted.
        customers: ids of the external customers concerned, sorted, up to `NAMED`.
        share: their weight among all external customers, 0..1, every one counted.
    """

    party: str
    services: tuple[str, ...]
    customers: tuple[str, ...]
    share: float


def single_points(solution: Solution) -> list[SinglePoint]:
    """The single points of failure, what most customers hang on first; ties by id.

    Cost: the dominator tree of a graph with a node for each party and service.
    """
    network, chain = solution.reading.network, solution.chain
    above = _dominators(network)
    parties = _in_order(chain.parties, network.order)
    services = _in_order(chain.services, network.services)
    at = {party: place for place, party in enumerate(parties)}
    hanging = _hanging(above, [at[party] for party in sorted(chain.external_customers)])
    weight = _weights(solution)
    share = _gathered(above, {at[party]: share for party, share in weight.items()})
    bridges: dict[int, list[str]] = {}
    for node in sorted(hanging):
        if node >= len(parties):
            bridges.setdefault(above[node], []).append(services[node - len(parties)])
    found = [
        SinglePoint(
            parties[node],
            tuple(sorted(bridges.get(node, ()))),
            tuple(parties[customer] for customer in customers),
            share[node],
        )
        for node, customers in hanging.items()
        if node < len(parties)
    ]
    return sorted(found, key=lambda point: (-round(point.share, _SAME), point.party))


def costs_of_failure(solution: Solution, points: list[SinglePoint]) -> list[float | None]:
    """What the customers lose where everything that each delivers fails, 0..1.

    ``None`` beyond the first `COSTED`, and in chains where further solutions take long.
    """
    if not solution.few:
        return [None] * len(points)
    reading = solution.reading
    provider = {party: i for i, party in enumerate(solution.chain.parties)}
    some = [int(reading.network.position[provider[point.party]]) for point in points[:COSTED]]
    failed = reading.network.provider[:, None] == np.array(some, dtype=np.intp)
    own = np.where(failed, 1.0, reading.own[:, None])
    received = shortfalls(reading.network, own, reading.effective).received
    now = float(np.einsum("p,p", solution.weights, reading.received))
    lost: list[float | None] = (np.einsum("p,pc->c", solution.weights, received) - now).tolist()
    return lost + [None] * (len(points) - len(lost))


def _in_order(ids: Iterable[str], order: Ints) -> list[str]:
    """Ids in the order of solution."""
    named = list(ids)
    return [named[i] for i in order.tolist()]


def _dominators(network: Network) -> dict[int, int]:
    """What stands right above each node in the dominator tree; services count on from parties."""
    import networkx  # only who asks for it waits for it

    graph: networkx.DiGraph[int] = networkx.DiGraph()
    sources = np.flatnonzero(network.level == 0).tolist()
    graph.add_edges_from((_START, source) for source in sources)
    services = range(network.parties, network.parties + len(network.services))
    graph.add_edges_from(zip(network.provider.tolist(), services, strict=True))
    graph.add_edges_from(zip(services, network.customer.tolist(), strict=True))
    found: Mapping[int, int] = networkx.immediate_dominators(graph, _START)
    return {node: above for node, above in found.items() if node != _START}


def _hanging(above: Mapping[int, int], customers: list[int]) -> dict[int, list[int]]:
    """Whatever dominates some customer, with the first of these in their order."""
    place = {customer: number for number, customer in enumerate(customers)}
    hanging: dict[int, list[int]] = {}
    for node, parent in _upwards(above):
        below = [node] if node in place else hanging.get(node, [])
        if parent == _START or not below:
            continue
        every = {*hanging.get(parent, ()), *below}
        hanging[parent] = sorted(every, key=place.__getitem__)[:NAMED]
    return hanging


def _gathered(above: Mapping[int, int], weight: Mapping[int, float]) -> dict[int, float]:
    """The weight of all that each node dominates, its own included."""
    share = dict(weight)
    for node, parent in _upwards(above):
        share[parent] = share.get(parent, 0.0) + share.get(node, 0.0)
    return share


def _upwards(above: Mapping[int, int]) -> list[tuple[int, int]]:
    """Each node with what stands right above it, after everything that it dominates itself."""
    waiting = Counter(above.values())
    free = [node for node in above if node not in waiting]
    found = []
    while (node := free.pop()) != _START:  # which is above all
        parent = above[node]
        found.append((node, parent))
        waiting[parent] -= 1
        if not waiting[parent]:
            free.append(parent)
    return found


def _weights(solution: Solution) -> dict[str, float]:
    """The share of each external customer among all."""
    parties = solution.chain.parties
    shares = {party: parties[party].share for party in solution.chain.external_customers}
    largest = max(shares.values())  # first, so that huge ones cannot overflow
    total = sum(share / largest for share in shares.values())
    return {party: share / largest / total for party, share in shares.items()}

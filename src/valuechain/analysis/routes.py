"""By which route does most go wrong, and by which least? From a source to an external customer.

What comes through a route is the product of the own qualities of its services: the *rolled
throughput* of the work along it. Services that nobody measured count as perfect, as everywhere. In
a loop only services that lead nearer to an external customer count, so that no route goes round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp, inf, log

import numpy as np

from valuechain.analysis.onward import onward
from valuechain.analysis.solution import Solution
from valuechain.solve.network import Floats, Network

_DIGITS = 9  # of logarithms, beyond which routes are equally good


@dataclass(frozen=True, slots=True)
class Route:
    """A way from a source to an external customer.

    Attributes:
        customer: id of the external customer.
        services: ids, from the source on.
        through: the product of their own qualities, 0..1.
        only: of the weakest, whether there is no other.
    """

    customer: str
    services: tuple[str, ...]
    through: float
    only: bool = False


def weakest_and_strongest(
    solution: Solution, quality: Floats | None = None
) -> list[tuple[Route, Route]]:
    """For every external customer whom somebody serves, the route with the least and the most.

    They are the same where there is one route only, and where all are as good.

    Args:
        solution: of the chain.
        quality: (services,) in the order of solution, what comes through each, 0..1; their own
            qualities unless said otherwise.

    Cost: two passes over the services.
    """
    network, chain = solution.reading.network, solution.chain
    if quality is None:
        quality = np.where(solution.reading.observations.scored, 1.0 - solution.reading.own, 1.0)
    at = dict(zip(chain.parties, network.position.tolist(), strict=True))
    ends = np.array([at[party] for party in chain.external_customers], dtype=np.intp)
    strength = [log(value) if value > 0 else -inf for value in quality.tolist()]
    along: list[int] = np.concatenate(onward(network, ends, solution.by_id)).tolist()
    into = Counter(network.customer[along].tolist())
    least, most = (_into(network, strength, along, better) for better in (_less, _more))
    named = list(chain.services)
    ids = [named[i] for i in network.services.tolist()]
    found = []
    for customer in chain.external_customers:
        if at[customer] in least:
            ways = [_way(network, reached, at[customer]) for reached in (least, most)]
            weak, strong = (_route(customer, way, ids, strength) for way in ways)
            choices = [into[party] for party in network.customer[list(ways[0])].tolist()]
            found.append((replace(weak, only=max(choices) == 1), strong))
    return found


def _less(one: float, other: float) -> bool:
    return one < other


def _more(one: float, other: float) -> bool:
    return one > other


def _into(
    network: Network,
    strength: list[float],
    along: list[int],
    better: Callable[[float, float], bool],
) -> dict[int, tuple[float, int]]:
    """For every party that is served, the extreme strength of a route and its last service."""
    provider, customer = network.provider.tolist(), network.customer.tolist()
    reached: dict[int, tuple[float, int]] = {}
    for service in along:
        before = reached.get(provider[service], (0.0, -1))[0]
        through = before + strength[service]
        known = reached.get(customer[service])
        if known is None or better(round(through, _DIGITS), round(known[0], _DIGITS)):
            reached[customer[service]] = through, service
    return reached


def _way(network: Network, reached: dict[int, tuple[float, int]], party: int) -> list[int]:
    """The services of the route that ends at a party, from the source on."""
    way = []
    while party in reached:
        service = reached[party][1]
        way.append(service)
        party = int(network.provider[service])
    return way[::-1]


def _route(customer: str, way: list[int], ids: list[str], strength: list[float]) -> Route:
    through = exp(sum(strength[service] for service in way))
    return Route(customer, tuple(ids[service] for service in way), through)

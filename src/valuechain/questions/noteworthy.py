"""What else is worth a word beside the first steps? Of one person, of late work, of silos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from valuechain.analysis.silos import departments
from valuechain.analysis.single_points import single_points
from valuechain.analysis.solution import Solution
from valuechain.model.durations import longer
from valuechain.model.parts import Service
from valuechain.walks import following, reached

_ALL = 1.0 - 1e-9  # of the customers: who is past nobody is worth a word
_FEW = 8  # parties of one person up to which each is tried by itself, without the whole tree


@dataclass(frozen=True, slots=True)
class Noteworthy:
    """What a first screen mentions where there is any.

    Attributes:
        single: ids of parties of one person through whom all runs that the customers get.
        late: ids of services that surely miss their standard, in file order.
        silos: names of departments that keep to themselves.
    """

    single: tuple[str, ...]
    late: tuple[str, ...]
    silos: tuple[str, ...]


def noteworthy(solution: Solution) -> Noteworthy:
    """What of a chain's structure and times is worth a word; quick in any chain."""
    chain = solution.chain
    alone = [party.id for party in chain.parties.values() if party.people == 1]
    return Noteworthy(
        tuple(_single(solution, alone)),
        tuple(service.id for service in chain.services.values() if is_late(service)),
        tuple(silo.department for silo in departments(chain).silos),
    )


def _single(solution: Solution, alone: list[str]) -> Iterator[str]:
    """Those without whom nothing from any source reaches any customer."""
    if len(alone) > _FEW:
        shares = {point.party: point.share for point in single_points(solution)}
        yield from (party for party in alone if shares.get(party, 0.0) > _ALL)
        return
    if alone:
        yield from _tried(solution, alone)


def _tried(solution: Solution, alone: list[str]) -> Iterator[str]:
    """The same by taking out one after the other."""
    parties, network = list(solution.chain.parties), solution.reading.network
    shares = {end: solution.chain.parties[end].share for end in solution.chain.external_customers}
    onward = following(
        (service.provider, service.customer) for service in solution.chain.services.values()
    )
    sources = [parties[i] for i in network.order[np.flatnonzero(network.level == 0)].tolist()]
    met = reached((party for party in sources if party not in shares), onward)
    for party in alone:
        starts = [source for source in sources if source != party and source not in shares]
        left = reached(starts, onward | {party: []})
        lost = sum(share for end, share in shares.items() if end in met and end not in left)
        if lost > _ALL * sum(shares.values()):
            yield party


def is_late(service: Service) -> bool:
    """Whether it surely takes longer than its standard."""
    if service.takes is None or service.standard is None:
        return False
    return longer(service.takes.low, service.standard.high)

"""What else is worth a word beside the first steps? Of one person, of late work, of silos."""

from __future__ import annotations

from dataclasses import dataclass

from valuechain.analysis.silos import departments
from valuechain.analysis.single_points import single_points
from valuechain.analysis.solution import Solution
from valuechain.model.parts import Service

_MOST = 0.5  # of the customers, from which on a single point is worth a word


@dataclass(frozen=True, slots=True)
class Noteworthy:
    """What a first screen mentions where there is any.

    Attributes:
        single: ids of parties of one person through whom all runs that most customers get.
        late: ids of services that surely miss their standard, in file order.
        silos: names of departments that keep to themselves.
    """

    single: tuple[str, ...]
    late: tuple[str, ...]
    silos: tuple[str, ...]


def noteworthy(solution: Solution) -> Noteworthy:
    """What of a chain's structure and times is worth a word.

    Quick in any chain: where no party is said to be one person, no dominators are looked for.
    """
    chain = solution.chain
    alone = {party.id for party in chain.parties.values() if party.people == 1}
    points = single_points(solution) if alone else []
    return Noteworthy(
        tuple(point.party for point in points if point.party in alone and point.share >= _MOST),
        tuple(service.id for service in chain.services.values() if is_late(service)),
        tuple(silo.department for silo in departments(chain).silos),
    )


def is_late(service: Service) -> bool:
    """Whether it surely takes longer than its standard."""
    if service.takes is None or service.standard is None:
        return False
    return service.takes.low > service.standard.high

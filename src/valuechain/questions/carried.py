"""What leads to trouble, and where does it lead? The share of it that every service carries."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.analysis.solution import Solution
from valuechain.questions.diagnosis import Diagnosis
from valuechain.solve.adjoint import worth
from valuechain.solve.branches import Branches, branches
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Floats, Ints
from valuechain.tolerances import TIE

_LEAST = 1e-300  # so that what counts for nothing is not divided by 0


def carried(diagnosis: Diagnosis, focus: str) -> dict[str, float]:
    """The share of the trouble in focus that every service carries, 0..1.

    Of a service that leads to it: the part of what is lacking there that this service lacks and
    hands on. Of one behind it: the part of what its customer lacks that comes from there by this
    service. What runs round a loop counts on its first way only. Nothing at all where nothing is
    lacking.

    Args:
        diagnosis: of the chain.
        focus: the id of a party, or of a service.

    Raises:
        UnknownNameError: there is neither.
    """
    solution = diagnosis.solution
    ids = list(diagnosis.chain.services)
    reading = solution.reading
    network, delivered = reading.network, reading.delivered
    leaving = _leaving(solution, focus)
    lacking = _lacking(solution, focus)
    if max(lacking, float(delivered[leaving].max(initial=0.0))) <= TIE:
        return {}
    ways = branches(network, reading.solved, divided=True)
    brought = _brought(ways, delivered, reading.provider_lacks)
    slope = ways.slope.copy()
    slope[leaving] = 0.0
    seed = np.zeros(network.parties)
    seed[_position(solution, focus)] = _handed_on(solution, focus)
    with solvable():
        to_it = brought * worth(network, slope, seed)[network.customer]
        behind = _from_it(solution, (leaving, brought), ways._replace(slope=slope))
    shares = np.maximum(to_it / max(lacking, TIE), behind)
    if focus in diagnosis.chain.services:
        shares[leaving] = 1.0
    told = np.clip(solution.in_file_order(shares), 0.0, 1.0).tolist()
    return dict(zip(ids, told, strict=True))


def _leaving(solution: Solution, focus: str) -> Ints:
    """The services by which the trouble goes on."""
    if focus in solution.chain.parties:
        provider = solution.reading.network.provider
        return np.flatnonzero(provider == _position(solution, focus))
    return solution.places([focus])


def _position(solution: Solution, focus: str) -> int:
    """Where the party in focus, or the provider of the service, is in the order of solution."""
    network = solution.reading.network
    if focus in solution.chain.parties:
        return int(network.position[list(solution.chain.parties).index(focus)])
    (at,) = solution.places([focus]).tolist()
    return int(network.provider[at])


def _lacking(solution: Solution, focus: str) -> float:
    """What a party lacks, or a service."""
    reading = solution.reading
    if focus in solution.chain.parties:
        return float(reading.received[_position(solution, focus)])
    return float(reading.delivered[solution.places([focus])[0]])


def _handed_on(solution: Solution, focus: str) -> float:
    """How much of what its party lacks counts in focus."""
    if focus in solution.chain.parties:
        return 1.0
    return float(solution.reading.effective[solution.places([focus])[0]])


def _brought(ways: Branches, delivered: Floats, provider_lacks: Floats) -> Floats:
    """(services,) what each brings to its customer, itself and past itself."""
    brought = ways.share * delivered
    return brought if ways.around is None else brought + ways.around * provider_lacks


def _from_it(solution: Solution, focus: tuple[Ints, Floats], ways: Branches) -> Floats:
    """(services,) what of each customer's lack comes from the focus by each service.

    Along the branches that count all is linear, so it is solved for as a mean. `focus` are the
    services that leave it, and what every service brings.
    """
    reading = solution.reading
    network, lacked = reading.network, reading.received[reading.network.customer]
    weight = np.broadcast_to(ways.share, lacked.shape)
    if ways.around is not None:
        weight = weight + ways.around
    source, counts = np.zeros(len(lacked)), np.maximum(weight, _LEAST)
    leaving, brought = focus
    source[leaving] = brought[leaving] / counts[leaving]
    plain = replace(
        network,
        weight=weight,
        allowance=np.full(len(lacked), np.inf),
        bounding=np.zeros(len(lacked), dtype=bool),
    )
    passed = shortfalls(plain, source, ways.slope / counts)
    return np.asarray(weight * passed.delivered / np.maximum(lacked, TIE), dtype=float)

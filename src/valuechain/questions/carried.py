"""What leads to trouble, and where does it lead? The share of it that every service carries."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.analysis.solution import Solution
from valuechain.questions.diagnosis import Diagnosis
from valuechain.solve.adjoint import branch_shares, importances
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Bools, Floats, Ints
from valuechain.tolerances import TIE


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
    network, delivered = solution.reading.network, solution.reading.delivered
    leaving = _leaving(solution, focus)
    lacking = _lacking(solution, focus)
    if max(lacking, float(delivered[leaving].max(initial=0.0))) <= TIE:
        return {}
    open_again = solution.reading.effective.copy()
    open_again[leaving] = 0.0
    seed = np.zeros(network.parties)
    seed[_position(solution, focus)] = _handed_on(solution, focus)
    with solvable():
        to_it = importances(network, delivered, open_again, seed) * delivered
        behind = _from_it(solution, leaving, open_again)
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


def _from_it(solution: Solution, leaving: Ints, dependence: Floats) -> Floats:
    """(services,) what of each customer's lack comes from the focus by each service."""
    network, delivered = solution.reading.network, solution.reading.delivered
    share = branch_shares(network, delivered)
    no_maximum: Bools = np.zeros_like(network.critical)
    source = np.zeros(len(delivered))
    source[leaving] = delivered[leaving]
    passed = shortfalls(replace(network, weight=share, critical=no_maximum), source, dependence)
    lacked = solution.reading.received[network.customer]
    return np.asarray(share * passed.delivered / np.maximum(lacked, TIE), dtype=float)

"""What everybody lacks: the least shortfall that satisfies all equations.

For every party k and service e from provider a(e)::

    D_k     = max( sum w_e delta_e / sum w_e ,  max over e of delta_e - b_e )
    delta_e = min(1, u_e + alpha_e D_a(e))               over the services e into k

where the allowance b is 0 for critical services and infinite for those that bound nothing. A
criticality b bounds by what the provider itself lacks, too: then D_a(e) - b_e is among the maxima,
which is the criticality of dependency of Garvey & Pinto (2009), *Introduction to functional
dependency network analysis*, Second International Symposium on Engineering Systems, MIT.

`u` is the own shortfall and `alpha` the dependence. A service whose shortfall is pinned has alpha =
0 and u = that shortfall. Under the mean alone this is the inoperability input-output model of
Haimes & Jiang (2001), *Leontief-based model of risk in complex interconnected infrastructures*,
Journal of Infrastructure Systems 7(1), q = A q + c.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from valuechain.solve.fixed_point import solve_loops
from valuechain.solve.loops import Loops
from valuechain.solve.network import Bounds, Floats, Ints, Network, Step


@dataclass(frozen=True, slots=True, eq=False)
class Shortfalls:
    """The solution, in the order of the arrangement.

    Attributes:
        received: (parties,) or (parties, cases), D, each 0..1.
        delivered: (services,) or (services, cases), delta, each 0..1.
        error: no received shortfall is further from the true one; 0 without loops (but for
            rounding).
    """

    received: Floats
    delivered: Floats
    error: float


def shortfalls(
    network: Network, own: Floats, dependence: Floats, known: Floats | None = None, start: int = 0
) -> Shortfalls:
    """Solve for what every party lacks.

    Args:
        network: the network in its order of solution.
        own: (services,) or (services, cases), u, 0..1, in that order.
        dependence: likewise, alpha, 0..1; (services,) serves all cases.
        known: (parties,) received shortfalls that hold before step `start`; of one case alone.
        start: the first step that is solved; what precedes it is taken from `known`.

    Cost: one pass over the services, and what the loops need.
    """
    if network.bounds is not None:
        return _with_bounds(network.bounds, own, dependence, known, start)
    if own.ndim == 2:
        of_cases = _row_by_row if network.thin else _of_cases
        return of_cases(network, own, dependence if dependence.ndim == 2 else dependence[:, None])
    if network.narrow and known is None:
        received, error = _along_lists(network, own, dependence)
    else:
        received, error = _along_steps(network, own, dependence, known, start)
    delivered = np.minimum(own + dependence * received[network.provider], 1.0)
    return Shortfalls(np.minimum(received, 1.0), delivered, error)


def received_again(
    network: Network, own: Floats, dependence: Floats, known: Floats, start: int
) -> Floats:
    """What `shortfalls` finds received from step `start` on, and nothing else.

    (parties,) or (parties, cases), as what is `known` of all that comes before.
    """
    if (bounds := network.bounds) is not None:
        own, dependence = bounds.widened(own, 0.0), bounds.widened(dependence, 1.0)
        network = bounds.network
    if own.ndim == 1:
        received, _ = _along_steps(network, own, dependence, known, start)
        return np.minimum(received, 1.0)
    received = known.copy()
    for at, step in enumerate(network.steps[start:], start):
        if step.loop > 1:
            _through_loops(network, step, own, dependence, received)
            continue
        part = slice(step.first, step.last)
        outside = received[network.provider[part]]
        lacks = _lacking(own[part], dependence[part], outside)
        _receive(network, at, lacks, received, step.first)
    return np.minimum(received, 1.0, out=received)


def _with_bounds(
    bounds: Bounds, own: Floats, dependence: Floats, known: Floats | None, start: int
) -> Shortfalls:
    """The same where some services bound their customers by what their providers lack."""
    found = shortfalls(
        bounds.network, bounds.widened(own, 0.0), bounds.widened(dependence, 1.0), known, start
    )
    return Shortfalls(found.received, found.delivered[bounds.place], found.error)


def received_from(
    delivered: Floats, weight: Floats, allowance: Floats, starts: Ints
) -> tuple[Floats, Floats]:
    """Mean, and the largest bound (-inf where there is none), of the services in each segment."""
    mean = np.add.reduceat(weight * delivered, starts)
    if np.isinf(allowance).all():
        return mean, np.full_like(mean, -np.inf)
    return mean, np.maximum.reduceat(delivered - allowance, starts)


def _along_steps(
    network: Network, own: Floats, dependence: Floats, known: Floats | None, start: int
) -> tuple[Floats, float]:
    """Level by level in numpy."""
    received = np.zeros(network.parties) if known is None else known.copy()
    error = 0.0
    for step in network.steps[start:]:
        if step.loop > 1:
            error = max(error, _through_loops(network, step, own, dependence, received))
            continue
        part = slice(step.first, step.last)
        delivered = np.minimum(own[part] + dependence[part] * received[network.provider[part]], 1.0)
        starts = network.into[step.start : step.stop] - step.first
        mean, worst = received_from(
            delivered, network.weight[part], network.allowance[part], starts
        )
        received[step.start : step.stop] = np.maximum(mean, worst)
    return received, error


def _of_cases(network: Network, own: Floats, dependence: Floats) -> Shortfalls:
    """Many cases at once: (services, cases) level by level.

    What passes nothing on is as it is from the beginning.
    """
    received = np.zeros((network.parties, own.shape[1]))
    delivered = own.copy()
    passing = np.flatnonzero(dependence.any(axis=1))
    error = 0.0
    for at, step in enumerate(network.steps):
        rows = passing[slice(*np.searchsorted(passing, (step.first, step.last)))]
        if step.loop > 1:
            error = max(error, _through_loops(network, step, own, dependence, received))
        outside = received[network.provider[rows]]
        delivered[rows] = _lacking(own[rows], dependence[rows], outside)
        if step.loop == 1:
            _receive(network, at, delivered, received)
    return Shortfalls(np.minimum(received, 1.0, out=received), delivered, error)


def _row_by_row(network: Network, own: Floats, dependence: Floats) -> Shortfalls:
    """The same for long thin chains, service by service: a row is all that is touched at once."""
    received, delivered = np.zeros((network.parties, own.shape[1])), own.copy()
    into, provider = network.into.tolist(), network.provider.tolist()
    passing: list[bool] = np.any(dependence, axis=1).tolist()
    weight = network.weight.tolist()
    allowance, bounding = network.allowance.tolist(), np.isfinite(network.allowance).tolist()
    rows, lacks, slopes = list(delivered), list(received), list(dependence)
    error, passed_on = 0.0, np.empty(own.shape[1])
    for step in network.runs:
        if step.loop > 1:
            error = max(error, _through_loops(network, step, own, dependence, received))
            part = slice(step.first, step.last)
            outside = received[network.provider[part]]
            delivered[part] = _lacking(own[part], dependence[part], outside)
            continue
        for party in range(step.start, step.stop):
            mean, services = lacks[party], range(into[party], into[party + 1])
            for service in services:
                row = rows[service]
                if passing[service]:
                    np.multiply(lacks[provider[service]], slopes[service], out=passed_on)
                    row += passed_on
                    np.minimum(row, 1.0, out=row)
                np.multiply(row, weight[service], out=passed_on)
                mean += passed_on
            for service in services:
                if bounding[service]:
                    np.maximum(mean, rows[service] - allowance[service], out=mean)
    return Shortfalls(np.minimum(received, 1.0, out=received), delivered, error)


def _lacking(own: Floats, dependence: Floats, outside: Floats) -> Floats:
    """What services lack whose providers lack what is `outside`, where that is: memory is slow."""
    outside *= dependence
    outside += own
    return np.minimum(outside, 1.0, out=outside)


def _receive(
    network: Network, at: int, delivered: Floats, received: Floats, first: int = 0
) -> None:
    """Fill in what the parties of the step with this number lack, in all cases at once.

    `delivered` is (services, cases) of the services from `first` on; along its columns `reduceat`
    is slow.
    """
    for parties, services in network.incoming[at]:
        lacks = delivered[services - first]
        received[parties] = np.einsum("pd,pdc->pc", network.weight[services], lacks)
    for parties, services in network.limiting[at]:
        worst = delivered[services - first]
        worst -= network.allowance[services][:, :, None]
        received[parties] = np.maximum(received[parties], worst.max(axis=1))


def _through_loops(
    network: Network, step: Step, own: Floats, dependence: Floats, received: Floats
) -> float:
    """Fill in what the parties of the step's loops lack; they are near it, or lack nothing yet."""
    part = slice(step.first, step.last)
    received[step.start : step.stop], error = _solve_step(
        Loops.of(network, step),
        own[part],
        dependence[part],
        received[network.provider[part]],
        received[step.start : step.stop],
    )
    return error


def _solve_step(
    loops: Loops, own: Floats, dependence: Floats, outside: Floats, start: Floats
) -> tuple[Floats, float]:
    """The loops of one step.

    What enters them from `outside` (by service) is known by now and folded into `own`.
    """
    outer = loops.inner < 0 if own.ndim == 1 else (loops.inner < 0)[:, None]
    folded = np.where(outer, np.minimum(own + dependence * outside, 1.0), own)
    return solve_loops(loops, folded, np.where(outer, 0.0, dependence), start)


def _along_lists(network: Network, own: Floats, dependence: Floats) -> tuple[Floats, float]:
    """Party by party in plain Python: for long thin chains."""
    received = [0.0] * network.parties
    into, provider, weight = (
        network.into.tolist(),
        network.provider.tolist(),
        network.weight.tolist(),
    )
    allowance, own_list, slope = network.allowance.tolist(), own.tolist(), dependence.tolist()
    error = 0.0
    for step in network.runs:
        if step.loop > 1:
            part = slice(step.first, step.last)
            outside = np.array([received[party] for party in provider[part]])
            solution = _solve_step(
                Loops.of(network, step),
                own[part],
                dependence[part],
                outside,
                np.zeros(step.stop - step.start),
            )
            received[step.start : step.stop] = solution[0].tolist()
            error = max(error, solution[1])
            continue
        for party in range(step.start, step.stop):
            mean = worst = 0.0
            for service in range(into[party], into[party + 1]):
                lacks = own_list[service] + slope[service] * received[provider[service]]
                lacks = min(lacks, 1.0)
                mean += weight[service] * lacks
                worst = max(worst, lacks - allowance[service])
            received[party] = max(worst, mean)
    return np.array(received), error

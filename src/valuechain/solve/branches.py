"""By which way does a shortfall reach the customer: the mean, or one service that alone decides?

Near a solution D_k is linear in what the services into k lack of their own and in what their
providers lack, on whichever branch of its maximum is the largest. Branches within 1e-12 tie: the
services at the maximum share equally; a mean that exceeds them all counts alone.

An allowance b bends that: o_e - b_e, with o_e = max(delta_e, D_a(e)), is not proportional to what
is lacking. There two questions have two answers. What changes with a small change is the slope, 1.
What there is, divided among those who cause it, is passed on by the share (o_e - b_e) / o_e, as a
shield passes on less: then all own shortfalls together explain all that is lacking.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from valuechain.solve.network import Bools, Floats, Network
from valuechain.tolerances import TIE


class Solved(NamedTuple):
    """A solution, and with which dependence it was found.

    Attributes:
        delivered: (services,) or (services, cases) shortfalls.
        received: (parties,) or (parties, cases) likewise.
        dependence: (services,) or (services, cases), alpha.
    """

    delivered: Floats
    received: Floats
    dependence: Floats


class Branches(NamedTuple):
    """How what parties lack depends on their services; (services,) or (services, cases).

    Attributes:
        share: c, d D_customer / d delta.
        around: d D_customer / d D_provider by the bound of what the provider lacks, past the
            service itself.
        slope: d D_customer / d D_provider in all.
    """

    share: Floats
    around: Floats | None
    slope: Floats


def branches(network: Network, solved: Solved, *, divided: bool = False) -> Branches:
    """The branches that count near a solution.

    Args:
        network: the network in its order of solution.
        solved: the solution.
        divided: whether what is lacking is divided among those who cause it; else what a small
            change would change.
    """
    delivered, received, dependence = solved
    if network.proportional and not network.bounding.any():
        share, _ = _shares(network, delivered, delivered)
        return Branches(share, None, share * dependence)
    lacks = received[network.provider]
    past = _column(network.bounding, delivered) & (lacks > delivered + TIE)
    reaching = np.where(past, lacks, delivered)
    share, alone = _shares(network, delivered, reaching)
    if divided:
        bound = np.maximum(_bound(network, reaching), 0.0)
        passed = np.divide(bound, reaching, out=np.ones_like(reaching), where=reaching > 0)
        share = np.where(alone, share * passed, share)
    around = np.where(alone & past, share, 0.0)
    share = share - around
    return Branches(share, around, share * dependence + around)


def _shares(network: Network, delivered: Floats, reaching: Floats) -> tuple[Floats, Bools]:
    """What each service counts at its customer, and whether single services decide there.

    `reaching` is what a service that decides alone brings, less its allowance.
    """
    weight = _column(network.weight, delivered)
    if not network.any_critical:
        return weight, np.zeros(len(delivered), dtype=bool)
    some = network.limited
    new = np.diff(network.customer[some], prepend=-1) > 0
    starts, index = np.flatnonzero(new), np.cumsum(new) - 1
    mean = np.add.reduceat(weight[some] * delivered[some], starts)
    bound = reaching[some] - _column(network.allowance[some], reaching)
    worst = np.maximum.reduceat(bound, starts)
    top = bound >= worst[index] - TIE
    decided = ~(mean > worst + TIE)[index]
    even = top / np.add.reduceat(top.astype(float), starts)[index]
    share = np.broadcast_to(weight, delivered.shape).copy()
    share[some] = np.where(decided, even, weight[some])
    alone = np.zeros(delivered.shape, dtype=bool)
    alone[some] = decided
    return share, alone


def _bound(network: Network, reaching: Floats) -> Floats:
    """What each service alone makes its customer lack, -inf where it bounds nothing."""
    return np.asarray(reaching - _column(network.allowance, reaching))


def _column(values: Any, like: Floats) -> Any:
    """(services,) values, or as a column where there are many cases."""
    return values if like.ndim == 1 else values[:, None]

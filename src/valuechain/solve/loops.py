"""The equations of the parties of a loop, when each passes its shortfall on to the next.

Here is one application of them, and the linear algebra of all loops of a size at once. What they
come to is in `fixed_point`; how far that may be wrong in `amplification`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from valuechain.solve.network import Bundle, Floats, Ints, Network, Step, bundles

DIRECT = 150
"""Parties in a loop up to which a dense solve is cheaper than iterating."""
DENSE = 6000
"""Parties up to which a dense solve is possible at all (0.3 GB), where iteration is slow."""
PATIENCE = 400
"""Iterations before a dense solve is preferred; twice round where that is longer."""
ENDLESS = 100_000
"""Iterations after which larger loops are given up."""
GOOD = 1e-13
"""Proven error at which iteration stops: far below what is guaranteed, far above rounding."""
_CALM = 2**18
"""Multiplications in one product of matrices from which on a BLAS wakes threads that wait."""
_WIDE = 64  # columns of large matrices multiplied at once


class NotConverged(ArithmeticError):
    """A loop loses too little: for iteration where it is large, or for any solution."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"a loop of {size:,} parties depends on itself so nearly completely "
            "that it cannot be solved"
        )


@dataclass(frozen=True, eq=False)
class Loops:
    """All loops of one step, their parties numbered from 0.

    Attributes:
        count, size: how many loops of how many parties.
        inner: (services,) the provider's number, -1 for services that enter from outside.
        customer: (services,) the customer's number, ascending.
        starts: (parties,) where the services into each party begin.
        weight, allowance: (services,) as in the arrangement.
        kept: inverses that were computed already.
    """

    count: int
    size: int
    inner: Ints
    customer: Ints
    starts: Ints
    weight: Floats
    allowance: Floats
    kept: dict[tuple[bytes, ...], Floats]

    @property
    def direct(self) -> bool:
        """Whether a dense solve is cheaper than iterating."""
        return self.size <= DIRECT

    @property
    def dense(self) -> bool:
        """Whether a dense solve is possible at all."""
        return self.size <= DENSE

    @property
    def any_bound(self) -> bool:
        """Whether some service alone may decide what its customer lacks."""
        return bool(np.isfinite(self.allowance).any())

    @property
    def proportional(self) -> bool:
        """Whether every such service is critical: with no allowance."""
        return not bool(((self.allowance > 0) & np.isfinite(self.allowance)).any())

    @property
    def bounds(self) -> Floats:
        """(services, 1) allowances of the growth G: 0 where a service alone may decide."""
        return np.where(np.isinf(self.allowance), np.inf, 0.0)[:, None]

    @property
    def patience(self) -> int:
        """Iterations after which iterating is given up: early where a dense solve is possible."""
        return max(PATIENCE, 2 * self.size) if self.dense else ENDLESS

    @classmethod
    def of(cls, network: Network, step: Step) -> Loops:
        """The loops of a step.

        Providers come before their customers, and loops on one level never serve each other: so a
        provider that is not before the step is in the same loop.
        """
        part = slice(step.first, step.last)
        provider = network.provider[part] - step.start
        return cls(
            (step.stop - step.start) // step.loop,
            step.loop,
            np.maximum(provider, -1),
            network.customer[part] - step.start,
            network.into[step.start : step.stop] - step.first,
            network.weight[part],
            network.allowance[part],
            network.kept,
        )

    @cached_property
    def received(self) -> tuple[Bundle, ...]:
        """The parties with all that they receive."""
        return self._bundles(np.arange(len(self.inner)))

    @cached_property
    def bounded(self) -> tuple[Bundle, ...]:
        """The parties with those of their services that alone may decide."""
        return self._bundles(np.flatnonzero(np.isfinite(self.allowance)))

    def _bundles(self, services: Ints) -> tuple[Bundle, ...]:
        begins = np.searchsorted(services, np.append(self.starts, len(self.inner)))
        return tuple(bundles(np.arange(len(self.starts)), begins, services))

    def key(self, *values: Floats) -> tuple[bytes, ...]:
        """What these values of these loops are kept under, among those of all steps."""
        return tuple(each.tobytes() for each in (self.inner, self.customer, *values))

    def inverse(self, slope: Floats) -> Floats:
        """(loops, size, size) of (I - M)^-1 for (services,) slopes, each computed once."""
        key = self.key(slope)
        if key not in self.kept:
            self.kept[key] = inverted(self.matrices(slope[:, None])[0])
        return self.kept[key]

    def matrices(self, slope: Floats) -> Floats:
        """(cases, loops, size, size) of I - M, M[customer, provider] the slopes in each loop."""
        size, cases = self.size, slope.shape[1]
        inside = np.flatnonzero(self.inner >= 0)
        customer, provider = self.customer[inside], self.inner[inside]
        cell = (customer // size * size + customer % size) * size + provider % size
        total = self.count * size * size
        index = cell[:, None] + total * np.arange(cases)
        entries: Floats = np.bincount(
            index.ravel(), weights=slope[inside].ravel(), minlength=total * cases
        ).astype(float)
        matrix: Floats = -entries.reshape(cases, self.count, size, size)
        matrix[..., np.arange(size), np.arange(size)] += 1.0
        return matrix


def grow(  # noqa: PLR0913  the equations, their point, and two ways to bend them
    loops: Loops,
    own: Floats,
    dependence: Floats,
    received: Floats,
    *,
    cap: bool,
    allowance: Floats | None = None,
) -> tuple[Floats, Floats]:
    """One application of the equations: services delivered, and what the parties then receive.

    `allowance`, where it is not the loops' own, is (services, 1) or (services, cases).
    """
    delivered = own + dependence * received[loops.inner]
    if cap:
        delivered = np.minimum(delivered, 1.0)
    given = loops.allowance[:, None] if allowance is None else allowance
    if delivered.shape[1] == 1:
        return delivered, _received(loops, delivered, given)
    mean = np.empty((len(loops.starts), delivered.shape[1]))
    for parties, services in loops.received:  # along many columns `reduceat` is slow
        mean[parties] = np.einsum("pd,pdc->pc", loops.weight[services], delivered[services])
    for parties, services in loops.bounded:
        worst = (delivered[services] - given[services]).max(axis=1)
        mean[parties] = np.maximum(mean[parties], worst)
    return delivered, mean


def _received(loops: Loops, delivered: Floats, given: Floats) -> Floats:
    """What the parties receive in one case."""
    mean: Floats = np.add.reduceat(loops.weight[:, None] * delivered, loops.starts, axis=0)
    if not loops.any_bound:
        return mean
    return np.maximum(mean, np.maximum.reduceat(delivered - given, loops.starts, axis=0))


def solved(matrix: Floats, right: Floats) -> Floats:
    """What `matrix` makes `right` of.

    Raises:
        NotConverged: to rounding, that is anything.
    """
    try:
        return np.linalg.solve(matrix, right).astype(float)
    except np.linalg.LinAlgError:
        raise NotConverged(matrix.shape[-1]) from None


def inverted(matrix: Floats) -> Floats:
    """The inverse.

    Raises:
        NotConverged: to rounding, there is none.
    """
    return solved(matrix, np.broadcast_to(np.eye(matrix.shape[-1]), matrix.shape))


def times(matrix: Floats, columns: Floats) -> Floats:
    """The (loops, size, size) matrix times (parties, cases).

    In pieces so small that a BLAS does not wake its threads for them; where one column is too much
    for that, in many at a time, because reading the matrix costs more than multiplying.
    """
    count, size, _ = matrix.shape
    cases = columns.reshape(count, size, -1)
    width = _CALM // size**2 or _WIDE
    parts = [
        matrix @ cases[..., first : first + width] for first in range(0, cases.shape[-1], width)
    ]
    return np.concatenate(parts, axis=-1).reshape(columns.shape)

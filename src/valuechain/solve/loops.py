"""The loops of one step: of how many parties, who serves whom in them, and their matrices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from valuechain.solve.network import Bools, Floats, Ints, Network, Step

DIRECT = 150
"""Parties in a loop up to which a dense solve is cheaper than iterating."""
DENSE = 6000
"""Parties up to which a dense solve is possible at all (0.3 GB), where iteration is slow."""
GOOD = 1e-13
"""Proven error at which iteration stops."""
EASY = 0.999
"""Largest share passed on up to which a bound of the error follows from it at once."""
_PATIENCE = 400  # iterations before a dense solve is preferred
_ENDLESS = 100_000  # iterations after which larger loops are given up
_CALM = 2**18  # multiplications from which on a BLAS uses threads, which then wait noisily


class NotConverged(ArithmeticError):
    """No number can be vouched for.

    A loop is too large for a dense solve and loses too little on its way round for iteration.
    """

    def __init__(self, size: int) -> None:
        super().__init__(
            f"a loop of {size:,} parties depends on itself so nearly completely "
            "that it cannot be solved"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Loops:
    """All loops of one step, their parties numbered from 0.

    Attributes:
        count, size: how many loops of how many parties.
        inner: (services,) the provider's number, -1 for services that enter from outside.
        customer: (services,) the customer's number, ascending.
        starts: (parties,) where the services into each party begin.
        weight, critical: (services,) as in the arrangement.
        kept: inverses that were computed already.
    """

    count: int
    size: int
    inner: Ints
    customer: Ints
    starts: Ints
    weight: Floats
    critical: Bools
    kept: dict[tuple[bytes, bytes], Floats]

    @classmethod
    def of(cls, network: Network, step: Step) -> Loops:
        """The loops of a step.

        Loops on one level never serve each other: a provider in the step is in the same loop.
        """
        part = slice(step.first, step.last)
        provider = network.provider[part] - step.start
        return cls(
            (step.stop - step.start) // step.loop,
            step.loop,
            np.where((provider >= 0) & (provider < step.stop - step.start), provider, -1),
            network.customer[part] - step.start,
            network.into[step.start : step.stop] - step.first,
            network.weight[part],
            network.critical[part],
            network.kept,
        )

    @property
    def parties(self) -> int:
        """Number of parties in all of them."""
        return self.count * self.size

    @property
    def is_small(self) -> bool:
        """Whether a dense solve is cheaper than iterating."""
        return self.size <= DIRECT

    @property
    def can_be_dense(self) -> bool:
        """Whether a dense solve is possible."""
        return self.size <= DENSE

    @property
    def patience(self) -> int:
        """Iterations before a dense solve is preferred or, where there is none, all is given up."""
        if self.can_be_dense:
            return _PATIENCE
        return _ENDLESS

    def inverse(self, slope: Floats) -> Floats:
        """(loops, size, size) of (I - M)^-1 for (services,) slopes, computed once for each."""
        key = slope.tobytes(), self.inner.tobytes()
        if key not in self.kept:
            self.kept[key] = np.linalg.inv(matrices(self, slope[:, None])[0])
        return self.kept[key]


def matrices(loops: Loops, slope: Floats) -> Floats:
    """(cases, loops, size, size) of I - M, M[customer, provider] the slopes within each loop."""
    size, cases = loops.size, slope.shape[1]
    inside = np.flatnonzero(loops.inner >= 0)
    customer, provider = loops.customer[inside], loops.inner[inside]
    cell = (customer // size * size + customer % size) * size + provider % size
    total = loops.count * size * size
    index = cell[:, None] + total * np.arange(cases)
    entries: Floats = np.bincount(
        index.ravel(), weights=slope[inside].ravel(), minlength=total * cases
    ).astype(float)
    matrix: Floats = -entries.reshape(cases, loops.count, size, size)
    matrix[..., np.arange(size), np.arange(size)] += 1.0
    return matrix


def times(matrix: Floats, columns: Floats) -> Floats:
    """The (loops, size, size) matrix times (parties, cases).

    In pieces so small that a BLAS does not wake its threads for them.
    """
    count, size, _ = matrix.shape
    cases = columns.reshape(count, size, -1)
    width = max(1, _CALM // size**2)
    parts = [
        matrix @ cases[..., first : first + width] for first in range(0, cases.shape[-1], width)
    ]
    return np.concatenate(parts, axis=-1).reshape(columns.shape)

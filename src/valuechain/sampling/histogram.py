"""Counting without keeping: how often each service's number fell where.

The memory it takes grows with the draws only as long as these are few: those are kept, a byte each.

Each number's range is cut into 254 equal bins, placed by a first small set of draws that is not
counted. The first bin holds what is exactly the lower end, so that a shortfall of 0, which many
draws share, stays 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from valuechain.solve.network import Floats, Ints

Counts: TypeAlias = "NDArray[np.uint16] | NDArray[np.uint32]"
BINS = 254
FEW = 2 * (BINS + 1)
"""Cases that take no more memory one by one than counted."""
MOST_OF_TWO_BYTES = 2**16 - 1
"""Cases whose counts take two bytes each; those of more take four."""
_UP = 1.0 - 1e-6  # what rounds up, but leaves in its bin what is at the upper end of it
_ROUNDED = 1e-9  # of a number of draws: what a share of them may miss a whole number by
_AT_ONCE = 2**13  # services whose bins are looked at together
_NARROWEST = 1e-9  # width of a bin where all draws are equal


@dataclass(frozen=True, eq=False)
class Bins:
    """Where the bins of one kind of number lie, for each service.

    Attributes:
        low, width: (services, 1); bin 0 is `low` itself, bin i lies above low + (i - 1) width.
        whole: whether the numbers are whole.
    """

    low: Floats
    width: Floats
    whole: bool = False

    def bins(self, values: Floats) -> NDArray[np.uint8]:
        """(services, cases) the bin of each value."""
        fine = 1.0 / self.width
        scaled = values * fine
        scaled += _UP - self.low * fine  # rounds up, once the fraction is cut off
        return np.clip(scaled, 0, BINS, out=scaled).astype(np.uint8)

    def of(self, some: Ints) -> Bins:
        """Those of some services."""
        return Bins(self.low[some], self.width[some], self.whole)

    @property
    def middles(self) -> Floats:
        """(services, BINS + 1) the middle of each bin."""
        return self.low + (np.arange(BINS + 1) - 0.5).clip(0) * self.width

    def quantiles(self, fallen: Fallen, share: float) -> Floats:
        """(services,) the least value that this share of the counted values does not exceed."""
        steps = [self._steps(fallen.counts(some), share) for some in slices(len(fallen.held))]
        return self.low[:, 0] + np.concatenate([np.zeros(0), *steps]) * self.width[:, 0]

    def _steps(self, counts: Counts, share: float) -> Floats:
        """(services,) how many bins above the lower end it lies."""
        wanted = share * counts.sum(axis=1)
        running = np.cumsum(counts, axis=1, dtype=np.int64)
        at = np.argmax(running >= wanted[:, None] - _ROUNDED, axis=1)
        every = np.arange(len(counts))
        inside = counts[every, at]
        into = (
            1.0
            if self.whole
            else np.clip((wanted - running[every, at] + inside) / np.maximum(inside, 1), 0.0, 1.0)
        )
        return np.where(at == 0, 0.0, at - 1 + into)


@dataclass(frozen=True, eq=False)
class Fallen:
    """Into which bins the numbers of each service fell.

    Attributes:
        held: (services, cases) the bin of each case while these are few; else (services, BINS + 1)
            how many fell into each.
        cases: how many in all.
    """

    held: NDArray[Any]
    cases: int

    @classmethod
    def of(cls, bins: NDArray[np.uint8]) -> Fallen:
        """Of the (services, cases < 65,536) bins."""
        fallen = cls(bins, bins.shape[1])
        return fallen if fallen.cases <= FEW else cls(counted(bins), fallen.cases)

    def plus(self, more: Fallen) -> Fallen:
        """Both together; counts that are held here already grow where they are."""
        cases = self.cases + more.cases
        if cases <= FEW:
            return Fallen(np.concatenate([self.held, more.held], axis=1), cases)
        total = self._all_counts(cases)
        for some in slices(len(total)):
            total[some] += more.counts(some)
        return Fallen(total, cases)

    def counts(self, some: slice | Ints) -> Counts:
        """(some, BINS + 1) how many fell into each bin, of some services."""
        held = self.held[some]
        return counted(held) if held.dtype == np.uint8 else held

    def _all_counts(self, cases: int) -> Counts:
        """(services, BINS + 1), of a kind that holds so many cases."""
        kind = np.uint16 if cases <= MOST_OF_TWO_BYTES else np.uint32
        if self.held.dtype == kind:
            return self.held
        found = np.empty((len(self.held), BINS + 1), dtype=kind)
        for some in slices(len(found)):
            found[some] = self.counts(some)
        return found


def bytes_taken(numbers: int, cases: int) -> int:
    """What `Fallen` takes of so many numbers a case."""
    if cases <= FEW:
        return numbers * cases
    return numbers * FEW * (1 if cases <= MOST_OF_TWO_BYTES else 2)


def most_cases(numbers: int, room: int) -> int:
    """How many cases of so many numbers each fit, where not any number of them does."""
    return MOST_OF_TWO_BYTES if numbers * FEW <= room else room // numbers


def slices(count: int) -> Iterator[slice]:
    """So many services, some at a time: what is made of a bin of each need not all be held."""
    for first in range(0, count, _AT_ONCE):
        yield slice(first, first + _AT_ONCE)


def rule(low: Floats, high: Floats, least: float, most: float, *, whole: bool = False) -> Bins:
    """Bins that reach half a range beyond those of a first set of draws.

    Its ends, `low` and `high`, are (services, 1); the bins stay within `least` and `most`.
    """
    beyond = (high - low) / 2
    low, high = np.maximum(low - beyond, least), np.minimum(high + beyond, most)
    if whole:
        low = np.floor(low)
        width = np.maximum(np.ceil((high - low) / BINS), 1.0)
    else:
        width = np.maximum((high - low) / BINS, _NARROWEST)
    return Bins(low, width, whole)


def counted(bins: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """(services, BINS + 1) how many of the (services, cases < 65,536) fell into each bin."""
    size = BINS + 1
    flat = bins.astype(np.intp)
    flat += np.arange(len(bins))[:, None] * size
    return np.bincount(flat.ravel(), minlength=len(bins) * size).reshape(-1, size).astype(np.uint16)

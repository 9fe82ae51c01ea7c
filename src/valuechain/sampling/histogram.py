"""Counting without keeping: how often each service's number fell where.

The memory it takes does not grow with the draws.

Each number's range is cut into 254 equal bins, placed by a first small set of draws that is not
counted. The first bin holds what is exactly the lower end, so that a shortfall of 0, which many
draws share, stays 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from valuechain.solve.network import Floats, Ints

Counts: TypeAlias = "NDArray[np.uint16] | NDArray[np.uint32]"
BINS = 254
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

    def quantiles(self, counts: Counts, share: float) -> Floats:
        """(services,) the least value that this share of the counted values does not exceed.

        `counts` is (services, BINS + 1).
        """
        steps = [self._steps(counts[some], share) for some in slices(len(counts))]
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

"""What one chunk of draws shows, counted.

A chunk is a pure function of the ensemble and of its number, so that any machine computes the same
one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from valuechain.sampling.ensemble import LINKS, Block, Ensemble, random_of, solved
from valuechain.sampling.histogram import Bins, Counts, counted
from valuechain.solve.network import Floats, Ints
from valuechain.tolerances import FAVOUR, WORTH_NAMING


class Moments(NamedTuple):
    """Sums from which gains are regressed on scores.

    There z is a drawn score less its mean, over its spread.

    `powers` is (4, drawn), sums of z to the first to the fourth. Of the gains of all candidates,
    for each drawn score, and last of the gain of its own link or service, (drawn, candidates + 1):
    their sums, those of their squares, and with z and its square.
    """

    powers: Floats
    gains: Floats
    squares: Floats
    with_z: Floats
    with_square: Floats

    def of(self, some: slice) -> Moments:
        """Those of some drawn scores."""
        powers, *others = self
        return Moments(powers[:, some], *(sums[some] for sums in others))


class Tally(NamedTuple):
    """What one chunk of draws contributes to the whole."""

    outcome: Floats
    counts: tuple[Counts, ...]
    root: Ints
    weak: Ints
    rootless: int
    first: Floats
    gain: Floats
    moments: Moments

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        draws = len(self.outcome) + len(other.outcome)
        kind = np.min_scalar_type(draws)  # no bin holds more than all
        return Tally(
            np.concatenate([self.outcome, other.outcome]),
            tuple(
                np.add(here, there, dtype=kind)
                for here, there in zip(self.counts, other.counts, strict=True)
            ),
            self.root + other.root,
            self.weak + other.weak,
            self.rootless + other.rootless,
            self.first + other.first,
            self.gain + other.gain,
            Moments(
                *(here + there for here, there in zip(self.moments, other.moments, strict=True))
            ),
        )


@dataclass(frozen=True, eq=False)
class Counting:
    """How the draws are counted, as a pilot showed.

    Attributes:
        bins: those for each of `KINDS`, for the external customers' satisfaction, and for the drawn
            scores of experts, and for what links win.
        candidates: the numbers of the links that may be the first step.
        centre, scale: (drawn, 1) mean and spread of the drawn scores.
    """

    bins: tuple[Bins, ...]
    candidates: Ints
    centre: Floats
    scale: Floats


def chunk(ensemble: Ensemble, counting: Counting, seed: int, number: int, draws: int) -> Tally:
    """What this chunk of draws shows."""
    random = random_of(seed, number)
    outcomes: list[Floats] = []
    sums: tuple[Any, ...] | None = None  # added up at once: all of them would take much memory
    bins: list[list[NDArray[np.uint8]]] = [[] for _ in counting.bins]
    for first in range(0, draws, ensemble.block):
        block = solved(ensemble, random, min(ensemble.block, draws - first), counting.candidates)
        for kept, rule, values in zip(bins, counting.bins, block.numbers, strict=True):
            kept.append(rule.bins(values))
        outcomes.append(block.outcome)
        found = _tallied(ensemble, counting, block)
        sums = found if sums is None else tuple(map(np.add, sums, found))
    assert sums is not None
    root, weak, rootless, often, gain, *moments = sums
    return Tally(
        np.concatenate(outcomes),
        tuple(counted(np.concatenate(kept, axis=1)) for kept in bins),
        root,
        weak,
        int(rootless),
        often,
        gain,
        Moments(*moments),
    )


def firsts(gains: Floats) -> Floats:
    """(links, cases) the part that each has in being the first step: ties share it.

    Where no link wins anything worth naming, none is.
    """
    best = gains.max(axis=0, initial=0.0)
    leading = (gains >= best - FAVOUR) & (best >= WORTH_NAMING)
    return np.asarray(leading / np.maximum(leading.sum(axis=0), 1), dtype=float)


def _tallied(ensemble: Ensemble, counting: Counting, block: Block) -> tuple[Any, ...]:
    z = (block.scores - counting.centre) / counting.scale
    square = z * z
    won = block.numbers[LINKS]
    gains = won[counting.candidates]
    own = np.concatenate([won[ensemble.group[ensemble.posterior.rows]], block.unasked])
    powers = np.stack(
        [
            z.sum(axis=1),
            square.sum(axis=1),
            np.einsum("ec,ec->e", square, z),
            np.einsum("ec,ec->e", square, square),
        ]
    )
    # Not products of matrices: threads of a BLAS would cost more than they win.
    moments = Moments(
        powers,
        _beside(np.broadcast_to(gains.sum(axis=1), (len(z), len(gains))), own.sum(axis=1)),
        _beside(
            np.broadcast_to(np.einsum("ac,ac->a", gains, gains), (len(z), len(gains))),
            np.einsum("ec,ec->e", own, own),
        ),
        _beside(np.einsum("ec,ac->ea", z, gains), np.einsum("ec,ec->e", z, own)),
        _beside(np.einsum("ec,ac->ea", square, gains), np.einsum("ec,ec->e", square, own)),
    )
    return (
        block.root.sum(axis=1),
        block.weak.sum(axis=1),
        (~block.root.any(axis=0)).sum(),
        firsts(won).sum(axis=1),
        won.sum(axis=1),
        *moments,
    )


def _beside(others: Floats, own: Floats) -> Floats:
    return np.concatenate([others, own[:, None]], axis=1)

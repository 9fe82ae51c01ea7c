"""What a share of the draws shows, counted: some chunks in a row.

It is a pure function of the ensemble and of their numbers, so that any machine computes the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from valuechain.sampling.ensemble import LINKS, Block, Ensemble, random_of, solved
from valuechain.sampling.histogram import Bins, Fallen
from valuechain.solve.network import Floats, Ints
from valuechain.tolerances import FAVOUR, WORTH_NAMING


class Moments(NamedTuple):
    """Sums from which gains are regressed on scores.

    There z is a drawn score less its mean, over its spread.

    `powers` is (4, drawn), sums of z to the first to the fourth. `gains` and `squares` are of what
    each candidate wins, (candidates,), `own` and its squares of what the link or service of each
    drawn score wins, (drawn,). With z and its square both are (drawn, candidates + 1).
    """

    powers: Floats
    gains: Floats
    squares: Floats
    own: Floats
    own_squares: Floats
    with_z: Floats
    with_square: Floats

    def of(self, some: slice) -> Moments:
        """Those of some drawn scores."""
        powers, gains, squares, *others = self
        return Moments(powers[:, some], gains, squares, *(sums[some] for sums in others))


class Tally(NamedTuple):
    """What a share of the draws contributes to the whole."""

    outcome: Floats
    counts: tuple[Fallen, ...]
    root: Ints
    weak: Ints
    rootless: int
    first: Floats
    gain: Floats
    moments: Moments

    def plus(self, other: Tally) -> Tally:
        """Both together; what is held here already grows where it is."""
        return Tally(
            np.concatenate([self.outcome, other.outcome]),
            tuple(map(Fallen.plus, self.counts, other.counts)),
            _grown(self.root, other.root),
            _grown(self.weak, other.weak),
            self.rootless + other.rootless,
            _grown(self.first, other.first),
            _grown(self.gain, other.gain),
            Moments(*map(_grown, self.moments, other.moments)),
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


def share(
    ensemble: Ensemble, counting: Counting, seed: int, number: int, sizes: Sequence[int]
) -> Tally:
    """What chunks of these sizes show together, of which the first has this number."""
    draws = sum(sizes)
    outcome, done = np.empty(draws), 0
    sums: tuple[Any, ...] | None = None  # added up at once: all of them would take much memory
    bins = [np.empty((len(rule.low), draws), dtype=np.uint8) for rule in counting.bins]
    for random, size in _blocks(ensemble, seed, number, sizes):
        cases, done = slice(done, done + size), done + size
        block = solved(ensemble, random, size, counting.candidates)
        for kept, rule, values in zip(bins, counting.bins, block.numbers, strict=True):
            kept[:, cases] = rule.bins(values)
        outcome[cases] = block.outcome
        found = _tallied(ensemble, counting, block)
        sums = found if sums is None else tuple(map(_grown, sums, found))
        del block  # one is held at a time
    assert sums is not None
    root, weak, rootless, often, gain, *moments = sums
    return Tally(
        outcome,
        tuple(map(Fallen.of, bins)),
        root,
        weak,
        int(rootless),
        often,
        gain,
        Moments(*moments),
    )


def _blocks(
    ensemble: Ensemble, seed: int, number: int, sizes: Sequence[int]
) -> Iterator[tuple[np.random.Generator, int]]:
    """The blocks of draws of these chunks, with where their chance comes from."""
    for at, size in enumerate(sizes, number):
        random = random_of(seed, at)
        for first in range(0, size, ensemble.block):
            yield random, min(ensemble.block, size - first)


def _grown(total: Any, more: Any) -> Any:
    """Their sum, where the total is."""
    total += more
    return total


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
        gains.sum(axis=1),
        np.einsum("ac,ac->a", gains, gains),
        own.sum(axis=1),
        np.einsum("ec,ec->e", own, own),
        beside(np.einsum("ec,ac->ea", z, gains), np.einsum("ec,ec->e", z, own)),
        beside(np.einsum("ec,ac->ea", square, gains), np.einsum("ec,ec->e", square, own)),
    )
    return (
        block.root.sum(axis=1),
        block.weak.sum(axis=1),
        (~block.root.any(axis=0)).sum(),
        firsts(won).sum(axis=1),
        won.sum(axis=1),
        *moments,
    )


def beside(others: Floats, own: Floats) -> Floats:
    """(drawn, candidates + 1) of those of all candidates, alike for all or not, and of its own."""
    every = np.broadcast_to(others, (len(own), others.shape[-1]))
    return np.concatenate([every, own[:, None]], axis=1)

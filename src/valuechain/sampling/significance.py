"""Is a change more than chance? Two surveys, drawn as their answers allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.analysis.solution import Solution
from valuechain.results import Interval
from valuechain.sampling.ensemble import Ensemble, random_of, solved
from valuechain.sampling.posterior import check_answers
from valuechain.sampling.setup import ensemble_of
from valuechain.solve.network import Floats

DRAWS = 10_000
LEVEL = 0.95
_UNMOVED = 1e-9  # what rose or fell by less did neither: sums in another order differ


@dataclass(frozen=True, eq=False)
class Sureness:
    """How sure a change is.

    Attributes:
        outcome: between what ends the change of the outcome lies in `LEVEL` of the draws.
        higher, lower: by service, the share of the draws in which satisfaction is higher, and
            lower, than it was.
    """

    outcome: Interval
    higher: Mapping[str, float]
    lower: Mapping[str, float]

    def exceeds(self, service: str) -> bool:
        """Whether the change of a satisfaction is more than the numbers of answers explain.

        Both tails together hold 1 - `LEVEL`.
        """
        return max(self.higher[service], self.lower[service]) >= (1.0 + LEVEL) / 2

    @property
    def outcome_exceeds(self) -> bool:
        """Whether the change of the outcome is."""
        low, high = self.outcome
        return low > _UNMOVED or high < -_UNMOVED


def change_drawn(before: Solution, after: Solution, pairs: Mapping[str, str]) -> Sureness:
    """Draw the scores of both, independently of one another, 10,000 times.

    Scores are drawn as in `simulate`; dependences stay as they are (of ranges the middle), because
    what nobody knows of them is the same before and after. A score without a number of answers is
    exact.

    Args:
        before: then.
        after: now.
        pairs: ids of services now, and what each was called then.

    Raises:
        ModelError: a score has more answers than the party served has people.
    """
    for solution in (before, after):
        check_answers(solution.chain)
    ensembles = [
        replace(ensemble_of(solution, unmeasured=False), ranges=None)
        for solution in (before, after)
    ]
    old, new = before.places(pairs.values()), after.places(pairs)
    random = [random_of(0, number) for number in (1, 2)]
    outcomes, higher, lower = [], np.zeros(len(pairs)), np.zeros(len(pairs))
    block = min(ensemble.block for ensemble in ensembles)
    for first in range(0, DRAWS, block):
        cases = min(block, DRAWS - first)
        (was, then), (now, is_) = (
            _drawn(ensemble, source, cases)
            for ensemble, source in zip(ensembles, random, strict=True)
        )
        rise = is_[new] - then[old]
        higher += (rise > _UNMOVED).sum(axis=1)
        lower += (rise < -_UNMOVED).sum(axis=1)
        outcomes.append(now - was)
    low, high = np.quantile(np.concatenate(outcomes), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    shares = [dict(zip(pairs, (count / DRAWS).tolist(), strict=True)) for count in (higher, lower)]
    return Sureness((float(low), float(high)), shares[0], shares[1])


def _drawn(ensemble: Ensemble, random: np.random.Generator, cases: int) -> tuple[Floats, Floats]:
    """(cases,) outcomes and (services, cases) satisfactions."""
    with solvable():
        block = solved(ensemble, random, cases, np.zeros(0, dtype=np.intp))
    return block.outcome, block.numbers[0]

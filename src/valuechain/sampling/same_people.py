"""What do the same people say of a change, who answered both times?

Their answers are compared person by person, by the paired test (Student 1908, *The probable error
of a mean*, Biometrika 6(1)) with variances moderated over all services. For the outcome, the draws
of both surveys are put in such an order that what each service changed by varies as much as that
test says.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from valuechain.analysis.solution import Solution
from valuechain.sampling.chances import of_any_t, of_chance, of_t_95
from valuechain.sampling.ensemble import random_of
from valuechain.sampling.variances import usual
from valuechain.solve.network import Floats, Ints
from valuechain.survey.pairs import Pairs

LEAST_PAIRS, MOST_OF = 5, 0.5
"""People who answered both times, and their part of the smaller survey, from which they count."""


@dataclass(frozen=True)
class Move:
    """How much the same people's answers about one service changed.

    Attributes:
        rise: of their mean.
        variance: of that; 0 where all changed alike.
        freedom: degrees of freedom of the variance.
        people: how many they are.
    """

    rise: float
    variance: float
    freedom: float
    people: int

    @property
    def chance(self) -> float:
        """How probable, 0..1, so large a change is where there is none.

        Where all changed alike only their signs are a test (Arbuthnot 1710, *An argument for divine
        providence*, Philosophical Transactions 27).
        """
        if self.variance > 0:
            return of_any_t(self.rise / math.sqrt(self.variance), self.freedom)
        return 2.0 ** (1 - self.people) if self.rise else 1.0

    @property
    def spread(self) -> float:
        """The variance of a normal change that exceeds 0, 95 % sure, where this does."""
        if self.variance > 0:
            return self.variance * (of_t_95(self.freedom) / of_chance(0.05)) ** 2
        return (self.rise / of_chance(self.chance)) ** 2 if self.rise else 0.0


def moves(after: Solution, pairs: Mapping[str, Pairs]) -> dict[str, Move]:
    """What the answers of the same people say, where enough of them answered both times."""
    known = {
        name: found
        for name, found in pairs.items()
        if found.people >= LEAST_PAIRS and found.part >= MOST_OF and found.error is not None
    }
    people = np.array([found.people for found in known.values()], dtype=float)
    variances = np.array([(found.error or 0.0) ** 2 for found in known.values()]) * people
    common = usual(variances, people - 1.0)
    told = {}
    for (name, found), variance in zip(known.items(), variances.tolist(), strict=True):
        moved, freedom = common.moderated(variance, found.people - 1.0)
        left = left_of_variance(after, name, found.people)
        if left > 0:
            told[name] = Move(found.rise, moved / found.people * left, freedom, found.people)
    return told


@dataclass(frozen=True, eq=False)
class SamePeople:
    """The services of which the same people's answers are known, then and now.

    Attributes:
        then, now: where they stand in either order of solution.
        spread: the variance of the change of these people's mean, for each.
        people: how many they are.
        before, after: how many answered in all.
    """

    then: Ints
    now: Ints
    spread: Floats
    people: Floats
    before: Floats
    after: Floats

    @classmethod
    def of(
        cls, before: Solution, after: Solution, were: Mapping[str, str], told: Mapping[str, Move]
    ) -> SamePeople:
        """Of what is told of services now; `were` says what each was called then."""
        names = [were[name] for name in told]
        return cls(
            before.places(names),
            after.places(told),
            np.array([move.spread for move in told.values()], dtype=float),
            np.array([move.people for move in told.values()], dtype=float),
            _answers(before, names),
            _answers(after, told),
        )

    def put_in_order(self, before: Floats, after: Floats) -> None:
        """Order the draws of now so that the changes vary as those of the same people do.

        Both are (services, cases) scores, those drawn of one service independent. Each keeps its
        draws; what correlates them is a Gaussian copula, which leaves alone how the services of one
        survey hang together. Whoever answered only once makes the means less alike than the answers
        of each person are: m of them in common of n and N answers, by m / sqrt(n N).
        """
        if not len(self.now):
            return
        then, now = before[self.then], after[self.now]
        one, other = self.before * then.var(axis=1), self.after * now.var(axis=1)
        both = 2.0 * np.sqrt(one * other)
        shared = one + other - self.people * self.spread
        alike = np.divide(shared, both, out=np.zeros_like(one), where=both > 0)
        alike = np.clip(alike, 0.0, 1.0) * self.people / np.sqrt(self.before * self.after)
        alike = np.minimum(alike, 1.0)[:, None]
        normal = np.sort(random_of(0, 5).standard_normal(then.shape[1]))
        z = alike * normal[_ranks(then)] + np.sqrt(1.0 - alike**2) * normal[_ranks(now)]
        after[self.now] = np.take_along_axis(np.sort(now, axis=1), _ranks(z), axis=1)


def _answers(solution: Solution, services: Iterable[str]) -> Floats:
    """(services,) how many answered about each."""
    scores = (solution.chain.services[name].satisfaction for name in services)
    return np.array([score.responses or 1 if score else 1 for score in scores], dtype=float)


def _ranks(values: Floats) -> Ints:
    """(services, cases) the place of each among those of its service, from 0."""
    return values.argsort(axis=1).argsort(axis=1)


def left_of_variance(solution: Solution, service: str, answered: int) -> float:
    """What not having asked everyone leaves of a variance (Cochran 1977, section 2.6)."""
    people = solution.chain.parties[solution.chain.services[service].customer].people
    if people is None or people < 2:
        return 1.0
    return (people - answered) / (people - 1)

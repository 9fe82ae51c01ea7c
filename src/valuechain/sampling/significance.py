"""Is a change more than chance? Two surveys, drawn as their answers allow.

A change of one service is judged by the draws, and by how much the answers differ: a mean of few
answers is off by more than the draws say, because their spread is known from few only (Welch 1947,
*The generalization of Student's problem*, Biometrika 34). The less certain of both counts. Where
the same people answered both times, they are compared person by person instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.analysis.solution import Solution
from valuechain.model.score import Score
from valuechain.results import Interval
from valuechain.sampling.chances import of_normal, of_t
from valuechain.sampling.ensemble import Ensemble, drawn, outcomes_of, random_of
from valuechain.sampling.marginals import chance_of_none, marginals_of
from valuechain.sampling.posterior import spread_known
from valuechain.sampling.setup import ensemble_of
from valuechain.sampling.variances import Usual, usual
from valuechain.solve.network import Floats, Ints
from valuechain.survey.pairs import Pairs

LEVEL = 0.95
_MOST_DRAWS, _FEWEST_DRAWS = 10_000, 1_000
_SERVICES_DRAWN = 10**6  # services times draws, between these two
LEAST_PAIRS, MOST_OF = 5, 0.5
"""People who answered both times, and their part of the smaller survey, from which they count."""
_UNMOVED = 1e-9  # what rose or fell by less did neither: sums in another order differ
_MANY = 1e6  # degrees of freedom from which on t is normal


@dataclass(frozen=True, eq=False)
class Sureness:
    """How sure a change is.

    Attributes:
        outcome: between what ends the change of the outcome lies in `LEVEL` of the draws.
        chance: by service, how probable a change of its satisfaction as large as that is where
            nothing changed, 0..1.
        paired: the services of which the same people's answers were compared.
    """

    outcome: Interval
    chance: Mapping[str, float]
    paired: frozenset[str]

    @property
    def outcome_exceeds(self) -> bool:
        """Whether the change of the outcome is more than the numbers of answers explain."""
        low, high = self.outcome
        return low > _UNMOVED or high < -_UNMOVED


def sureness_of(
    before: Solution,
    after: Solution,
    judged: Mapping[str, str],
    pairs: Mapping[str, Pairs] | None = None,
) -> Sureness:
    """How sure a change is.

    Both surveys are independent of one another but where the same people answered about a service.

    Scores may be what `simulate` draws; dependences stay as they are (of ranges the middle), and
    what nobody measured too, because what nobody knows of them is the same before and after. A
    score without a number of answers is exact. The outcome is drawn 10,000 times up to 100
    services, 1,000 times from 1,000 services on.

    Args:
        before: then.
        after: now.
        judged: ids of services now whose satisfaction has a number of answers both times, and what
            each was called then.
        pairs: by service now, how the answers of the same people changed, where they are known.
    """
    ensembles = [
        replace(ensemble_of(solution, unmeasured=False), ranges=None)
        for solution in (before, after)
    ]
    asked = {name: each for name, each in (pairs or {}).items() if name in judged}
    moves = _moves(after, asked)
    twice = _Twice.of(before, after, {name: judged[name] for name in moves}, moves)
    outcome = _change_of_outcome(ensembles[0], ensembles[1], twice)
    places = before.places(judged.values()), after.places(judged)
    alone = dict(zip(judged, _chances(ensembles, places), strict=True))
    chance = _unpaired(before, after, judged, alone)
    people = {name: move.chance for name, move in moves.items()}
    return Sureness(outcome, chance | people, frozenset(people))


def _change_of_outcome(before: Ensemble, after: Ensemble, twice: _Twice) -> Interval:
    """Between what ends it lies in `LEVEL` of the draws."""
    ensembles = before, after
    services = max(len(ensemble.by_id) for ensemble in ensembles)  # some, for some are answered
    draws = min(_MOST_DRAWS, max(_FEWEST_DRAWS, _SERVICES_DRAWN // services))
    random = [random_of(0, number) for number in (1, 2)]
    block = min(ensemble.block for ensemble in ensembles)
    changes = []
    for first in range(0, draws, block):
        cases = min(block, draws - first)
        then, now = (
            drawn(ensemble, source, cases)
            for ensemble, source in zip(ensembles, random, strict=True)
        )
        twice.put_in_order(then.score, now.score)
        with solvable():
            changes.append(outcomes_of(after, now) - outcomes_of(before, then))
    low, high = np.quantile(np.concatenate(changes), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _chances(ensembles: Iterable[Ensemble], places: Iterable[Ints]) -> Iterator[float]:
    """How probable each difference of two scores is where there is none, by where they stand."""
    both = []
    for number, (ensemble, rows) in enumerate(zip(ensembles, places, strict=True), 3):
        posterior = ensemble.posterior
        which = np.full(len(ensemble.by_id), -1)
        which[posterior.rows] = np.arange(len(posterior.rows))
        both.append(marginals_of(posterior, which[rows], random_of(0, number)))
    return map(chance_of_none, *both)


class _Spreads:
    """How much the answers about each service differ, in one survey."""

    def __init__(self, solution: Solution, services: Iterable[str]) -> None:
        self._solution = solution
        scores = {name: _score(solution, name) for name in services}
        self._known = {name: score for name, score in scores.items() if score is not None}
        variances = np.array([(score.sd or 0.0) ** 2 for score in self._known.values()])
        answers = np.array([score.responses or 0 for score in self._known.values()], dtype=float)
        self._usual: Usual = usual(variances, answers - 1.0)

    def of_mean(self, service: str) -> tuple[float, float] | None:
        """The variance of its mean, and the degrees of freedom of that; ``None`` if not known."""
        score = self._known.get(service)
        if score is None:
            return None
        answers = score.responses or 0
        variance, freedom = self._usual.moderated((score.sd or 0.0) ** 2, answers - 1.0)
        return variance / answers * _unasked(self._solution, service, answers), freedom


def _score(solution: Solution, service: str) -> Score | None:
    """Its score, where it is known how much the answers differ."""
    score = solution.chain.services[service].satisfaction
    if score is None or (score.responses or 0) < 2 or not spread_known(score):
        return None
    return score


def _unpaired(
    before: Solution, after: Solution, judged: Mapping[str, str], alone: Mapping[str, float]
) -> dict[str, float]:
    """The less certain of what scores say of each service, and what the spread of its answers."""
    then, now = _Spreads(before, judged.values()), _Spreads(after, judged)
    chances = dict(alone)
    for name, earlier in judged.items():
        parts = then.of_mean(earlier), now.of_mean(name)
        if None not in parts:
            rise = _satisfaction(after, name) - _satisfaction(before, earlier)
            chances[name] = max(alone[name], _of_means(rise, *parts))
    return chances


def _of_means(rise: float, one: Any, other: Any) -> float:
    """Of the difference of two means, each with its variance and degrees of freedom."""
    (first, fewer), (second, others) = one, other
    if first + second == 0:
        return 0.0
    doubt, freedom = first**2 / fewer + second**2 / others, math.inf
    if doubt > 0:
        freedom = (first + second) ** 2 / doubt
    return _of_t(rise / math.sqrt(first + second), freedom)


def _of_t(t: float, freedom: float) -> float:
    """With degrees of freedom that need not be whole; as normal where there are very many."""
    if freedom > _MANY:
        return of_normal(t)
    return of_t(t, max(1, int(freedom)))


def _satisfaction(solution: Solution, service: str) -> float:
    score = solution.chain.services[service].satisfaction
    assert score is not None
    return score.value


def _unasked(solution: Solution, service: str, answered: int) -> float:
    """What not having asked everyone leaves of a variance (Cochran 1977, section 2.6)."""
    people = solution.chain.parties[solution.chain.services[service].customer].people
    if people is None or people < 2:
        return 1.0
    return (people - answered) / (people - 1)


@dataclass(frozen=True)
class _Move:
    """How much the same people's answers about one service changed.

    Attributes:
        rise: of their mean.
        variance: of that.
        freedom: degrees of freedom of the variance.
    """

    rise: float
    variance: float
    freedom: float

    @property
    def chance(self) -> float:
        """How probable, 0..1, so large a change is where there is none."""
        return _of_t(self.rise / math.sqrt(self.variance), self.freedom)

    @property
    def spread(self) -> float:
        """The variance of Student's t, which holds how little is known of the variance."""
        if self.freedom <= 2:
            return math.inf
        return self.variance * self.freedom / (self.freedom - 2)


def _moves(after: Solution, pairs: Mapping[str, Pairs]) -> dict[str, _Move]:
    """What the answers of the same people say, where enough of them answered both times."""
    known = {
        name: found
        for name, found in pairs.items()
        if found.people >= LEAST_PAIRS and found.part >= MOST_OF and found.error is not None
    }
    people = np.array([found.people for found in known.values()], dtype=float)
    errors = [found.error for found in known.values() if found.error is not None]
    variances = np.array(errors) ** 2 * people
    common = usual(variances, people - 1.0)
    moves = {}
    for (name, found), variance in zip(known.items(), variances.tolist(), strict=True):
        moved, freedom = common.moderated(variance, found.people - 1.0)
        left = moved / found.people * _unasked(after, name, found.people)
        if left > 0:
            moves[name] = _Move(found.rise, left, freedom)
    return moves


@dataclass(frozen=True, eq=False)
class _Twice:
    """The services of which the same people's answers are known, then and now.

    Attributes:
        then, now: where they stand in either order of solution.
        spread: the variance of the change of each.
    """

    then: Ints
    now: Ints
    spread: Floats

    @classmethod
    def of(
        cls,
        before: Solution,
        after: Solution,
        services: Mapping[str, str],
        moves: Mapping[str, _Move],
    ) -> _Twice:
        """By their ids now, and what each was called then."""
        spread = np.array([moves[name].spread for name in services], dtype=float)
        return cls(before.places(services.values()), after.places(services), spread)

    def put_in_order(self, before: Floats, after: Floats) -> None:
        """Order the draws of now so that the changes vary as those of the same people do.

        Both are (services, cases) scores, those drawn of one service independent. Each keeps its
        draws; what correlates them is a Gaussian copula, which leaves alone how the services of one
        survey hang together.
        """
        if not len(self.now):
            return
        then, now = before[self.then], after[self.now]
        one, other = then.var(axis=1), now.var(axis=1)
        both = 2.0 * np.sqrt(one * other)
        alike = np.divide(one + other - self.spread, both, out=np.zeros_like(one), where=both > 0)
        alike = np.clip(alike, 0.0, 1.0)[:, None]
        normal = np.sort(random_of(0, 5).standard_normal(then.shape[1]))
        z = alike * normal[_ranks(then)] + np.sqrt(1.0 - alike**2) * normal[_ranks(now)]
        after[self.now] = np.take_along_axis(np.sort(now, axis=1), _ranks(z), axis=1)


def _ranks(values: Floats) -> Ints:
    """(services, cases) the place of each among those of its service, from 0."""
    return values.argsort(axis=1).argsort(axis=1)

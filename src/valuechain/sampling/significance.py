"""Is a change more than chance? Two surveys, as far as their answers allow.

The outcome is drawn. A change of one service is judged by the distributions of both scores, and by
how much the answers differ: a mean of few answers is off by more than its distribution says,
because their spread is known from few only (Welch 1947, *The generalization of Student's problem*,
Biometrika 34). The less certain of both counts. Where the same people answered both times, they are
compared person by person instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.analysis.solution import Solution
from valuechain.model.score import Score
from valuechain.results import Interval
from valuechain.sampling.chances import of_any_t, of_chance, of_t_95
from valuechain.sampling.ensemble import Ensemble, drawn, outcomes_of, random_of
from valuechain.sampling.marginals import chance_of_none, marginals_of
from valuechain.sampling.posterior import spread_known
from valuechain.sampling.same_people import SamePeople, left_of_variance, moves
from valuechain.sampling.setup import ensemble_of
from valuechain.sampling.variances import Usual, usual
from valuechain.solve.network import Floats, Ints
from valuechain.survey.pairs import Pairs

LEVEL = 0.95
_MOST_DRAWS, _FEWEST_DRAWS = 10_000, 1_000
_SERVICES_DRAWN = 10**6  # services times draws, between these two
_UNMOVED = 1e-9  # what rose or fell by less did neither: sums in another order differ


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
    moved = moves(after, asked)
    same = SamePeople.of(before, after, judged, moved)
    means = _means(before, after, judged)
    others = {name: mean for name, mean in means.items() if name not in moved}
    wide = _Wide.of(before, after, judged, others)
    outcome = _change_of_outcome(ensembles[0], ensembles[1], same, wide)
    places = before.places(judged.values()), after.places(judged)
    alone = dict(zip(judged, _chances(ensembles, places), strict=True))
    chance = _unpaired(means, alone)
    people = {name: move.chance for name, move in moved.items()}
    return Sureness(outcome, chance | people, frozenset(people))


def _change_of_outcome(
    before: Ensemble, after: Ensemble, same: SamePeople, wide: _Wide
) -> Interval:
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
        same.put_in_order(then.score, now.score)
        wide.stretch(then.score, now.score)
        with solvable():
            changes.append(outcomes_of(after, now) - outcomes_of(before, then))
    low, high = np.quantile(np.concatenate(changes), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


@dataclass(frozen=True, eq=False)
class _Wide:
    """Services of which too few answered for the spread of their answers to be known well.

    Attributes:
        then, now: where they stand in either order of solution.
        sd: what Student's t makes of the standard error of the change of each.
    """

    then: Ints
    now: Ints
    sd: Floats

    @classmethod
    def of(
        cls, before: Solution, after: Solution, were: Mapping[str, str], means: Mapping[str, _Mean]
    ) -> _Wide:
        """Of these services now; `were` says what each was called then."""
        sd = np.array([mean.sd for mean in means.values()], dtype=float)
        return cls(before.places([were[name] for name in means]), after.places(means), sd)

    def stretch(self, before: Floats, after: Floats) -> None:
        """Move the (services, cases) draws apart where they lie nearer than that."""
        if not len(self.now):
            return
        drawn = np.sqrt(before[self.then].var(axis=1) + after[self.now].var(axis=1))
        more = np.divide(self.sd, drawn, out=np.ones_like(drawn), where=drawn > 0)
        factor = np.maximum(more, 1.0)[:, None]
        for scores, rows in ((before, self.then), (after, self.now)):
            middle = scores[rows].mean(axis=1, keepdims=True)
            scores[rows] = np.clip(middle + factor * (scores[rows] - middle), 0.0, 1.0)


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
        return variance / answers * left_of_variance(self._solution, service, answers), freedom


def _score(solution: Solution, service: str) -> Score | None:
    """Its score, where it is known how much the answers differ."""
    score = solution.chain.services[service].satisfaction
    if score is None or (score.responses or 0) < 2 or not spread_known(score):
        return None
    return score


class _Mean(NamedTuple):
    """How much the mean of the answers about one service changed, by other people.

    Attributes:
        rise: by how much.
        variance: of that.
        freedom: degrees of freedom of the variance (Welch).
    """

    rise: float
    variance: float
    freedom: float

    @property
    def chance(self) -> float:
        """How probable, 0..1, so large a change is where there is none."""
        if self.variance == 0:
            return 0.0
        return of_any_t(self.rise / math.sqrt(self.variance), self.freedom)

    @property
    def sd(self) -> float:
        """Of the change, so that 1.96 of it are its 95 % interval."""
        return math.sqrt(self.variance) * of_t_95(self.freedom) / of_chance(0.05)


def _means(before: Solution, after: Solution, judged: Mapping[str, str]) -> dict[str, _Mean]:
    """The changes of means, where the spread of the answers is known both times."""
    then, now = _Spreads(before, judged.values()), _Spreads(after, judged)
    found = {}
    for name, earlier in judged.items():
        one, other = then.of_mean(earlier), now.of_mean(name)
        if one is None or other is None:
            continue
        rise = _satisfaction(after, name) - _satisfaction(before, earlier)
        (first, fewer), (second, others) = one, other
        variance, doubt = first + second, first**2 / fewer + second**2 / others
        found[name] = _Mean(rise, variance, variance**2 / doubt if doubt > 0 else math.inf)
    return found


def _unpaired(means: Mapping[str, _Mean], alone: Mapping[str, float]) -> dict[str, float]:
    """The less certain of what scores say of each service, and what the spread of its answers."""
    return dict(alone) | {name: max(alone[name], mean.chance) for name, mean in means.items()}


def _satisfaction(solution: Solution, service: str) -> float:
    score = solution.chain.services[service].satisfaction
    assert score is not None
    return score.value

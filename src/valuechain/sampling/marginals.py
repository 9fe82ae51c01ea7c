"""What may each score be, on its own? Its distribution, without drawing where it can be written.

The posterior of a share theta is a Beta distribution with a and b of at least 1/2, what Jeffreys'
prior gives (`posterior`). In phi = arcsin(sqrt(theta)), where that prior is flat, its density is
sin(phi)^(2a - 1) cos(phi)^(2b - 1): bounded everywhere, and for so many answers about as wide for
every share. So cells of one width there hold it. Where the people who could be asked are counted,
those who did not answer have a beta-binomial distribution, in steps of one person.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from valuechain.sampling.posterior import Posterior
from valuechain.solve.network import Floats, Ints

_CELLS = 160
_REACH = 9.0  # standard deviations from the middle: beyond is less than 1e-10
_MOST_STEPS = 10_000  # of one score; of more people it is drawn
_DRAWS = 10_000  # of a score whose distribution is not written down
_ALIKE = 1e-9  # values that differ by less are one: sums in another order


@dataclass(frozen=True, eq=False)
class Marginal(ABC):
    """The distribution of one score.

    Attributes:
        values: what it may be, rising; of cells, their middles.
        chances: how probable each is.
    """

    values: Floats
    chances: Floats

    @cached_property
    def cumulated(self) -> Floats:
        """How probable the first none, one, two of them are together."""
        return np.concatenate([[0.0], np.cumsum(self.chances)])

    @abstractmethod
    def below(self, values: Floats) -> Floats:
        """How probable it is to be less than each value."""

    @abstractmethod
    def above(self, values: Floats) -> Floats:
        """How probable it is to be more than each value."""


@dataclass(frozen=True, eq=False)
class Smooth(Marginal):
    """A density in cells; `ends` is (cells + 1,) where they end, rising."""

    ends: Floats

    def below(self, values: Floats) -> Floats:
        """Within a cell, evenly."""
        return np.interp(values, self.ends, self.cumulated)

    def above(self, values: Floats) -> Floats:
        """All but what is below."""
        return 1.0 - self.below(values)


@dataclass(frozen=True, eq=False)
class Stepped(Marginal):
    """Single values."""

    def below(self, values: Floats) -> Floats:
        """Without what is as good as the value."""
        return self.cumulated[np.searchsorted(self.values, values - _ALIKE, "left")]

    def above(self, values: Floats) -> Floats:
        """Likewise."""
        return 1.0 - self.cumulated[np.searchsorted(self.values, values + _ALIKE, "right")]


def chance_of_none(before: Marginal, after: Marginal) -> float:
    """How probable, 0..1, a difference so large is where there is none; two-sided.

    Twice the probability that the difference is on the other side of 0, or is 0.
    """
    of, other = after, before
    if isinstance(before, Stepped):  # what has steps is summed over what is smooth
        of, other = before, after
    one_side = max(of.chances @ other.above(of.values), of.chances @ other.below(of.values))
    return min(1.0, max(0.0, 2.0 * (1.0 - float(one_side))))


def marginals_of(posterior: Posterior, which: Ints, random: np.random.Generator) -> list[Marginal]:
    """The distributions of some scores.

    Args:
        posterior: of all scores.
        which: which of them, as numbered there.
        random: draws those that have no distribution that is written down: what people might say
            another time, and shares of more than 10,000 people.
    """
    some = _only(posterior, which)
    ends, middles, chances = _betas(some)
    return [
        _marginal(some, i, Smooth(middles[i], chances[i], ends[i]), random)
        for i in range(len(some.rows))
    ]


def _marginal(posterior: Posterior, i: int, theta: Smooth, random: np.random.Generator) -> Marginal:
    """Of one score, whose posterior is `theta` where nobody knows how many could be asked."""
    rest, people = int(posterior.rest[i]), float(posterior.people[i])
    if people == 0:
        return theta
    if posterior.repeat_sd > 0.0 or rest > _MOST_STEPS:
        return _drawn(posterior, i, random)
    score = float(posterior.score[i])
    if rest == 0:
        return Stepped(np.array([score]), np.ones(1))
    if posterior.share[i]:
        known = float(posterior.responses[i]) * score
        return Stepped((known + np.arange(rest + 1.0)) / people, _beta_binomial(posterior, i))
    nearer = math.sqrt(rest / max(people - 1.0, 1.0))
    return replace(
        theta,
        ends=score + nearer * (theta.ends - score),
        values=score + nearer * (theta.values - score),
    )


def _betas(posterior: Posterior) -> tuple[Floats, Floats, Floats]:
    """(scores, cells + 1) ends, (scores, cells) middles and chances of theta."""
    a, b = _parameters(posterior)
    centre = np.arcsin(np.sqrt(a / (a + b)))
    reach = _REACH / (2.0 * np.sqrt(a + b))
    low, high = np.maximum(centre - reach, 0.0), np.minimum(centre + reach, np.pi / 2.0)
    ends = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, _CELLS + 1)
    middles = (ends[:, 1:] + ends[:, :-1]) / 2.0
    sine = np.sin(middles) ** 2
    density = (a - 0.5)[:, None] * np.log(sine) + (b - 0.5)[:, None] * np.log1p(-sine)
    density -= density.max(axis=1, keepdims=True)
    chances = np.exp(density, out=density)
    chances /= chances.sum(axis=1, keepdims=True)
    return np.sin(ends) ** 2, sine, chances


def _parameters(posterior: Posterior) -> tuple[Floats, Floats]:
    """Both parameters of every theta, a and b."""
    yes = posterior.weight * posterior.score
    return yes + 0.5, posterior.weight - yes + 0.5


def _beta_binomial(posterior: Posterior, i: int) -> Floats:
    """(rest + 1,) how probable it is that so many of the rest are satisfied, from none to all."""
    rest = int(posterior.rest[i])
    a, b = (float(each[i]) for each in _parameters(posterior))
    k = np.arange(1.0, rest + 1.0)
    ratios = np.log((rest - k + 1.0) * (a + k - 1.0)) - np.log(k * (b + rest - k))
    density = np.concatenate([[0.0], np.cumsum(ratios)])
    chances: Floats = np.exp(density - density.max())
    chances /= chances.sum()
    return chances


def _drawn(posterior: Posterior, i: int, random: np.random.Generator) -> Stepped:
    """As often as it is drawn."""
    draws = _only(posterior, np.array([i])).drawn(random, _DRAWS)[0]
    return Stepped(np.sort(draws), np.full(_DRAWS, 1.0 / _DRAWS))


def _only(posterior: Posterior, which: Ints) -> Posterior:
    """Some scores of it, as if they had nothing to do with one another."""
    return Posterior(
        rows=posterior.rows[which],
        score=posterior.score[which],
        weight=posterior.weight[which],
        responses=posterior.responses[which],
        rest=posterior.rest[which],
        people=posterior.people[which],
        share=posterior.share[which],
        rater=np.full(len(which), -1, dtype=np.intp),
        repeat_sd=posterior.repeat_sd,
    )

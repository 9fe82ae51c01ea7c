"""What is drawn: for each score, the satisfactions that its answers allow.

A satisfaction s from n answers is drawn as theta ~ Beta(m s + 1/2, m (1 - s) + 1/2): the posterior
of Jeffreys' prior, which for a share is the standard one (Brown, Cai & DasGupta 2001, *Interval
estimation for a binomial proportion*, Statistical Science 16(2)). A mean of marks is treated as the
share of m answers, m = s (1 - s) n / sd^2, that has the same variance; where the spread is not
known m = n, the widest answers with that mean.

People who answer about several services are lenient or strict about all of them. So the scores that
one party gave share a factor: theta is drawn at the same quantiles as z, a sum of a part that all
its scores share and of a part of their own, whose correlation is the raters' (a one-factor Gaussian
copula; Vasicek 2002, *The distribution of loan portfolio value*, Risk 15(12)). What is drawn for
each score alone stays as it is.

Where the served party has N people, the N - n who did not answer are drawn and those who did are
certain: a share is (n s + Binomial(N - n, theta)) / N, and another score s + sqrt((N - n) / (N -
1)) (theta - s), the finite population correction (Cochran 1977, *Sampling Techniques*, section
2.6). That takes off too much where the same people would answer otherwise another time: with the
standard deviation r of repeated answers, variance r^2 / n times the part that was taken off, 1 - (N
- n) / (N - 1), comes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.model.score import Score
from valuechain.solve.network import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Posterior:
    """How scores are drawn; every array has one entry for each score that is.

    Attributes:
        rows: where the service stands in the order of solution.
        score: s, 0..1.
        weight: m, the number of yes or no answers that would be as sure.
        responses: n.
        rest: N - n, those who did not answer; 0 where N is not known.
        people: N; 0 where it is not known.
        share: whether it is a share of people.
        rater: which party gave it, numbered from 0; -1 for who gave no other.
        alike: correlation of the scores that one party gave, 0..1.
        repeat_sd: by how much one person's answers vary who is asked the same again, 0..1.
    """

    rows: Ints
    score: Floats
    weight: Floats
    responses: Floats
    rest: Ints
    people: Floats
    share: Bools
    rater: Ints
    alike: float = 0.0
    repeat_sd: float = 0.0

    def drawn(self, random: np.random.Generator, cases: int) -> Floats:
        """(scores, cases) satisfactions, each 0..1."""
        score, weight = self.score[:, None], self.weight[:, None]
        theta = random.beta(
            weight * score + 0.5, weight * (1.0 - score) + 0.5, (len(self.rows), cases)
        )
        if self.alike > 0.0:
            self._share(random, theta)
        counted = np.flatnonzero(self.share & (self.people > 0))
        if counted.size:
            more = random.binomial(self.rest[counted, None], theta[counted])
            known = (self.responses * self.score)[counted, None]
            theta[counted] = (known + more) / self.people[counted, None]
        nearer = np.flatnonzero(~self.share & (self.people > 0))
        if nearer.size:
            factor = np.sqrt(self.rest[nearer] / np.maximum(self.people[nearer] - 1.0, 1.0))[
                :, None
            ]
            theta[nearer] = score[nearer] + factor * (theta[nearer] - score[nearer])
        if self.repeat_sd > 0.0:
            self._asked_again(random, theta)
        return theta

    def _asked_again(self, random: np.random.Generator, theta: Floats) -> None:
        """Vary scores of known people by what they might have said another time.

        Their spread holds that already, and the finite population took too much of it off.
        """
        known = np.flatnonzero(self.people > 0)
        missing = self.rest[known] / np.maximum(self.people[known] - 1.0, 1.0)
        sd = self.repeat_sd * np.sqrt(np.maximum(1.0 - missing, 0.0) / self.responses[known])
        noise = random.standard_normal((len(known), theta.shape[1]))
        theta[known] = np.clip(theta[known] + sd[:, None] * noise, 0.0, 1.0)

    def _share(self, random: np.random.Generator, theta: Floats) -> None:
        """Put the draws of each score in the order of z, which scores of one party share."""
        several = np.flatnonzero(self.rater >= 0)
        party = self.rater[several]
        cases = theta.shape[1]
        z = random.standard_normal((len(several), cases), dtype=np.float32)
        z *= np.float32(np.sqrt(1.0 - self.alike))
        common = random.standard_normal((party.max(initial=-1) + 1, cases), dtype=np.float32)
        common *= np.float32(np.sqrt(self.alike))
        z += common[party]
        found = np.empty((len(several), cases))
        np.put_along_axis(found, z.argsort(axis=1), np.sort(theta[several], axis=1), axis=1)
        theta[several] = found

    def to_whole_people(self, satisfactions: Floats) -> None:
        """Move intervals of shares of counted people to the nearest shares that they can be.

        `satisfactions` is (services, ends). What people might say another time is no such share.
        """
        if self.repeat_sd > 0.0:
            return
        for i in np.flatnonzero(self.share & (self.people > 0)):
            known = self.responses[i] * self.score[i]
            ends = satisfactions[self.rows[i]]
            ends[:] = (known + np.rint(ends * self.people[i] - known)) / self.people[i]


def posterior_of(chain: ValueChain, positions: Iterable[int]) -> Posterior:
    """How the scores of a chain are drawn: by the ids of their services, whatever their order.

    Args:
        chain: whose services' scores.
        positions: of each service in the order of solution, in file order.
    """
    drawn = [
        (at, service, service.score)
        for at, service in zip(positions, chain.services.values(), strict=True)
        if service.score is not None and service.score.responses is not None
    ]
    drawn.sort(key=lambda each: each[1].id)
    alone = posterior_of_scores(
        [score for _, _, score in drawn], [_people(chain, service) for _, service, _ in drawn]
    )
    return replace(
        alone,
        rows=np.array([at for at, _, _ in drawn], dtype=np.intp),
        rater=_raters(service for _, service, _ in drawn),
        alike=chain.rater_correlation,
        repeat_sd=chain.repeat_sd,
    )


def posterior_of_scores(scores: Sequence[Score], people: Sequence[int | None]) -> Posterior:
    """How scores are drawn that have nothing to do with one another; their rows are their order.

    Args:
        scores: each with responses.
        people: for each how many could be asked, ``None`` where nobody knows.
    """
    responses = np.array([score.responses for score in scores], dtype=float)
    asked = np.array([number or 0 for number in people], dtype=float)
    return Posterior(
        rows=np.arange(len(scores)),
        score=np.array([score.value for score in scores], dtype=float),
        weight=np.array([weight(score) for score in scores], dtype=float),
        responses=responses,
        rest=np.where(asked > 0, asked - responses, 0).astype(np.intp),
        people=asked,
        share=np.array([score.scale.share for score in scores], dtype=bool),
        rater=np.full(len(scores), -1, dtype=np.intp),
    )


def _raters(services: Iterable[Service]) -> Ints:
    """The number of the party that gave each of these services its score.

    -1 where it gave no other, and for an expert's view.
    """
    asked = [service.customer if _was_asked(service) else "" for service in services]
    often = Counter(filter(None, asked))
    number = {party: i for i, party in enumerate(p for p in often if often[p] > 1)}
    return np.array([number.get(party, -1) for party in asked], dtype=np.intp)


def _people(chain: ValueChain, service: Service) -> int | None:
    """How many could be asked: the people of the party served.

    Of an expert's view, nobody knows.
    """
    return chain.parties[service.customer].people if _was_asked(service) else None


def _was_asked(service: Service) -> bool:
    """Whether people gave its score: it is no expert's view, and nobody counted it."""
    return service.satisfaction is not None and not service.satisfaction.scale.counted


def weight(score: Score) -> float:
    """The number of yes or no answers that would be as sure as this score's (m).

    >>> weight(Score.parse("80% (20 responses)"))
    20.0
    >>> round(weight(Score.parse("{scale: 1-5, value: 3, responses: 20, sd: 1}")), 6)
    80.0
    """
    responses = float(score.responses or 0)
    if not spread_known(score):
        return responses
    assert score.sd is not None
    return max(responses, score.value * (1.0 - score.value) * responses / score.sd**2)


def spread_known(score: Score) -> bool:
    """Whether it is known how much the answers differ: a share says so itself.

    A standard deviation of 0 says nothing.
    """
    return not score.scale.share and bool(score.sd)

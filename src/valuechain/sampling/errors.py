"""How far may a score be off? The variance that asking some people, not others, gives it.

A mean of n answers with the variance s² has the variance s² / n; where the served party has N
people, (N - n) / N of that (Cochran 1977, *Sampling Techniques*, section 2.6). Of few answers s² is
badly known, and 0 where they happen to agree: it is drawn towards the mean of all scores on the
same scale, as if that stood for five answers more.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from valuechain.model.chain import ValueChain
from valuechain.model.score import Score
from valuechain.sampling.posterior import spread_known
from valuechain.solve.network import Floats

_MORE = 5.0  # answers that the other scores of a scale stand for


def error_variances(chain: ValueChain) -> Floats:
    """(services,) variances of observed satisfactions, in file order; NaN where nobody knows.

    That is where nothing was observed, where the number of answers is not said, and where no score
    on the same scale tells how far its answers differ.

    >>> from valuechain import loads
    >>> error_variances(loads('''
    ... valuechain: 1
    ... teams: {a: {serves: {c: {satisfaction: 50% (10 responses)}}}}
    ... customers: {c: }
    ... ''')).round(4).tolist()
    [0.0278]
    """
    usual = _usual_spreads(service.satisfaction for service in chain.services.values())
    return np.array(
        [
            _variance(service.satisfaction, usual, chain.parties[service.customer].people)
            for service in chain.services.values()
        ],
        dtype=float,
    )


def _usual_spreads(scores: Iterable[Score | None]) -> dict[str, float]:
    """The mean variance of answers by scale, each score as heavy as its answers."""
    sums: dict[str, float] = {}
    weights: dict[str, float] = {}
    for score in scores:
        if score is None or (spread := _spread(score)) is None:
            continue
        name, weight = score.scale.name, _freedom(score)
        sums[name] = sums.get(name, 0.0) + weight * spread
        weights[name] = weights.get(name, 0.0) + weight
    return {name: total / weights[name] for name, total in sums.items()}


def _spread(score: Score) -> float | None:
    """The variance of the answers, ``None`` where it is not known."""
    freedom = _freedom(score)
    if freedom < 1:
        return None
    if score.scale.share:
        return score.value * (1.0 - score.value) * (freedom + 1.0) / freedom
    if spread_known(score):
        return float(score.sd or 0.0) ** 2
    return None


def _freedom(score: Score) -> float:
    return float(score.responses or 0) - 1.0


def _variance(score: Score | None, usual: dict[str, float], people: int | None) -> float:
    if score is None or score.responses is None or score.scale.name not in usual:
        return np.nan
    spread, usually = _spread(score), usual[score.scale.name]
    if spread is None:
        spread = usually
    freedom = max(_freedom(score), 0.0)
    mixed = (freedom * spread + _MORE * usually) / (freedom + _MORE)
    asked = (score.answers or 0) / people if people else 0.0  # of counted work nobody was
    return mixed / score.responses * (1.0 - asked)

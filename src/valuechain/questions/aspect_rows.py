"""Which aspect of a service drags it? One service at a time, and a provider over all of its."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.results import Interval
from valuechain.sampling.posterior import posterior_of_scores
from valuechain.solve.network import Floats
from valuechain.tolerances import FAVOUR

AspectVerdict: TypeAlias = Literal["drags", "too few answers", "below target", "on target"]
LEVEL = 0.95
"""How sure an aspect drags, unless asked otherwise."""
LEAST = 0.05
"""By how much an aspect lies below the others of its service to be named."""
_DRAWS = 8000


@dataclass(frozen=True, slots=True)
class AspectRow:
    """One aspect of a service.

    Attributes:
        id: ``service: aspect``.
        service, provider, customer: ids.
        aspect: the word, such as *speed*.
        responses: how many answered, ``None`` where it is not said, or where work was counted.
        satisfaction, target: fractions 0..1.
        interval: what the answers, or what was counted, allow it to be; `satisfaction` twice where
            neither is known.
        below: by how much it lies below the mean of the service's other aspects, or where there
            are none below the service as a whole; ``None`` where that was not asked either.
        below_interval: likewise; it holds for all aspects of the service at once.
        verdict: ``drags``: below its target, and surely below the others; ``too few answers``: as
            far as one sees; ``below target``, but not below the others; ``on target``.
    """

    id: str
    service: str
    provider: str
    customer: str
    aspect: str
    responses: int | None
    satisfaction: float
    target: float
    interval: Interval
    below: float | None
    below_interval: Interval | None
    verdict: AspectVerdict


@dataclass(frozen=True, slots=True)
class ProviderAspect:
    """One aspect of all that a provider delivers, each of its services counted once.

    Attributes:
        id: ``provider: aspect``.
        provider: id.
        aspect: the word.
        services: how many of its services have it.
        satisfaction, target, interval, below, below_interval, verdict: as of `AspectRow`, means
            over those services; each is compared with the other aspects of its own service.
    """

    id: str
    provider: str
    aspect: str
    services: int
    satisfaction: float
    target: float
    interval: Interval
    below: float | None
    below_interval: Interval | None
    verdict: AspectVerdict


class _Drawn(NamedTuple):
    """Satisfactions, and by how much each is below the others: now, and (draws,) as drawn.

    `below` and `belows` are ``None`` where there are no others.
    """

    score: float
    scores: Floats
    below: float | None
    belows: Floats | None


class _Placed(NamedTuple):
    """Where an aspect stands: what the rows of services and of providers share."""

    satisfaction: float
    target: float
    interval: Interval
    below: float | None
    below_interval: Interval | None
    verdict: AspectVerdict


def aspect_rows(chain: ValueChain, service: Service, level: float = LEVEL) -> tuple[AspectRow, ...]:
    """The aspects of a service, the lowest first.

    What the answers allow is drawn as `simulate` draws it, each aspect by itself, though the same
    people answer about all: how alike one person's answers are, scores do not tell.

    Args:
        chain: with the service, and the people of its parties.
        service: that may have aspects.
        level: how sure the intervals are, between 0 and 1; those of differences hold for all
            aspects at once (Bonferroni).
    """
    rows = [
        AspectRow(
            f"{service.id}: {word}",
            service.id,
            service.provider,
            service.customer,
            word,
            score.answers,
            *_placed(drawn, service.target, level, len(service.aspects)),
        )
        for (word, score), drawn in zip(service.aspects, _drawn(chain, service), strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.satisfaction, row.aspect)))


def provider_rows(
    chain: ValueChain, provider: str, level: float = LEVEL
) -> tuple[ProviderAspect, ...]:
    """The aspects of all that a provider delivers, the lowest first; arguments as above."""
    ids = sorted(name for name, each in chain.services.items() if each.provider == provider)
    served = [chain.services[name] for name in ids]
    found: dict[str, list[tuple[_Drawn, float]]] = {}
    for service in served:
        for (word, _), drawn in zip(service.aspects, _drawn(chain, service), strict=True):
            found.setdefault(word, []).append((drawn, service.target))
    rows = [
        ProviderAspect(
            f"{provider}: {word}",
            provider,
            word,
            len(each),
            *_placed(_mean(drawn for drawn, _ in each), _target(each), level, len(found)),
        )
        for word, each in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.satisfaction, row.aspect)))


def _target(found: Sequence[tuple[_Drawn, float]]) -> float:
    return sum(target for _, target in found) / len(found)


def _drawn(chain: ValueChain, service: Service) -> list[_Drawn]:
    """The aspects of a service, in their order."""
    count = len(service.aspects)
    scores = [score for _, score in service.aspects]
    if count == 1 and service.satisfaction is not None:
        scores.append(service.satisfaction)  # what else there is to compare it with
    now = np.array([score.value for score in scores])
    drawn = np.repeat(now[:, None], _DRAWS, axis=1)
    asked = [at for at, score in enumerate(scores) if score.responses is not None]
    if asked:
        people = chain.parties[service.customer].people
        posterior = posterior_of_scores(
            [scores[at] for at in asked],
            [None if scores[at].scale.counted else people for at in asked],
        )
        drawn[asked] = posterior.drawn(_random(service), _DRAWS)
    if len(scores) < 2:
        return [_Drawn(score.value, drawn[at], None, None) for at, score in enumerate(scores)]
    below, belows = _below(now), _below(drawn)
    return [
        _Drawn(score.value, drawn[at], float(below[at]), belows[at])
        for at, score in enumerate(scores[:count])
    ]


def _random(service: Service) -> np.random.Generator:
    """Of its own for each service, whatever else there is."""
    return np.random.default_rng(zlib.crc32(service.id.encode()))


def _below(scores: Floats) -> Floats:
    """(scores, ...) the mean of the others less each one."""
    count = len(scores)
    found: Floats = (scores.sum(axis=0) - scores) / (count - 1) - scores
    return found


def _mean(drawn: Iterable[_Drawn]) -> _Drawn:
    """One aspect over several services."""
    each = list(drawn)
    score = float(np.mean([one.score for one in each]))
    scores = np.mean([one.scores for one in each], axis=0)
    below = [one.below for one in each if one.below is not None]
    belows = [one.belows for one in each if one.belows is not None]
    if not belows:
        return _Drawn(score, scores, None, None)
    return _Drawn(score, scores, float(np.mean(below)), np.mean(belows, axis=0))


def _placed(drawn: _Drawn, target: float, level: float, aspects: int) -> _Placed:
    """Where an aspect stands among so many."""
    low, high = _interval(drawn.scores, level)
    interval = min(low, drawn.score), max(high, drawn.score)  # of 0 % from one answer, too
    below_interval = None
    if drawn.belows is not None:
        below_interval = _interval(drawn.belows, 1 - (1 - level) / aspects)
    verdict = _verdict(drawn, target, below_interval)
    return _Placed(drawn.score, target, interval, drawn.below, below_interval, verdict)


def _interval(drawn: Floats, level: float) -> Interval:
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return low, high


def _verdict(drawn: _Drawn, target: float, below: Interval | None) -> AspectVerdict:
    if drawn.score >= target - FAVOUR:
        return "on target"
    if drawn.below is None or below is None or drawn.below < LEAST:
        return "below target"
    return "drags" if below[0] > 0 else "too few answers"

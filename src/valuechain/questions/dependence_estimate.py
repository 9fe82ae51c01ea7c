"""How much do people here depend on what they receive? One dependence, from the scores of all.

Where those who are badly served serve badly, they depend on what they receive; where it makes no
difference, they do not. `analysis.passed_on` has the model.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from valuechain.analysis.observed import SPREAD_UNKNOWN, Observed, observed
from valuechain.analysis.passed_on import HARSHNESS, PassedOn, passed_on
from valuechain.model.chain import ValueChain
from valuechain.model.numbers import middle
from valuechain.model.parts import Service
from valuechain.problems import ArgumentError, ModelError, Problem, quoted
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.what_if import WhatIf
from valuechain.results import Interval, Recipe, Result, Shown, plain
from valuechain.sampling.errors import error_variances
from valuechain.survey.survey import Survey

SERVICES, PROVIDERS, RELIABLE = 60, 10, 0.4
"""Fewer, or less, and nothing is estimated."""
LARGEST = 3000
"""Services, times waves less one, up to which it is computed: the time grows with the cube."""
ASSUMPTIONS = (
    "one dependence holds for all services",
    "own shortfalls have nothing to do with what the provider receives",
    "nor with what others deliver to the same customer",
    "own shortfalls vary alike everywhere",
    "people answer for themselves: what one is mild about says nothing of another",
)
_MANY_TIMES = 10.0
"""Times as many answers: to ask for more would be no help."""
_OTHER_WAVES = (
    "ask a second time, for what a team is always harsh about drops out of changes",
    "have all services judged in the same manner, such as by shares of faultless deliveries",
)
_OF_WAVES = (
    "what each service always lacks by its provider's own doing, and what changed for all, is left "
    "out: only changes count"
)


@dataclass(frozen=True, slots=True)
class UsedService(Shown):
    """A service that the estimate rests on; of several waves the means.

    Attributes:
        id: of the service.
        provider: the id of its provider.
        received: how satisfied the provider is with all that it receives, as measured, 0..1.
        satisfaction: of the served party, as measured, 0..1.
    """

    id: str
    provider: str
    received: float
    satisfaction: float


@dataclass(frozen=True, eq=False, repr=False)
class DependenceEstimate(Result[UsedService]):
    """How much providers depend on what they receive: made by `estimate_dependence`.

    Attributes:
        chains: that it was estimated from, one for each wave.
        dependence: the common one, 0..1, ``None`` where it was refused.
        interval: between what ends it lies with 95 % confidence, 0..1, or ``None``.
        refused: why nothing can be said, and what it would take; ``""`` where something can.
        services: a row for each service used.
        providers: how many different ones these have.
        reliability: share of the differences between what providers are seen to receive that is
            neither chance nor harshness, 0..1; ``None`` where it was refused before.
        harshness: how far the parties that judge differ in how harshly they judge, as one standard
            deviation of satisfaction, 0..1; taken off. ``None`` likewise.
        harsh: whether that is more than chance.
        left_out: why services were not used, and how many.
    """

    chains: tuple[ValueChain, ...]
    dependence: float | None
    interval: Interval | None
    refused: str
    services: tuple[UsedService, ...]
    providers: int
    reliability: float | None
    harshness: float | None
    harsh: bool
    left_out: Mapping[str, int]

    def _recipe(self) -> Recipe:
        return estimate_dependence, (self.chains[0], self.chains[1:])

    def _summary(self) -> str:
        return "refused" if self.dependence is None else f"{self.dependence:.2f}"

    @property
    def title(self) -> str:
        """The chain's."""
        return self.chains[0].title

    @property
    def rows(self) -> tuple[UsedService, ...]:
        """The `services`."""
        return self.services

    @property
    def waves(self) -> int:
        """How many there are."""
        return len(self.chains)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What is supposed, in words."""
        return (*ASSUMPTIONS, *([_OF_WAVES] if self.waves > 1 else []))

    @property
    def written(self) -> Interval | None:
        """The interval as `apply` writes it: in hundredths, rounded outwards."""
        if self.interval is None:
            return None
        low, high = self.interval
        return math.floor(100 * low + 1e-9) / 100, math.ceil(100 * high - 1e-9) / 100

    def apply(self, chain: ValueChain) -> ValueChain:
        """The chain with the interval as its ``dependence: a..b``.

        Services with a dependence of their own keep it. Where a loop would lose nothing at 1, the
        upper end is 0.99.

        Raises:
            ArgumentError: nothing was estimated, or `chain` is no ValueChain.
        """
        if not isinstance(chain, ValueChain):
            raise ArgumentError(f"apply takes a ValueChain, not {type(chain).__name__}")
        if self.written is None:
            raise ArgumentError(f"there is no estimate to write: {self.refused}")
        low, high = self.written
        try:
            return _ranged(chain, (low, high))
        except ModelError:  # somebody would depend on themselves completely
            return _ranged(chain, (min(low, 0.98), 0.99))

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "dependence": self.dependence,
            "interval": plain(self.interval),
            "refused": self.refused,
            "services_used": len(self.services),
            "providers": self.providers,
            "waves": self.waves,
            "reliability": self.reliability,
            "harshness": self.harshness,
            "harsh": self.harsh,
            "left_out": dict(self.left_out),
            "assumptions": list(self.assumptions),
            "services": plain(self.services),
        }

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        del full
        return plain(self.services), ("id", "provider", "received", "satisfaction")


def _ranged(chain: ValueChain, ends: Interval) -> ValueChain:
    """The chain with this range wherever its own dependence held."""
    usual, at = (chain.dependence, chain.dependence_range), middle(ends)
    inheriting = {
        service.id: replace(service, dependence=at, dependence_range=ends)
        for service in chain.services.values()
        if (service.dependence, service.dependence_range) == usual
    }
    services = {**chain.services, **inheriting}
    return replace(chain, services=services, dependence=at, dependence_range=ends)


def estimate_dependence(
    chain_or_survey: ValueChain | Diagnosis | Survey | Iterable[ValueChain],
    waves: Iterable[Any] | None = None,
    *,
    chain: ValueChain | None = None,
) -> DependenceEstimate:
    """Estimate the common dependence from how what is delivered goes with what is received.

    Args:
        chain_or_survey: a chain with scores, or its diagnosis; several chains, one for each wave;
            or a survey.
        waves: of a chain, those of later waves; of a survey, the names of its waves (all of them).
        chain: with a survey, who serves whom.

    Returns:
        A `DependenceEstimate`. Below 60 services, 10 providers or a reliability of 0.4 of what they
        receive its `dependence` is ``None``, and `refused` says what it would take.

    Raises:
        ArgumentError: these are no chains, or a survey without its chain.
        ModelError: the waves are not waves of one chain; every mistake at once.
        FormatError, UnknownNameError: a survey does not fit the chain (see `Survey.apply`).

    Of the dependences and targets in the files nothing is used. Cost: of 100 services a fraction of
    a second, of 1,000 a minute or two.

    >>> from valuechain import loads
    >>> found = estimate_dependence(loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {designer: {satisfaction: 60% (20 responses)}}}
    ...   designer: {serves: {customer: {satisfaction: 65% (40 responses)}}}
    ... customers:
    ...   customer:
    ... '''))
    >>> found.dependence, found.refused
    (None, '1 service can be used, and it takes 60: measure more, with the number of answers')
    """
    chains = _chains(chain_or_survey, waves, chain)
    _check(chains)
    size = len(chains[0].services) * max(1, len(chains) - 1)
    if size > LARGEST:
        many = f"{size:,} services, times waves less one, are more than {LARGEST:,}"
        raise ArgumentError(f"{many}: estimate it for a part of the organisation")
    data = observed(chains, [error_variances(each) for each in chains])
    unknown = DependenceEstimate(
        chains,
        None,
        None,
        "",
        _rows(chains[0], data),
        len(data.providers),
        None,
        None,
        False,
        MappingProxyType(dict(data.left_out)),
    )
    if refused := _too_little(unknown):
        return replace(unknown, refused=refused)
    found = passed_on(data.shortfalls)
    harshness = math.sqrt(found.fit.variances[HARSHNESS])
    told = replace(unknown, reliability=found.reliability, harshness=harshness, harsh=found.harsh)
    if found.reliability < RELIABLE:
        return replace(told, refused=_unreliable(found, len(chains)))
    return replace(told, dependence=found.slope, interval=(found.low, found.high))


# What is asked.


def _chains(
    asked: Any, waves: Iterable[Any] | None, chain: ValueChain | None
) -> tuple[ValueChain, ...]:
    """The chain of each wave."""
    if isinstance(asked, Survey):
        return _of_survey(asked, waves, chain)
    if chain is not None:
        raise ArgumentError("chain= goes with a survey: give the chain itself first")
    first = [asked] if isinstance(asked, ValueChain | Diagnosis) else asked
    if not _is_several(first) or not _is_several([] if waves is None else waves):
        raise _no_chain(asked if not _is_several(first) else waves)
    return tuple(map(_chain, [*first, *(waves or ())])) or _nothing()


def _nothing() -> Any:
    raise ArgumentError("there is no chain: give one, or one for each wave")


def _is_several(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | Mapping)


def _chain(value: object) -> ValueChain:
    if isinstance(value, WhatIf):
        raise ArgumentError("estimate_dependence takes what was observed, not a what-if")
    if isinstance(value, Diagnosis):
        return value.chain
    if isinstance(value, ValueChain):
        return value
    raise _no_chain(value)


def _no_chain(value: object) -> ArgumentError:
    return ArgumentError(
        "estimate_dependence takes a ValueChain, its Diagnosis, several of them, or a Survey, "
        f"not {type(value).__name__}: make one with load(path)"
    )


def _of_survey(
    survey: Survey, waves: Iterable[Any] | None, chain: ValueChain | None
) -> tuple[ValueChain, ...]:
    if not isinstance(chain, ValueChain):
        raise ArgumentError(
            "a survey does not say all of who serves whom: "
            "estimate_dependence(survey, chain=load(path))"
        )
    asked = survey.waves if waves is None else tuple(map(str, waves))
    if not asked:
        raise ArgumentError("no wave is asked for: name some, or leave waves out for all of them")
    return survey.per_wave(chain, asked)


def _check(chains: Sequence[ValueChain]) -> None:
    """Raise all that keeps them from being waves of one chain."""
    problems = list(_bounded(chains[0]))
    for number, later in enumerate(chains[1:], 2):
        problems += _not_the_same(number, chains[0], later)
        problems += [
            Problem(f"waves {earlier} and {number} are the same", "give each wave once")
            for earlier, before in enumerate(chains[: number - 1], 1)
            if before == later
        ]
    if problems:
        raise ModelError(problems)


def _bounded(chain: ValueChain) -> Iterator[Problem]:
    """Criticalities: what providers receive is then not seen in what is asked of their services."""
    told = [each.id for each in chain.services.values() if each.criticality is not None]
    if told:
        others = f" and {len(told) - 1} more" * (len(told) > 1)
        message = f"{quoted(told[0])}{others} has a criticality, by which no slope can be told"
        yield Problem(message, "leave criticalities out and write 'rule: mean'")


def _not_the_same(number: int, first: ValueChain, later: ValueChain) -> Iterator[Problem]:
    """What sets a wave apart from the first, beside its scores."""
    hint = "give chains that differ in their scores only; Survey.per_wave(chain, waves) makes them"
    for name in first.services:
        if name not in later.services:
            yield Problem(f"wave {number} lacks {quoted(name)}, which wave 1 has", hint)
    for name, service in later.services.items():
        if name not in first.services:
            yield Problem(f"wave {number} has {quoted(name)}, which wave 1 lacks", hint)
        elif _received_as(service) != _received_as(first.services[name]):
            yield Problem(
                f"{quoted(name)} has another weight, or is critical, in wave {number} only", hint
            )
    if first.rule != later.rule:
        yield Problem(f"wave {number} has another rule than wave 1", hint)


def _received_as(service: Service) -> tuple[float, bool]:
    return service.weight, service.critical


# What is found.


def _rows(chain: ValueChain, data: Observed) -> tuple[UsedService, ...]:
    services = list(chain.services.values())
    return tuple(
        UsedService(services[at].id, services[at].provider, received, satisfaction)
        for at, received, satisfaction in zip(
            data.used.tolist(), data.received.tolist(), data.satisfaction.tolist(), strict=True
        )
    )


def _too_little(found: DependenceEstimate) -> str:
    """Why there are too few services or providers, ``""`` where there are enough."""
    used = len(found.services)
    if used < SERVICES:
        many = "1 service" if used == 1 else f"{used} services"
        short = f"{many} can be used, and it takes {SERVICES}"
        if unknown := found.left_out.get(SPREAD_UNKNOWN, 0):
            spreads = f"of {unknown} how far their answers differ ('sd', or the answers themselves)"
            return f"{short}: say {spreads}, and measure more"
        return f"{short}: measure more, with the number of answers"
    if found.providers < PROVIDERS:
        return (
            f"they come from {found.providers} providers, and it takes {PROVIDERS}: "
            "measure what more of them receive and deliver"
        )
    return ""


def _unreliable(found: PassedOn, waves: int) -> str:
    """Why what is received is not known well enough, and what it would take."""
    real = f"{100 * found.reliability:.0f} %"
    said = (
        f"of the differences between what providers are seen to receive {real} are real, and it "
        f"takes {100 * RELIABLE:.0f} %; the rest is chance"
    )
    chance = 1.0 - found.without_harshness
    harshness = found.without_harshness - found.reliability
    room = found.reliability * (1.0 - RELIABLE) / RELIABLE - harshness
    if room > 0 and chance / room <= _MANY_TIMES:
        return f"{said}: {chance / room:.1f} times as many answers would do"
    if harshness > chance:
        return f"{said}, or teams that judge more or less harshly: " + _OTHER_WAVES[waves > 1]
    return f"{said}: providers receive much the same, so that nothing can follow from it"

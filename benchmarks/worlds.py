"""Organisations whose truth is known, and the surveys that an analyst has of them.

In every world some services fall short by far, by their own doing, and all others a little. The
true satisfactions follow from the true dependences; the analyst sees only what some people answered
about some services, and a file in which every dependence is 0.8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from valuechain import Party, Score, Service, ValueChain, diagnose
from valuechain.model.parts import service_ids

Floats: TypeAlias = NDArray[np.float64]
Random: TypeAlias = np.random.Generator
Pair: TypeAlias = tuple[str, str]
_OFTEN = 20.0  # a + b of the Beta from which the usual shortfalls of a world are drawn


@dataclass(frozen=True)
class Setting:
    """A kind of world: what its truth is like, and how it was surveyed.

    A pair is a range from which each world, or each service, draws its own number.

    Attributes:
        name: in the tables.
        dependence: the true ones, drawn for each service.
        told: whether the analyst's file says the true dependences.
        services: how many in a world.
        causes: how many of them fall short by 0.3 to 0.6.
        usual: the mean own shortfall of the others in a world.
        customers: how many external ones.
        backward: share of the services within the house that run against the flow.
        critical: share of critical services; the file says which.
        answers: how many about a service.
        unmeasured: share of the services that nobody was asked about.
        leniency: standard deviation of how far a served party's scores lie above the truth.
        shared: likewise of what all services of one provider lack beyond their own.
    """

    name: str
    dependence: tuple[float, float] = (0.6, 1.0)
    told: bool = False
    services: tuple[int, int] = (20, 200)
    causes: tuple[int, int] = (1, 3)
    usual: tuple[float, float] = (0.05, 0.12)
    customers: tuple[int, int] = (1, 3)
    backward: float = 0.05
    critical: float = 0.0
    answers: tuple[int, int] = (3, 30)
    unmeasured: tuple[float, float] = (0.0, 0.3)
    leniency: float = 0.0
    shared: float = 0.0


SETTINGS = (
    Setting("all 0.8, as the file says", dependence=(0.8, 0.8)),
    Setting("all 0.5", dependence=(0.5, 0.5)),
    Setting("all 0.3", dependence=(0.3, 0.3)),
    Setting("each 0.6 to 1"),
    Setting("each 0.3 to 1", dependence=(0.3, 1.0)),
    Setting("each 0.3 to 1, told in the file", dependence=(0.3, 1.0), told=True),
    Setting("20 to 40 services", services=(20, 40)),
    Setting("150 to 200 services", services=(150, 200)),
    Setting("many loops", backward=0.2),
    Setting("a fifth critical", critical=0.2),
    Setting("one large cause", causes=(1, 1)),
    Setting("3 to 6 answers", answers=(3, 6)),
    Setting("20 to 30 answers, all measured", answers=(20, 30), unmeasured=(0.0, 0.0)),
    Setting("30 % unmeasured", unmeasured=(0.3, 0.3)),
    Setting("lenient and strict raters", leniency=0.1),
    Setting(
        "all of it at once",
        dependence=(0.3, 1.0),
        backward=0.2,
        critical=0.1,
        answers=(3, 10),
        unmeasured=(0.3, 0.3),
        leniency=0.1,
    ),
)
"""Unless its name says otherwise, each is like the fourth."""


@dataclass(frozen=True)
class World:
    """An organisation: as it is, and as it was surveyed."""

    truth: ValueChain
    survey: ValueChain

    def with_true_dependences(self) -> ValueChain:
        """What was surveyed, the true dependences told in the file."""
        true = self.truth.services
        return _changed(self.survey, lambda service: {"dependence": true[service.id].dependence})

    def with_true_scores(self) -> ValueChain:
        """What was surveyed, as satisfied as they truly are wherever somebody was asked."""
        true = diagnose(self.truth)

        def score(service: Service) -> dict[str, Any]:
            if service.satisfaction is None:
                return {}
            return {"satisfaction": Score.of(true[service.id].satisfaction)}

        return _changed(self.survey, score)


def worlds(number: int, count: int, seed: int) -> Iterator[World]:
    """This many worlds of the setting with this number; another seed, other worlds."""
    for world in range(count):
        yield world_of(SETTINGS[number], np.random.default_rng((seed, number, world)))


def world_of(setting: Setting, random: Random) -> World:
    """Plant causes in an organisation, and ask its people."""
    truth = planted(setting, random)
    return World(truth, surveyed(truth, setting, random))


def planted(setting: Setting, random: Random) -> ValueChain:
    members, pairs = _organisation(setting, random)
    count = len(pairs)
    own = _own_shortfalls(setting, count, random)
    if setting.shared:
        alike = {party.id: random.normal(0.0, setting.shared) for party in members}
        own = np.clip(own + [alike[provider] for provider, _ in pairs], 0.0, 1.0)
    dependences = random.uniform(*setting.dependence, count)
    weights = random.integers(1, 4, count)
    critical = random.random(count) < setting.critical
    services = [
        Service(
            service_id,
            *pair,
            quality=Score.of(1.0 - own[i]),
            weight=float(weights[i]),
            dependence=float(dependences[i]),
            critical=bool(critical[i]),
        )
        for i, (service_id, pair) in enumerate(zip(service_ids(pairs), pairs, strict=True))
    ]
    return ValueChain(members, services)


def _own_shortfalls(setting: Setting, count: int, random: Random) -> Floats:
    """What each service lacks by its provider's own doing: mostly little, of some much."""
    usual = random.uniform(*setting.usual)
    own = random.beta(_OFTEN * usual, _OFTEN * (1.0 - usual), count)
    causes = random.choice(count, _whole(setting.causes, random), replace=False)
    own[causes] = random.uniform(0.3, 0.6, len(causes))
    return own


def _organisation(setting: Setting, random: Random) -> tuple[list[Party], list[Pair]]:
    """Teams on three to six levels, and who serves whom; names and departments tell nothing."""
    count = _whole(setting.services, random)
    depth = _whole((3, 6), random)
    teams = [f"t{i}" for i in random.permutation(max(depth, int(count / random.uniform(1.6, 3.0))))]
    levels = [teams[i * len(teams) // depth : (i + 1) * len(teams) // depth] for i in range(depth)]
    customers = [f"c{i}" for i in range(_whole(setting.customers, random))]
    pairs = [
        *_leading_on([*levels, customers], random),
        *((str(random.choice(levels[-1])), customer) for customer in customers),
    ]
    while len(pairs) < count:
        pairs.append(_any_pair([*levels, customers], setting.backward, random))
    departments = random.integers(1, 2 + len(teams) // 6, len(teams))
    members = [
        *(Party(team, group=f"d{at}") for team, at in zip(teams, departments, strict=True)),
        *(Party(c, kind="customer", share=float(random.uniform(0.5, 2.0))) for c in customers),
    ]
    return members, pairs


def _leading_on(levels: Sequence[Sequence[str]], random: Random) -> Iterator[Pair]:
    """From every team one service to somebody on the next level, so that all lead to customers."""
    for level, following in pairwise(levels):
        for team in level:
            yield team, str(random.choice(following))


def _any_pair(levels: Sequence[Sequence[str]], backward: float, random: Random) -> Pair:
    """A team and somebody one or two levels on; sometimes the other way round."""
    at = int(random.integers(len(levels) - 1))
    to = min(at + 1 + int(random.random() < 0.2), len(levels) - 1)
    provider, customer = str(random.choice(levels[at])), str(random.choice(levels[to]))
    if to < len(levels) - 1 and random.random() < backward:
        return customer, provider
    return provider, customer


def surveyed(
    truth: ValueChain,
    setting: Setting,
    random: Random,
    leniency: Mapping[str, float] | None = None,
) -> ValueChain:
    """The analyst's file: shares of satisfied people where somebody was asked.

    `leniency` is that of each party, drawn where it is not given.
    """
    diagnosis = diagnose(truth)
    if leniency is None:
        leniency = {party: random.normal(0.0, setting.leniency) for party in truth.parties}
    unmeasured = random.uniform(*setting.unmeasured)

    def seen(service: Service) -> dict[str, Any]:
        chance = diagnosis[service.id].satisfaction + leniency[service.customer]
        asked = _whole(setting.answers, random)
        satisfied = int(random.binomial(asked, np.clip(chance, 0.0, 1.0)))
        known = random.random() >= unmeasured
        score = Score.of(satisfied / asked, asked) if known else None
        dependence = service.dependence if setting.told else truth.dependence
        return {"quality": None, "satisfaction": score, "dependence": dependence}

    return _changed(truth, seen)


def _changed(chain: ValueChain, changes: Callable[[Service], dict[str, Any]]) -> ValueChain:
    """The chain with other fields in each of its services."""
    services = {name: replace(each, **changes(each)) for name, each in chain.services.items()}
    return replace(chain, services=services)


def _whole(ends: tuple[int, int], random: Random) -> int:
    """A whole number, both ends possible."""
    return int(random.integers(ends[0], ends[1] + 1))

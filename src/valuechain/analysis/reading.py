"""Reading the scores: what each service lacks by its own doing, and what it passes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.model.score import Score
from valuechain.problems import ValueChainError
from valuechain.solve.branches import Solved
from valuechain.solve.forward import shortfalls
from valuechain.solve.loops import NotConverged
from valuechain.solve.network import Bools, Floats, Ints, Network, arrange
from valuechain.solve.returns import Returns, returning

_QUARTER = 0.25
_LEAST = 1e-300  # added to both sides of a ratio, so that 0 / 0 is 1


@dataclass(frozen=True, eq=False)
class Observations:
    """What a chain says of its services; every array is (services,), in the order of solution.

    To solve many cases at once, `target` and `reachable`, and `score` and `dependence` where they
    do not differ by case, are columns (services, 1), and those that do (services, cases).

    Attributes:
        observed: whether a satisfaction was asked.
        expert: whether a quality was given.
        score: the one or the other, 1 where there is neither.
        dependence: share of what the provider lacks that it passes on, 0..1.
        target: satisfaction aimed at, 0..1.
        reachable: own quality that a well-run provider reaches, 0..1.
        counted: (services,) whether it is one of its own where services are counted: of parallel
            ones that say the same one is, so that it makes no difference how a link was split.
    """

    observed: Bools
    expert: Bools
    score: Floats
    dependence: Floats
    target: Floats
    reachable: Floats
    counted: Bools

    @property
    def scored(self) -> Bools:
        """Whether anything is known of the service itself."""
        return self.observed | self.expert


@dataclass(frozen=True, eq=False)
class Reading:
    """A chain's numbers in the order of its solution.

    Every array is (services,) unless said otherwise.

    Attributes:
        network: the network.
        observations: what the chain says.
        model: what was solved: as observations, or, where something was set for the sake of a
            question, every service by its own quality and its effective dependence.
        delivered: shortfalls, 1 - satisfaction.
        received: (parties,) what each position lacks.
        error: bound on the error of `received`.
    """

    network: Network
    observations: Observations
    model: Observations
    delivered: Floats
    received: Floats
    error: float

    @cached_property
    def satisfaction(self) -> Floats:
        """As scored or as modelled, 0..1."""
        return satisfactions(self.model, self.delivered)

    @property
    def own(self) -> Floats:
        """u: what of each shortfall the provider adds."""
        return self._parts[0]

    @property
    def passed_on(self) -> Floats:
        """What it passes on; both sum to 1 - satisfaction."""
        return self._parts[1]

    @cached_property
    def own_shortfall(self) -> Floats:
        """What the provider causes: u, and what of it returns through loops."""
        if not self.looped:
            return self.own
        return np.minimum(self.own * self.returned, 1.0 - self.satisfaction)

    @property
    def returned(self) -> Floats:
        """By how much more its own shortfall counts, because some of it returns through loops."""
        return self._returns.factor

    @property
    def all_returns(self) -> bool:
        """Whether that is all; of very large loops the long ways are left out."""
        return not self.looped or self._returns.complete

    @cached_property
    def _returns(self) -> Returns:
        return returning(self.network, self.solved)

    @property
    def inherited_shortfall(self) -> Floats:
        """What everyone else causes; both sum to 1 - satisfaction."""
        return 1.0 - self.satisfaction - self.own_shortfall

    @cached_property
    def reached(self) -> Floats:
        """The own shortfall that is left where a well-run provider is as good as it gets."""
        return np.minimum(self.own, 1.0 - self.observations.reachable)

    @cached_property
    def looped(self) -> bool:
        """Whether some parties serve one another in a circle."""
        return bool((self.network.loop > 1).any())

    @property
    def effective(self) -> Floats:
        """The dependence with which the model reproduces what was observed."""
        return self._parts[2]

    @property
    def solved(self) -> Solved:
        """The solution with what reproduces it."""
        return Solved(self.delivered, self.received, self.effective)

    @property
    def provider_lacks(self) -> Floats:
        """What each service's provider lacks, D_a."""
        return self.received[self.network.provider]

    @cached_property
    def _parts(self) -> tuple[Floats, Floats, Floats]:
        return divided(self.model, self.delivered, self.model.dependence * self.provider_lacks)


@contextmanager
def solvable() -> Iterator[None]:
    """Tell in the library's own words that a loop cannot be solved."""
    try:
        yield
    except NotConverged as error:
        raise ValueChainError(f"{error}: lower the dependence of some service in it") from None


def read(chain: ValueChain) -> Reading:
    """Arrange the chain and split every observation into own and inherited."""
    services = list(chain.services.values())
    rank = {party: i for i, party in enumerate(sorted(chain.parties))}
    network = arrange(
        np.array([rank[party] for party in chain.parties], dtype=np.intp),
        (
            np.array([rank[service.provider] for service in services], dtype=np.intp),
            np.array([rank[service.customer] for service in services], dtype=np.intp),
        ),
        np.array([service.weight for service in services], dtype=float),
        *_bounds(chain, services),
    )
    observed, satisfaction = _scores(service.satisfaction for service in services)
    expert, quality = _scores(service.quality for service in services)
    score = np.where(observed, satisfaction, quality)[network.services]
    observations = Observations(
        observed[network.services],
        expert[network.services],
        score,
        np.array([service.dependence for service in services], dtype=float)[network.services],
        np.array([service.target for service in services], dtype=float)[network.services],
        np.array([service.reachable for service in services], dtype=float)[network.services],
        np.ones(len(score), dtype=bool),
    )
    observations.counted[_repeated(network, observations)] = False
    return split(network, observations)


def _repeated(network: Network, observations: Observations) -> Ints:
    """The services that say what another between the same two says."""
    same = (np.diff(network.provider) == 0) & (np.diff(network.customer) == 0)
    some = np.flatnonzero(np.append(same, False) | np.append(False, same))
    said = (
        *(network.provider, network.customer, observations.score, observations.dependence),
        *(observations.observed, observations.expert),
    )
    keys = np.stack([values[some].astype(float) for values in said])
    order = np.lexsort(keys)
    alike = (np.diff(keys[:, order], axis=1) == 0).all(axis=0)
    return np.asarray(some[order[1:][alike]], dtype=np.intp)


def _bounds(chain: ValueChain, services: list[Service]) -> tuple[Floats, Bools]:
    """What customers have left of what single services lack, and where providers count, too."""
    if chain.rule == "weakest":
        return np.zeros(len(services)), np.zeros(len(services), dtype=bool)
    critical = np.array([service.critical for service in services], dtype=bool)
    left = np.array([service.criticality for service in services], dtype=float)
    return np.where(critical, 0.0, np.where(np.isnan(left), np.inf, left)), ~np.isnan(left)


def _scores(scores: Iterable[Score | None]) -> tuple[Bools, Floats]:
    """Whether there is a score, and its value (1 where there is none)."""
    values = np.array([np.nan if score is None else score.value for score in scores])
    given = ~np.isnan(values)
    return given, np.where(given, values, 1.0)


def split(network: Network, observations: Observations) -> Reading:
    """Solve with the observed shortfalls pinned; then divide each into own and inherited.

    A service that lacks less than its provider passes on shields its customer: its own shortfall is
    0 and its effective dependence smaller. A quality that, with what is passed on, would lack more
    than everything is read as satisfaction 0.
    """
    solution = shortfalls(network, 1.0 - observations.score, passing(observations))
    return Reading(
        network, observations, observations, solution.delivered, solution.received, solution.error
    )


def with_own(reading: Reading, own: Floats, observations: Observations, start: int) -> Reading:
    """The same with other own shortfalls, and all else as it was found.

    Only what they change is solved again.

    Args:
        reading: of the chain as it is.
        own: (services,) u, 0..1.
        observations: what is now known of the services.
        start: the first step of the solution that any of them changes.
    """
    if reading.network.narrow:
        start = 0  # plain lists begin at the beginning
    solution = shortfalls(
        reading.network,
        own,
        reading.effective,
        known=reading.received if start else None,
        start=start,
    )
    nobody = np.zeros(len(own), dtype=bool)
    model = replace(
        observations,
        observed=nobody,
        expert=~nobody,
        score=1.0 - own,
        dependence=reading.effective,
    )
    return Reading(
        reading.network, observations, model, solution.delivered, solution.received, solution.error
    )


def passing(observations: Observations) -> Floats:
    """The dependence of each service, 0 where its shortfall is pinned because it was observed."""
    slope = observations.dependence.copy()
    slope[observations.observed] = 0.0
    return slope


def satisfactions(observations: Observations, delivered: Floats) -> Floats:
    """As observed, else as modelled."""
    found = 1.0 - delivered
    found[observations.observed] = observations.score[observations.observed]
    return found


def divided(
    observations: Observations, delivered: Floats, passed_on: Floats
) -> tuple[Floats, Floats, Floats]:
    """Own and inherited shortfall, and effective dependence, of services.

    They lack `delivered` and could inherit `passed_on`.
    """
    # Less than what was passed on only where it was observed: a shield.
    inherited = np.minimum(delivered, passed_on)
    own = delivered - inherited
    free = ~observations.observed
    own[free] = np.minimum(1.0 - observations.score[free], 1.0 - passed_on[free])  # as given
    ratio = (inherited + _LEAST) / (passed_on + _LEAST)  # 1 where nothing was passed on
    return np.maximum(own, 0.0, out=own), inherited, observations.dependence * ratio


def supposed(observations: Observations, satisfaction: Floats) -> Observations | None:
    """The same with every unmeasured service as satisfied as the lowest quarter of the measured.

    Their lower quartile, interpolated; `satisfaction` is (services,) or (services, cases). ``None``
    where every service is measured, or none is.
    """
    scored = observations.scored
    if scored.all() or not scored.any():
        return None
    counted = satisfaction[scored & observations.counted]
    quartile = np.quantile(counted, _QUARTER, axis=0)
    unknown = ~scored if satisfaction.ndim == 1 else ~scored[:, None]
    return replace(
        observations,
        observed=observations.observed | ~scored,
        score=np.where(unknown, quartile, observations.score),
    )

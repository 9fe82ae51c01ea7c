"""What was observed of whom, for whoever asks how it is passed on; and what cannot be used.

Of several waves only contrasts between them are kept: what a service always lacks is the same in
every wave and drops out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from valuechain.analysis.passed_on import Shortfalls
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.solve.network import Bools, Floats, Ints
from valuechain.tolerances import TIE

SPREAD_UNKNOWN = "how far the answers differ is not known"
REASONS = (
    "nobody was asked",
    "an expert's view, not what the served party says",
    "the number of answers is not said",
    SPREAD_UNKNOWN,
    "the provider receives nothing",
    "most of what the provider receives was not measured",
)
"""Why a service is not used, in the order in which they are found."""
_MOST = 0.5  # of the weight of what a provider receives


@dataclass(frozen=True, eq=False)
class Observed:
    """What can be used of some waves of a chain.

    Attributes:
        shortfalls: as numbers.
        used: where the services stand that tell something, in file order.
        providers: ids of their providers.
        received: (used,) satisfaction with what the provider receives, mean of the waves, 0..1.
        satisfaction: (used,) likewise with the service itself.
        left_out: how many services are not used, by reason.
    """

    shortfalls: Shortfalls
    used: Ints
    providers: frozenset[str]
    received: Floats
    satisfaction: Floats
    left_out: Mapping[str, int]


def observed(waves: Sequence[ValueChain], variances: Sequence[Floats]) -> Observed:
    """What can be used.

    A service counts as measured if it is in every wave. Its provider is linked where more than half
    of what it receives, by weight, is; what else it receives is taken as unknown, not as perfect.

    Args:
        waves: chains of the same services.
        variances: of each wave, (services,) variances of the satisfactions; NaN where not known.
    """
    satisfactions = np.array([_satisfactions(wave) for wave in waves])
    unknown = np.isnan(satisfactions + np.array(variances))
    measured = np.asarray(~unknown.any(axis=0))
    lacking = np.where(measured, 1.0 - satisfactions, 0.0)
    mean = lacking.mean(axis=0)
    provider, customer = _ends(waves[0])
    shares = _shares(waves[0], provider, customer)
    served, known = np.asarray(shares.any(axis=1)), shares @ measured
    linked = np.asarray(known > _MOST)
    received = _ruling(waves[0], shares, mean, measured) * linked[:, None]
    contrasts = _contrasts(len(waves))
    errors = np.where(measured, np.array(variances), 0.0)
    used = np.flatnonzero(measured & linked)
    ids = list(waves[0].parties)
    return Observed(
        Shortfalls(
            (contrasts @ lacking).T,
            np.einsum("kt,ts,lt->skl", contrasts, errors, contrasts),
            measured,
            received,
            linked,
            provider,
            customer,
        ),
        used,
        frozenset(ids[number] for number in provider[used]),
        1.0 - _mean_of_measured(received, mean, measured)[used],
        1.0 - mean[used],
        _left_out(waves, measured, served, linked),
    )


def _satisfactions(chain: ValueChain) -> list[float]:
    scores = (service.satisfaction for service in chain.services.values())
    return [np.nan if score is None else score.value for score in scores]


def _ends(chain: ValueChain) -> tuple[Ints, Ints]:
    """(services,) providers and customers, numbered as the chain has them."""
    numbers = {party: number for number, party in enumerate(chain.parties)}
    ends = [(numbers[each.provider], numbers[each.customer]) for each in chain.services.values()]
    provider, customer = np.array(ends, dtype=np.intp).reshape(-1, 2).T
    return provider, customer


def _shares(chain: ValueChain, provider: Ints, customer: Ints) -> Floats:
    """(services, services) shares by weight in what each service's provider receives."""
    weights = np.array([service.weight for service in chain.services.values()], dtype=float)
    shares = (provider[:, None] == customer) * weights
    total = shares.sum(axis=1, keepdims=True)
    return np.asarray(shares / np.where(total > 0, total, 1.0))


def _ruling(chain: ValueChain, shares: Floats, lacking: Floats, measured: Bools) -> Floats:
    """The shares, or where critical services count alone, as they were seen, theirs."""
    everyone = chain.rule == "weakest"
    critical = np.array([everyone or each.critical for each in chain.services.values()], dtype=bool)
    alone = (shares > 0) & critical & measured
    worst = np.where(alone, lacking, -1.0).max(axis=1, initial=-1.0)
    ruled = worst >= _mean_of_measured(shares, lacking, measured) - TIE
    first = (alone & (lacking >= worst[:, None] - TIE)).astype(float)
    first /= np.maximum(first.sum(axis=1, keepdims=True), 1.0)
    return np.where(ruled[:, None], first, shares)


def _mean_of_measured(shares: Floats, lacking: Floats, measured: Bools) -> Floats:
    """(services,) means of what was measured of what each provider receives; 0 for nothing."""
    known = shares @ measured
    return np.asarray((shares * measured) @ lacking / np.where(known > 0, known, 1.0))


def _contrasts(waves: int) -> Floats:
    """(contrasts, waves) of length 1, at right angles to one another and to the mean of the waves.

    Of one wave it is that wave. Each wave is set against the mean of those before it (Helmert).
    """
    if waves == 1:
        return np.ones((1, 1))
    rows = np.tril(-np.ones((waves - 1, waves)))
    later = np.arange(1, waves)
    rows[later - 1, later] = later
    return np.asarray(rows / np.sqrt(later * (later + 1.0))[:, None])


def _left_out(
    waves: Sequence[ValueChain], measured: Bools, served: Bools, linked: Bools
) -> dict[str, int]:
    """How many services are not used, by the first reason that holds, in whichever wave."""
    columns = [list(wave.services.values()) for wave in waves]

    def some(is_so: Callable[[Service], bool]) -> Bools:
        found = [[is_so(each) for each in column] for column in columns]
        return np.asarray(np.array(found).any(axis=0))

    holds = (
        some(lambda each: each.score is None),
        some(lambda each: each.quality is not None),
        some(lambda each: each.score is not None and each.score.responses is None),
        ~measured,
        ~served,
        ~linked,
    )
    first = np.select(holds, range(len(REASONS)), len(REASONS))
    counts = np.bincount(first, minlength=len(REASONS)).tolist()
    return {reason: number for reason, number in zip(REASONS, counts, strict=False) if number}

"""What decides? The unmeasured services on which it hangs whose doing a weak link is."""

from __future__ import annotations

import numpy as np

from valuechain.analysis.reading import Observations, Reading, passing, solvable, supposed
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Floats, Ints, reached_from
from valuechain.tolerances import DIGITS, FAVOUR

_AT_ONCE = 256


def deciding(reading: Reading, service: int, by_id: Ints) -> Ints:
    """The unmeasured services upstream of a weak link, those that change most first.

    By how much what its provider lacks would change if each alone were as satisfied as the lowest
    quarter of the measured services; ties by id.
    """
    network, observations = reading.network, reading.observations
    other = supposed(observations, reading.satisfaction)
    if other is None:
        return np.zeros(0, dtype=np.intp)
    provider = network.provider[service]
    found = _upstream(reading, provider)
    changes = np.zeros(len(found))
    for first in range(0, len(found), _AT_ONCE):
        some = found[first : first + _AT_ONCE]
        changes[first : first + _AT_ONCE] = _changes(reading, other, some, provider)
    if (np.abs(changes) > FAVOUR).any():
        found, changes = found[np.abs(changes) > FAVOUR], changes[np.abs(changes) > FAVOUR]
    return found[np.lexsort((by_id[found], -np.round(np.abs(changes), DIGITS)))]


def _upstream(reading: Reading, provider: int) -> Ints:
    """The unmeasured services from which something that was not observed leads to a party."""
    network, observations = reading.network, reading.observations
    start = np.zeros(network.parties, dtype=bool)
    start[provider] = True
    open_ = ~observations.observed
    met = reached_from(start, network.customer[open_], network.provider[open_])
    return np.flatnonzero(~observations.scored & met[network.customer])


def _changes(reading: Reading, other: Observations, some: Ints, provider: int) -> Floats:
    """(some,) how what the provider lacks changes when each of these is taken as supposed."""
    observations, network = reading.observations, reading.network
    cases = np.arange(len(some))
    own = np.repeat((1.0 - observations.score)[:, None], len(some), axis=1)
    slope = np.repeat(passing(observations)[:, None], len(some), axis=1)
    own[some, cases], slope[some, cases] = 1.0 - other.score[some], 0.0
    with solvable():
        received = shortfalls(network, own, slope).received[provider]
        lacks = shortfalls(network, 1.0 - observations.score, passing(observations)).received
    return np.asarray(received - lacks[provider], dtype=float)

"""What decides? The unmeasured services on which it hangs whose doing a weak link is."""

from __future__ import annotations

import numpy as np

from valuechain.analysis.reading import Observations, Reading, passing, solvable, supposed
from valuechain.solve.forward import shortfalls
from valuechain.solve.levels import reached_from
from valuechain.solve.network import Bools, Floats, Ints
from valuechain.tolerances import DIGITS, FAVOUR

_AT_ONCE = 256


def deciding(reading: Reading, service: int, by_id: Ints) -> Ints:
    """The unmeasured services upstream of a weak link, those that change most first.

    By how much what its provider lacks would change if all that nobody measured of their link were
    as satisfied as the lowest quarter of the measured services; ties by id.
    """
    network, observations = reading.network, reading.observations
    other = supposed(observations, reading.satisfaction)
    assert other is not None  # else nothing could be undecided
    provider = network.provider[service]
    found = _upstream(reading, provider, ~observations.observed | network.bounding)
    if not len(found):  # round a loop more of what was observed may return
        found = _upstream(reading, provider, np.ones(len(network.provider), dtype=bool))
    links = network.provider[found] * network.parties + network.customer[found]
    _, link = np.unique(links, return_inverse=True)
    of_links = _changes(reading, other, (found, link.ravel()), provider)
    changes = np.abs(of_links)[link.ravel()]
    if (changes > FAVOUR).any():
        found, changes = found[changes > FAVOUR], changes[changes > FAVOUR]
    return found[np.lexsort((by_id[found], -np.round(changes, DIGITS)))]


def _upstream(reading: Reading, provider: int, open_: Bools) -> Ints:
    """The unmeasured services from which others lead to a party, by those that are open.

    What was observed is not, for whatever comes before it: but bounds pass on what providers lack
    whether or not their services were observed.
    """
    network, observations = reading.network, reading.observations
    start = np.zeros(network.parties, dtype=bool)
    start[provider] = True
    met = reached_from(start, network.customer[open_], network.provider[open_])
    return np.flatnonzero(~observations.scored & met[network.customer])


def _changes(
    reading: Reading, other: Observations, unknown: tuple[Ints, Ints], provider: int
) -> Floats:
    """(links,) how what the provider lacks changes when those of a link are taken as supposed.

    `unknown` are services and the number of the link of each.
    """
    observations, network = reading.observations, reading.network
    services, link = unknown
    with solvable():
        now = shortfalls(network, 1.0 - observations.score, passing(observations)).received
    changes = []
    for first in range(0, int(link.max(initial=-1)) + 1, _AT_ONCE):
        last = min(first + _AT_ONCE, int(link.max()) + 1)
        some = (link >= first) & (link < last)
        at, case = services[some], link[some] - first
        own = np.repeat((1.0 - observations.score)[:, None], last - first, axis=1)
        slope = np.repeat(passing(observations)[:, None], last - first, axis=1)
        own[at, case], slope[at, case] = 1.0 - other.score[at], 0.0
        with solvable():
            changes.append(shortfalls(network, own, slope).received[provider] - now[provider])
    return np.concatenate([np.zeros(0), *changes])

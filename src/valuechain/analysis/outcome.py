"""Which customers count: those to whom something known leads, by their shares."""

from __future__ import annotations

import numpy as np

from valuechain.analysis.reading import Reading
from valuechain.solve.levels import reached_from
from valuechain.solve.network import Bools, Floats
from valuechain.tolerances import TIE


def outcome_weights(parties: int, shares: dict[int, float], reached: set[int]) -> Floats:
    """(positions,) weight of each party's shortfall in the outcome.

    Where no scored service leads to a customer with a share, nothing is known of the outcome;
    importance is then what a service would matter to all customers.
    """
    known = {end: share for end, share in shares.items() if end in reached and share > 0}
    weights = known or shares
    # Divided by the largest first, so that huge ones cannot overflow; some share is above 0.
    largest = max(weights.values())
    seed = np.zeros(parties)
    seed[list(weights)] = [share / largest for share in weights.values()]
    return seed / float(seed.sum())


def reached_by_scores(reading: Reading, ends: list[int]) -> set[int]:
    """Those of the ends (positions) to which a scored service leads.

    Walked back from them until one is met.
    """
    network, scored = reading.network, reading.observations.scored
    into, provider, known = network.into.tolist(), network.provider.tolist(), scored.tolist()
    reached: set[int] = set()
    barren: set[int] = set()  # parties to whom none leads
    for end in ends:
        seen, frontier = {end}, [end]
        while frontier:
            party = frontier.pop()
            services = range(into[party], into[party + 1])
            if any(known[service] for service in services):
                reached.add(end)
                break
            new = {provider[service] for service in services} - seen - barren
            seen |= new
            frontier += new
        if end not in reached:
            barren |= seen
    return reached


def is_told(reading: Reading) -> Bools:
    """(parties,) whether anything is known of what each receives.

    Where a scored service leads to it, and where nobody serves it.
    """
    network, scored = reading.network, reading.observations.scored
    if scored.all():
        return np.ones(network.parties, dtype=bool)
    told = np.zeros(network.parties, dtype=bool)
    told[network.customer[scored]] = True
    told = reached_from(told, network.provider, network.customer)
    told[np.diff(network.into) == 0] = True
    return told


def may_matter(reading: Reading, weights: Floats) -> Bools:
    """(services,) what nobody measured and leads to a customer who counts.

    Whether or not it would be felt there as things are: worse may hide it.
    """
    network, unmeasured = reading.network, ~reading.observations.scored
    if not unmeasured.any():
        return unmeasured
    back = (reading.effective > TIE) | network.bounding
    felt = reached_from(weights > 0, network.customer[back], network.provider[back])
    return np.asarray(unmeasured & felt[network.customer])


def is_bounded(reading: Reading) -> Bools:
    """(parties,) whether each may be less satisfied than it seems with what it receives.

    An unmeasured service leads to it, and nothing on the way was observed: elsewhere what that
    lacks is in what was observed behind it already, but for what bounds pass on.
    """
    network, observations = reading.network, reading.observations
    bounded = np.zeros(network.parties, dtype=bool)
    if observations.scored.all():
        return bounded
    bounded[network.customer[~observations.scored]] = True
    onward = _is_unseen(reading)
    return reached_from(bounded, network.provider[onward], network.customer[onward])


def is_seen_in_outcome(reading: Reading, weights: Floats) -> Bools:
    """(services,) whether the outcome hangs on what is known of each, or on nobody knowing.

    Its customer counts, or nothing on some way from there to one who does was observed.
    """
    network, onward = reading.network, _is_unseen(reading)
    counts = reached_from(weights > 0, network.customer[onward], network.provider[onward])
    return np.asarray(counts[network.customer])


def _is_unseen(reading: Reading) -> Bools:
    """(services,) whether each passes on what is not in what was observed of it already."""
    observations = reading.observations
    passes_on = ~observations.observed & (observations.dependence > 0)
    return np.asarray(passes_on | reading.network.bounding)

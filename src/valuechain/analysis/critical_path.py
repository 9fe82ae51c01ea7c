"""When is everything done? The critical path method over the services of a chain.

A provider begins once all that it needs has arrived; so the work reaches a party with the last of
what is served to it (Kelley & Walker 1959, *Critical-path planning and scheduling*). The slack of a
service is by how much it may take longer before some external customer waits longer. Services that
lead back round a loop are left out (`onward`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from valuechain.solve.network import Floats, Ints, Network
from valuechain.tolerances import FAVOUR


@dataclass(frozen=True, eq=False)
class Schedule:
    """When the work reaches whom, in seconds, all in the order of solution.

    Attributes:
        network: the network.
        parts: the services that lead onward, as `onward` has them.
        takes: (services,) seconds that each takes.
        arrives: (parties,) when the last that each needs has arrived.
    """

    network: Network
    parts: list[Ints]
    takes: Floats
    arrives: Floats

    @cached_property
    def along(self) -> Ints:
        """The services that lead onward, those into one party by their rank."""
        return np.concatenate(self.parts)

    @cached_property
    def left_out(self) -> Ints:
        """The services that lead back round a loop."""
        out = np.ones(len(self.takes), dtype=bool)
        out[self.along] = False
        return np.flatnonzero(out)

    @cached_property
    def done(self) -> Floats:
        """(services,) when each is delivered; NaN for those left out."""
        done: Floats = self.arrives[self.network.provider] + self.takes
        done[self.left_out] = np.nan
        return done

    def slack(self, ends: Ints) -> Floats:
        """(services,) by how much each may take longer before one of these ends waits longer.

        Infinite where it leads to none of them; NaN for those left out.
        """
        latest = np.full(self.network.parties, np.inf)
        latest[ends] = self.arrives[ends]
        for part in reversed(self.parts):
            due = latest[self.network.customer[part]] - self.takes[part]
            np.minimum.at(latest, self.network.provider[part], due)
        slack: Floats = latest[self.network.customer] - self.done
        return slack

    def path(self, end: int) -> list[int]:
        """The services on the critical path to a party, from the source on; ties by rank."""
        way = []
        while (service := self._last[end]) >= 0:
            way.append(service)
            end = int(self.network.provider[service])
        return way[::-1]

    @cached_property
    def _last(self) -> list[int]:
        """(parties,) the service that arrives last at each, -1 for none."""
        found = np.full(self.network.parties, -1, dtype=np.intp)
        done, customer = self.done[self.along], self.network.customer[self.along]
        late = done * (1.0 + FAVOUR) >= self.arrives[customer]
        found[customer[late][::-1]] = self.along[late][::-1]  # the first of each stands last
        last: list[int] = found.tolist()
        return last


def arrivals(network: Network, parts: list[Ints], takes: Floats) -> Floats:
    """(parties, cases) when the last that each needs has arrived.

    Args:
        network: the network in its order of solution.
        parts: the services that lead onward, as `onward` has them.
        takes: (services, cases) seconds that each takes, >= 0.

    Cost: one pass over the services.
    """
    along, sizes = np.concatenate(parts), [len(part) for part in parts]
    provider, customer, takes = network.provider[along], network.customer[along], takes[along]
    first = np.flatnonzero(np.diff(customer, prepend=-1))  # of the services into each party
    served = customer[first]
    arrives = np.zeros((network.parties, takes.shape[1]))
    ends = np.cumsum(sizes)
    groups = np.searchsorted(first, ends).tolist()
    begin = group = 0
    for end, until in zip(ends.tolist(), groups, strict=True):
        done = arrives[provider[begin:end]] + takes[begin:end]
        latest = np.maximum.reduceat(done, first[group:until] - begin)
        arrives[served[group:until]] = latest
        begin, group = end, until
    return arrives

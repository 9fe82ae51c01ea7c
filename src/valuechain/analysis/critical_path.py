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

from valuechain.analysis.onward import onward
from valuechain.solve.network import Floats, Ints, Network
from valuechain.tolerances import FAVOUR


@dataclass(frozen=True, eq=False)
class Schedule:
    """When the work reaches whom, in seconds, all in the order of solution.

    Attributes:
        network: the network.
        takes: (services,) seconds that each takes.
        parts: the services that lead onward, as `onward` has them.
        arrives: (parties,) when the last that each needs has arrived.
    """

    network: Network
    takes: Floats
    parts: list[Ints]
    arrives: Floats

    @property
    def left_out(self) -> Ints:
        """The services that lead back round a loop."""
        return np.setdiff1d(np.arange(len(self.takes)), np.concatenate(self.parts))

    @property
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
        done, customer = self.done, self.network.customer
        for part in self.parts:
            latest = done[part] * (1.0 + FAVOUR) >= self.arrives[customer[part]]
            late = part[latest][::-1]
            found[customer[late]] = late
        last: list[int] = found.tolist()
        return last


def schedule(network: Network, takes: Floats, ends: Ints, rank: Ints) -> Schedule:
    """When the work reaches everybody.

    Args:
        network: the network in its order of solution.
        takes: (services,) seconds that each takes, in that order.
        ends: positions of the external customers.
        rank: (services,) which of two that arrive together is told.

    Cost: one pass over the services.
    """
    parts, arrives = onward(network, ends, rank), np.zeros(network.parties)
    for part in parts:
        done = arrives[network.provider[part]] + takes[part]
        np.maximum.at(arrives, network.customer[part], done)
    return Schedule(network, takes, parts, arrives)

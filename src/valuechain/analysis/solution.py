"""What a chain's numbers say, solved: satisfactions, importances and contributions.

All are in the order of solution.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from valuechain.analysis.changes import Changes
from valuechain.analysis.outcome import (
    is_bounded,
    is_seen_in_outcome,
    is_told,
    may_matter,
    outcome_weights,
    reached_by_scores,
)
from valuechain.analysis.reading import Reading, read
from valuechain.model.chain import ValueChain
from valuechain.problems import unknown
from valuechain.solve.adjoint import importances
from valuechain.solve.network import Bools, Floats, Ints

Array = TypeVar("Array", Bools, Floats, Ints)


@dataclass(frozen=True, eq=False)
class Solution:
    """A chain solved; what costs a further solution is computed when first asked for.

    Attributes:
        chain: what was solved.
        reading: its numbers in the order of solution.
        weights: (parties,) weight of each party's shortfall in the outcome, in that order.
        known_customers: the external customers to whom a scored service leads.
    """

    chain: ValueChain
    reading: Reading
    weights: Floats
    known_customers: tuple[str, ...]

    @cached_property
    def changes(self) -> Changes:
        """Importances, contributions, and what a change of services would change."""
        reading = self.reading
        importance = importances(reading.network, reading.solved, self.weights)
        charged = importance
        if not reading.network.proportional:
            charged = importances(reading.network, reading.solved, self.weights, divided=True)
        return Changes(reading, self.weights, importance, charged)

    @cached_property
    def error(self) -> float:
        """How far any shortfall received, or any sum of contributions, may be from the true one.

        The true one is the model's.
        """
        # The contributions must sum to the loss; by how much they do not, they are wrong.
        found = float(self.changes.contributions.sum() - self.weights @ self.reading.received)
        return max(min(self.reading.error, 1.0), abs(found))

    @cached_property
    def outcome(self) -> float | None:
        """Satisfaction of the known customers, 0..1; ``None`` where there is none who counts."""
        if not any(self.chain.parties[party].share > 0 for party in self.known_customers):
            return None
        return float(np.clip(1.0 - self.weights @ self.reading.received, 0.0, 1.0))

    @cached_property
    def upper_bound(self) -> bool:
        """Whether what nobody measured can lower the outcome.

        It can where a path without observations leads from it to a customer who counts.
        """
        counted = (party for party in self.known_customers if self.chain.parties[party].share > 0)
        return any(party in self.bounded for party in counted)

    @cached_property
    def bounded(self) -> frozenset[str]:
        """The parties that may be less satisfied than it seems, for what nobody measured."""
        found = is_bounded(self.reading)[self.reading.network.position].tolist()
        pairs = zip(self.chain.parties, found, strict=True)
        return frozenset(party for party, bounded in pairs if bounded)

    @cached_property
    def seen_in_outcome(self) -> frozenset[str]:
        """Ids of the services on whose being known, or not, the outcome hangs."""
        return frozenset(self._those(is_seen_in_outcome(self.reading, self.weights)))

    @cached_property
    def counted_customers(self) -> Mapping[str, float]:
        """The weight in the outcome of each external customer who counts."""
        weights = self.weights[self.reading.network.position].tolist()
        pairs = zip(self.chain.parties, weights, strict=True)
        return MappingProxyType({party: weight for party, weight in pairs if weight > 0})

    @cached_property
    def received(self) -> Mapping[str, float | None]:
        """Satisfaction of every party with what it receives; 1 where nobody serves it.

        ``None`` where no scored service leads to it.
        """
        position = self.reading.network.position
        values = np.clip(1.0 - self.reading.received, 0.0, 1.0)[position].tolist()
        told = is_told(self.reading)[position].tolist()
        satisfied: dict[str, float | None] = dict(zip(self.chain.parties, values, strict=True))
        unknown = (party for party, known in zip(satisfied, told, strict=True) if not known)
        return MappingProxyType(satisfied | dict.fromkeys(unknown))

    @cached_property
    def external_customers(self) -> Mapping[str, float | None]:
        """Satisfaction of each external customer.

        ``None`` for those to whom no scored service leads.
        """
        satisfied: dict[str, float | None] = dict.fromkeys(self.chain.external_customers)
        satisfied.update((party, self.received[party]) for party in self.known_customers)
        return MappingProxyType(satisfied)

    @cached_property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """Groups of parties that all serve one another in circles, each sorted."""
        ids = list(self.chain.parties)
        loops = (tuple(sorted(ids[i] for i in loop)) for loop in self.reading.network.loops())
        return tuple(sorted(loops))

    @cached_property
    def unmeasured(self) -> tuple[str, ...]:
        """Ids of the services of which nothing is known, in file order."""
        return self._those(~self.reading.observations.scored)

    @cached_property
    def unasked(self) -> frozenset[str]:
        """The unmeasured services that lead to a customer who counts, felt there now or not."""
        return frozenset(self._those(may_matter(self.reading, self.weights)))

    @cached_property
    def coverage(self) -> float:
        """Share of total importance that lies on scored services, 0..1."""
        importance = self.changes.importance
        total = float(importance.sum())
        if not total:
            return 0.0
        return float(importance[self.reading.observations.scored].sum()) / total

    def spread(self, service_id: str) -> dict[str, float]:
        """For each party, how much of what it lacks one service's own shortfall causes.

        It would disappear if that became 0.
        """
        ((_, values),) = self.spreads([service_id])
        return values

    def spreads(
        self, service_ids: Sequence[str], least: float = 0.0
    ) -> Iterator[tuple[str, dict[str, float]]]:
        """The `spread` of each of these services, in any order; of parties that feel so much."""
        parties, position = list(self.chain.parties), self.reading.network.position
        for at, values in self.changes.spreads(self.places(service_ids)):
            lacking = values[position]
            felt = np.flatnonzero(lacking >= least)
            names = [parties[party] for party in felt.tolist()]
            yield service_ids[at], dict(zip(names, lacking[felt].tolist(), strict=True))

    # Whether what costs a solution for each service is quickly found.

    @property
    def few(self) -> bool:
        """Whether there are so few services, up to 5,000, and no slow loop, that it is."""
        return self.changes.few

    @property
    def gains_at_hand(self) -> bool:
        """Whether all gains are: with few services, or under the mean alone."""
        return self.changes.gains_at_hand

    # From the file's order to that of solution, and back.

    def _those(self, which: Bools) -> tuple[str, ...]:
        """Ids of the services of which it holds, in file order."""
        pairs = zip(self.chain.services, self.in_file_order(which).tolist(), strict=True)
        return tuple(service for service, holds in pairs if holds)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {service_id: i for i, service_id in enumerate(self.chain.services)}

    @cached_property
    def solved_at(self) -> Ints:
        """(services,) in file order: where each is in the order of solution."""
        at = np.empty(len(self.chain.services), dtype=np.intp)
        at[self.reading.network.services] = np.arange(len(at))
        return at

    @cached_property
    def by_id(self) -> Ints:
        """(services,) in the order of solution: the rank of each service's id among all ids."""
        ids = list(self.chain.services)
        ranks = np.empty(len(ids), dtype=np.intp)
        ranks[self.solved_at[sorted(range(len(ids)), key=ids.__getitem__)]] = np.arange(len(ids))
        return ranks

    def places(self, service_ids: Iterable[str]) -> Ints:
        """Where services are in the order of solution.

        Raises:
            UnknownNameError: there is no such service.
        """
        return self.solved_at[[self.index_of(name) for name in service_ids]].astype(np.intp)

    def index_of(self, service_id: object) -> int:
        """Where a service is in the file.

        Raises:
            UnknownNameError: there is no such service.
        """
        if not isinstance(service_id, str) or service_id not in self._index:
            raise unknown("service", service_id, self._index)
        return self._index[service_id]

    def in_file_order(self, values: Array) -> Array:
        """(services,) from the order of solution."""
        return values[self.solved_at]


def solved(chain: ValueChain) -> Solution:
    """Read the scores, and weigh the customers to whom they lead."""
    reading = read(chain)
    position = dict(zip(chain.parties, reading.network.position.tolist(), strict=True))
    shares = {position[party]: chain.parties[party].share for party in chain.external_customers}
    reached = reached_by_scores(reading, list(shares))
    weights = outcome_weights(reading.network.parties, shares, reached)
    known = tuple(party for party in chain.external_customers if position[party] in reached)
    return Solution(chain, reading, weights, known)

"""What every diagnosis passes on from the chain that was solved for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from valuechain.analysis.solution import Solution
from valuechain.model.chain import ValueChain


@dataclass(frozen=True, eq=False, repr=False)
class OfSolution:
    """The numbers of a solved chain that stand for the whole.

    Attributes:
        solution: the chain solved, its numbers as arrays in the order of solution.
    """

    solution: Solution

    @property
    def title(self) -> str:
        """The chain's."""
        return self.chain.title

    @property
    def chain(self) -> ValueChain:
        """What was diagnosed."""
        return self.solution.chain

    @property
    def outcome(self) -> float | None:
        """Satisfaction of the customers to whom a scored service leads, 0..1; ``None`` for none."""
        return self.solution.outcome

    @property
    def upper_bound(self) -> bool:
        """Whether what nobody measured can lower the outcome.

        It can where a path without observations leads from it to a customer who counts.
        """
        return self.solution.upper_bound

    @property
    def external_customers(self) -> Mapping[str, float | None]:
        """Satisfaction of each external customer.

        ``None`` for those to whom no scored service leads.
        """
        return self.solution.external_customers

    @property
    def received(self) -> Mapping[str, float | None]:
        """Satisfaction of every party with what it receives; 1 where nobody serves it.

        ``None`` where no scored service leads to it.
        """
        return self.solution.received

    @property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """Groups of parties that all serve one another in circles, each sorted."""
        return self.solution.loops

    @property
    def unmeasured(self) -> tuple[str, ...]:
        """Ids of the services of which nothing is known, in file order."""
        return self.solution.unmeasured

    @property
    def coverage(self) -> float:
        """Share of total importance that lies on scored services, 0..1."""
        return self.solution.coverage

    @property
    def error(self) -> float:
        """How far any shortfall received, or any sum of contributions, may be from the true one.

        The true one is the model's.
        """
        return self.solution.error

    @cached_property
    def common_dependence(self) -> float | None:
        """The dependence that all services have, ``None`` where they differ."""
        dependences = {service.dependence for service in self.chain.services.values()}
        return dependences.pop() if len(dependences) == 1 else None

    def spread(self, service_id: str) -> dict[str, float]:
        """For each party, how much of what it lacks this service's own shortfall causes.

        Raises:
            UnknownNameError: there is no such service.
        """
        return self.solution.spread(service_id)

    def was_asked(self, service_id: str) -> bool:
        """Whether what is told of a service is what its customer answered.

        Raises:
            UnknownNameError: there is no such service.
        """
        self.solution.index_of(service_id)
        return self.chain.services[service_id].satisfaction is not None

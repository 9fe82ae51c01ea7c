"""Which link to work on first? What valuechain says, what it once said, and what others would say.

Every rule ranks all links of which some service was measured, the first step first; a link is all
that one party delivers to another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import networkx

import valuechain as vc
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.simulation import SimulatedStep
from valuechain.questions.steps import Step

Link: TypeAlias = tuple[str, str]
Value: TypeAlias = Callable[[ServiceDiagnosis], float]
DRAWS = 500


@dataclass(frozen=True)
class Surveyed:
    """A surveyed chain, diagnosed and simulated once for all rules that need it."""

    diagnosis: vc.Diagnosis
    seed: int

    @cached_property
    def simulation(self) -> vc.Simulation:
        """How sure it is, of few draws."""
        return vc.simulate(self.diagnosis.chain, draws=DRAWS, seed=self.seed)

    @property
    def measured(self) -> Iterator[ServiceDiagnosis]:
        """The measured services, largest contribution first."""
        return (row for row in self.diagnosis.services if row.verdict != "unmeasured")

    def by_sums(self, value: Value) -> list[Link]:
        """The links, the largest sum over their measured services first."""
        sums: dict[Link, float] = defaultdict(float)
        for row in self.measured:
            sums[row.provider, row.customer] += value(row)
        return sorted(sums, key=lambda link: (-sums[link], link))


def gain(surveyed: Surveyed) -> list[Link]:
    """What `diagnose` advises: the link that wins most."""
    return _links(surveyed.diagnosis.steps)


def expected_gain(surveyed: Surveyed) -> list[Link]:
    """What `simulate` advises: the link that wins most on average over the draws."""
    return _links(surveyed.simulation.steps)


def any_dependence(surveyed: Surveyed) -> list[Link]:
    """The same over draws in which the dependence is anything from 0.5 to 1."""
    return _links(surveyed.simulation.any_dependence)


def root_cause(surveyed: Surveyed) -> list[Link]:
    """The former rule: the root cause that contributes most; without any, whatever does."""
    rows = sorted(surveyed.measured, key=lambda row: row.verdict != "root cause")
    return _links(rows)


def lowest_score(surveyed: Surveyed) -> list[Link]:
    """The least satisfied first; of equals, the one about whom most people answered."""
    services = surveyed.diagnosis.chain.services

    def rank(row: ServiceDiagnosis) -> tuple[float, int, str]:
        score = services[row.id].satisfaction
        answers = (score.responses if score else None) or 0
        return row.satisfaction, -answers, row.id

    rows = sorted(surveyed.measured, key=rank)
    return _links(rows)


def importance_map(surveyed: Surveyed) -> list[Link]:
    """Importance-performance: what matters to the customers, times what is lacking there."""
    return surveyed.by_sums(lambda row: row.importance * (1.0 - row.satisfaction))


def seen_worst(surveyed: Surveyed) -> list[Link]:
    """The services that external customers see, by what is lacking there and how much it weighs."""
    chain = surveyed.diagnosis.chain
    received: dict[str, float] = defaultdict(float)
    for service in chain.services.values():
        received[service.customer] += service.weight

    def seen(row: ServiceDiagnosis) -> float:
        customer = chain.parties[row.customer]
        if customer.kind != "customer":
            return 0.0
        weight = chain.services[row.id].weight / received[row.customer]
        return customer.share * weight * (1.0 - row.satisfaction)

    return surveyed.by_sums(seen)


def page_rank(surveyed: Surveyed) -> list[Link]:
    """On whom do most depend? PageRank from customers to providers, times what is lacking."""
    central = networkx.pagerank(surveyed.diagnosis.chain.graph.reverse(), weight="weight")
    return surveyed.by_sums(lambda row: central[row.provider] * (1.0 - row.satisfaction))


RULES: dict[str, Callable[[Surveyed], list[Link]]] = {
    "gain (diagnose)": gain,
    "expected gain (simulate)": expected_gain,
    "any dependence (simulate)": any_dependence,
    "largest root cause": root_cause,
    "lowest score": lowest_score,
    "importance x lacking": importance_map,
    "worst the customer sees": seen_worst,
    "PageRank x lacking": page_rank,
}
"""By their names in the tables; at random, which ranks nothing, is one more there."""


def _links(rows: Iterable[ServiceDiagnosis | Step | SimulatedStep]) -> list[Link]:
    """The links of services or steps, each where it comes first."""
    return list(dict.fromkeys((row.provider, row.customer) for row in rows))

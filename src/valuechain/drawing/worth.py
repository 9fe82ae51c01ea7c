"""What does each link win the customers, and which does a picture say to start with?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.simulation import Simulation
from valuechain.questions.steps import Step
from valuechain.tolerances import DIGITS


@dataclass(frozen=True)
class Link:
    """All that one party delivers to another.

    Attributes:
        provider, customer: ids of the parties.
        services: the ids of all its services, measured or not; what costs most comes first.
        gain: what it wins the customers at the reachable level.
        cost: what its services cost them together.
    """

    provider: str
    customer: str
    services: tuple[str, ...]
    gain: float
    cost: float


@dataclass(frozen=True)
class Selection:
    """Services that a chart treats differently, by id.

    Attributes:
        first: what to start with.
        unsure: what the answers do not tell.
    """

    first: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


def gains(diagnosis: Diagnosis) -> Mapping[tuple[str, str], float]:
    """What each link wins, by who serves whom; in very large chains, the best of them only."""
    steps: Sequence[Step] = diagnosis.best_steps
    if diagnosis.solution.gains_at_hand:
        steps = diagnosis.steps
    return {(step.provider, step.customer): step.gain for step in steps}


def links(diagnosis: Diagnosis) -> list[Link]:
    """Every link, in the order of the steps; then those without one, what costs most first."""
    won = gains(diagnosis)
    rank = {ends: number for number, ends in enumerate(won)}
    services: dict[tuple[str, str], list[str]] = {}
    costs: dict[tuple[str, str], float] = {}
    for row in diagnosis.services:
        ends = row.provider, row.customer
        services.setdefault(ends, []).append(row.id)
        costs[ends] = costs.get(ends, 0.0) + row.contribution
    order = sorted(
        costs, key=lambda ends: (rank.get(ends, len(rank)), -round(costs[ends], DIGITS), ends)
    )
    return [Link(*ends, tuple(services[ends]), won.get(ends, 0.0), costs[ends]) for ends in order]


def first_services(result: object) -> tuple[str, ...]:
    """The ids of the services to start with: those of the advice; of draws, on average."""
    if isinstance(result, Diagnosis):
        return result.advice.services
    if isinstance(result, Simulation) and result.first is not None:
        return result.first.services
    return ()


def start_kind(result: object) -> str:
    """Of what kind what comes first is, as the advice has it; of draws a link."""
    return result.advice.kind if isinstance(result, Diagnosis) else "links"

"""How sure a diagnosis is, as a value: intervals, probabilities, and where to ask next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

from valuechain.analysis.verdict import Verdict
from valuechain.questions.diagnosis import Diagnosis
from valuechain.results import Interval, Result, Shown, plain
from valuechain.tolerances import WORTH_NAMING

SureVerdict: TypeAlias = Literal[Verdict, "too few answers"]


@dataclass(frozen=True, slots=True)
class SimulatedService(Shown):
    """How sure the numbers of one service are: intervals (low, high) on the 0..1 scale.

    Attributes:
        id: of the service.
        satisfaction, own_shortfall, contribution: as in its diagnosis.
        rank: its place among all services by contribution, 1 for the largest; where it may be in
            more than 254 places, to within a 254th of these.
        p_first: probability that the link that it belongs to is the first step; ties share it.
        p_root_cause: probability that it is a root cause at all.
        p_weak: probability that it misses its target.
        verdict: as diagnosed, but ``sound`` for a shield too; ``too few answers`` where fewer than
            `level` of the draws agree.
        worth_asking: what knowing its score for sure would win the external customers, by fixing
            the right one of the likely first steps first: the expected value of perfect
            information, on the 0..1 scale. 0 where its score is not drawn.
    """

    id: str
    satisfaction: Interval
    own_shortfall: Interval
    contribution: Interval
    rank: tuple[int, int]
    p_first: float
    p_root_cause: float
    p_weak: float
    verdict: SureVerdict
    worth_asking: float


@dataclass(frozen=True, slots=True)
class SimulatedStep(Shown):
    """How sure it is what a link wins, on the 0..1 scale.

    Attributes:
        provider, customer, services: as in the `steps` of a diagnosis.
        expected_gain: what it wins on average over the draws. Where bottlenecks hide one another,
            of links that are not among the likely first, at most.
        p_first: probability that it is the first step; ties share it.
        gain: what it wins, as an interval.
    """

    provider: str
    customer: str
    services: tuple[str, ...]
    expected_gain: float
    p_first: float
    gain: Interval

    @property
    def id(self) -> str:
        """Of the link, as that of its service where it has one."""
        return f"{self.provider}->{self.customer}"


@dataclass(frozen=True, eq=False, repr=False)
class Simulation(Result[SimulatedService]):
    """A diagnosis with how sure it is, as a value: made by `simulate`.

    Attributes:
        diagnosis: of the scores as they are.
        draws, seed, level: as asked for.
        outcome: interval of the outcome, ``None`` where nobody can say how satisfied the customers
            are.
        external_customers: likewise for each external customer.
        services: a row for every service, in the order of the diagnosis.
        exact: ids of the scored services whose scores name no number of answers: taken as exact.
        spread_unknown: ids of the services whose scores do not say how much the answers differ:
            taken as widely as they can.
        p_no_root_cause: probability that no weak link is a root cause.
        steps: a row for every link that was measured, the largest expected gain first.
        any_dependence: the same over draws in which dependence is anything from 0.5 to 1, one for
            all services; without where the file gives a range, which is drawn already.
    """

    diagnosis: Diagnosis
    draws: int
    seed: int
    level: float
    outcome: Interval | None
    external_customers: Mapping[str, Interval | None]
    services: tuple[SimulatedService, ...]
    exact: tuple[str, ...]
    spread_unknown: tuple[str, ...]
    p_no_root_cause: float
    steps: tuple[SimulatedStep, ...]
    any_dependence: tuple[SimulatedStep, ...] = ()

    def _summary(self) -> str:
        outcome = "unknown"
        if self.outcome is not None:
            outcome = f"{self.outcome[0]:.4f} to {self.outcome[1]:.4f}"
        return f"outcome {outcome}, {self.draws} draws"

    @property
    def title(self) -> str:
        """The chain's."""
        return self.diagnosis.title

    @property
    def rows(self) -> tuple[SimulatedService, ...]:
        """The `services`."""
        return self.services

    @cached_property
    def candidates(self) -> tuple[SimulatedStep, ...]:
        """The links that may be the first step, the most probable first."""
        likely = [step for step in self.steps if step.p_first > 0]
        return tuple(sorted(likely, key=lambda step: -step.p_first))

    @property
    def first(self) -> SimulatedStep | None:
        """What to do first: the link with the largest expected gain; ``None`` for nothing."""
        if not self.steps or self.steps[0].expected_gain < WORTH_NAMING:
            return None
        return self.steps[0]

    @property
    def p_nothing(self) -> float:
        """Probability that no step wins anything."""
        return max(0.0, 1.0 - sum(step.p_first for step in self.steps))

    @cached_property
    def ask_next(self) -> tuple[SimulatedService, ...]:
        """The services whose uncertainty decides most what to fix, the most valuable first."""
        worth = [row for row in self.services if row.worth_asking > 0]
        return tuple(sorted(worth, key=lambda row: -row.worth_asking))

    @cached_property
    def too_few(self) -> tuple[SimulatedService, ...]:
        """The services of which the answers do not tell what they are."""
        return tuple(row for row in self.services if row.verdict == "too few answers")

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "draws": self.draws,
            "seed": self.seed,
            "level": self.level,
            "outcome": plain(self.outcome),
            "upper_bound": self.diagnosis.upper_bound,
            "external_customers": plain(self.external_customers),
            "services": plain(self.services),
            "exact": list(self.exact),
            "spread_unknown": list(self.spread_unknown),
            "p_no_root_cause": self.p_no_root_cause,
            "steps": plain(self.steps),
            "any_dependence": plain(self.any_dependence),
        }

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        """With what the services are: provider, customer, delivers, target and responses."""
        del full
        records = [self._described(row.id) | plain(row) for row in self.services]
        return records, ()

    def _described(self, service_id: str) -> dict[str, Any]:
        service = self.diagnosis.chain.services[service_id]
        names = ("provider", "customer", "delivers", "target")
        responses = service.score and service.score.answers
        described: dict[str, Any] = {name: getattr(service, name) for name in names}
        return {"id": service_id, **described, "responses": responses}
